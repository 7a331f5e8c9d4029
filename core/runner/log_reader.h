// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/line_splitter.h"
#include "core/runner/instance.h"

#include <QHash>

namespace studio {

/// Turns what a handler writes into lines with their execution's id, and takes out the marks that the SDK writes around
/// a call:
/// `\x1e<ignite begin ID>` and `\x1e<ignite end ID STATUS MICROSECONDS>` (resources/sdk/ignite/src/marks.rs). While
/// exactly one call is in flight its lines are its own; while several are, a line belongs to none of them, since nobody
/// can tell. A value without threads.
class LogReader
{
public:
    QList<LogLine> readStderr(QByteArrayView chunk, qint64 nowMs);
    QList<LogLine> readStdout(QByteArrayView chunk, qint64 nowMs);
    /// What is left when the process has ended.
    QList<LogLine> finish(qint64 nowMs);

private:
    void takeLine(const QByteArray &line, qint64 nowMs, QList<LogLine> &lines);
    [[nodiscard]] QString owner() const;

    LineSplitter m_stderr;
    LineSplitter m_stdout;
    QList<QString> m_inFlight;
};

} // namespace studio
