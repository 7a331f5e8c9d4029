// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/packed_before.h"

#include "core/base/json.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <sys/stat.h>

namespace studio {

namespace {

constexpr int formatVersion = 2; // also of what packing makes of a tree: other bytes, another number

QString fileFor(const QString &cache, const QString &folder)
{
    const QByteArray name =
        QCryptographicHash::hash(QFileInfo(folder).canonicalFilePath().toUtf8(), QCryptographicHash::Sha256);
    return QStringLiteral("%1/packed/%2.json").arg(cache, QString::fromLatin1(name.toHex().left(32)));
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
            return QByteArray("no repository");
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

std::optional<PackedBefore> packedBefore(const QString &cache, const QString &folder, const TreeStamp &stamp)
{
    QFile file(fileFor(cache, folder));
    if (!stamp.settled || !file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    const auto json = parseJson(file.readAll());
    if (!json || !json->is_object() || json->value("format", 0) != formatVersion ||
        json->value("stamp", std::string()) != stamp.digest.toStdString()) {
        return std::nullopt;
    }
    PackedBefore packed{stamp, QByteArray::fromStdString(json->value("codeHash", std::string())), {}};
    for (const Json &note : json->value("notes", Json::array())) {
        packed.notes << toQString(note.get<std::string>());
    }
    return packed;
}

QByteArray lastPackedHash(const QString &cache, const QString &folder)
{
    QFile file(fileFor(cache, folder));
    const auto json = file.open(QIODevice::ReadOnly) ? parseJson(file.readAll()) : Result<Json>(Json());
    return json && json->is_object() ? QByteArray::fromStdString(json->value("codeHash", std::string())) : QByteArray();
}

void rememberPacked(const QString &cache, const QString &folder, const PackedBefore &packed)
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
    QSaveFile file(fileFor(cache, folder));
    if (QDir().mkpath(QFileInfo(file.fileName()).path()) && file.open(QIODevice::WriteOnly)) {
        file.write(QByteArray::fromStdString(json.dump()));
        file.commit();
    }
}

} // namespace studio
