// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace studio {

/// Tells what `wasmtime serve` itself writes to stderr from what the component writes. Seen with Wasmtime 49:
/// "Serving HTTP on http://…", "error: guest never invoked `response-outparam::set` method", "error: hyper::Error(…)"
/// for a client that went away, and, when a component ends in the middle, "worker failed: error while executing at wasm
/// backtrace:" with the frames, a blank line, "Caused by:", the reasons, a blank line. A value without threads.
class WasmtimeLog
{
public:
    enum class Kind {
        Handlers,   ///< the component wrote it
        Noise,      ///< Wasmtime's own, of no use to the author
        Serving,    ///< from now on it listens
        Report,     ///< one line of the report on a component that ended in the middle: where it was
        ReportEnds, ///< the report is complete: see reason()
    };

    /// Lines one by one, without their ends. A line of Wasmtime's may follow text without a line break: see ownFrom().
    Kind read(QByteArrayView line);
    /// Where Wasmtime's own part of such a line begins; -1 when there is none.
    static qsizetype ownFrom(QByteArrayView line);
    /// "wasm trap: out of bounds memory access", "Exited with i32 exit status 1"; of the last report.
    [[nodiscard]] QString reason() const { return m_reason; }

private:
    enum class Part { None, Frames, Causes };

    Part m_part = Part::None;
    QString m_reason;
};

} // namespace studio
