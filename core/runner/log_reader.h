// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/line_splitter.h"
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
/// a call:
/// `\x1e<ignite begin ID>` and `\x1e<ignite end ID STATUS MICROSECONDS>` (resources/sdk/ignite/src/marks.rs). While
/// exactly one call is in flight its lines are its own; while several are, a line belongs to none of them, since nobody
/// can tell. What the host itself writes between them is taken out too. A value without threads.
class LogReader
{
public:
    enum class Host { None, Wasmtime }; ///< what runs the handler and writes to the same stderr

    explicit LogReader(Host host = Host::None) : m_host(host) {}

    QList<LogLine> readStderr(QByteArrayView chunk, qint64 nowMs);
    QList<LogLine> readStdout(QByteArrayView chunk, qint64 nowMs);
    /// What is left when the process has ended.
    QList<LogLine> finish(qint64 nowMs);

    /// A call whose end mark will not come.
    void giveUp(const QString &executionId) { m_inFlight.removeOne(executionId); }
    /// The calls that ended since the last time this was asked.
    QStringList takeEnded() { return std::exchange(m_ended, {}); }
    [[nodiscard]] bool hasCallInFlight() const { return !m_inFlight.isEmpty(); }
    [[nodiscard]] bool isInFlight(const QString &executionId) const { return m_inFlight.contains(executionId); }
    [[nodiscard]] bool isServing() const { return m_serving; } ///< the host said that it listens
    /// A component that ended in the middle since the last time this was asked.
    std::optional<Trap> takeTrap() { return std::exchange(m_trap, std::nullopt); }

private:
    void takeLine(const QByteArray &line, qint64 nowMs, QList<LogLine> &lines);
    void takeText(const QByteArray &text, qint64 nowMs, QList<LogLine> &lines);
    void takeHostLine(const QByteArray &line, qint64 nowMs, QList<LogLine> &lines);
    void reportEnds();
    [[nodiscard]] QString owner() const;

    Host m_host;
    LineSplitter m_stderr;
    LineSplitter m_stdout;
    QList<QString> m_inFlight;
    QStringList m_ended;
    WasmtimeLog m_wasmtime;
    QList<LogLine> m_report;
    bool m_serving = false;
    QByteArray m_lastText;   ///< of the handler's, since a call began
    bool m_panicked = false; ///< a call that has not ended
    int m_reportsToDrop = 0; ///< of panics, which follow the end of their calls
    std::optional<Trap> m_trap;
};

} // namespace studio
