// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/app.h"
#include "core/model/compile_timing.h"
#include "core/model/diagnostic.h"
#include "core/model/instance_state.h"
#include "core/model/log_line.h"

#include <QObject>

#include <memory>

namespace studio {

struct Artifact;
class Compiler;
class InstanceSource;

/// The author's inner loop on one open project: compile for development and run, what Run and Stop of the window do;
/// and the source of the dev instance for calls. Main thread; nothing blocks. A failed compile leaves the last good
/// instance running, marked as stale. Starting again is atomic: the old instance answers until the new one is ready.
class DevLoop : public QObject
{
    Q_OBJECT

public:
    enum class Phase { Idle, Compiling, Starting };
    Q_ENUM(Phase)

    struct Status
    {
        Phase phase = Phase::Idle;
        InstanceState instance = InstanceState::Stopped;
        bool stale = false; ///< what runs was made from other sources than were saved last
        qint64 residentBytes = 0;
        qint64 compiledAtMs = 0; ///< when the compile of what runs ended, since the epoch; 0 where none runs
        /// The sources were at fault in a compile for development, and none has succeeded since, nor forgetFailure().
        bool doesNotCompile = false;
        Error failure; ///< of the last compile or start; code Cancelled and no message when there is none
        bool failed = false;
        int queuedCalls = 0; ///< which are sent when what is being compiled or started runs

        /// The instance is ready, and was made from the sources that were saved last.
        [[nodiscard]] bool isUpToDate() const { return instance == InstanceState::Ready && !stale; }
        bool operator==(const Status &) const = default;
    };

    /// `compiler` must outlive it.
    explicit DevLoop(Compiler *compiler, QObject *parent = nullptr);
    ~DevLoop() override;

    void setProject(const QString &folder, const QString &functionId);
    /// For the next compile; what runs is marked as older than the choice until then, or until its own is chosen again.
    void setTarget(RustTarget target);
    /// The sources were compiled elsewhere since, with success: failed and doesNotCompile hold no more.
    void forgetFailure();
    [[nodiscard]] RustTarget target() const;
    /// The app's limits and environment, for the next instance and the next call; those of the tier medium and no
    /// environment at first, and where setProject() names another folder or app.
    void setSettings(const App &app);
    [[nodiscard]] Status status() const;
    [[nodiscard]] quint16 port() const; ///< of the running instance on 127.0.0.1; 0 when none runs

    Task<Artifact> compile(Profile profile); ///< one at a time: a second call cancels the first
    Task<bool> run();                        ///< compile for development, start, wait until ready
    void noticeChange();                     ///< a source was saved: what runs was made from others
    void cancel();                           ///< the running compile or start, and the calls that wait for it
    void stop();                             ///< the instance

    /// Its instance for calls: the running one, which several calls may have at once; the last good artifact is started
    /// when none runs. FailedPrecondition where nothing was compiled yet. Where nothing runs and a handler is being
    /// compiled or started, a call waits for that, and fails with FailedPrecondition when it fails and with Cancelled
    /// when it is cancelled. Lives as long as this object.
    [[nodiscard]] InstanceSource *source();

Q_SIGNALS:
    void statusChanged();
    void compileStarted();
    void consoleLine(const QString &line); ///< ANSI colours
    void diagnostic(const studio::Diagnostic &diagnostic);
    void progress(int done, int total, const QString &unit);
    void stepBegun(studio::CompileStep step);
    void timed(const studio::CompileTiming &timing); ///< right before compileFinished(); not of one that was cancelled
    void compileFinished(bool ok, const QString &summary);
    /// The handler itself has answered a call. `compiledAtMs`: when the compile of what answered ended, since the
    /// epoch.
    void callAnswered(qint64 compiledAtMs);
    void handlerLines(const QList<studio::LogLine> &lines);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace studio
