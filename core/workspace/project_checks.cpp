// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/project_checks.h"

#include "core/base/detach.h"
#include "core/base/notices.h"
#include "core/lsp/lsp_client.h"
#include "core/workspace/analysis_problems.h"
#include "core/workspace/document_store.h"
#include "core/workspace/workspace.h"

#include <QFileInfo>

namespace studio {

namespace {

constexpr std::chrono::milliseconds typingPause{800}; ///< the server's own diagnostics take 100 to 300 ms
constexpr std::chrono::milliseconds settleTime{200};

} // namespace

ProjectChecks::ProjectChecks(Workspace *workspace, lsp::LspClient *client, AnalysisProblems *problems, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_client(client), m_problems(problems)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, [this] { detach(check()); });
    m_settled.setSingleShot(true);
    m_settled.setInterval(settleTime);
    connect(&m_settled, &QTimer::timeout, this, &ProjectChecks::finishCheck);

    const DocumentStore *const documents = workspace->documents();
    connect(documents, &DocumentStore::documentEdited, this, [this](const QString &path, const TextChange &change) {
        m_problems->edit(path, change);
        restartAfterEdit(path);
    });
    connect(documents, &DocumentStore::documentSaved, this, &ProjectChecks::schedule);
    connect(documents, &DocumentStore::documentMoved, this, &ProjectChecks::schedule);
    connect(documents, &DocumentStore::documentClosed, this, [this](const QString &path) {
        m_problems->forgetEdits(path);
        schedule(); // what was typed there may be gone
    });
    connect(client, &lsp::LspClient::statusChanged, this, &ProjectChecks::followServer);
    connect(client, &lsp::LspClient::stateChanged, this, &ProjectChecks::followServer);
    connect(client, &lsp::LspClient::progressChanged, this, &ProjectChecks::followProgress);
    connect(client, &lsp::LspClient::diagnosticsPublished, this, [this] {
        if (!m_isChecked && !m_isRunning) {
            schedule(); // an error of syntax may be gone
        }
    });
}

ProjectChecks::~ProjectChecks()
{
    m_stop.request_stop();
}

void ProjectChecks::setSetup(const Setup &setup)
{
    if (m_setup != setup) {
        m_setup = setup;
        m_isChecked = false;
        if (std::exchange(m_isRunning, false)) {
            m_client->cancelCheck();
        }
        schedule();
    }
}

void ProjectChecks::schedule()
{
    if (!m_setup.command.isEmpty() && !m_pause.isActive()) {
        m_pause.start();
    }
}

void ProjectChecks::restartAfterEdit(const QString &path)
{
    if (m_setup.command.isEmpty() || !path.startsWith(m_workspace->folder() + QLatin1Char('/'))) {
        return;
    }
    if (std::exchange(m_isRunning, false)) {
        m_client->cancelCheck();
    }
    m_settled.stop();
    m_stop.request_stop();
    m_isOutdated = true;
    m_pause.start();
}

void ProjectChecks::finishCheck()
{
    m_problems->endCheck();
    Q_EMIT ended();
}

bool ProjectChecks::isReady() const
{
    const auto &status = m_client->status();
    return m_client->state() == lsp::LspClient::State::Ready && status && status->isQuiescent;
}

/// One that has loaded the project, for the first time or again, has ended the check that it ran.
void ProjectChecks::followServer()
{
    if (isReady() != m_wasReady) {
        m_wasReady = !m_wasReady;
        m_isRunning = false;
        m_isChecked = false;
        schedule();
    }
}

/// A check that is replaced by another one ends before that begins.
void ProjectChecks::followProgress()
{
    const bool isChecking = m_client->isChecking();
    if (std::exchange(m_wasChecking, isChecking) == isChecking) {
        return;
    }
    if (isChecking) {
        m_hasBegun = m_isRunning;
    } else if (m_isRunning && m_hasBegun) {
        m_isRunning = false;
        m_isChecked = true;
        m_settled.start();
    }
}

QMap<QString, QByteArray> ProjectChecks::unsavedSources() const
{
    QMap<QString, QByteArray> texts = m_workspace->documents()->unsavedTexts(m_workspace->folder());
    texts.removeIf([](const std::pair<const QString &, QByteArray &> &one) {
        return QFileInfo(one.first).fileName() == QLatin1String("Cargo.toml");
    });
    return texts;
}

/// What is wrong with the manifest or with a file that cannot be packed is told elsewhere, in words for a compile.
void ProjectChecks::tellFailure(const Error &error)
{
    if (error.code != ErrorCode::InvalidArgument && error.code != ErrorCode::Cancelled &&
        std::exchange(m_toldFailure, error.message) != error.message) {
        notice(tr("What is typed cannot be checked. %1").arg(error.message));
    }
}

QCoro::Task<void> ProjectChecks::check()
{
    m_problems->showEdited();
    if (m_isCopying) {
        m_isOutdated = true;
        co_return;
    }
    if (m_setup.command.isEmpty() || !m_workspace->isOpen() || !isReady() || m_problems->hasSyntaxError()) {
        co_return;
    }
    m_problems->beginCheck();
    m_isOutdated = false;
    m_isCopying = true;
    m_stop = {};
    const auto changed = co_await whileAlive(
        this, onWorker([copy = m_setup.copy, folder = m_workspace->folder(), unsaved = unsavedSources(),
                        stop = m_stop.get_token()] { return updateCheckCopy(copy, folder, unsaved, stop); }));
    m_isCopying = false;
    if (!changed) {
        tellFailure(changed.error());
    }
    m_isChecked = m_isChecked && changed && !*changed;
    if (m_isOutdated) {
        m_pause.start();
    } else if (m_isChecked) {
        finishCheck();
    } else if (changed && (*changed || !m_isRunning)) { // else that very copy is being checked
        m_isRunning = true;
        m_hasBegun = false;
        m_client->runCheck();
    }
}

} // namespace studio
