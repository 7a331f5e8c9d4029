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
    QByteArray standardInput; ///< what the child can read; then the end of the file
    int inputDescriptor = -1; ///< what it reads instead; stays owned by the caller
    int listenSocket = -1;    ///< becomes descriptor 3 of the child with LISTEN_FDS=1; stays owned by the caller
    /// Where the child writes to, instead of the signals of Process; they stay owned by the caller.
    int standardOutput = -1;
    int standardError = -1;
    /// 0 for no limit. Of the child and all that it starts together: memory that they use and that is not a file's.
    /// Looked at every 100 ms; more ends all of them. And RLIMIT_DATA of each, so that one alone fails to allocate.
    qint64 memoryBytes = 0;
    /// Scheduling niceness of the child and all that it starts, 0 to 19, as in nice(1).
    int niceness = 0;
    int stopSignal = 15; ///< what stop() asks with: SIGTERM
    /// The child looks at who owns a file, as ssh does with its configuration. Where a PID namespace takes a user
    /// namespace, in which other users show as “nobody”, it is started without either.
    bool seesOwners = false;

    bool operator==(const ProcessSpec &) const = default;
};

/// How a child ended. Exactly one of code and signal says something: signal is 0 for a child that exited.
struct ProcessExit
{
    int code = 0;
    int signal = 0;
    qint64 memoryUsed = 0;  ///< by all processes together, where they were ended for using more than they may …
    qint64 memoryLimit = 0; ///< … which was this

    bool operator==(const ProcessExit &) const = default;
};

/// "exited with code 3", "was ended by signal 11 (SIGSEGV)", "was ended: its processes used …".
QString describe(const ProcessExit &exit);

/// One child and everything that it starts: a daemon in a session of its own belongs to it too. All of them are ended
/// and reaped when the child ends, at kill(), when this is destroyed, and when this program ends, however it ends
/// (core/process/supervisor). One start(), then exactly one finished(), which waits for no pipe: what others hold open
/// is not read to its end.
///
/// Lives on one thread with an event loop, which may be any. Output comes in chunks as it is read, with back-pressure
/// on the child: what a slot has not returned from is not read. The child's process group is its own, its session is
/// not that of a terminal.
class Process : public QObject
{
    Q_OBJECT

public:
    explicit Process(ProcessSpec spec, QObject *parent = nullptr);
    ~Process() override;

    void start();
    /// The stop signal to the child's process group, kill() after the grace time.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(2));
    /// SIGKILL to all of them, now.
    void kill();
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] qint64 pid() const; ///< of the child, 0 while it does not run

Q_SIGNALS:
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
    bool isComplete = true; ///< false: something was dropped, so the end of one of them is no end

    bool operator==(const ProcessOutput &) const = default;
};

/// Runs a command to its end and collects what it prints. A stop request kills it and gives Cancelled.
Task<ProcessOutput> runProcess(ProcessSpec spec, std::stop_token stop = {});

} // namespace studio
