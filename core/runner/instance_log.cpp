// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/instance_log.h"

#include <QDateTime>
#include <QMutexLocker>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr qsizetype pieceBytes = 64 << 10;
constexpr qsizetype turnBytes = 256 << 10; ///< read before others have their turn
constexpr qsizetype pipeBytes = 1 << 20;   ///< what a child may write ahead, where the system allows that much
constexpr qsizetype keptLines = 20;

} // namespace

InstanceLog::InstanceLog(std::shared_ptr<CallMarks> marks, LogReader::Host host) : m_reader(std::move(marks), host)
{
    for (Pipe &pipe : m_pipes) {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            return;
        }
        pipe = {.readEnd = ends[0], .writeEnd = ends[1]};
        ::fcntl(pipe.readEnd, F_SETFL, O_NONBLOCK);
        ::fcntl(pipe.readEnd, F_SETPIPE_SZ, static_cast<int>(pipeBytes));
    }
    m_second.start();
}

InstanceLog::~InstanceLog()
{
    closeWriteEnds();
    for (const Pipe &pipe : m_pipes) {
        if (pipe.readEnd >= 0) {
            ::close(pipe.readEnd);
        }
    }
}

bool InstanceLog::isOpen() const
{
    return m_pipes.back().readEnd >= 0;
}

void InstanceLog::closeWriteEnds()
{
    for (Pipe &pipe : m_pipes) {
        if (pipe.writeEnd >= 0) {
            ::close(std::exchange(pipe.writeEnd, -1));
        }
    }
}

void InstanceLog::setWake(Wake wake)
{
    const QMutexLocker lock(&m_mutex);
    m_wake = std::move(wake);
}

InstanceLog::News InstanceLog::takeChanges()
{
    const QMutexLocker lock(&m_mutex);
    tellLeftOut();
    m_isAwake = m_isUrgent = false;
    m_bytesWaiting = 0;
    return std::exchange(m_news, {});
}

QList<QByteArray> InstanceLog::lastLines() const
{
    const QMutexLocker lock(&m_mutex);
    return m_lastLines;
}

bool InstanceLog::read(Output output)
{
    qsizetype taken = 0;
    while (taken < turnBytes) {
        const QMutexLocker lock(&m_mutex); // for one piece, so that no thread waits for long
        const qsizetype got = readPiece(output);
        wakeUp();
        if (got == 0) {
            return false;
        }
        if (got < pieceBytes) {
            break; // also where there was nothing
        }
        taken += got;
    }
    return true;
}

/// How many bytes there were; 0 at the end, -1 where there are none now.
qsizetype InstanceLog::readPiece(Output output)
{
    std::array<char, pieceBytes> piece; // not cleared, which would take longer than a short read
    ssize_t got = 0;
    do {
        got = ::read(m_pipes[output].readEnd, piece.data(), piece.size());
    } while (got < 0 && errno == EINTR);
    if (got > 0) {
        const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
        const QByteArrayView bytes(piece.data(), got);
        take(output == Stderr ? m_reader.readStderr(bytes, nowMs) : m_reader.readStdout(bytes, nowMs));
    }
    return got;
}

void InstanceLog::finish()
{
    const QMutexLocker lock(&m_mutex);
    for (const Output output : {Stdout, Stderr}) {
        // Bounded, for another process may hold the other end and write on.
        for (qsizetype taken = 0, got = 1; got > 0 && taken < 2 * pipeBytes; taken += got) {
            got = readPiece(output);
        }
    }
    take(m_reader.finish(QDateTime::currentMSecsSinceEpoch()));
    m_news.isFinished = true;
    wakeUp();
}

void InstanceLog::take(const QList<LogLine> &lines)
{
    for (const LogLine &line : lines) {
        if (line.stream == LogStream::Stderr) {
            m_lastLines.append(line.text);
        }
        if (isAllowed(line)) {
            tellLeftOut();
            m_bytesWaiting += line.text.size();
            m_news.lines.append(line);
        } else {
            ++m_leftOut[line.executionId];
        }
    }
    if (m_lastLines.size() > keptLines) {
        m_lastLines.remove(0, m_lastLines.size() - keptLines);
    }
    if (m_reader.isServing() && !std::exchange(m_hasServed, true)) {
        m_news.isServing = true;
    }
    if (m_reader.takeBegun() && !std::exchange(m_hasBegun, true)) {
        m_news.hasBegun = true;
    }
    m_news.hasAwaited = m_reader.takeAwaited() || m_news.hasAwaited;
    if (m_reader.takeEnded()) {
        m_lastLines.clear(); // what says why a process dies is not what an earlier call wrote
    }
    if (auto trap = m_reader.takeTrap()) {
        m_news.trap = std::move(trap);
    }
}

bool InstanceLog::isAllowed(const LogLine &line)
{
    if (m_second.elapsed() > 1000) {
        m_second.restart();
        m_linesThisSecond = m_bytesThisSecond = 0;
    }
    if (m_call != line.executionId) {
        m_call = line.executionId;
        m_linesOfCall = m_bytesOfCall = 0;
    }
    const qsizetype bytes = line.text.size();
    const bool isFew = !m_call.isEmpty() && m_linesOfCall < linesOfCall && m_bytesOfCall + bytes <= bytesOfCall;
    const bool fits = m_linesThisSecond < linesPerSecond && m_bytesThisSecond + bytes <= bytesPerSecond;
    if (m_news.lines.size() >= maxWaiting || m_bytesWaiting >= maxBytesWaiting || !(isFew || fits)) {
        return false;
    }
    ++m_linesOfCall;
    ++m_linesThisSecond;
    m_bytesOfCall += bytes;
    m_bytesThisSecond += bytes;
    return true;
}

void InstanceLog::tellLeftOut()
{
    if (m_leftOut.isEmpty()) {
        return;
    }
    const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
    for (const auto &[id, count] : std::exchange(m_leftOut, {}).asKeyValueRange()) {
        m_news.lines.append({.executionId = id,
                             .stream = LogStream::Stderr,
                             .text = QObject::tr("%n lines are left out here: more is written than can be shown.",
                                                 nullptr, static_cast<int>(count))
                                         .toUtf8(),
                             .timeMs = nowMs,
                             .leftOut = count});
    }
}

void InstanceLog::wakeUp()
{
    const bool isUrgent =
        m_news.isServing || m_news.hasBegun || m_news.hasAwaited || m_news.isFinished || m_news.trap.has_value();
    const bool hasLines = !m_news.lines.isEmpty() || !m_leftOut.isEmpty();
    if (m_wake && isUrgent && !std::exchange(m_isUrgent, true)) {
        m_isAwake = true;
        m_wake(true);
    } else if (m_wake && hasLines && !std::exchange(m_isAwake, true)) {
        m_wake(false);
    }
}

} // namespace studio
