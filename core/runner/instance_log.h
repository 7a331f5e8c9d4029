// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/log_reader.h"

#include <QElapsedTimer>
#include <QHash>
#include <QMutex>

#include <array>
#include <functional>

namespace studio {

/// What the process of one instance writes to its two outputs: the pipes, and what was read of them and waits to be
/// told. However much is written, what waits is bounded; lines beyond the bounds are counted, and the count is told in
/// their place. A short call has some lines free of the bounds, so that it keeps its own although the call before wrote
/// too much. Thread-safe: read by a LogThread and by callers that need to know what was written by now.
class InstanceLog
{
public:
    static constexpr qsizetype linesPerSecond = 200'000;
    static constexpr qsizetype bytesPerSecond = 32 << 20;
    static constexpr qsizetype maxWaiting = 50'000; ///< lines that are not taken yet
    static constexpr qsizetype maxBytesWaiting = 32 << 20;
    static constexpr qsizetype linesOfCall = 100; ///< free of the bounds above
    static constexpr qsizetype bytesOfCall = 16 << 10;

    InstanceLog(std::shared_ptr<CallMarks> marks, LogReader::Host host);
    ~InstanceLog();
    InstanceLog(const InstanceLog &) = delete;
    InstanceLog &operator=(const InstanceLog &) = delete;

    enum Output { Stdout, Stderr };
    [[nodiscard]] bool isOpen() const; ///< false where no descriptors were left
    [[nodiscard]] int readEnd(Output output) const { return m_pipes[output].readEnd; }
    [[nodiscard]] int writeEnd(Output output) const { return m_pipes[output].writeEnd; } ///< for the child
    /// To be called when the child has its copies, so that the end of what it writes is seen.
    void closeWriteEnds();

    /// What came since the last time.
    struct News
    {
        QList<LogLine> lines;
        bool isServing = false;  ///< the host said that it listens
        bool hasBegun = false;   ///< a call, the first one
        bool hasAwaited = false; ///< a call ended whose end is awaited
        bool isFinished = false;
        std::optional<Trap> trap;
    };
    News takeChanges();
    [[nodiscard]] QList<QByteArray> lastLines() const; ///< of stderr since the last call, at most 20

    /// Called when there is news, at most twice until it is taken: when there are lines, and when there is more than
    /// that. On any thread, while this is locked: it must only pass it on. Empty: no notifications any more.
    using Wake = std::function<void(bool isUrgent)>;
    void setWake(Wake wake);

    /// Reads what is there now, up to a bound. False at the end.
    bool read(Output output);
    /// Reads all that the process left, which has ended.
    void finish();

private:
    struct Pipe
    {
        int readEnd = -1;
        int writeEnd = -1;
    };

    qsizetype readPiece(Output output);
    void take(const QList<LogLine> &lines);
    bool isAllowed(const LogLine &line);
    void tellLeftOut();
    void wakeUp();

    mutable QMutex m_mutex;
    std::array<Pipe, 2> m_pipes;
    LogReader m_reader;
    Wake m_wake;
    bool m_isAwake = false;  ///< was told that there are lines
    bool m_isUrgent = false; ///< was told that there is more
    News m_news;
    qsizetype m_bytesWaiting = 0;
    bool m_hasServed = false; ///< was told
    bool m_hasBegun = false;  ///< likewise
    QList<QByteArray> m_lastLines;
    QHash<QString, qint64> m_leftOut; ///< by call
    QElapsedTimer m_second;
    qsizetype m_linesThisSecond = 0;
    qsizetype m_bytesThisSecond = 0;
    QString m_call; ///< whose lines come now
    qsizetype m_linesOfCall = 0;
    qsizetype m_bytesOfCall = 0;
};

} // namespace studio
