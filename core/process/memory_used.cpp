// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/memory_used.h"

#include <QDir>
#include <QFile>
#include <QList>

#include <unistd.h>

namespace studio {

namespace {

constexpr qsizetype maxProcesses = 500;

QByteArray contents(const QString &path)
{
    QFile file(path);
    // plain read: a file of /proc is never a pipe
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

qint64 memoryUsedBy(qint64 pid)
{
    static const qint64 pageBytes = ::sysconf(_SC_PAGESIZE);
    QList<qint64> pids{pid};
    qint64 bytes = 0;
    for (qsizetype at = 0; at < pids.size() && at < maxProcesses; ++at) {
        const QString folder = QStringLiteral("/proc/%1").arg(pids.at(at));
        const QList<QByteArray> pages = contents(folder + QStringLiteral("/statm")).split(' ');
        bytes += pages.size() > 1 ? pages.at(1).toLongLong() * pageBytes : 0;
        const QStringList threads = QDir(folder + QStringLiteral("/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &thread : threads) {
            const auto children = contents(folder + QStringLiteral("/task/%1/children").arg(thread)).split(' ');
            for (const QByteArray &child : children) {
                if (const qint64 number = child.trimmed().toLongLong(); number > 0) {
                    pids.append(number);
                }
            }
        }
    }
    return bytes;
}

} // namespace studio
