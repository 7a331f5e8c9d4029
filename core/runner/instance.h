// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/target.h"
#include "core/base/task.h"
#include "core/model/instance_state.h"
#include "core/model/log_line.h"
#include "core/runner/call_marks.h"

#include <QObject>
#include <QStringList>

#include <chrono>
#include <functional>
#include <memory>

namespace studio {

/// What to run.
struct InstanceSpec
{
    QString program; ///< the artifact's path
    RustTarget target = RustTarget::Native;
    Profile profile = Profile::Release; ///< a dev component is compiled as fast as can be, a release one once and well
    QStringList libraryPaths;           ///< for the dynamic loader
    QString functionId;                 ///< "org/app"
    QList<std::pair<QString, QString>>
        environment; ///< the app's own; the child gets these, PATH, HOME and TZ, nothing else of ours
    std::chrono::milliseconds readyTimeout{5'000};
    qint64 memoryBytes = 0; ///< what the handler may take; 0 for no limit

    bool operator==(const InstanceSpec &) const = default;
};

/// What an instance has taken.
struct InstanceUsage
{
    qint64 cpuUs = -1;          ///< of all its threads since it started, microseconds; -1 when it does not run
    qint64 memoryPeakBytes = 0; ///< resident; 0 when it could not be told

    bool operator==(const InstanceUsage &) const = default;
};

/// A running handler. Made by a Runner, owned by the caller; destroying it kills it. One thread. It has a folder of its
/// own for the temp stores of its calls, which is gone when it has ended, however it ended.
class Instance : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    [[nodiscard]] virtual InstanceState state() const = 0;
    [[nodiscard]] virtual quint16 port() const = 0; ///< on 127.0.0.1
    /// Whether a request may be sent now; while it starts, it waits in the socket's queue. A native handler's socket
    /// listens from the first moment.
    [[nodiscard]] virtual bool isListening() const = 0;
    [[nodiscard]] virtual qint64 pid() const = 0;
    [[nodiscard]] virtual qint64 residentBytes() const = 0; ///< memory now, 0 when it does not run
    /// The peak is read again at most every 50 ms, unless it must be `exact`.
    [[nodiscard]] virtual InstanceUsage usage(bool exact) const = 0;
    [[nodiscard]] virtual QList<QByteArray>
    lastLines() const = 0; ///< of stderr, at most 20: for the message when it dies
    /// Why it is Crashed: "exited with code 1 before it was ready. …"
    [[nodiscard]] virtual Error failure() const = 0;
    virtual void stop() = 0; ///< calls in flight finish, SIGKILL after 2 s
    /// Why the component ended in the middle of this call, for a caller that got no answer of the handler's; empty when
    /// it did not (always so for a native handler, which dies whole).
    [[nodiscard]] virtual QString trapOf(const QString &executionId) const = 0;
    /// The calls whose marks on stderr are accepted. Each call must be expected there before it is sent.
    [[nodiscard]] virtual std::shared_ptr<CallMarks> marks() const = 0;
    /// Reads what was written to stderr by now; called when an answer has arrived, on any thread and also when this is
    /// gone.
    [[nodiscard]] virtual std::function<void()> logReader() const = 0;
    /// Tells by lines() what was read by now. Whether that is all that the call wrote to stderr; where it is not,
    /// callEnded() tells.
    virtual bool drainLogs(const QString &executionId) = 0;
    /// The call is over although the handler did not say so: what is written from now on is not its own.
    virtual void giveUp(const QString &executionId) = 0;

Q_SIGNALS:
    void stateChanged(studio::InstanceState state);
    void listening(); ///< isListening(), or never will be
    void trapped();
    void callEnded(); ///< one for which drainLogs() was asked
    /// Lines in bunches, and no more of them than can be shown: a handler that writes 100 MB does not send a million
    /// signals, nor as many lines.
    void lines(const QList<studio::LogLine> &lines);
};

/// Starts handlers for one target.
class Runner
{
public:
    virtual ~Runner() = default;
    /// Returns at once with an instance in Starting. Fails when there is no such program or no socket is to be had.
    virtual Result<std::unique_ptr<Instance>> start(const InstanceSpec &spec) = 0;
};

/// Runs native binaries: binds a loopback socket and hands it over as descriptor 3.
std::unique_ptr<Runner> nativeRunner();

/// Runs components with `wasmtime serve`, one instance a process. `cache` is the folder for what it compiles release
/// components to; that may vanish at any time. Starting fails with Unavailable where Wasmtime is missing.
std::unique_ptr<Runner> wasmRunner(const QString &cache);

/// Either, by the spec's target.
std::unique_ptr<Runner> handlerRunner(const QString &cache);

} // namespace studio
