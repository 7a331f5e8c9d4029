// SPDX-License-Identifier: GPL-3.0-or-later
// Which platform the window publishes to: the embedded one, or a remote.
#include "ui/common/banner.h"
#include "ui/mainwindow/main_window.h"
#include "ui/platform/apps_pane.h"
#include "ui/platform/executions_pane.h"
#include "ui/platform/remotes_dialog.h"
#include "ui/platform/versions_pane.h"

#include <QActionGroup>
#include <QMenu>
#include <QToolButton>

namespace studio {

QToolButton *MainWindow::makeRemoteButton()
{
    m_remoteButton = new QToolButton;
    m_remoteButton->setObjectName(QStringLiteral("remote"));
    m_remoteButton->setAutoRaise(true);
    m_remoteButton->setPopupMode(QToolButton::InstantPopup);
    m_remoteButton->setToolTip(tr("Where Publish, the apps and their versions are. Run is always here."));
    m_remoteButton->setMenu(new QMenu(m_remoteButton));
    m_remoteButton->setStyleSheet(
        QStringLiteral("QToolButton::menu-indicator { image: none; }")); // the name ends in an arrow
    showRemote();
    return m_remoteButton;
}

void MainWindow::showRemote()
{
    const RemoteList &list = m_remotes.list();
    const Remote *const current = list.chosen();
    const auto failure = m_remotePoller ? m_remotePoller->failure() : std::nullopt;
    const QString state = !failure                                      ? current ? current->organization : QString()
                                                               : failure->code == ErrorCode::Unauthenticated ? tr("no access")
                                                                        : tr("no answer");
    m_remoteButton->setText((current ? tr("%1 · %2").arg(current->name, state) : tr("embedded platform · org")) +
                            QStringLiteral(" ▾"));
    QMenu *const menu = m_remoteButton->menu();
    menu->clear();
    auto *const group = new QActionGroup(menu);
    const auto add = [&](const QString &text, const QString &name) {
        QAction *const action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(list.current == name);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, name] { useRemote(name); });
    };
    add(tr("Embedded platform"), {});
    for (const Remote &one : list.remotes) {
        add(QStringLiteral("%1 (%2)").arg(QString(one.name).replace(u'&', QStringLiteral("&&")), one.endpoint),
            one.name);
    }
    menu->addSeparator();
    QAction *const edit = menu->addAction(tr("Remotes…"));
    edit->setObjectName(QStringLiteral("editRemotes"));
    connect(edit, &QAction::triggered, this, &MainWindow::editRemotes);
}

void MainWindow::useRemote(const QString &name)
{
    ComputeService *const remote = m_remotes.choose(name);
    const Remote *const chosen = m_remotes.list().chosen();
    remote ? m_workspace->setPlatform(remote, chosen->organization, chosen->name) : m_workspace->setPlatform(nullptr);
    m_remotePoller = remote ? std::make_unique<RemotePoller>(remote, chosen->organization) : nullptr;
    if (m_remotePoller) {
        connect(m_remotePoller.get(), &RemotePoller::failureChanged, this, &MainWindow::showReach);
    }
    m_banner->hide(); // it was about the other one
    showRemote();
    if (m_apps) {
        m_apps->setPlatformName(m_workspace->platformName());
        m_apps->setService(m_workspace->platform(), m_workspace->appId().organization);
    }
    showApp(m_workspace->appId());
}

/// A remote that is silent is said so once, whoever noticed it, until it answers; then all is read again.
void MainWindow::showReach()
{
    showRemote();
    if (!m_remotePoller->failure()) {
        m_banner->withdraw(m_remoteWords);
        if (m_apps) {
            m_apps->reload();
            m_versions->reload();
            m_executions->reload();
        }
        return;
    }
    auto *const again = new QAction(tr("Try again"));
    connect(again, &QAction::triggered, this, [this] {
        if (m_remotePoller) {
            m_remotePoller->look();
        }
    });
    auto *const edit = new QAction(tr("Remotes…"));
    connect(edit, &QAction::triggered, this, &MainWindow::editRemotes);
    const bool isLockedOut = m_remotePoller->failure()->code == ErrorCode::Unauthenticated;
    m_remoteWords = isLockedOut ? tr("%1 did not accept the token, or was given none.").arg(m_workspace->platformName())
                                : tr("%1 does not answer, so what is shown of it may be old. %2")
                                      .arg(m_workspace->platformName(), m_remotePoller->failure()->message);
    m_banner->show(Banner::Kind::Error, m_remoteWords,
                   isLockedOut ? QList<QAction *>{edit, again} : QList<QAction *>{again, edit});
}

void MainWindow::showLoadFailure(const Error &error)
{
    const bool isReach = error.code == ErrorCode::Unavailable || error.code == ErrorCode::Unauthenticated;
    if (m_remotePoller && isReach) {
        m_remotePoller->look(); // and says it for all panes
    } else {
        showMessage(error.message, true);
    }
}

void MainWindow::editRemotes()
{
    auto *const dialog = new RemotesDialog(&m_remotes, this);
    connect(dialog, &RemotesDialog::saved, this, [this](bool areTokensKept) {
        useRemote(m_remotes.list().current);
        if (!areTokensKept) {
            showMessage(tr("No keychain's service runs, so the token is known until the studio ends."), false);
        }
    });
    dialog->open();
}

} // namespace studio
