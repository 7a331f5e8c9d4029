// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/request_actions.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/request_runs.h"
#include "core/workspace/workspace.h"
#include "ui/common/action.h"
#include "ui/invoke/invoke_pane.h"

#include <QClipboard>
#include <QGuiApplication>

namespace studio {

RequestActions::RequestActions(QObject *parent) : QObject(parent)
{
    add("invoke.copyCurl", tr("Copy as curl"), RequestCode::Curl);
    add("invoke.copyIgnite", tr("Copy as ignite invoke"), RequestCode::Ignite);
    add("invoke.copyRust", tr("Copy as Rust test"), RequestCode::Rust);
    add("invoke.copyPython", tr("Copy as Python"), RequestCode::Python);
    add("invoke.copyJavaScript", tr("Copy as JavaScript"), RequestCode::JavaScript);
    QAction *const pasting = makeAction(
        this,
        {.id = QStringLiteral("invoke.pasteCurl"),
         .text = tr("Paste a curl command"),
         .tip = tr("Put the request of the curl command on the clipboard here; pasting it as the path does so too")});
    connect(pasting, &QAction::triggered, this, &RequestActions::paste);
    m_all << pasting;
    QAction *const comparing =
        makeAction(this, {.id = QStringLiteral("invoke.compare"),
                          .text = tr("Compare with the previous answer…"),
                          .tip = tr("Show how this answer differs from the previous one, as JSON")});
    connect(comparing, &QAction::triggered, this, [this] {
        if (m_pane) {
            m_pane->showDifference();
        }
    });
    m_all << comparing;
    QAction *const saving = makeAction(
        this, {.id = QStringLiteral("invoke.saveExample"),
               .text = tr("Save the answer as the example"),
               .tip = tr("Keep the answer's body beside the saved request, to compare later answers with it")});
    connect(saving, &QAction::triggered, this, &RequestActions::saveExampleRequested);
    QAction *const example = makeAction(this, {.id = QStringLiteral("invoke.compareExample"),
                                               .text = tr("Compare with the example…"),
                                               .tip = tr("Show how this answer differs from the saved one, as JSON")});
    connect(example, &QAction::triggered, this, &RequestActions::compareExampleRequested);
    m_all << saving << example;
}

void RequestActions::add(const char *id, const QString &text, RequestCode as)
{
    QAction *const action = makeAction(this, {.id = QString::fromLatin1(id), .text = text});
    connect(action, &QAction::triggered, this, [this, as] { detach(copy(as)); });
    m_all << action;
}

void RequestActions::setPane(InvokePane *pane)
{
    m_pane = pane;
}

void RequestActions::setWorkspace(Workspace *workspace)
{
    m_workspace = workspace;
}

/// Only what runs here has an address that needs no token. Variables are replaced: the code knows no environment.
QCoro::Task<void> RequestActions::copy(RequestCode as)
{
    if (!m_pane || !m_workspace) {
        co_return;
    }
    const auto prepared = co_await whileAlive(m_pane, m_pane->prepared());
    if (!m_pane || !m_workspace) {
        co_return;
    }
    if (!prepared) {
        m_pane->say(prepared.error().message, true);
        co_return;
    }
    if (!prepared->address.isEmpty() && (as == RequestCode::Ignite || as == RequestCode::Rust)) {
        m_pane->say(tr("The request goes to another address than the handler's. Copy it as another code."), true);
        co_return;
    }
    const quint16 port = m_workspace->loop()->port();
    const bool needsAddress = as != RequestCode::Ignite && as != RequestCode::Rust;
    if (port == 0 && needsAddress && prepared->address.isEmpty()) {
        m_pane->say(tr("The handler does not run, so there is no address to copy. Run it first, or copy the request as "
                       "ignite invoke."),
                    true);
        co_return;
    }
    const QString base = prepared->address.isEmpty()
                             ? QStringLiteral("http://127.0.0.1:%1").arg(port)
                             : prepared->address.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    const auto code = codeOf(prepared->request, as, base, m_workspace->localAppId().toString());
    if (!code) {
        m_pane->say(code.error().message, true);
        co_return;
    }
    QGuiApplication::clipboard()->setText(*code);
    QString said = as == RequestCode::Ignite ? tr("Copied. The command calls the active version.")
                   : as == RequestCode::Rust
                       ? tr("Copied. Paste the test at the end of the file with the handler; it starts the handler and "
                            "expects a success.")
                   : !prepared->address.isEmpty()
                       ? tr("Copied. It goes to %1.").arg(base)
                       : tr("Copied. It goes to the instance that runs now, at 127.0.0.1:%1.").arg(port);
    if (m_workspace->requestRuns()->masked(*code) != *code) {
        said += u' ' + tr("It contains values of secrets.");
    }
    m_pane->say(said, false);
}

void RequestActions::paste()
{
    if (m_pane) {
        m_pane->takeCurlLine(QGuiApplication::clipboard()->text());
    }
}

} // namespace studio
