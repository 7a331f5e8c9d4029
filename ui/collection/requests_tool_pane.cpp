// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/collection/requests_tool_pane.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/navigation.h"
#include "core/workspace/request_runs.h"
#include "core/workspace/saved_requests.h"
#include "core/workspace/workspace.h"
#include "ui/collection/request_exchange.h"
#include "ui/collection/requests_pane.h"
#include "ui/common/action.h"
#include "ui/common/icons.h"
#include "ui/common/input_dialog.h"

#include <algorithm>

namespace studio {

using namespace collection;

RequestsToolPane::RequestsToolPane(RequestSender toAddress, QObject *parent)
    : ToolPane(parent), m_toAddress(std::move(toAddress))
{
    addAction("requests.save", tr("Save the request…"), tr("Save the request that Invoke shows, as a new one"),
              &RequestsToolPane::saveShown);
    addAction("requests.runAll", tr("Run all saved requests"), tr("Send all saved requests and check the answers"),
              &RequestsToolPane::runAll);
    addAction("requests.environments", tr("Environments of requests…"),
              tr("Edit the variables that saved requests are sent with"), &RequestsToolPane::editEnvironments);
    addAction("requests.importFile", tr("Import requests from a file…"),
              tr("Import requests of Bruno, .http files, Hurl, Postman or OpenAPI"), &RequestsToolPane::importFile);
    addAction("requests.importFolder", tr("Import requests from a folder…"),
              tr("Import a folder of .bru, .http or .hurl files"), &RequestsToolPane::importFolder);
    addAction("requests.exportHurl", tr("Export requests for Hurl…"),
              tr("Write all saved requests, their checks and captures as a file for hurl"),
              &RequestsToolPane::exportHurl);
}

RequestsToolPane::~RequestsToolPane()
{
    m_stop.request_stop();
}

QAction *RequestsToolPane::addAction(const char *id, const QString &text, const QString &tip,
                                     void (RequestsToolPane::*begin)())
{
    QAction *const action = makeAction(this, {.id = QString::fromLatin1(id), .text = text, .tip = tip});
    action->setEnabled(false); // without a project
    connect(action, &QAction::triggered, this, begin);
    m_actions << action;
    return action;
}

QIcon RequestsToolPane::icon() const
{
    return studio::icon("mail-send");
}

bool RequestsToolPane::find(const SearchQuery &)
{
    focusFilter();
    return true;
}

void RequestsToolPane::focusFilter()
{
    widget();
    m_pane->focusFilter();
}

QWidget *RequestsToolPane::makeWidget()
{
    m_pane = new RequestsPane;
    m_pane->setActions(m_actions);
    connectPane();
    m_pane->setToggledFolders(m_toggledFolders);
    if (m_workspace) {
        m_pane->setProjectOpen(m_workspace->isOpen());
        showCollection();
    }
    return m_pane;
}

void RequestsToolPane::connectPane()
{
    connect(m_pane, &RequestsPane::openRequested, this, [this](const QString &path) {
        if (m_workspace) {
            m_workspace->navigation()->openSavedRequest(path);
        }
    });
    connect(m_pane, &RequestsPane::fileRequested, this, [this](const QString &path, int line) {
        if (m_workspace) {
            m_workspace->navigation()->openLocation(m_workspace->savedRequests()->folder() + u'/' + path, line);
        }
    });
    connect(m_pane, &RequestsPane::runRequested, this, [this](const QString &path) { detach(run(path)); });
    connect(m_pane, &RequestsPane::stopRequested, this, [this] { m_stop.request_stop(); });
    connect(m_pane, &RequestsPane::environmentChosen, this, [this](const QString &name) {
        if (m_workspace) {
            m_workspace->requestRuns()->setEnvironment(name);
            Q_EMIT stateChanged();
        }
    });
    connect(m_pane, &RequestsPane::environmentsRequested, this, [this] {
        m_pane->setEnvironment(m_workspace ? m_workspace->requestRuns()->environment() : QString());
        editEnvironments();
    });
    connect(m_pane, &RequestsPane::newRequestRequested, this, &RequestsToolPane::askForRequest);
    connect(m_pane, &RequestsPane::newFolderRequested, this, &RequestsToolPane::askForFolder);
    connect(m_pane, &RequestsPane::renameRequested, this, &RequestsToolPane::askForName);
    connect(m_pane, &RequestsPane::duplicateRequested, this, [this](const QString &path) {
        const SavedRequest *const request = m_workspace ? m_workspace->savedRequests()->request(path) : nullptr;
        if (request) {
            SavedRequest copy = *request;
            copy.name = tr("%1 copy").arg(copy.name);
            detach(addRequest(std::move(copy), path.section(u'/', 0, -2)));
        }
    });
    connect(m_pane, &RequestsPane::trashRequested, this, [this](const QString &path) {
        if (m_workspace) {
            detach(sayFailure(m_workspace->savedRequests()->moveToTrash(path)));
        }
    });
    connect(m_pane, &RequestsPane::foldersChanged, this, &ToolPane::stateChanged);
}

void RequestsToolPane::attach(Workspace *workspace)
{
    if (m_workspace != workspace) {
        if (m_workspace) {
            m_stop.request_stop();
            m_exchange.reset();
            m_workspace->disconnect(this);
            m_workspace->savedRequests()->disconnect(this);
            m_workspace->requestRuns()->disconnect(this);
            m_workspace->requestRuns()->setSecretReader({});
            m_workspace->navigation()->disconnect(this);
        }
        m_workspace = workspace;
        if (workspace) {
            connectWorkspace();
        }
    }
    const bool isOpen = workspace && workspace->isOpen();
    for (QAction *const action : std::as_const(m_actions)) {
        action->setEnabled(isOpen);
    }
    if (m_pane) {
        m_pane->setProjectOpen(isOpen);
    }
}

void RequestsToolPane::connectWorkspace()
{
    RequestRuns *const runs = m_workspace->requestRuns();
    runs->setAddressSender(m_toAddress);
    runs->setSecretReader([this](const Environment &environment) {
        return m_secrets.read(m_workspace->savedRequests()->folder(), environment);
    });
    connect(m_workspace, &Workspace::closing, this, [this] { m_stop.request_stop(); });
    connect(m_workspace->savedRequests(), &SavedRequests::changed, this, &RequestsToolPane::showCollection);
    connect(runs, &RequestRuns::environmentChanged, this, [this, runs] {
        if (m_pane) {
            m_pane->setEnvironment(runs->environment());
        }
    });
    connect(m_workspace->navigation(), &Navigation::shownRequestChanged, this, [this](const QString &path) {
        if (m_pane) {
            m_pane->setRequestShown(path);
        }
    });
}

void RequestsToolPane::showCollection()
{
    if (m_pane) {
        const SavedRequests &requests = *m_workspace->savedRequests();
        m_pane->setCollection(requests.collection(), requests.warnings(), requests.error());
        m_pane->setEnvironment(m_workspace->requestRuns()->environment());
    }
}

Json RequestsToolPane::saveState() const
{
    Json folders = Json::array();
    for (const QString &path : m_pane ? m_pane->toggledFolders() : m_toggledFolders) {
        folders.push_back(toUtf8(path));
    }
    return {{"environment", m_workspace ? toUtf8(m_workspace->requestRuns()->environment()) : std::string()},
            {"folders", folders}};
}

void RequestsToolPane::restoreState(const JsonReader &state)
{
    if (!m_workspace) {
        return;
    }
    m_workspace->requestRuns()->setEnvironment(state["environment"].text());
    m_toggledFolders.clear();
    for (const JsonReader &path : state["folders"].elements()) {
        m_toggledFolders << path.text();
    }
    if (m_pane) {
        m_pane->setToggledFolders(m_toggledFolders);
    }
}

RequestExchange *RequestsToolPane::exchange()
{
    widget();
    if (!m_exchange) {
        m_exchange = std::make_unique<RequestExchange>(m_workspace, m_pane);
        connect(m_exchange.get(), &RequestExchange::message, m_pane, &RequestsPane::say);
    }
    return m_exchange.get();
}

void RequestsToolPane::importFile()
{
    Q_EMIT raiseRequested();
    exchange()->askForFile();
}

void RequestsToolPane::importFolder()
{
    Q_EMIT raiseRequested();
    exchange()->askForFolder();
}

void RequestsToolPane::exportHurl()
{
    Q_EMIT raiseRequested();
    exchange()->askForHurl(m_workspace->requestRuns()->environment());
}

void RequestsToolPane::saveShown()
{
    if (m_workspace) {
        m_workspace->navigation()->askToSaveRequest();
    }
}

void RequestsToolPane::runAll()
{
    Q_EMIT raiseRequested();
    detach(run({}));
}

QCoro::Task<void> RequestsToolPane::run(QString below)
{
    widget();
    if (!m_workspace || m_pane->isRunning()) {
        co_return;
    }
    m_stop = {};
    m_pane->beginRun(m_workspace->requestRuns()->count(below));
    const QPointer<RequestsPane> pane(m_pane);
    const auto tell = [pane](const RequestOutcome &outcome) {
        if (pane) {
            pane->addOutcome(outcome);
        }
    };
    const auto outcome =
        co_await whileAlive(this, m_workspace->requestRuns()->run(std::move(below), tell, m_stop.get_token()));
    m_pane->endRun(outcome);
}

template <typename T> QCoro::Task<void> RequestsToolPane::sayFailure(Task<T> change)
{
    const auto changed = co_await whileAlive(this, std::move(change));
    if (!changed && changed.error().code != ErrorCode::Cancelled) {
        widget();
        m_pane->say(changed.error().message, true);
    }
}

QCoro::Task<void> RequestsToolPane::addRequest(SavedRequest request, QString folder)
{
    const auto path =
        co_await whileAlive(this, m_workspace->savedRequests()->add(std::move(request), std::move(folder)));
    if (!path) {
        m_pane->say(path.error().message, true);
    } else if (m_workspace) {
        m_workspace->navigation()->openSavedRequest(*path);
    }
}

void RequestsToolPane::askForRequest(const QString &folder)
{
    auto *const dialog = inputDialog(m_pane, tr("New request"), tr("Name"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, folder](const QString &name) {
        if (!name.trimmed().isEmpty() && m_workspace) {
            SavedRequest request;
            request.name = name.trimmed();
            request.method = QStringLiteral("GET");
            request.url = QStringLiteral("/");
            detach(addRequest(std::move(request), folder));
        }
    });
    dialog->open();
}

void RequestsToolPane::askForFolder(const QString &folder)
{
    auto *const dialog = inputDialog(m_pane, tr("New folder"), tr("Name"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, folder](const QString &name) {
        if (!name.trimmed().isEmpty() && m_workspace) {
            detach(sayFailure(m_workspace->savedRequests()->addFolder(folder, name.trimmed())));
        }
    });
    dialog->open();
}

void RequestsToolPane::askForName(const QString &path)
{
    const SavedRequest *const request = m_workspace ? m_workspace->savedRequests()->request(path) : nullptr;
    if (!request) {
        return;
    }
    auto *const dialog = inputDialog(m_pane, tr("Rename the request"), tr("Name"));
    dialog->setTextValue(request->name);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, before = *request](const QString &name) {
        if (!name.trimmed().isEmpty() && m_workspace) {
            SavedRequest renamed = before;
            renamed.name = name.trimmed();
            detach(sayFailure(m_workspace->savedRequests()->save(std::move(renamed), before)));
        }
    });
    dialog->open();
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
    connect(dialog, &EnvironmentsDialog::saveRequested, this,
            [this, shown] { detach(saveEnvironments(shown, shown->edited())); });
    connect(m_workspace, &Workspace::closing, dialog, &QDialog::reject);
    dialog->open();
    if (!dialog->shownEnvironment().isEmpty()) {
        detach(readSecrets(shown, dialog->shownEnvironment()));
    }
}

QCoro::Task<void> RequestsToolPane::readSecrets(QPointer<EnvironmentsDialog> dialog, QString name)
{
    const auto collection = m_workspace->savedRequests()->collection();
    const auto read = std::ranges::find(collection->environments, name, &Environment::name);
    if (read == collection->environments.end()) {
        co_return; // a new one
    }
    const auto values = co_await whileAlive(this, m_secrets.read(m_workspace->savedRequests()->folder(), *read));
    if (!dialog) {
        co_return;
    }
    if (values) {
        dialog->setSecrets(name, *values);
    } else {
        dialog->showError(values.error().message);
    }
}

/// Secrets first: a variable that becomes one leaves the file only when its value is kept elsewhere. The dialog stays
/// until all is saved.
QCoro::Task<void> RequestsToolPane::saveEnvironments(QPointer<EnvironmentsDialog> dialog,
                                                     QList<EnvironmentsDialog::Edited> edited)
{
    const QPointer<Workspace> workspace(m_workspace);
    SavedRequests *const requests = m_workspace->savedRequests();
    const QString folder = requests->folder();
    QString reason;
    for (const EnvironmentsDialog::Edited &one : std::as_const(edited)) {
        const auto kept = co_await whileAlive(this, m_secrets.write(folder, one.now.name, one.secrets));
        Result<void> saved = kept.transform([](const QString &) {});
        if (kept && workspace && one.before) {
            saved = co_await whileAlive(this, requests->saveEnvironment(one.now, *one.before));
        } else if (kept && workspace) {
            const auto added = co_await whileAlive(this, requests->addEnvironment(one.now));
            saved = added.transform([](const QString &) {});
        }
        if (!saved) {
            if (dialog) {
                dialog->showError(saved.error().message);
            }
            co_return;
        }
        reason = kept->isEmpty() ? reason : *kept;
        if (workspace && !one.before && workspace->requestRuns()->environment().isEmpty()) {
            workspace->requestRuns()->setEnvironment(one.now.name); // the first one is what one wants next
            Q_EMIT stateChanged();
        }
    }
    if (workspace) {
        workspace->requestRuns()->forgetSecrets();
    }
    if (dialog) {
        dialog->accept();
    }
    if (!reason.isEmpty()) {
        m_pane->say(tr("The secrets are kept until the studio ends, and not in the keychain: %1").arg(reason), false);
    }
}

} // namespace studio
