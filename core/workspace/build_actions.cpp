// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/build_actions.h"

#include "core/api/compute_service.h"
#include "core/api/secret_service.h"
#include "core/base/lifetime.h"
#include "core/compiler/compiler.h"
#include "core/workspace/build_output.h"
#include "core/workspace/deploy.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/preparation.h"
#include "core/workspace/publication.h"
#include "core/workspace/workspace.h"

#include <QPointer>

namespace studio {

/// A Run, a Compile and a Publish begin with the same step, which saves. A Run and a Compile then belong to DevLoop,
/// where a second one cancels the first; a Publish is a Publication. Stop cancels whichever of these goes on.
class BuildActions::Private
{
public:
    Private(BuildActions *owner, Workspace *theWorkspace, ComputeService *theLocal, Compiler *theCompiler)
        : q(owner)
        , workspace(theWorkspace)
        , local(theLocal)
        , loop(theWorkspace->loop())
        , compiler(theCompiler)
        , preparation(theWorkspace->documents())
        , publication(theWorkspace)
    {
    }

    [[nodiscard]] bool isFree() const { return workspace->isOpen() && !publication.isRunning(); }
    [[nodiscard]] bool isHandlerRunning() const
    {
        const InstanceState state = loop->status().instance;
        return state == InstanceState::Ready || state == InstanceState::Starting;
    }
    void connectLoop();
    void say(WorkspaceMessage::Kind kind, const QString &sentence)
    {
        Q_EMIT q->message({.kind = kind, .sentence = sentence});
    }
    /// What went wrong in a compile is among the diagnostics, and what was cancelled is known to who cancelled it.
    void sayFailure(const Error &error)
    {
        if (error.code != ErrorCode::Cancelled && error.code != ErrorCode::CompileFailed) {
            say(WorkspaceMessage::Kind::Error, error.message);
        }
    }

    BuildActions *q;
    Workspace *workspace;
    ComputeService *local;
    DevLoop *loop;
    Compiler *compiler;
    Preparation preparation;
    Publication publication;
    bool isTesting = false;
    bool isLinting = false;
    std::stop_source lintStop;

    void setLinting(bool isOn)
    {
        isLinting = isOn;
        Q_EMIT q->stateChanged();
    }
    CompileObserver lintObserver(int number) const;
    void endLint(const Result<int> &found, int number);
};

/// `number`: of Clippy's output, which another action may have taken the place of.
CompileObserver BuildActions::Private::lintObserver(int number) const
{
    const QPointer<BuildOutput> output = workspace->output();
    const QPointer<DiagnosticList> diagnostics = workspace->diagnostics();
    const auto isOwn = [output, number] { return output && output->current() == number; };
    return {.line = [output, isOwn](const QString &line) { isOwn() ? output->appendLine(line) : void(); },
            .diagnostic =
                [diagnostics, isOwn](const Diagnostic &found) {
                    diagnostics &&isOwn() ? diagnostics -> add(DiagnosticList::Source::Clippy, found) : void();
                },
            .progress = [output,
                         isOwn](int done, int total,
                                const QString &unit) { isOwn() ? output->setProgress(done, total, unit) : void(); }};
}

void BuildActions::Private::endLint(const Result<int> &found, int number)
{
    BuildOutput *const output = workspace->output();
    if (output->current() != number) {
        // What is there now is another action's.
    } else if (found) {
        output->end(BuildOutput::Outcome::Succeeded, *found == 0   ? tr("Clippy found nothing.")
                                                     : *found == 1 ? tr("Clippy found 1 problem.")
                                                                   : tr("Clippy found %n problems.", nullptr, *found));
    } else {
        const bool isCancelled = found.error().code == ErrorCode::Cancelled;
        output->end(isCancelled ? BuildOutput::Outcome::Cancelled : BuildOutput::Outcome::Failed,
                    found.error().message);
        sayFailure(found.error());
    }
    setLinting(false);
}

void BuildActions::Private::connectLoop()
{
    BuildOutput *const output = workspace->output();
    DiagnosticList *const diagnostics = workspace->diagnostics();
    QObject::connect(loop, &DevLoop::statusChanged, q, &BuildActions::stateChanged);
    QObject::connect(loop, &DevLoop::compileStarted, q, [=, this] {
        diagnostics->clear(DiagnosticList::Source::Compiler);
        output->begin(tr("Compile · %1").arg(targetName(workspace->target())));
    });
    QObject::connect(loop, &DevLoop::consoleLine, output, &BuildOutput::appendLine);
    QObject::connect(loop, &DevLoop::progress, output, &BuildOutput::setProgress);
    QObject::connect(loop, &DevLoop::stepBegun, output, &BuildOutput::setStep);
    QObject::connect(loop, &DevLoop::timed, output, &BuildOutput::setTiming);
    QObject::connect(loop, &DevLoop::diagnostic, diagnostics, [diagnostics](const Diagnostic &found) {
        diagnostics->add(DiagnosticList::Source::Compiler, found);
    });
    QObject::connect(loop, &DevLoop::compileFinished, q, [=, this](bool ok, const QString &summary) {
        const bool isCancelled = !ok && loop->status().failure.code == ErrorCode::Cancelled;
        output->end(ok            ? BuildOutput::Outcome::Succeeded
                    : isCancelled ? BuildOutput::Outcome::Cancelled
                                  : BuildOutput::Outcome::Failed,
                    summary);
    });
}

BuildActions::BuildActions(Workspace *workspace, ComputeService *local, Compiler *compiler, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, workspace, local, compiler))
{
    d->connectLoop();
    connect(&d->preparation, &Preparation::activeChanged, this, &BuildActions::stateChanged);
    connect(&d->publication, &Publication::runningChanged, this, &BuildActions::stateChanged);
    connect(workspace, &Workspace::opened, this, &BuildActions::stateChanged);
    connect(this, &BuildActions::begun, this, [this] { d->lintStop.request_stop(); });
    connect(workspace, &Workspace::closing, this, [this] {
        d->preparation.cancel();
        d->lintStop.request_stop();
    });
    connect(workspace->documents(), &DocumentStore::documentSaved, this, [this](const QString &path) {
        const QString root = d->workspace->folder() + u'/';
        if (path.startsWith(root)) { // what Clippy said is about another text
            d->workspace->diagnostics()->replace(DiagnosticList::Source::Clippy, path.sliced(root.size()), {});
        }
    });
}

BuildActions::~BuildActions()
{
    d->publication.cancel();
    d->loop->disconnect(this);
}

bool BuildActions::canRun() const
{
    return d->isFree();
}

bool BuildActions::canCompile() const
{
    return d->isFree() && d->loop->status().phase == DevLoop::Phase::Idle;
}

bool BuildActions::canLint() const
{
    return canCompile() && !d->isLinting && !d->preparation.isActive();
}

bool BuildActions::isLinting() const
{
    return d->isLinting;
}

bool BuildActions::canPublish() const
{
    return d->isFree();
}

bool BuildActions::canStop() const
{
    return isWorking() || d->isTesting || d->isHandlerRunning();
}

void BuildActions::setTesting(bool isTesting)
{
    if (std::exchange(d->isTesting, isTesting) != isTesting) {
        Q_EMIT stateChanged();
    }
}

bool BuildActions::isWorking() const
{
    return d->isLinting || d->preparation.isActive() || d->publication.isRunning() ||
           d->loop->status().phase != DevLoop::Phase::Idle;
}

/// So an older instance goes on answering until Stop is pressed again.
void BuildActions::stop()
{
    if (isWorking()) {
        d->preparation.cancel();
        d->lintStop.request_stop();
        d->publication.cancel();
        d->loop->cancel();
        return;
    }
    if (d->isTesting) {
        Q_EMIT testsStopping();
        return;
    }
    Q_EMIT handlerStopping();
    d->loop->stop();
}

/// The app's limits and environment. The app comes to be at the first Run, which is always here; a Compile before that
/// is for a new one. To read a secret may take as long as a person takes to answer the keychain: another project may be
/// open then.
Task<bool> BuildActions::takeSettings(MissingApp missing, std::stop_token stop)
{
    const QString folder = d->workspace->folder();
    const AppId id = d->workspace->localAppId();
    auto app = co_await whileAlive(this, missing == MissingApp::Create ? appFor(d->local, id, d->workspace->target())
                                                                       : d->local->getApp(id));
    if (app) {
        app = co_await whileAlive(this, d->local->secretService()->withSecrets(*app));
    } else if (missing == MissingApp::UseDefaults && app.error().code == ErrorCode::NotFound) {
        app = App();
    }
    if (stop.stop_requested() || d->workspace->folder() != folder) {
        co_return cancelled();
    }
    if (app) {
        d->loop->setSettings(*app);
    } else { // the code can be tried all the same, with what was known of this app before
        d->say(WorkspaceMessage::Kind::Error, app.error().message);
    }
    co_return true;
}

/// Saves, and takes over the app's settings.
Task<bool> BuildActions::prepareRun()
{
    const std::stop_token stop = d->preparation.token();
    Q_EMIT begun();
    if (const auto saved = co_await whileAlive(this, d->preparation.save()); !saved) {
        co_return saved;
    }
    Q_EMIT outputWanted();
    Q_EMIT runBegun();
    co_return co_await whileAlive(this, takeSettings(MissingApp::Create, stop));
}

Task<bool> BuildActions::runSaved()
{
    const auto going = d->preparation.begin();
    const std::stop_token stop = d->preparation.token();
    Q_EMIT begun();
    Result<bool> ok = co_await whileAlive(this, takeSettings(MissingApp::Create, stop));
    if (ok) {
        ok = co_await whileAlive(this, d->loop->run());
        if (!ok) {
            d->sayFailure(ok.error());
        }
    }
    co_return ok;
}

Task<bool> BuildActions::run()
{
    const auto going = d->preparation.begin(); // to the end: between preparing and compiling it is no other's turn
    auto ok = co_await whileAlive(this, prepareRun());
    if (ok) {
        ok = co_await whileAlive(this, d->loop->run());
        if (!ok) {
            d->sayFailure(ok.error());
        }
    }
    Q_EMIT ran(ok.has_value());
    co_return ok;
}

/// A call may start what is compiled, so the settings are taken too.
Task<bool> BuildActions::prepareCompile()
{
    const std::stop_token stop = d->preparation.token();
    Q_EMIT begun();
    if (const auto saved = co_await whileAlive(this, d->preparation.save()); !saved) {
        co_return saved;
    }
    Q_EMIT outputWanted();
    co_return co_await whileAlive(this, takeSettings(MissingApp::UseDefaults, stop));
}

Task<bool> BuildActions::compile()
{
    const auto going = d->preparation.begin(); // as for run()
    if (const auto prepared = co_await whileAlive(this, prepareCompile()); !prepared) {
        co_return prepared;
    }
    const auto artifact = co_await whileAlive(this, d->loop->compile(Profile::Dev));
    if (!artifact) {
        d->sayFailure(artifact.error());
        co_return std::unexpected(artifact.error());
    }
    co_return true;
}

/// Watch waits while isLinting() is true, which is so before anything is saved.
Task<bool> BuildActions::lint()
{
    if (!canLint()) {
        co_return true;
    }
    Q_EMIT begun();
    d->lintStop = {};
    const std::stop_token stop = d->lintStop.get_token(); // asked for by all others that begin
    d->setLinting(true);
    const auto saved = co_await whileAlive(this, d->preparation.save());
    if (!saved || stop.stop_requested()) {
        d->setLinting(false);
        co_return saved ? cancelled() : saved;
    }
    d->workspace->diagnostics()->clear(DiagnosticList::Source::Clippy);
    Q_EMIT outputWanted();
    const int number = d->workspace->output()->begin(tr("Clippy · %1").arg(targetName(d->workspace->target())));
    const CompileRequest request{.projectKey = d->workspace->folder(),
                                 .sourceFolder = d->workspace->folder(),
                                 .target = d->workspace->target(),
                                 .profile = Profile::Dev,
                                 .toolchain = {}};
    const auto found = co_await whileAlive(this, d->compiler->lint(request, d->lintObserver(number), stop));
    d->endLint(found, number);
    co_return found ? Result<bool>(true) : std::unexpected(found.error());
}

Task<bool> BuildActions::publish(QString note)
{
    Q_EMIT begun();
    if (const auto saved = co_await whileAlive(this, d->preparation.save()); !saved) {
        co_return saved;
    }
    if (d->publication.isRunning()) {
        co_return true; // the other one saved faster
    }
    Q_EMIT outputWanted();
    const auto message = co_await whileAlive(this, d->publication.publish(std::move(note)));
    if (!message.sentence.isEmpty()) {
        Q_EMIT this->message(message);
    }
    co_return message.kind == WorkspaceMessage::Kind::Success ? Result<bool>(true)
                                                              : std::unexpected(d->publication.failure());
}

Task<bool> BuildActions::rollBack(int version)
{
    const auto message = co_await whileAlive(this, d->publication.rollBack(version));
    if (!message.sentence.isEmpty()) {
        Q_EMIT this->message(message);
    }
    co_return message.kind == WorkspaceMessage::Kind::Success;
}

QString BuildActions::failedNote() const
{
    return d->publication.failedNote();
}

} // namespace studio
