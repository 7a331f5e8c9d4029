// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/local/execution_recorder.h"
#include "core/model/invocation.h"
#include "core/model/log_line.h"
#include "core/runner/instance_source.h"

#include <QBasicTimer>

namespace studio {

/// What `thread 'main' panicked at src/lib.rs:12:5:` and the lines after it tell; nothing without such a line.
std::optional<Panic> panicOf(const QList<ExecutionLine> &lines);

/// What is known of a call before it is made.
Execution executionFor(const InvokePlan &plan, const QString &executionId, const HttpRequest &request);

/// The lines of one call, as many as a record keeps, and how many there were beyond.
class CallLines
{
public:
    /// Keeps the line, or counts it where there is no more room.
    void take(const LogLine &line);
    void moveInto(Execution &record);
    [[nodiscard]] const QList<ExecutionLine> &lines() const { return m_lines; }
    [[nodiscard]] qint64 dropped() const { return m_dropped; }

private:
    QList<ExecutionLine> m_lines;
    qint64 m_dropped = 0;
    qsizetype m_bytes = 0;
};

/// Puts the end of a call into its record: its lines, its panic, and what came of it.
void completeRecord(Execution &record, CallLines lines, const Invocation &invocation);
/// The same where nothing came of it: Cancelled, or why it could not be made.
void completeRecord(Execution &record, CallLines lines, const Error &error);

/// Watches one call from its arrival to its end and gives the recorder what there is to keep. Lives in the frame of the
/// call; one that goes without an end was cancelled. Main thread.
class CallRecord : public QObject
{
public:
    using Lines = std::function<void(const QList<LogLine> &)>;

    /// `begun`: everything that is known before the call. Without a recorder nothing is kept.
    CallRecord(ExecutionRecorder *recorder, Execution begun);
    ~CallRecord() override;

    /// The call has an instance from now on. `lines` is told what the handler writes in the call, and what it writes
    /// outside of any; it may be empty.
    void runsOn(const InstanceLease &lease, Lines lines = {});
    /// Records it, and completes the invocation with its lines.
    void end(Result<Invocation> &result);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void take(const QList<LogLine> &lines);
    void measure(bool exact);

    QPointer<ExecutionRecorder> m_recorder;
    QPointer<Instance> m_instance;
    Execution m_record;
    QElapsedTimer m_clock;
    QBasicTimer m_measureTimer; ///< most calls end before it is due, and to make a QTimer takes a sixth of it all
    qint64 m_cpuBefore = 0;
    CallLines m_lines;
    Lines m_observer;
    qsizetype m_linesKept = 0; ///< in the record of the running call, for those who follow it
    bool m_ended = false;
};

} // namespace studio
