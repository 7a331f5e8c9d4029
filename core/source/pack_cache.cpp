// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/pack_cache.h"

#include "core/base/private_json.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <sys/stat.h>

namespace studio {

namespace {

constexpr qint64 maxBytes = 4 << 20;
constexpr int formatVersion = 2; // also of what packing makes of a tree: other bytes, another number

QString fileFor(const QString &cache, const QString &folder)
{
    const QByteArray name =
        QCryptographicHash::hash(QFileInfo(folder).canonicalFilePath().toUtf8(), QCryptographicHash::Sha256);
    return QStringLiteral("%1/packed/%2.json").arg(cache, QString::fromLatin1(name.toHex().left(32)));
}

/// Nothing where it is of another version. The stamp is known by its digest only.
std::optional<PackCacheEntry> readPacked(const JsonReader &document)
{
    if (document["format"].required().number() != formatVersion) {
        return std::nullopt;
    }
    PackCacheEntry packed;
    packed.stamp.digest = document["stamp"].required().bytes();
    packed.codeHash = document["codeHash"].required().bytes();
    packed.notes = document["notes"].required().texts();
    if (!QRegularExpression(QStringLiteral("\\A[0-9a-f]{64}\\z"))
             .match(QString::fromLatin1(packed.codeHash))
             .hasMatch()) {
        document["codeHash"].refuseAs(QStringLiteral("a SHA-256"));
    }
    return packed;
}

void addFile(QCryptographicHash &hash, const QString &path)
{
    struct stat info{};
    const bool there = ::stat(QFile::encodeName(path).constData(), &info) == 0;
    hash.addData(path.toUtf8() + '\0' +
                 (there ? QByteArray::number(qint64(info.st_ino)) + ' ' + QByteArray::number(qint64(info.st_size)) +
                              ' ' + QByteArray::number(qint64(info.st_ctim.tv_sec)) + '.' +
                              QByteArray::number(qint64(info.st_ctim.tv_nsec))
                        : QByteArray("-")));
}

/// What git decides by beside the tree itself: the ignore files above it, the index (a tracked file is not ignored),
/// the configuration. Where `.git` is a file, in a worktree, they stand elsewhere: then nothing is known.
std::optional<QByteArray> gitStamp(const QString &folder)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QStringList above;
    for (QDir at(folder);;) {
        const QFileInfo git(at.filePath(QStringLiteral(".git")));
        if (git.exists()) {
            if (!git.isDir()) {
                return std::nullopt;
            }
            for (const QString &each : above) {
                addFile(hash, each);
            }
            for (const char *name : {"index", "info/exclude", "config"}) {
                addFile(hash, git.filePath() + u'/' + QLatin1StringView(name));
            }
            addFile(hash, QDir::homePath() + QStringLiteral("/.gitconfig"));
            addFile(hash, QDir::homePath() + QStringLiteral("/.config/git/config"));
            addFile(hash, QDir::homePath() + QStringLiteral("/.config/git/ignore"));
            return hash.result().toHex();
        }
        if (!at.cdUp()) {
            return QByteArray("no repository"); // untranslated: a part of a key
        }
        above << at.filePath(QStringLiteral(".gitignore"));
    }
}

} // namespace

Result<TreeStamp> stampOfSource(const QString &folder, bool gitignore, const QSet<QString> &ignored,
                                std::stop_token stop)
{
    auto stamp = stampTree(folder, stop, ignored);
    const auto git = gitStamp(folder);
    if (stamp) {
        stamp->settled = stamp->settled && git.has_value();
        stamp->digest += QByteArray(gitignore ? " respected " : " packed ") + git.value_or("unknown");
    }
    return stamp;
}

std::optional<PackCacheEntry> findPacked(const QString &cache, const QString &folder, const TreeStamp &stamp)
{
    if (!stamp.settled) {
        return std::nullopt;
    }
    const auto kept = readPrivateJson(fileFor(cache, folder), maxBytes, readPacked);
    if (!kept || kept->stamp.digest != stamp.digest) {
        return std::nullopt;
    }
    return PackCacheEntry{stamp, kept->codeHash, kept->notes};
}

QByteArray lastPackedHash(const QString &cache, const QString &folder)
{
    const auto kept = readPrivateJson(fileFor(cache, folder), maxBytes, readPacked);
    return kept ? kept->codeHash : QByteArray();
}

void storePacked(const QString &cache, const QString &folder, const PackCacheEntry &packed)
{
    if (!packed.stamp.settled) {
        return;
    }
    Json json{{"format", formatVersion},
              {"stamp", packed.stamp.digest.toStdString()},
              {"codeHash", packed.codeHash.toStdString()},
              {"notes", Json::array()}};
    for (const QString &note : packed.notes) {
        json["notes"].push_back(toUtf8(note));
    }
    // What cannot be kept is packed once more.
    (void)writePrivateFile(fileFor(cache, folder), json.toUtf8(), Durability::Cache);
}

} // namespace studio
