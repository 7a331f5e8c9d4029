// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/log_reader.h"

namespace studio {

namespace {

constexpr QByteArrayView beginMark("\x1e<ignite begin ");
constexpr QByteArrayView endMark("\x1e<ignite end ");

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
        lines.append({.executionId = owner(), .stream = LogStream::Stderr, .text = text, .timeMs = nowMs});
    }
    if (begins) {
        m_inFlight.append(idIn(rest, beginMark.size()));
    } else if (ends) {
        m_inFlight.removeOne(idIn(rest, endMark.size()));
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
