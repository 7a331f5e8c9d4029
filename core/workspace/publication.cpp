// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/publication.h"

#include "core/base/lifetime.h"
#include "core/workspace/build_output.h"
#include "core/workspace/compile_history.h"
#include "core/workspace/deploy.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/workspace.h"

namespace studio {

Publication::Publication(Workspace *workspace, QObject *parent) : QObject(parent), m_workspace(workspace) {}

void Publication::setRunning(bool isRunning)
{
    m_isRunning = isRunning;
    Q_EMIT runningChanged();
}

/// It may be told something after this object is gone: a compile ends in its own time.
DeployObserver Publication::observer()
{
    const QPointer<BuildOutput> output = m_workspace->output();
    const QPointer<DiagnosticList> diagnostics = m_workspace->diagnostics();
    const auto line = [output](const QString &text) { output ? output->appendLine(text) : void(); };
    return {.compile = {
                .line = line,
                .diagnostic =
                    [diagnostics](const Diagnostic &found) {
                        diagnostics ? diagnostics->add(DiagnosticList::Source::Compiler, found) : void();
                    },
                .progress = [output](int done, int total,
                                     const QString &unit) { output ? output->setProgress(done, total, unit) : void(); },
                .step = [output](CompileStep step) { output ? output->setStep(step) : void(); },
                .timing =
                    [output, self = QPointer(this)](const CompileTiming &timing) {
                        output ? output->setTiming(timing) : void();
                        if (self) {
                            self->m_compile = self->m_workspace->history()->newest();
                        }
                    }},
            .saved = [line](const Draft &draft) { std::ranges::for_each(draft.notes, line); }};
}

QCoro::Task<WorkspaceMessage> Publication::publish(QString note)
{
    using Kind = WorkspaceMessage::Kind;
    const QString where = m_workspace->platformName(); // another one may be chosen meanwhile
    const bool isRemote = m_workspace->isPlatformRemote();
    const AppId id = m_workspace->appId();
    BuildOutput *const output = m_workspace->output();
    m_stop = {};
    m_compile = 0;
    setRunning(true);
    m_workspace->diagnostics()->clear(DiagnosticList::Source::Compiler);
    output->begin(tr("Publish to %1 · compile for release").arg(where));
    const Deployment deployment{.id = id,
                                .wanted = [target = m_workspace->target()](App app) -> Result<App> {
                                    app.target = target;
                                    return app;
                                },
                                .source = m_workspace->folder(),
                                .note = note};
    m_platform = m_workspace->platform();
    m_app = id;
    const auto version = co_await whileAlive(this, deploy(m_platform, deployment, observer(), m_stop.get_token()));
    int same = 0;
    if (version && m_platform) {
        same = (co_await whileAlive(this, sameVersionBefore(m_platform, *version))).value_or(0);
    }
    setRunning(false);
    if (version) {
        m_workspace->history()->setVersion(m_compile, version->number);
        QString sentence = tr("Published %1 as version %2 to %3.").arg(id.toString()).arg(version->number).arg(where);
        if (same > 0) {
            sentence += u' ' + tr("Its sources are those of version %1.").arg(same);
        }
        m_failedNote.clear();
        m_workspace->loop()->forgetFailure(); // this compiled
        output->end(BuildOutput::Outcome::Succeeded, sentence);
        co_return {.kind = Kind::Success, .sentence = sentence, .sameAs = same};
    }
    m_failedNote = note;
    m_failure = version.error();
    if (m_failure.code != ErrorCode::Cancelled) {
        output->end(BuildOutput::Outcome::Failed, m_failure.message);
        co_return {.kind = Kind::Error,
                   .sentence = tr("Nothing was published to %1: %2").arg(where, m_failure.message)};
    }
    output->end(BuildOutput::Outcome::Cancelled, {});
    co_return {.kind = Kind::Information,
               .sentence = isRemote ? tr("Nothing was published. A compile that %1 has begun goes on there.").arg(where)
                                    : QString()};
}

QCoro::Task<WorkspaceMessage> Publication::rollBack(int version)
{
    if (!m_platform) {
        co_return {};
    }
    const auto active = co_await whileAlive(this, m_platform->rollback(m_app, version));
    if (!active) {
        co_return {.kind = WorkspaceMessage::Kind::Error, .sentence = active.error().message};
    }
    co_return {.kind = WorkspaceMessage::Kind::Success,
               .sentence = tr("Version %1 of %2 is the active one again.").arg(version).arg(m_app.toString())};
}

} // namespace studio
