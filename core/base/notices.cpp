// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/notices.h"

#include <QMutex>
#include <QTextStream>

#include <cstdio>

namespace studio {

namespace {

QMutex reporterMutex;
NoticeReporter reporter; // guarded by the mutex

} // namespace

void notice(const QString &sentence, NoticeKind kind)
{
    const QMutexLocker locker(&reporterMutex);
    if (reporter) {
        reporter(sentence, kind);
    } else {
        printNotice(sentence);
    }
}

void printNotice(const QString &sentence)
{
    QTextStream(stderr) << "note: " << sentence << '\n';
}

void setNoticeReporter(NoticeReporter newReporter)
{
    const QMutexLocker locker(&reporterMutex);
    reporter = std::move(newReporter);
}

} // namespace studio
