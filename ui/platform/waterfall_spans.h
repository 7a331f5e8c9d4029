// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/execution.h"

namespace studio {

/// A part of a call's time, in microseconds since it arrived.
struct WaterfallSpan
{
    enum Kind {
        Queue,   ///< until it had an instance
        Start,   ///< of an instance that was started for it
        Handler, ///< until the first byte of the answer
        Stream,  ///< from then to the end of the answer
        Stderr,  ///< from the first line to the last
    } kind = Queue;
    qint64 fromUs = 0;
    qint64 toUs = 0;

    bool operator==(const WaterfallSpan &) const = default;
};

/// The parts of a call that has ended, in order; none of one that has not. They follow each other without a gap, but
/// for stderr, whose lines are timed by the millisecond: they are kept within the call.
QList<WaterfallSpan> waterfallSpans(const Execution &execution);

/// When a line was written, in microseconds since the call arrived, within the call.
qint64 lineOffsetUs(const Execution &execution, const ExecutionLine &line);

} // namespace studio
