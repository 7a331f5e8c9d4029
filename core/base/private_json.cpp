// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/private_json.h"

#include "core/base/notices.h"
#include "core/base/system_error.h"

#include <QDateTime>
#include <QFile>
#include <QObject>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr int maxSameSecond = 100;

/// False leaves errno, EEXIST where `to` is there.
bool renameToNew(const QString &from, const QString &to)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
    if (::renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE) == 0) {
        return true;
    }
    // Not every file system knows the flag.
    return errno == EINVAL && ::access(target.constData(), F_OK) != 0 &&
           ::rename(source.constData(), target.constData()) == 0;
}

} // namespace

void setAsideDamaged(const QString &path, const QString &reason)
{
    const QString aside =
        path + QStringLiteral(".damaged-") + QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    for (int number = 1; number <= maxSameSecond; ++number) {
        const QString name = number == 1 ? aside : QStringLiteral("%1-%2").arg(aside).arg(number);
        if (renameToNew(path, name)) {
            notice(QObject::tr("%1 is damaged and was set aside as %2: %3").arg(path, name, reason));
            return;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    if (errno != ENOENT) {
        notice(QObject::tr("%1 is damaged and is not used: %2 It could not be set aside: %3.")
                   .arg(path, reason, systemReason(errno)));
    }
}

} // namespace studio
