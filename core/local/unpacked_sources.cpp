// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/unpacked_sources.h"

#include "core/archive/archive.h"
#include "core/archive/sha256.h"
#include "core/base/files.h"
#include "core/base/uuid7.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QObject>

namespace studio {

namespace {

Result<QByteArray> sha256Of(const QString &path)
{
    QFile file;
    if (const auto opened = openRegularFile(file, path); !opened) {
        return std::unexpected(opened.error());
    }
    Sha256 hash;
    QByteArray chunk;
    do {
        chunk = file.read(1 << 20);
        hash.add(chunk);
    } while (!chunk.isEmpty());
    if (file.error() != QFile::NoError) {
        return fail(ErrorCode::Unavailable, QObject::tr("Could not read %1: %2.").arg(path, file.errorString()));
    }
    return hash.result();
}

QString lockOf(const QString &place)
{
    return place + QStringLiteral("/lock");
}

} // namespace

/// Also what earlier versions kept here.
void UnpackedSources::removeAbandoned(const QString &parent)
{
    const QFileInfoList all = QDir(parent).entryInfoList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : all) {
        const QString place = entry.absoluteFilePath();
        const auto lock = entry.isSymLink() ? nullptr : FileLock::tryLock(lockOf(place)).value_or(nullptr);
        // Under another name, so that the one who made it and comes to lock it only now does not find it any more.
        const QString removed = place + QStringLiteral(".removed");
        if (lock && QDir().rename(place, removed)) {
            QDir(removed).removeRecursively();
        }
    }
}

UnpackedSources::UnpackedSources(QString place, std::unique_ptr<FileLock> lock)
    : m_place(std::move(place)), m_lock(std::move(lock))
{
}

UnpackedSources::~UnpackedSources()
{
    QDir(m_place).removeRecursively(); // while it is locked
}

QString UnpackedSources::folder() const
{
    return m_place + QStringLiteral("/code");
}

/// A locked place of its own.
Result<std::shared_ptr<UnpackedSources>> UnpackedSources::make(const QString &parent)
{
    constexpr int tries = 100;
    for (int i = 0; i < tries; ++i) {
        const QString place = QStringLiteral("%1/%2").arg(parent, uuid7());
        if (!QDir().mkpath(place)) {
            break;
        }
        auto lock = FileLock::tryLock(lockOf(place));
        if (!lock && QFileInfo::exists(place)) {
            return std::unexpected(lock.error());
        }
        // Until it was locked, another process could take it for an abandoned one, and removes it.
        if (lock && *lock && FileLock::isHeld(lockOf(place))) {
            return std::shared_ptr<UnpackedSources>(new UnpackedSources(place, std::move(*lock)));
        }
    }
    return fail(ErrorCode::Unavailable, QObject::tr("Could not make a folder in %1.").arg(parent));
}

Result<std::shared_ptr<UnpackedSources>> UnpackedSources::unpack(const QString &archive, const QByteArray &codeHash,
                                                                 const QString &parent, const std::stop_token &stop)
{
    const auto hash = sha256Of(archive);
    if (!hash) {
        return std::unexpected(hash.error());
    }
    if (*hash != codeHash) {
        return fail(ErrorCode::Internal,
                    QObject::tr("The stored code is damaged: %1 has changed since the draft was saved. Save the "
                                "draft again.")
                        .arg(archive),
                    QStringLiteral("SHA-256 %1").arg(QString::fromLatin1(*hash)));
    }
    auto sources = make(parent);
    if (!sources) {
        return sources;
    }
    if (const auto unpacked = unpackArchive(archive, (*sources)->folder(), {}, stop); !unpacked) {
        return std::unexpected(unpacked.error());
    }
    return sources;
}

} // namespace studio
