// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QByteArray>
#include <QObject>
#include <QProcessEnvironment>
#include <QStringList>

#include <chrono>
#include <memory>

namespace studio {

/// A child to start: always a program and a list of arguments, never a shell string.
struct ProcessSpec
{
    QString program; ///< absolute, or looked up on PATH
    QStringList arguments;
    QString workingDirectory;                                                   ///< empty: the caller's
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment(); ///< the child's whole environment
    QByteArray standardInput;                                                   ///< written, then closed
    int listenSocket = -1; ///< becomes descriptor 3 of the child with LISTEN_FDS=1; stays owned by the caller
    /// Where the child writes to, instead of the signals of Process; they stay owned by the caller.
    int standardOutput = -1;
    int standardError = -1;
    qint64 memoryBytes = 0; ///< the child's RLIMIT_DATA: heap, stacks and anonymous memory; 0 for no limit
    int stopSignal = 15;    ///< what stop() asks with: SIGTERM

    bool operator==(const ProcessSpec &) const = default;
};

/// How a child ended. Exactly one of the two says something: signal is 0 for a child that exited.
struct ProcessExit
{
    int code = 0;
    int signal = 0;

    bool operator==(const ProcessExit &) const = default;
};

/// "exited with code 3", "was ended by signal 11 (SIGSEGV)".
QString describe(const ProcessExit &exit);

/// One child in a process group of its own, so that stop() and kill() reach whatever it started. A job: one start(),
/// then exactly one finished(). Destroying it kills the group. Lives on one thread with an event loop. Output comes in
/// chunks as it is read, with back-pressure on the child: what a slot has not returned from is not read.
class Process : public QObject
{
    Q_OBJECT

public:
    explicit Process(ProcessSpec spec, QObject *parent = nullptr);
    ~Process() override;

    void start();
    /// The stop signal to the group, SIGKILL after the grace time.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(2));
    /// SIGKILL to the group, now.
    void kill();
    /// Tells what the child has written to stderr by now, without waiting for its turn (2 ms where it writes often).
    void readErrors();
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] qint64 pid() const; ///< 0 before it runs

Q_SIGNALS:
    void started();
    void standardOutput(const QByteArray &chunk);
    void standardError(const QByteArray &chunk);
    /// Unavailable when the program could not be started (the message names it).
    void finished(const studio::Result<studio::ProcessExit> &result);

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// What a short command printed.
struct ProcessOutput
{
    ProcessExit exit;
    QByteArray standardOutput; ///< at most 16 MiB of each, the rest is dropped
    QByteArray standardError;

    bool operator==(const ProcessOutput &) const = default;
};

/// Runs a command to its end and collects what it prints. A stop request kills it and gives Cancelled.
Task<ProcessOutput> runProcess(ProcessSpec spec, std::stop_token stop = {});

} // namespace studio
