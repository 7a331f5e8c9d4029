// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/waterfall_spans.h"

#include <algorithm>

namespace studio {

qint64 lineOffsetUs(const Execution &execution, const ExecutionLine &line)
{
    constexpr qint64 microseconds = 1'000;
    // Before it is multiplied: a record can hold any number.
    const qint64 ms = line.timeMs > execution.createdAtMs ? line.timeMs - execution.createdAtMs : 0;
    return std::min(ms, execution.totalUs / microseconds + 1) * microseconds > execution.totalUs ? execution.totalUs
                                                                                                 : ms * microseconds;
}

QList<WaterfallSpan> waterfallSpans(const Execution &execution)
{
    QList<WaterfallSpan> spans;
    if (execution.totalUs <= 0) {
        return spans;
    }
    qint64 at = 0;
    const auto add = [&](WaterfallSpan::Kind kind, qint64 to) {
        const qint64 end = std::clamp(to, at, execution.totalUs);
        if (end > at) {
            spans.append({kind, at, end});
            at = end;
        }
    };
    const qint64 queued = std::clamp<qint64>(execution.queuedUs, 0, execution.totalUs);
    add(WaterfallSpan::Queue, queued);
    if (execution.coldStart) {
        add(WaterfallSpan::Start, queued + std::clamp<qint64>(execution.startUs, 0, execution.totalUs - queued));
    }
    add(WaterfallSpan::Handler, execution.firstByteUs > 0 ? execution.firstByteUs : execution.totalUs);
    add(WaterfallSpan::Stream, execution.totalUs);
    if (!execution.lines.isEmpty()) {
        spans.append({WaterfallSpan::Stderr, lineOffsetUs(execution, execution.lines.first()),
                      lineOffsetUs(execution, execution.lines.last())});
    }
    return spans;
}

} // namespace studio
