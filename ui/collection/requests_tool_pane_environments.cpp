// SPDX-License-Identifier: GPL-3.0-or-later
// The environments of saved requests, and the values of their secrets in the keychain.
#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/request_runs.h"
#include "core/workspace/saved_requests.h"
#include "core/workspace/workspace.h"
#include "ui/collection/requests_pane.h"
#include "ui/collection/requests_tool_pane.h"

#include <algorithm>

namespace studio {

using namespace collection;

const Environment *RequestsToolPane::environment(const QString &name) const
{
    if (!m_workspace || name.isEmpty()) {
        return nullptr;
    }
    const QList<Environment> &all = m_workspace->savedRequests()->collection()->environments;
    const auto found = std::ranges::find(all, name, &Environment::name);
    return found == all.end() ? nullptr : &*found;
}

QString RequestsToolPane::secretKey(const QString &environment, const QString &name) const
{
    return requestSecretKey(m_workspace->localAppId().toString(), environment, name);
}

Task<Values> RequestsToolPane::secretsOf(Environment environment)
{
    Values values;
    for (const Variable &variable : std::as_const(environment.variables)) {
        if (!variable.isSecret) {
            continue;
        }
        const auto value = co_await whileAlive(this, m_secrets.get(secretKey(environment.name, variable.name)));
        if (value) {
            values.insert(variable.name, QString::fromUtf8(*value));
        } else if (value.error().code != ErrorCode::NotFound) {
            co_return std::unexpected(value.error());
        }
    }
    co_return values;
}

/// Of the environment that is chosen, as soon as it is known which of its variables are secrets.
QCoro::Task<void> RequestsToolPane::loadSecrets()
{
    const QString name = m_workspace ? m_workspace->requestRuns()->environment() : QString();
    const Environment *const chosen = environment(name);
    if (!chosen || m_secretsRead == name) {
        co_return;
    }
    m_secretsRead = name;
    const auto values = co_await whileAlive(this, secretsOf(*chosen));
    if (!m_workspace || m_secretsRead != name) {
        co_return; // another one is chosen
    }
    if (values) {
        m_workspace->requestRuns()->setSecrets(*values);
    } else {
        widget();
        m_pane->say(values.error().message, true);
    }
}

void RequestsToolPane::editEnvironments()
{
    widget();
    if (!m_workspace || m_pane->findChild<EnvironmentsDialog *>()) {
        return;
    }
    auto *const dialog = new EnvironmentsDialog(m_workspace->savedRequests()->collection()->environments,
                                                m_workspace->requestRuns()->environment(), m_pane);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const QPointer<EnvironmentsDialog> shown(dialog);
    connect(dialog, &EnvironmentsDialog::secretsRequested, this,
            [this, shown](const QString &name) { detach(readSecrets(shown, name)); });
    connect(dialog, &QDialog::accepted, this, [this, dialog] { detach(saveEnvironments(dialog->edited())); });
    if (const Environment *const first = environment(m_workspace->requestRuns()->environment())) {
        detach(readSecrets(shown, first->name));
    } else if (!m_workspace->savedRequests()->collection()->environments.isEmpty()) {
        detach(readSecrets(shown, m_workspace->savedRequests()->collection()->environments.first().name));
    }
    dialog->open();
}

QCoro::Task<void> RequestsToolPane::readSecrets(QPointer<EnvironmentsDialog> dialog, QString name)
{
    const Environment *const read = environment(name);
    if (!read) {
        co_return;
    }
    const auto values = co_await whileAlive(this, secretsOf(*read));
    if (dialog && values) {
        dialog->setSecrets(name, *values);
    }
}

QCoro::Task<void> RequestsToolPane::saveEnvironments(QList<EnvironmentsDialog::Edited> edited)
{
    SavedRequests *const requests = m_workspace->savedRequests();
    for (const EnvironmentsDialog::Edited &one : std::as_const(edited)) {
        Result<void> saved;
        if (one.before) {
            saved = co_await whileAlive(this, requests->saveEnvironment(one.now, *one.before));
        } else {
            const auto added = co_await whileAlive(this, requests->addEnvironment(one.now));
            saved = added.transform([](const QString &) {});
        }
        if (!saved) {
            m_pane->say(saved.error().message, true);
            continue;
        }
        QString reason;
        for (const auto &[name, value] : one.secrets.asKeyValueRange()) {
            const QString key = secretKey(one.now.name, name);
            if (value.isEmpty()) {
                (void)co_await whileAlive(this, m_secrets.remove(key));
                continue;
            }
            const auto place = co_await whileAlive(this, m_secrets.set(key, value.toUtf8()));
            reason = !place ? place.error().message : place->inKeychain ? reason : place->reason;
        }
        if (!reason.isEmpty()) {
            m_pane->say(tr("The secrets are kept until the studio ends, and not in the keychain: %1").arg(reason),
                        false);
        }
        if (!one.before && m_workspace->requestRuns()->environment().isEmpty()) {
            m_workspace->requestRuns()->setEnvironment(one.now.name); // the first one is what one wants next
            Q_EMIT stateChanged();
        }
    }
    m_secretsRead.clear();
    co_await whileAlive(this, loadSecrets());
}

} // namespace studio
