// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/log_reader.h"

namespace studio {

namespace {

constexpr QByteArrayView beginMark("\x1e<ignite begin ");
constexpr QByteArrayView endMark("\x1e<ignite end ");

/// What Rust adds to its last words.
constexpr QByteArrayView backtraceNote("note: run with `RUST_BACKTRACE");

/// The first word of a mark: the execution's id.
QString idIn(const QByteArray &line, qsizetype from)
{
    qsizetype end = from;
    while (end < line.size() && line[end] != ' ' && line[end] != '>') {
        ++end;
    }
    return QString::fromUtf8(line.sliced(from, end - from));
}

} // namespace

QString LogReader::owner() const
{
    return m_inFlight.size() == 1 ? m_inFlight.first() : QString();
}

void LogReader::takeLine(const QByteArray &line, qint64 nowMs, QList<LogLine> &lines)
{
    // A mark may follow text that the handler wrote without a line break.
    const qsizetype mark = line.indexOf('\x1e');
    const QByteArray rest = mark < 0 ? QByteArray() : line.sliced(mark);
    const bool begins = rest.startsWith(beginMark);
    const bool ends = rest.startsWith(endMark);
    const QByteArray text = begins || ends ? line.first(mark) : line;
    if (!text.isEmpty() || !(begins || ends)) {
        takeText(text, nowMs, lines);
    }
    if (begins) {
        m_inFlight.append(idIn(rest, beginMark.size()));
        m_lastText.clear();
    } else if (ends) {
        m_ended << idIn(rest, endMark.size());
        m_inFlight.removeOne(m_ended.last());
        m_reportsToDrop += std::exchange(m_panicked, false) ? 1 : 0;
    }
}

void LogReader::takeText(const QByteArray &text, qint64 nowMs, QList<LogLine> &lines)
{
    if (m_host == Host::None) {
        lines.append({.executionId = owner(), .stream = LogStream::Stderr, .text = text, .timeMs = nowMs});
        return;
    }
    // So may what the host writes.
    const qsizetype own = WasmtimeLog::ownFrom(text);
    if (own > 0) {
        takeHostLine(text.first(own), nowMs, lines);
    }
    takeHostLine(own > 0 ? text.sliced(own) : text, nowMs, lines);
}

void LogReader::takeHostLine(const QByteArray &line, qint64 nowMs, QList<LogLine> &lines)
{
    const LogLine told{.executionId = owner(), .stream = LogStream::Stderr, .text = line, .timeMs = nowMs};
    switch (m_wasmtime.read(line)) {
    case WasmtimeLog::Kind::Handlers:
        lines += std::exchange(m_report, {}); // it was none
        lines.append(told);
        m_panicked = m_panicked || line.contains(" panicked at ");
        if (!line.isEmpty() && !line.startsWith(backtraceNote)) {
            m_lastText = line;
        }
        break;
    case WasmtimeLog::Kind::Noise:
        break;
    case WasmtimeLog::Kind::Serving:
        m_serving = true;
        break;
    case WasmtimeLog::Kind::Report:
        m_report.append(told);
        break;
    case WasmtimeLog::Kind::ReportEnds:
        // After a panic the SDK has answered and ended the call itself, and the next one may be under way already.
        if (m_reportsToDrop > 0) {
            --m_reportsToDrop;
        } else if (!m_inFlight.isEmpty()) {
            lines += m_report;
            reportEnds();
        }
        m_report.clear();
        break;
    }
}

void LogReader::reportEnds()
{
    QString reason = m_wasmtime.reason();
    if (reason.contains(QLatin1String("out of bounds memory access"))) {
        reason += QStringLiteral(" (a stack that overflows looks like this)");
    }
    if (!m_lastText.isEmpty()) {
        reason += QStringLiteral(". Its last line on stderr was: ") + QString::fromUtf8(m_lastText);
    }
    m_trap = Trap{owner(), reason};
    if (m_inFlight.size() == 1) {
        m_inFlight.clear(); // its end mark will not come
    }
}

QList<LogLine> LogReader::readStderr(QByteArrayView chunk, qint64 nowMs)
{
    QList<LogLine> lines;
    for (const QByteArray &line : m_stderr.feed(chunk)) {
        takeLine(line, nowMs, lines);
    }
    return lines;
}

QList<LogLine> LogReader::readStdout(QByteArrayView chunk, qint64 nowMs)
{
    QList<LogLine> lines;
    for (const QByteArray &line : m_stdout.feed(chunk)) {
        lines.append({.executionId = owner(), .stream = LogStream::Stdout, .text = line, .timeMs = nowMs});
    }
    return lines;
}

QList<LogLine> LogReader::finish(qint64 nowMs)
{
    QList<LogLine> lines;
    for (const QByteArray &line : m_stderr.finish()) {
        takeLine(line, nowMs, lines);
    }
    for (const QByteArray &line : m_stdout.finish()) {
        lines.append({.executionId = owner(), .stream = LogStream::Stdout, .text = line, .timeMs = nowMs});
    }
    return lines;
}

} // namespace studio
