// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/handler_commands.h"

#include "core/base/detach.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/workspace.h"
#include "ui/common/action.h"
#include "ui/common/input_dialog.h"

#include <QActionGroup>

namespace studio {

namespace {

struct ActionLook
{
    const char *id;
    const char *icon;
    const char *keys;
    int section;
};

QAction *made(QObject *owner, const ActionLook &look, const QString &text, const QString &tip)
{
    const QKeySequence keys(QString::fromLatin1(look.keys));
    return makeAction(owner, {.id = QString::fromLatin1(look.id),
                              .text = text,
                              .keys = keys.isEmpty() ? QList<QKeySequence>() : QList{keys},
                              .tip = tip,
                              .icon = QString::fromLatin1(look.icon),
                              .menu = ActionMenu::Handler,
                              .section = look.section});
}

} // namespace

HandlerCommands::HandlerCommands(Workspace *workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_run(made(this, {"handler.run", "media-playback-start", "Ctrl+R", 10}, tr("Run"),
                 tr("Save, compile and run, then send the payload")))
    , m_stop(made(this, {"handler.stop", "media-playback-stop", "Shift+F5", 10}, tr("Stop"),
                  tr("Stop the running handler")))
    , m_compile(made(this, {"handler.compile", "run-build", "Ctrl+B", 10}, tr("Compile"), tr("Save and compile")))
    , m_native(
          made(this, {"target.native", "", "", 20}, tr("Target: Native"), tr("Compile the handler to a Linux binary")))
    , m_wasm(made(this, {"target.wasm", "", "", 20}, tr("Target: Wasm"),
                  tr("Compile the handler to a wasm32-wasip2 component, run by Wasmtime")))
    , m_publish(made(this, {"handler.publish", "document-send", "Ctrl+Shift+U", 30}, tr("Publish"),
                     tr("Compile for release and publish the next version")))
    , m_publishWithNote(made(this, {"handler.publishWithNote", "document-send", "", 30}, tr("Publish with a note…"),
                             tr("Say what is new in the version, then publish it")))
{
    auto *const targets = new QActionGroup(this);
    for (QAction *const target : {m_native, m_wasm}) {
        target->setCheckable(true);
        targets->addAction(target);
    }
    m_native->setIconText(tr("Native")); // on the bar, where nothing else is chosen
    m_wasm->setIconText(tr("Wasm"));
    connectActions();
    showTarget();
    showState();
}

QList<QAction *> HandlerCommands::all() const
{
    return {m_run, m_stop, m_compile, m_native, m_wasm, m_publish, m_publishWithNote};
}

void HandlerCommands::connectActions()
{
    BuildActions *const actions = m_workspace->actions();
    connect(m_native, &QAction::triggered, this, [this] { m_workspace->setTarget(RustTarget::Native); });
    connect(m_wasm, &QAction::triggered, this, [this] { m_workspace->setTarget(RustTarget::Wasm); });
    connect(m_run, &QAction::triggered, this, [actions] { detach(actions->run()); });
    connect(m_compile, &QAction::triggered, this, [actions] { detach(actions->compile()); });
    connect(m_publish, &QAction::triggered, this, [actions] { detach(actions->publish({})); });
    connect(m_publishWithNote, &QAction::triggered, this, &HandlerCommands::askForNote);
    connect(m_stop, &QAction::triggered, actions, &BuildActions::stop);
    connect(actions, &BuildActions::stateChanged, this, &HandlerCommands::showState);
    connect(m_workspace, &Workspace::targetChanged, this, &HandlerCommands::showTarget);
}

void HandlerCommands::showState()
{
    const BuildActions *const actions = m_workspace->actions();
    m_run->setEnabled(actions->canRun());
    m_compile->setEnabled(actions->canCompile());
    m_publish->setEnabled(actions->canPublish());
    m_publishWithNote->setEnabled(actions->canPublish());
    m_stop->setEnabled(actions->canStop());
    setActionTip(m_stop, actions->isWorking() ? tr("Cancel what is being compiled or started")
                                              : tr("Stop the running handler"));
}

void HandlerCommands::showTarget()
{
    (m_workspace->target() == RustTarget::Native ? m_native : m_wasm)->setChecked(true);
}

void HandlerCommands::askForNote()
{
    auto *const dialog = inputDialog(m_window, tr("Publish"), tr("What is new in this version?"));
    dialog->setOkButtonText(tr("Publish"));
    dialog->setTextValue(m_workspace->actions()->failedNote()); // of what was not published
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this](const QString &note) { detach(m_workspace->actions()->publish(note)); });
    dialog->open();
}

} // namespace studio
