// SPDX-License-Identifier: GPL-3.0-or-later
// Which platform the window publishes to: the embedded one, or a remote.
#include "core/platform/local_platform.h"
#include "core/platform/remote_platform.h"
#include "ui/mainwindow/main_window.h"
#include "ui/platform/apps_pane.h"
#include "ui/platform/profiles_dialog.h"

#include <QActionGroup>
#include <QMenu>
#include <QToolButton>

namespace studio {

QString MainWindow::profilesPath() const
{
    return m_services.paths.config + QStringLiteral("/profiles.json");
}

QToolButton *MainWindow::makeProfileButton()
{
    m_profile = new QToolButton;
    m_profile->setObjectName(QStringLiteral("profile"));
    m_profile->setAutoRaise(true);
    m_profile->setPopupMode(QToolButton::InstantPopup);
    m_profile->setToolTip(tr("Where Publish, the apps and their versions are. Run is always here."));
    m_profile->setMenu(new QMenu(m_profile));
    m_profile->setStyleSheet(
        QStringLiteral("QToolButton::menu-indicator { image: none; }")); // the name ends in an arrow
    m_embedded = m_services.platform;
    if (const auto known = readProfiles(profilesPath())) {
        m_profiles = *known;
    }
    m_profiles.current.clear(); // a window begins where nothing can be published by mistake
    showProfile();
    return m_profile;
}

void MainWindow::showProfile()
{
    const RemoteProfile *const current = m_profiles.find(m_profiles.current);
    m_profile->setText(
        (current ? tr("%1 · %2").arg(current->name, current->organization) : tr("embedded platform · org")) +
        QStringLiteral(" ▾"));
    QMenu *const menu = m_profile->menu();
    menu->clear();
    auto *const group = new QActionGroup(menu);
    const auto add = [&](const QString &text, const QString &name) {
        QAction *const action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_profiles.current == name);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, name] { useProfile(name); });
    };
    add(tr("Embedded platform"), {});
    for (const RemoteProfile &one : std::as_const(m_profiles.remotes)) {
        add(QStringLiteral("%1 (%2)").arg(QString(one.name).replace(u'&', QStringLiteral("&&")), one.endpoint),
            one.name);
    }
    menu->addSeparator();
    QAction *const edit = menu->addAction(tr("Remotes…"));
    edit->setObjectName(QStringLiteral("editRemotes"));
    connect(edit, &QAction::triggered, this, &MainWindow::editProfiles);
}

void MainWindow::useProfile(const QString &name)
{
    const RemoteProfile *const wanted = m_profiles.find(name);
    m_profiles.current = wanted ? name : QString();
    if (wanted) {
        // Made once and kept: what is on its way to the one before goes on.
        auto &remote = m_remotes[wanted->endpoint];
        if (!remote) {
            const auto token = [this, endpoint = wanted->endpoint]() -> Task<QByteArray> {
                const auto kept = co_await m_secrets.get(gatewayTokenKey(endpoint));
                co_return kept.value_or(QByteArray());
            };
            remote = std::make_unique<RemotePlatform>(QUrl(wanted->endpoint), token, m_services.paths);
        }
        m_services.platform = remote.get();
    } else {
        m_services.platform = m_embedded;
    }
    showProfile();
    if (m_apps) {
        makePlatformPanes();
        m_apps->setService(m_services.platform, appId().organization);
    }
    showApp(appId());
}

void MainWindow::editProfiles()
{
    auto *const dialog = new ProfilesDialog(m_profiles, &m_secrets, this);
    connect(dialog, &ProfilesDialog::saved, this, [this](const Profiles &profiles, const QString &note) {
        if (const auto written = writeProfiles(profilesPath(), profiles); !written) {
            showMessage(written.error().message, true);
            return;
        }
        // A token may be another one now: the next use asks for it.
        for (auto &[endpoint, remote] : m_remotes) {
            m_oldRemotes.push_back(std::move(remote));
        }
        m_remotes.clear();
        const QString current = profiles.current;
        m_profiles = profiles;
        useProfile(current);
        if (!note.isEmpty()) {
            showMessage(note, false);
        }
    });
    dialog->open();
}

} // namespace studio
