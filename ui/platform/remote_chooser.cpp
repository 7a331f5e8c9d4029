// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/remote_chooser.h"

#include "ui/common/action.h"
#include "ui/common/banner.h"
#include "ui/platform/remote_connection.h"
#include "ui/platform/remotes_dialog.h"

#include <QActionGroup>
#include <QMenu>

namespace studio {

RemoteChooser::RemoteChooser(RemoteConnection *connection, Banner *banner, QWidget *parent)
    : QToolButton(parent)
    , m_connection(connection)
    , m_banner(banner)
    , m_edit(makeAction(this, {.id = QStringLiteral("platform.remotes"),
                               .text = tr("Remotes…"),
                               .menu = ActionMenu::Handler,
                               .section = 30}))
{
    setObjectName(QStringLiteral("remote"));
    setAutoRaise(true);
    setPopupMode(QToolButton::InstantPopup);
    setToolTip(tr("Where Publish, the apps and their versions are. Run is always here."));
    setMenu(new QMenu(this));
    connect(m_edit, &QAction::triggered, this, &RemoteChooser::edit);
    connect(connection, &RemoteConnection::changed, this, [this] {
        m_banner->hide(); // it was about the other one
        showChoice();
    });
    connect(connection, &RemoteConnection::failureChanged, this, &RemoteChooser::showFailure);
    showChoice();
}

void RemoteChooser::showChoice()
{
    const Remote *const current = m_connection->remotes()->list().chosen();
    const auto failure = m_connection->failure();
    QString state = current ? current->organization : QString();
    if (failure) {
        state = failure->code == ErrorCode::Unauthenticated ? tr("no access") : tr("no answer");
    }
    const QString name = current ? tr("%1 · %2").arg(current->name, state) : tr("embedded platform · org");
    setText(name + QStringLiteral(" ▾"));
    setAccessibleName(tr("Publish to: %1").arg(name));
    fillMenu();
}

void RemoteChooser::fillMenu()
{
    menu()->clear();
    const RemoteList &list = m_connection->remotes()->list();
    auto *const group = new QActionGroup(menu());
    const auto add = [&](const QString &text, const QString &name) {
        QAction *const action = menu()->addAction(text);
        action->setCheckable(true);
        action->setChecked(list.current == name);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, name] { m_connection->use(name); });
    };
    add(tr("Embedded platform"), {});
    for (const Remote &one : list.remotes) {
        add(QStringLiteral("%1 (%2)").arg(QString(one.name).replace(u'&', QStringLiteral("&&")), one.endpoint),
            one.name);
    }
    menu()->addSeparator();
    menu()->addAction(m_edit);
}

/// Said once, whichever part noticed it, until the remote answers.
void RemoteChooser::showFailure()
{
    showChoice();
    const auto failure = m_connection->failure();
    if (!failure) {
        m_banner->withdraw(m_said);
        return;
    }
    auto *const again = new QAction(tr("Try again"));
    connect(again, &QAction::triggered, m_connection, &RemoteConnection::check);
    auto *const remotes = new QAction(tr("Remotes…"));
    connect(remotes, &QAction::triggered, this, &RemoteChooser::edit);
    const bool isLockedOut = failure->code == ErrorCode::Unauthenticated;
    const QString name = m_connection->remotes()->list().current;
    m_said = isLockedOut ? tr("%1 did not accept the token, or was given none.").arg(name)
                         : tr("%1 does not answer, so what is shown of it may be old. %2").arg(name, failure->message);
    m_banner->show(Banner::Kind::Error, m_said,
                   isLockedOut ? QList<QAction *>{remotes, again} : QList<QAction *>{again, remotes});
}

void RemoteChooser::edit()
{
    auto *const dialog = new RemotesDialog(m_connection->remotes(), window());
    connect(dialog, &RemotesDialog::saved, this, [this](bool areTokensKept) {
        m_connection->use(m_connection->remotes()->list().current);
        if (!areTokensKept) {
            m_banner->say(tr("No keychain service runs, so the token is kept in memory until the studio ends."), false);
        }
    });
    dialog->open();
}

} // namespace studio
