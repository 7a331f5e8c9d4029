// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/leftovers_report.h"

#include <mutex>

namespace studio {

namespace {

std::mutex reporterMutex;
LeftoversReporter reporter; // guarded by the mutex

} // namespace

void setLeftoversReporter(LeftoversReporter newReporter)
{
    const std::lock_guard guard(reporterMutex);
    reporter = std::move(newReporter);
}

void reportEndedLeftovers(int count)
{
    const QString sentence = QStringLiteral("Processes that an earlier run had left behind were ended: %1.").arg(count);
    const std::lock_guard guard(reporterMutex);
    if (reporter) {
        reporter(sentence);
    } else {
        qWarning("%s", qPrintable(sentence));
    }
}

} // namespace studio
