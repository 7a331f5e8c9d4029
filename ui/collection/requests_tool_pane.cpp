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
              tr("Take over requests of Bruno, .http files, Hurl, Postman or OpenAPI"), &RequestsToolPane::importFile);
    addAction("requests.importFolder", tr("Import requests from a folder…"),
              tr("Take over a folder of .bru, .http or .hurl files"), &RequestsToolPane::importFolder);
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
    if (m_workspace) {
        m_pane->setProjectOpen(m_workspace->isOpen());
        showCollection();
        m_pane->setEnvironment(m_workspace->requestRuns()->environment());
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
            detach(addRequest(std::move(copy), path.contains(u'/') ? path.section(u'/', 0, -2) : QString()));
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
            m_workspace->savedRequests()->disconnect(this);
            m_workspace->requestRuns()->disconnect(this);
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
    connect(m_workspace->savedRequests(), &SavedRequests::changed, this, &RequestsToolPane::showCollection);
    connect(runs, &RequestRuns::environmentChanged, this, [this, runs] {
        m_secretsRead.clear();
        if (m_pane) {
            m_pane->setEnvironment(runs->environment());
        }
        detach(loadSecrets());
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
    detach(loadSecrets()); // its variables may be others
}

Json RequestsToolPane::saveState() const
{
    Json folders = Json::array();
    for (const QString &path : m_pane ? m_pane->toggledFolders() : QStringList()) {
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
    QStringList folders;
    for (const JsonReader &path : state["folders"].elements()) {
        folders << path.text();
    }
    if (m_pane || !folders.isEmpty()) {
        widget();
        m_pane->setToggledFolders(folders);
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
    const auto counted = [&](const auto &self, const Folder &folder) -> qsizetype {
        qsizetype count = std::ranges::count_if(folder.requests, [&](const SavedRequest &request) {
            return below.isEmpty() || request.path == below || request.path.startsWith(below + u'/');
        });
        for (const Folder &each : folder.folders) {
            count += self(self, each);
        }
        return count;
    };
    m_stop = {};
    m_pane->beginRun(counted(counted, m_workspace->savedRequests()->collection()->root));
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
    if (path) {
        m_workspace->navigation()->openSavedRequest(*path);
    } else {
        m_pane->say(path.error().message, true);
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

} // namespace studio
