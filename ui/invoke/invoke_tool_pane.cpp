// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/invoke_tool_pane.h"

#include "core/base/detach.h"
#include "core/config/handler_info.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/document_store.h"
#include "core/workspace/document_text.h"
#include "core/workspace/handler_schema.h"
#include "core/workspace/navigation.h"
#include "core/workspace/request_runs.h"
#include "core/workspace/templates.h"
#include "core/workspace/workspace.h"
#include "ui/common/action.h"
#include "ui/common/after_first_paint.h"
#include "ui/common/icons.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/json_text.h"
#include "ui/invoke/request_actions.h"
#include "ui/invoke/saved_request_link.h"

#include <QDateTime>
#include <QLocale>
#include <QTimer>

namespace studio {

namespace {

/// Of an instance that goes on although the sources do not compile.
QString devNote(const DevLoop::Status &status)
{
    if (!status.doesNotCompile || status.compiledAtMs == 0) {
        return {};
    }
    const QDateTime compiled = QDateTime::fromMSecsSinceEpoch(status.compiledAtMs);
    const QString time = compiled.date() == QDate::currentDate()
                             ? QLocale().toString(compiled.time(), QLocale::ShortFormat)
                             : QLocale().toString(compiled, QLocale::ShortFormat);
    return InvokeToolPane::tr("Answers come from the compile of %1. The present source does not compile.").arg(time);
}

} // namespace

InvokeToolPane::InvokeToolPane(ReadRemotes remotes, QObject *parent)
    : ToolPane(parent)
    , m_remotes(std::move(remotes))
    , m_send(makeAction(
          this, {.id = QStringLiteral("invoke.send"),
                 .text = tr("Send"),
                 .keys = {QKeySequence(QStringLiteral("Ctrl+Return")), QKeySequence(QStringLiteral("Ctrl+Enter"))},
                 .tip = tr("Send the payload to the running handler"),
                 .icon = QStringLiteral("mail-send"),
                 .menu = ActionMenu::Handler,
                 .section = 10}))
    , m_requestActions(new RequestActions(this))
{
    connect(m_send, &QAction::triggered, this, [this] { pane()->sendNow(); });
}

InvokeToolPane::~InvokeToolPane() = default;

QList<QAction *> InvokeToolPane::actions()
{
    return QList<QAction *>{m_send} + m_requestActions->all();
}

QIcon InvokeToolPane::icon() const
{
    return studio::icon("mail-send");
}

bool InvokeToolPane::find(const SearchQuery &query)
{
    pane()->find(query);
    return true;
}

InvokePane *InvokeToolPane::pane()
{
    widget();
    return m_pane;
}

QWidget *InvokeToolPane::makeWidget()
{
    m_pane = new InvokePane;
    m_pane->setRequestActions(m_requestActions->all());
    m_requestActions->setPane(m_pane);
    connect(m_pane, &InvokePane::runRequested, this, [this] {
        if (m_workspace && m_workspace->actions()->canRun()) {
            detach(m_workspace->actions()->run());
        }
    });
    connect(m_pane, &InvokePane::showLogRequested, this, [this] {
        if (m_workspace) {
            m_workspace->navigation()->showLog();
        }
    });
    connect(m_pane, &InvokePane::requestChanged, this, &ToolPane::stateChanged);
    connectTargets();
    return m_pane;
}

/// What Send can call in the workspace, and what is known of its dev instance.
void InvokeToolPane::connectTargets()
{
    if (!m_workspace) {
        m_pane->setTargets({});
        m_pane->setSchema({});
        m_pane->setCollecting({});
        return;
    }
    m_saved = std::make_unique<SavedRequestLink>(m_workspace, m_pane);
    connect(m_requestActions, &RequestActions::saveExampleRequested, m_saved.get(), &SavedRequestLink::saveExample);
    connect(m_requestActions, &RequestActions::compareExampleRequested, m_saved.get(),
            &SavedRequestLink::compareExample);
    connect(m_saved.get(), &SavedRequestLink::opened, this, &ToolPane::raiseRequested);
    const auto setRunTarget = [this] {
        const CallTarget *const target = m_pane->target();
        m_workspace->requestRuns()->setTarget(target ? std::optional(*target) : std::nullopt);
    };
    connect(m_pane, &InvokePane::targetChosen, m_saved.get(), setRunTarget);
    m_schema = std::make_unique<HandlerSchema>(m_workspace);
    const auto showSchema = [this] {
        m_pane->setSchema(m_schema->schema());
        m_pane->setRequestNames(m_schema->queryNames(), m_schema->headerNames());
    };
    connect(m_schema.get(), &HandlerSchema::changed, m_pane, showSchema);
    showSchema(); // on a busy machine its workers may have been faster than this
    m_targets = std::make_unique<CallTargets>(m_workspace->localPlatform());
    connect(m_targets.get(), &CallTargets::changed, m_pane, [this] { m_pane->setTargets(m_targets->targets()); });
    connect(m_workspace, &Workspace::appIdChanged, m_targets.get(),
            [this] { m_targets->setApp(m_workspace->localAppId()); });
    DevLoop *const loop = m_workspace->loop();
    const auto showState = [this, loop] {
        const DevLoop::Status status = loop->status();
        m_pane->setDevState(status.stale, status.queuedCalls > 0);
        m_pane->setDevNote(devNote(status));
        m_pane->setSendPrimary(status.isUpToDate());
    };
    connect(loop, &DevLoop::statusChanged, m_targets.get(), showState);
    showState();
    m_pane->setTargets(m_targets->targets());
    m_targets->setApp(m_workspace->localAppId());
    QTimer::singleShot(afterFirstPaint, m_targets.get(), [this] { updateRemotes(); });
}

void InvokeToolPane::updateRemotes()
{
    if (m_targets && m_remotes) {
        m_targets->setRemotes(m_remotes());
    }
}

void InvokeToolPane::attach(Workspace *workspace)
{
    if (m_workspace != workspace) {
        if (m_workspace) {
            m_workspace->actions()->disconnect(this);
            m_workspace->navigation()->disconnect(this);
        }
        m_workspace = workspace;
        m_requestActions->setWorkspace(workspace);
        m_targets.reset();
        m_schema.reset();
        m_saved.reset();
        if (workspace) {
            connectWorkspace();
        }
        if (m_pane) {
            connectTargets();
        }
    }
    const QString folder = workspace ? workspace->folder() : QString();
    if (m_pane && folder != m_folder && !m_folder.isEmpty()) {
        m_pane->clearAnswer();
    }
    m_folder = folder;
    if (workspace && workspace->isOpen()) {
        pane()->setFunctionName(workspace->localAppId().functionId());
        m_targets->setApp(workspace->localAppId());
    }
}

void InvokeToolPane::connectWorkspace()
{
    BuildActions *const actions = m_workspace->actions();
    connect(actions, &BuildActions::handlerStopping, this, [this] { pane()->cancelDevCall(); });
    connect(actions, &BuildActions::ran, this, [this](bool ok) {
        const CallTarget *const target = ok ? pane()->target() : nullptr;
        if (target && isSentAfterRun(*target, m_pane->isPayloadJson(), m_pane->isWaiting())) {
            m_pane->sendNow();
        }
    });
    connect(m_workspace->navigation(), &Navigation::requestOffered, this, [this](const HttpRequest &request) {
        pane();
        m_saved->close(); // a saved request stays as it is
        m_pane->setRequest(request);
        Q_EMIT raiseRequested();
        m_pane->focusPayload();
    });
}

Json InvokeToolPane::saveState() const
{
    if (!m_pane) {
        return {};
    }
    Json state = m_pane->saveState();
    if (m_saved) {
        state["saved"] = m_saved->saveState();
    }
    return state;
}

/// A project that was never open begins with the payload that its info.yaml or its handler says to try it with.
void InvokeToolPane::restoreState(const JsonReader &state)
{
    if (state.isThere()) {
        pane()->restoreState(state);
        if (m_saved) {
            m_saved->restoreState(state["saved"]);
        }
        return;
    }
    const Json nothing = Json::object(); // headers and target of the project before do not go to this one
    pane()->restoreState(JsonReader(nothing));
    if (m_saved) {
        m_saved->restoreState(JsonReader(nothing));
    }
    const auto info =
        m_workspace->documents()->text(m_workspace->absolutePath(QStringLiteral("info.yaml")), maxLanguageBytes);
    const auto reading = info ? readHandlerInfo(info->toUtf8()) : fail(ErrorCode::NotFound, QString());
    if (reading && !reading->info.testInput.isNull()) {
        pane()->setPayload(indentJson(reading->info.testInput.toUtf8()));
        return;
    }
    const auto handler = m_workspace->documents()->text(m_workspace->handlerFile(), maxLanguageBytes);
    const QByteArray example = handler ? examplePayload(handler->toUtf8()) : QByteArray();
    pane()->setPayload(indentJson(example.isEmpty() ? QByteArray(R"({"message":"hi there"})") : example));
}

} // namespace studio
