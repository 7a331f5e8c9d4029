// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/log_reader.h"

#include <QObject>

namespace studio {

namespace {

constexpr QByteArrayView markStart("\x1e<ignite ");
constexpr QByteArrayView markEnd(">\n");
constexpr qsizetype tokenLength = 16;
constexpr qsizetype markLength = markStart.size() + tokenLength + markEnd.size();

constexpr qsizetype longestReport = 256; ///< lines of Wasmtime's on one component that ended

/// What Rust adds to its last words.
constexpr QByteArrayView backtraceNote("note: run with `RUST_BACKTRACE");

enum class Shape { Mark, Beginning, Text };

/// `text` begins with the record separator. A mark is looked for in at most so many bytes as it has.
Shape shapeOf(QByteArrayView text)
{
    const QByteArrayView start = text.first(std::min(text.size(), markStart.size()));
    const QByteArrayView token = text.sliced(start.size()).first(std::min(text.size() - start.size(), tokenLength));
    const QByteArrayView end = text.sliced(start.size() + token.size());
    const auto isDigit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (!markStart.startsWith(start) || !std::ranges::all_of(token, isDigit)) {
        return Shape::Text;
    }
    if (text.size() >= markLength) {
        return end.startsWith(markEnd) ? Shape::Mark : Shape::Text;
    }
    return markEnd.startsWith(end) ? Shape::Beginning : Shape::Text;
}

} // namespace

QList<LogLine> LogReader::readStderr(QByteArrayView chunk, qint64 nowMs)
{
    QList<LogLine> lines;
    lookAtCalls();
    const QByteArray joined = m_held.isEmpty() ? QByteArray() : std::exchange(m_held, {}).append(chunk);
    QByteArrayView rest = joined.isEmpty() ? chunk : QByteArrayView(joined);
    qsizetype from = 0;
    for (;;) {
        const qsizetype at = rest.indexOf('\x1e', from);
        const Shape shape = at < 0 ? Shape::Text : shapeOf(rest.sliced(at));
        if (at < 0 || shape == Shape::Beginning) {
            feed(at < 0 ? rest : rest.first(at), nowMs, lines);
            m_held = at < 0 ? QByteArray() : rest.sliced(at).toByteArray();
            return lines;
        }
        const auto mark = shape == Shape::Mark ? m_marks->take(rest.sliced(at + markStart.size(), tokenLength))
                                               : std::optional<CallMarks::Mark>();
        from = at + 1;
        if (mark) {
            // It may follow text that the handler wrote without a line break.
            feed(rest.first(at), nowMs, lines);
            for (const QByteArray &line : m_stderr.finish()) {
                takeText(line, nowMs, lines);
            }
            takeMark(*mark);
            lookAtCalls();
            rest = rest.sliced(at + markLength);
            from = 0;
        }
    }
}

void LogReader::feed(QByteArrayView text, qint64 nowMs, QList<LogLine> &lines)
{
    for (const QByteArray &line : m_stderr.feed(text)) {
        takeText(line, nowMs, lines);
    }
}

/// What was written before a mark belongs to who was running before it, so the state is kept from mark to mark.
void LogReader::lookAtCalls()
{
    m_owner = m_marks->onlyRunning();
    m_running = m_marks->runningCount();
}

void LogReader::takeMark(const CallMarks::Mark &mark)
{
    if (mark.begins) {
        m_hasBegun = true;
        m_lastText.clear();
        return;
    }
    m_hasEnded = true;
    m_hasAwaited = m_hasAwaited || mark.isAwaited;
    m_reportsToDrop += std::exchange(m_panicked, false) ? 1 : 0;
}

void LogReader::takeText(const QByteArray &text, qint64 nowMs, QList<LogLine> &lines)
{
    if (m_host == Host::None) {
        lines.append({.executionId = m_owner, .stream = LogStream::Stderr, .text = text, .timeMs = nowMs});
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
    const LogLine told{.executionId = m_owner, .stream = LogStream::Stderr, .text = line, .timeMs = nowMs};
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
        if (m_report.size() == longestReport) {
            lines += std::exchange(m_report, {}); // it is not kept back any longer, wherever it is from
        }
        m_report.append(told);
        break;
    case WasmtimeLog::Kind::ReportEnds:
        // After a panic the SDK has answered and ended the call itself, and the next one may be under way already.
        if (m_reportsToDrop > 0) {
            --m_reportsToDrop;
        } else if (m_running > 0) {
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
        reason += QObject::tr(" (a stack that overflows looks like this)");
    }
    if (!m_lastText.isEmpty()) {
        reason += QObject::tr(". Its last line on stderr was: ") + QString::fromUtf8(m_lastText);
    }
    m_trap = Trap{m_owner, reason};
}

QList<LogLine> LogReader::readStdout(QByteArrayView chunk, qint64 nowMs)
{
    QList<LogLine> lines;
    lookAtCalls();
    for (const QByteArray &line : m_stdout.feed(chunk)) {
        lines.append({.executionId = m_owner, .stream = LogStream::Stdout, .text = line, .timeMs = nowMs});
    }
    return lines;
}

QList<LogLine> LogReader::finish(qint64 nowMs)
{
    QList<LogLine> lines;
    lookAtCalls();
    feed(std::exchange(m_held, {}), nowMs, lines);
    for (const QByteArray &line : m_stderr.finish()) {
        takeText(line, nowMs, lines);
    }
    for (const QByteArray &line : m_stdout.finish()) {
        lines.append({.executionId = m_owner, .stream = LogStream::Stdout, .text = line, .timeMs = nowMs});
    }
    return lines;
}

} // namespace studio
