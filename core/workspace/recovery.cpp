// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/recovery.h"

#include "core/base/private_json.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QObject>

namespace studio {

namespace {

constexpr qint64 maxCopyBytes = 256LL << 20;
constexpr int maxStudios = 64; ///< that one user has open at once

const QString lockName = QStringLiteral("lock");

QString nameOf(const QString &path)
{
    return QString::fromLatin1(QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256).toHex().first(24));
}

QString joined(const QString &folder, const QString &name)
{
    return folder + QLatin1Char('/') + name;
}

} // namespace

Recovery::Recovery(QString parent) : m_parent(std::move(parent))
{
    for (int number = 0; number < maxStudios; ++number) {
        const QString folder = joined(m_parent, QString::number(number));
        if (!makePrivateFolder(folder)) {
            return;
        }
        auto lock = FileLock::tryLock(joined(folder, lockName));
        if (!lock) {
            return;
        }
        if (*lock) {
            m_folder = folder;
            m_lock = std::move(*lock);
            return;
        }
    }
}

QString Recovery::copyOf(const QString &path) const
{
    return joined(m_folder, nameOf(path));
}

/// Moves the newest copy that an ended studio left into our folder.
void Recovery::adopt(const QString &path)
{
    const QString name = nameOf(path);
    const auto others = QDir(m_parent).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::vector<std::unique_ptr<FileLock>> held; // while we look, so that no starting studio takes a folder over
    QFileInfo newest;
    for (const QString &other : others) {
        const QString folder = joined(m_parent, other);
        const QFileInfo copy(joined(folder, name));
        if (folder == m_folder || !copy.exists()) {
            continue;
        }
        auto lock = FileLock::tryLock(joined(folder, lockName));
        if (!lock || !*lock) {
            continue; // its studio runs
        }
        held.push_back(std::move(*lock));
        if (!newest.exists() || copy.lastModified() > newest.lastModified()) {
            newest = copy;
        }
    }
    if (newest.exists()) {
        QFile::rename(newest.filePath(), copyOf(path));
    }
}

Result<RecoveryCopy> Recovery::take(const QString &path)
{
    if (m_folder.isEmpty()) {
        return fail(ErrorCode::NotFound, {});
    }
    if (!QFileInfo::exists(copyOf(path))) {
        adopt(path);
    }
    const QString copy = copyOf(path);
    const QDateTime keptAt = QFileInfo(copy).lastModified();
    const auto content = readRegularFile(copy, maxCopyBytes);
    if (!content && content.error().code == ErrorCode::InvalidArgument) {
        setAsideDamaged(copy, content.error().message);
    }
    if (!content || !*content) {
        return fail(ErrorCode::NotFound, {});
    }
    return RecoveryCopy{.text = **content, .keptAt = keptAt};
}

Result<void> Recovery::keep(const QString &path, const QByteArray &text) const
{
    if (m_folder.isEmpty()) {
        return fail(
            ErrorCode::Unavailable,
            QObject::tr("What is typed cannot be kept for the next start: %1 cannot be written to.").arg(m_parent));
    }
    return writePrivateFile(copyOf(path), text);
}

void Recovery::drop(const QString &path) const
{
    if (!m_folder.isEmpty()) {
        QFile::remove(copyOf(path));
    }
}

} // namespace studio
