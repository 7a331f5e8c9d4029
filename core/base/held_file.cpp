// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/held_file.h"

#include "core/base/descriptor.h"
#include "core/base/uuid7.h"

#include <QDirIterator>
#include <QUuid>

#include <sys/file.h>

namespace studio {

HeldFile::HeldFile(const QString &folder, const QString &prefix, mode_t mode)
{
    constexpr int tries = 100;
    for (int i = 0; i < tries && m_file < 0; ++i) {
        m_path = QFile::encodeName(folder + u'/' + prefix + uuid7());
        Descriptor file(openFile(m_path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode));
        if (!file.isOpen()) {
            return;
        }
        // One that was taken for abandoned before it was locked is not used. Where the file system has no locks, none
        // is taken for abandoned.
        const bool isLocked = ::flock(file.number(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
        struct stat status{};
        if (isLocked && ::fstat(file.number(), &status) == 0 && status.st_nlink > 0) {
            m_file = file.release();
        }
    }
}

HeldFile::~HeldFile()
{
    if (m_file >= 0) {
        ::unlink(m_path.constData()); // nothing, where it has another name by now
        ::close(m_file);
    }
}

void removeAbandonedFiles(const QString &folder, const QString &prefix)
{
    QDirIterator files(folder, {prefix + u'*'}, QDir::Files | QDir::Hidden);
    while (files.hasNext()) {
        const QByteArray path = QFile::encodeName(files.next());
        if (QUuid::fromString(files.fileName().sliced(prefix.size())).isNull()) {
            continue;
        }
        const Descriptor file(openFile(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW));
        if (file.isOpen() && ::flock(file.number(), LOCK_EX | LOCK_NB) == 0) {
            ::unlink(path.constData());
        }
    }
}

} // namespace studio
