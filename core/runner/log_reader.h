// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/log_line.h"
#include "core/process/line_splitter.h"
#include "core/runner/call_marks.h"
#include "core/runner/instance.h"
#include "core/runner/wasmtime_log.h"

#include <optional>

namespace studio {

/// A component ended in the middle of a call.
struct Trap
{
    QString executionId; ///< empty when several calls were in flight
    QString reason;      ///< Wasmtime's words, and the component's last ones

    bool operator==(const Trap &) const = default;
};

/// Turns what a handler writes into lines with their execution's id, and takes out the marks that the SDK writes around
/// a call, which CallMarks knows; what only looks like a mark is text. While exactly one call is in flight its lines
/// are its own; while several are, a line is attributed to none of them, since its call is not known. What the host
/// itself writes between them is taken out too. The work is in proportion to the bytes, whatever they say. One thread
/// at a time.
class LogReader
{
public:
    enum class Host { None, Wasmtime }; ///< what runs the handler and writes to the same stderr

    explicit LogReader(std::shared_ptr<CallMarks> marks, Host host = Host::None)
        : m_marks(std::move(marks)), m_host(host)
    {
    }

    QList<LogLine> readStderr(QByteArrayView chunk, qint64 nowMs);
    QList<LogLine> readStdout(QByteArrayView chunk, qint64 nowMs);
    /// What is left when the process has ended.
    QList<LogLine> finish(qint64 nowMs);

    /// Since the last time this was asked: whether a call has begun; whether one has ended, and one that was awaited.
    bool takeBegun() { return std::exchange(m_hasBegun, false); }
    bool takeEnded() { return std::exchange(m_hasEnded, false); }
    bool takeAwaited() { return std::exchange(m_hasAwaited, false); }
    [[nodiscard]] bool isServing() const { return m_serving; } ///< the host said that it listens
    /// A component that ended in the middle since the last time this was asked.
    std::optional<Trap> takeTrap() { return std::exchange(m_trap, std::nullopt); }

private:
    void feed(QByteArrayView text, qint64 nowMs, QList<LogLine> &lines);
    void takeText(const QByteArray &text, qint64 nowMs, QList<LogLine> &lines);
    void takeMark(const CallMarks::Mark &mark);
    void lookAtCalls();
    void takeHostLine(const QByteArray &line, qint64 nowMs, QList<LogLine> &lines);
    void reportEnds();

    std::shared_ptr<CallMarks> m_marks;
    Host m_host;
    QString m_owner;   ///< the one call that runs, at the place that is read
    int m_running = 0; ///< calls, there
    QByteArray m_held; ///< the beginning of what may become a mark
    LineSplitter m_stderr;
    LineSplitter m_stdout;
    bool m_hasBegun = false;
    bool m_hasEnded = false;
    bool m_hasAwaited = false;
    WasmtimeLog m_wasmtime;
    QList<LogLine> m_report;
    bool m_serving = false;
    QByteArray m_lastText;   ///< of the handler's, since a call began
    bool m_panicked = false; ///< a call that has not ended
    int m_reportsToDrop = 0; ///< of panics, which follow the end of their calls
    std::optional<Trap> m_trap;
};

} // namespace studio
