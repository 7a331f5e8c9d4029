// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/workspace/workspace_message.h"

#include <QObject>

#include <memory>
#include <stop_token>

namespace studio {

class Compiler;
class ComputeService;
class Workspace;

/// Run, Compile, Publish and Stop of the open project. Each saves first. What is compiled goes on until it has ended or
/// Stop cancels it; an older instance answers meanwhile. Main thread; nothing blocks.
class BuildActions : public QObject
{
    Q_OBJECT

public:
    /// `local` runs the handlers, whichever platform they are published to. All must outlive it.
    BuildActions(Workspace *workspace, ComputeService *local, Compiler *compiler, QObject *parent = nullptr);
    ~BuildActions() override;

    // A project is open, and no other action is in the way.
    [[nodiscard]] bool canRun() const;
    [[nodiscard]] bool canCompile() const;
    [[nodiscard]] bool canPublish() const;
    [[nodiscard]] bool canLint() const;
    [[nodiscard]] bool canStop() const;   ///< isWorking(), or a handler runs
    [[nodiscard]] bool isWorking() const; ///< saving for one of them, compiling, starting or publishing
    [[nodiscard]] bool isLinting() const; ///< Clippy saves or runs

    /// Saves, takes over the app's limits and environment, compiles and starts. The app is made at the first Run. A
    /// second one cancels the first. CompileFailed, Cancelled, and why the instance did not start.
    Task<bool> run();
    /// The same with what is on disk: nothing is saved, no pane comes forward, nothing is sent afterwards. For a
    /// project that is watched.
    Task<bool> runSaved();
    Task<bool> compile(); ///< saves, takes over the app's settings as run() does, and compiles for development
    /// Saves and runs Clippy: what it finds is in the workspace's list of diagnostics. Nothing where another action
    /// goes on, and any other ends it.
    Task<bool> lint();
    /// Saves, compiles for release and publishes to the workspace's platform. Where another one goes on it does
    /// nothing.
    Task<bool> publish(QString note);
    /// Makes an earlier version of what was published last the active one, as WorkspaceMessage::sameAs offers it.
    Task<bool> rollBack(int version);
    /// Cancels what is being saved for an action, compiled, started or published. Where nothing is, stops the handler.
    void stop();

    /// Tests are being run, which Stop ends first (TestRuns).
    void setTesting(bool isTesting);

    /// The note of the last publish, where that failed: to be offered again.
    [[nodiscard]] QString failedNote() const;

Q_SIGNALS:
    void stateChanged();    ///< something of canRun() to isWorking() may be another
    void begun();           ///< one of the actions: what was said before is about the past
    void runBegun();        ///< Run is about to take over the app's settings: the project's app is what is looked at
    void outputWanted();    ///< sources are saved: what the compile prints is what there is to see
    void testsStopping();   ///< by Stop
    void handlerStopping(); ///< by Stop: a call of it that is on its way is not one that failed
    void ran(bool ok);      ///< Run has ended, one way or the other
    void message(const studio::WorkspaceMessage &message);

private:
    Task<bool> prepareRun();
    Task<bool> prepareCompile();
    enum class MissingApp { Create, UseDefaults }; ///< what is done where there is none yet
    Task<bool> takeSettings(MissingApp missing, std::stop_token stop);

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace studio
