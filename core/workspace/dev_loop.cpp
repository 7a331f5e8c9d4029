// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/dev_loop.h"

#include "core/runner/instance_wait.h"
#include "core/workspace/dev_loop_private.h"

#include <QDateTime>
#include <QObject>

namespace studio {

namespace {

/// And not about the machine: no network, no toolchain, a full disk.
bool isAboutSources(const Error &error)
{
    return error.code == ErrorCode::CompileFailed || error.code == ErrorCode::InvalidArgument;
}

} // namespace

CompileObserver DevLoop::Private::observer()
{
    const QPointer<DevLoop> self(q);
    const quint64 begun = generation;
    const auto isCurrent = [self, begun] { return self && self->d->generation == begun; };
    return {
        .line =
            [=](const QString &line) {
                if (isCurrent()) {
                    Q_EMIT self->consoleLine(line);
                }
            },
        .diagnostic =
            [=](const Diagnostic &found) {
                if (isCurrent()) {
                    Q_EMIT self->diagnostic(found);
                }
            },
        .progress =
            [=](int done, int total, const QString &unit) {
                if (isCurrent()) {
                    Q_EMIT self->progress(done, total, unit);
                }
            },
        .step =
            [=](CompileStep step) {
                if (isCurrent()) {
                    Q_EMIT self->stepBegun(step);
                }
            },
        .timing =
            [=](const CompileTiming &timing) {
                if (isCurrent()) {
                    Q_EMIT self->timed(timing);
                }
            },
    };
}

/// Of what was compiled last, which there must be.
Result<std::unique_ptr<Instance>> DevLoop::Private::startInstance()
{
    return runner->start(planOf(*lastGood).spec);
}

/// Puts a started instance in the place of the one that ran; the old one finishes its calls and goes.
void DevLoop::Private::adopt(std::unique_ptr<Instance> started)
{
    dropInstance(Calls::Finish);
    instance = std::move(started);
    use = std::make_shared<InstanceUse>(InstanceUse{.instance = instance.get()});
    running = *lastGood;
    runningAtMs = lastGoodAtMs;
    QObject::connect(instance.get(), &Instance::stateChanged, q, [this] { update(); });
    QObject::connect(instance.get(), &Instance::lines, q, &DevLoop::handlerLines, Qt::UniqueConnection);
    memoryTimer.start();
    update();
}

std::shared_ptr<void> DevLoop::Private::beginCall() const
{
    ++use->calls;
    return {nullptr, [counted = use](void *) {
                if (--counted->calls == 0 && counted->isReplaced && counted->instance) {
                    counted->instance->stop();
                }
            }};
}

void DevLoop::Private::dropInstance(Calls calls)
{
    if (calls == Calls::Cut) { // also of those that were replaced
        for (Instance *const replaced : q->findChildren<Instance *>(Qt::FindDirectChildrenOnly)) {
            replaced->stop();
        }
    }
    if (!instance) {
        return;
    }
    use->isReplaced = true;
    Instance *const old = instance.release();
    QObject::disconnect(old, &Instance::stateChanged, q, nullptr);
    const auto ended = [](InstanceState state) {
        return state == InstanceState::Stopped || state == InstanceState::Crashed;
    };
    old->setParent(q); // so that it does not outlive the loop
    if (ended(old->state())) {
        old->deleteLater();
        return;
    }
    QObject::connect(old, &Instance::stateChanged, old, [old, ended](InstanceState state) {
        if (ended(state)) {
            old->deleteLater();
        }
    });
    if (calls == Calls::Cut || use->calls == 0) {
        old->stop();
    }
}

/// What still ends writes no more to this loop: it belongs to another project.
void DevLoop::Private::silenceInstances()
{
    for (Instance *const ending : q->findChildren<Instance *>(Qt::FindDirectChildrenOnly)) {
        QObject::disconnect(ending, &Instance::lines, q, nullptr);
    }
    if (starting) {
        QObject::disconnect(starting, &Instance::lines, q, nullptr);
    }
}

void DevLoop::Private::setFailure(const Error &error)
{
    current.failed = error.code != ErrorCode::Cancelled;
    current.failure = error;
}

/// What runs is older than what would be compiled now: sources were saved since, the last compile or start failed, it
/// was compiled and not run, or another target is chosen.
bool DevLoop::Private::isStale() const
{
    return hasLiveInstance() && (isChangedSinceCompile || hasLastFailed || target != running.target ||
                                 (lastGood && lastGood->sha256 != running.sha256));
}

void DevLoop::Private::update()
{
    current.instance = instance ? instance->state() : InstanceState::Stopped;
    current.residentBytes = instance ? instance->residentBytes() : 0;
    current.queuedCalls = queue.size();
    current.compiledAtMs = hasLiveInstance() ? runningAtMs : 0;
    current.doesNotCompile = hasCompileFailed;
    if (current.instance == InstanceState::Crashed) {
        setFailure(instance->failure());
    }
    if (current.instance == InstanceState::Stopped || current.instance == InstanceState::Crashed) {
        memoryTimer.stop();
    }
    current.stale = isStale();
    if (current.phase == Phase::Idle && current.queuedCalls > 0) {
        // Later: between the compile and the start of one run the phase is Idle for a moment.
        QMetaObject::invokeMethod(q, [this] { releaseQueue(); }, Qt::QueuedConnection);
    }
    Q_EMIT q->statusChanged();
}

DevLoop::DevLoop(Compiler *compiler, QObject *parent) : QObject(parent), d(std::make_unique<Private>(this, compiler)) {}

DevLoop::~DevLoop()
{
    d->stopSource.request_stop();
    if (d->instance) {
        d->instance->disconnect(this); // its end must not report into a half destroyed loop
    }
}

void DevLoop::setProject(const QString &folder, const QString &functionId)
{
    if (d->folder != folder) {
        cancel();
        stop();
        d->silenceInstances();
        d->lastGood.reset();
        d->isChangedSinceCompile = d->hasLastFailed = d->hasCompileFailed = false;
        d->current = {};
    }
    if (d->folder != folder || d->functionId != functionId) {
        d->settings = {}; // secrets are for the app that they were set for
    }
    d->folder = folder;
    d->functionId = functionId;
    d->update();
}

void DevLoop::setTarget(RustTarget target)
{
    d->target = target;
    d->update();
}

void DevLoop::forgetFailure()
{
    d->hasCompileFailed = false; // what runs may be out of date still: hasLastFailed stays
    d->setFailure({ErrorCode::Cancelled, {}, {}});
    d->update();
}

RustTarget DevLoop::target() const
{
    return d->target;
}

void DevLoop::setSettings(const App &app)
{
    d->settings = {.memoryMb = app.memoryMb, .timeoutSecs = app.timeoutSecs, .environment = app.environment};
}

DevLoop::Status DevLoop::status() const
{
    return d->current;
}

quint16 DevLoop::port() const
{
    return d->instance ? d->instance->port() : 0;
}

Task<Artifact> DevLoop::compile(Profile profile)
{
    const QPointer<DevLoop> self(this);
    d->stopSource.request_stop();
    d->stopSource = {};
    const std::stop_token stop = d->stopSource.get_token();
    const quint64 begun = ++d->generation;
    d->current.phase = Phase::Compiling;
    if (profile == Profile::Dev) {
        d->isChangedSinceCompile = false;
    }
    d->setFailure({ErrorCode::Cancelled, {}, {}});
    Q_EMIT compileStarted();
    d->update();

    const CompileRequest request{
        .projectKey = d->folder, .sourceFolder = d->folder, .target = d->target, .profile = profile, .toolchain = {}};
    auto artifact = co_await d->compiler->compile(request, d->observer(), stop);
    if (!self || d->generation != begun) {
        co_return cancelled();
    }
    d->current.phase = Phase::Idle;
    if (artifact) {
        if (profile == Profile::Dev) {
            d->lastGood = *artifact;
            d->lastGoodAtMs = QDateTime::currentMSecsSinceEpoch();
            d->hasLastFailed = d->hasCompileFailed = false;
        }
        Q_EMIT compileFinished(
            true, QObject::tr("Compiled in %1 s").arg(static_cast<double>(artifact->compileMs) / 1000.0, 0, 'f', 2));
    } else {
        d->setFailure(artifact.error());
        d->hasLastFailed = true;
        d->hasCompileFailed = d->hasCompileFailed || (profile == Profile::Dev && isAboutSources(artifact.error()));
        Q_EMIT compileFinished(false, artifact.error().message);
    }
    if (self) {
        d->update();
    }
    co_return artifact;
}

Task<bool> DevLoop::run()
{
    const QPointer<DevLoop> self(this);
    const auto artifact = co_await compile(Profile::Dev);
    if (!artifact) {
        co_return std::unexpected(artifact.error());
    }
    if (!self) {
        co_return cancelled();
    }
    const quint64 begun = d->generation;
    auto started = d->startInstance();
    if (!started) {
        d->setFailure(started.error());
        d->update();
        co_return std::unexpected(started.error());
    }
    d->current.phase = Phase::Starting;
    d->update();
    // Kept in this frame until it is ready: the old instance answers meanwhile.
    std::unique_ptr<Instance> next = std::move(*started);
    d->starting = next.get();
    QObject::connect(next.get(), &Instance::lines, this, &DevLoop::handlerLines);
    co_await waitUntilStarted(QPointer<Instance>(next.get()));
    if (!self) {
        co_return cancelled();
    }
    if (d->generation != begun) {
        next->setParent(this);
        next.release()->deleteLater(); // it may be telling just now that it stops
        co_return cancelled();
    }
    d->starting = nullptr;
    d->current.phase = Phase::Idle;
    if (next->state() != InstanceState::Ready) {
        const Error failure = next->failure();
        d->setFailure(failure);
        d->hasLastFailed = true;
        d->update();
        co_return std::unexpected(failure);
    }
    d->adopt(std::move(next));
    co_return true;
}

void DevLoop::noticeChange()
{
    d->isChangedSinceCompile = true;
    d->update();
}

void DevLoop::cancel()
{
    d->stopSource.request_stop();
    ++d->generation;
    d->queue.cancel();
    if (d->starting) {
        d->starting->stop();
    }
    if (d->current.phase == Phase::Idle) {
        return;
    }
    const bool compiling = d->current.phase == Phase::Compiling;
    d->current.phase = Phase::Idle;
    if (compiling) {
        Q_EMIT compileFinished(false, QStringLiteral("Cancelled."));
    }
    d->update();
}

void DevLoop::stop()
{
    if (d->current.phase == Phase::Starting) {
        cancel();
    }
    d->dropInstance(Private::Calls::Cut);
    d->update();
}

} // namespace studio
