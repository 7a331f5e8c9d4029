// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of DevLoop share; for no other.
#pragma once

#include "core/compiler/compiler.h"
#include "core/runner/instance_source.h"
#include "core/workspace/call_queue.h"
#include "core/workspace/dev_loop.h"

#include <QPointer>
#include <QTimer>

namespace studio {

/// The calls of one instance. It goes once another has taken its place and its last call is over.
struct InstanceUse
{
    QPointer<Instance> instance;
    int calls = 0;
    bool isReplaced = false;
};

/// What an instance and a call get of the app.
struct AppSettings
{
    int memoryMb = 512;
    int timeoutSecs = 30;
    QList<std::pair<QString, QString>> environment; ///< with the values of its secrets
};

class DevLoop::Private final : public InstanceSource
{
public:
    Private(DevLoop *owner, Compiler *theCompiler) : q(owner), compiler(theCompiler), runner(handlerRunner({}))
    {
        memoryTimer.setInterval(std::chrono::seconds(2));
        QObject::connect(&memoryTimer, &QTimer::timeout, q, [this] { update(); });
        QObject::connect(&queue, &CallQueue::sizeChanged, q, [this] { update(); });
    }

    CompileObserver observer();
    Result<std::unique_ptr<Instance>> startInstance();
    void adopt(std::unique_ptr<Instance> started);
    enum class Calls { Finish, Cut };
    void dropInstance(Calls calls);
    void silenceInstances();
    /// A call on the instance that runs now, until what is returned goes.
    [[nodiscard]] std::shared_ptr<void> beginCall() const;
    [[nodiscard]] std::function<void()> answerTeller() const; ///< of a call on the instance that runs now
    void setFailure(const Error &error);
    void update();
    void releaseQueue();
    [[nodiscard]] Error notSent() const;
    [[nodiscard]] bool hasLiveInstance() const;
    [[nodiscard]] bool isStale() const;
    [[nodiscard]] InvokePlan planOf(const Artifact &artifact) const;
    Task<InvokePlan> plan(AppId id, InvokeTarget wanted, std::stop_token stop) override;
    Task<InstanceLease> acquire(InvokePlan plan, std::chrono::milliseconds waitTime, std::stop_token stop) override;

    DevLoop *q;
    Compiler *compiler;
    std::unique_ptr<Runner> runner;
    QString folder;
    QString functionId;
    RustTarget target = RustTarget::Native;
    AppSettings settings;
    std::stop_source stopSource; ///< of the compile or start that runs
    quint64 generation = 0;      ///< of compiles: a result of an earlier one is dropped
    std::optional<Artifact> lastGood;
    std::unique_ptr<Instance> instance;
    std::shared_ptr<InstanceUse> use; ///< of that instance
    Artifact running;                 ///< what the instance was made from
    Status current;
    bool isChangedSinceCompile = false; ///< a source was saved after the last compile began
    qint64 lastGoodAtMs = 0;            ///< since the epoch
    qint64 runningAtMs = 0;             ///< of `running`
    bool hasCompileFailed = false;      ///< the last one
    bool hasLastFailed = false;         ///< the last compile, or the start of what it made
    QPointer<Instance> starting;        ///< owned by run() until it is ready
    CallQueue queue;
    QTimer memoryTimer;
};

} // namespace studio
