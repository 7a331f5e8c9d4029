// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/rust_analysis.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/compiler/analyzer_project.h"
#include "core/lsp/language_server.h"
#include "core/lsp/lsp_client.h"
#include "core/toolchain/rust_analyzer.h"
#include "core/workspace/analysis_problems.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/document_text.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/project_checks.h"
#include "core/workspace/project_files.h"
#include "core/workspace/test_runs.h"
#include "core/workspace/trusted_folders.h"
#include "core/workspace/workspace.h"

#include <QTimer>

namespace studio {

class RustAnalysis::Private : public QObject
{
public:
    static constexpr std::chrono::milliseconds updateDelay{600};
    Private(RustAnalysis *owner, Workspace *theWorkspace, Paths thePaths);

    void follow();
    void open(const QString &path);
    [[nodiscard]] bool isOurs(const QString &path) const;
    QCoro::Task<void> start();
    void startServer();
    Task<Toolchain> findToolchain();
    Task<AnalyzerProject> prepareProject();
    QCoro::Task<void> updateProject();
    [[nodiscard]] Json settings() const;
    void setChecks();
    void takeChecked();
    void readTrust();
    void setTrust(bool isTrusted);
    void fail(const Error &error);

    RustAnalysis *q;
    Workspace *workspace;
    Paths paths;
    TrustedFolders trusted;
    LanguageServer server{LanguageServerSpec{}};
    lsp::LspClient client{&server, lsp::ClientSetup{}};
    RustAnalysisOptions options;
    Toolchain toolchain;
    RustAnalyzer analyzer;
    AnalyzerProject project;
    std::optional<Error> failure;
    std::optional<Error> manifestError;
    std::optional<bool> trust; ///< of the folder that is open, as its file says
    AnalysisProblems problems;
    int generation = 0; ///< of the start: an earlier one that comes to its end late does nothing
    bool isStarting = false;
    bool isMissing = false;
    bool isEditedSinceCompile = false;
    QTimer update; ///< Cargo.toml is read when typing pauses
    ProjectChecks checks;
    ProjectFiles files;
    TestRuns *tests;
};

RustAnalysis::Private::Private(RustAnalysis *owner, Workspace *theWorkspace, Paths thePaths)
    : q(owner)
    , workspace(theWorkspace)
    , paths(std::move(thePaths))
    , trusted(paths.config + QStringLiteral("/trusted"))
    , problems(workspace, &client)
    , checks(workspace, &client, &problems)
    , files(workspace, &client)
    , tests(new TestRuns(theWorkspace, owner, this))
{
    update.setSingleShot(true);
    update.setInterval(updateDelay);
    connect(&update, &QTimer::timeout, this, [this] { detach(updateProject()); });
    connect(&server, &LanguageServer::stateChanged, this, [this](LanguageServer::State state) {
        if (state == LanguageServer::State::Waiting || state == LanguageServer::State::Absent) {
            failure = server.failure();
            problems.clear();
        }
        Q_EMIT q->stateChanged();
    });
    connect(&client, &lsp::LspClient::stateChanged, q, &RustAnalysis::stateChanged);
    connect(&client, &lsp::LspClient::statusChanged, q, &RustAnalysis::stateChanged);
    connect(&client, &lsp::LspClient::progressChanged, q, &RustAnalysis::stateChanged);
    connect(&client, &lsp::LspClient::diagnosticsPublished, this,
            [this](const QString &path, int, const QList<lsp::Diagnostic> &diagnostics) {
                problems.take(path, diagnostics);
            });
    connect(&checks, &ProjectChecks::ended, this, &Private::takeChecked);
    connect(&files, &ProjectFiles::changed, &checks, &ProjectChecks::schedule);
    connect(&files, &ProjectFiles::changed, this, [this] { update.start(); }); // a new target, a new folder
    follow();
}

void RustAnalysis::Private::follow()
{
    DocumentStore *const documents = workspace->documents();
    connect(workspace, &Workspace::opened, this, [this] {
        readTrust();
        q->restart();
    });
    // A compile runs what the question is about.
    connect(workspace->actions(), &BuildActions::outputWanted, this, [this] {
        if (!trust) {
            setTrust(true);
        }
    });
    connect(workspace, &Workspace::targetChanged, this, [this] { update.start(); });
    connect(documents, &DocumentStore::documentOpened, this, &Private::open);
    connect(documents, &DocumentStore::documentEditBegun, this, [this](const QString &path) { client.outdate(path); });
    connect(documents, &DocumentStore::documentEdited, this, [this](const QString &path, const TextChange &change) {
        client.change(path, {change});
        isEditedSinceCompile = isEditedSinceCompile || isOurs(path);
    });
    connect(workspace->diagnostics(), &DiagnosticList::reset, this, [this](DiagnosticList::Source source) {
        isEditedSinceCompile = isEditedSinceCompile && source != DiagnosticList::Source::Compiler;
    });
    connect(documents, &DocumentStore::documentSaved, this, [this](const QString &path) {
        client.save(path);
        if (isOurs(path) || path == workspace->manifest()->path()) {
            update.start(); // a new file may be a new target
        }
    });
    connect(documents, &DocumentStore::documentMoved, this, [this](const QString &from, const QString &to) {
        client.close(from);
        open(to);
    });
    connect(documents, &DocumentStore::documentClosed, this, [this](const QString &path) { client.close(path); });
}

bool RustAnalysis::Private::isOurs(const QString &path) const
{
    return workspace->isOpen() && path.startsWith(workspace->folder() + QLatin1Char('/')) &&
           path.endsWith(QLatin1String(".rs"));
}

void RustAnalysis::Private::open(const QString &path)
{
    if (isOurs(path)) {
        if (const auto text = workspace->documents()->text(path, maxLanguageBytes)) {
            client.open(path, QStringLiteral("rust"), text->toUtf8());
        }
    }
}

void RustAnalysis::Private::fail(const Error &error)
{
    failure = error;
    Q_EMIT q->stateChanged();
}

Task<Toolchain> RustAnalysis::Private::findToolchain()
{
    const auto all = co_await whileAlive(this, findToolchains(paths.cache + QStringLiteral("/toolchains.json")));
    if (!all) {
        co_return std::unexpected(all.error());
    }
    co_return toolchainForAnalysis(*all, workspace->target(), options.toolchain);
}

/// Of the manifest as it is saved: cargo fetches what it names, and may run it.
Task<AnalyzerProject> RustAnalysis::Private::prepareProject()
{
    AnalyzerRequest request{.projectKey = workspace->folder(),
                            .sourceFolder = workspace->folder(),
                            .manifest = {},
                            .target = workspace->target(),
                            .toolchain = toolchain,
                            .checkCopy = project.checkCopy};
    co_return co_await whileAlive(this,
                                  onWorker([places = paths, request, path = workspace->manifest()->path()]() mutable {
                                      return readDocument(path).and_then([&](const DocumentText &manifest) {
                                          request.manifest = manifest.text();
                                          return prepareAnalyzerProject(places, request);
                                      });
                                  }));
}

Json RustAnalysis::Private::settings() const
{
    return analyzerSettings(project, workspace->target(), trust.value_or(false), options.check);
}

QCoro::Task<void> RustAnalysis::Private::start()
{
    const int ours = ++generation;
    server.stop();
    problems.clear();
    failure.reset();
    manifestError.reset();
    isMissing = false;
    isStarting = workspace->isOpen() && options.isOn;
    Q_EMIT q->stateChanged();
    if (!isStarting) {
        co_return;
    }
    const auto rust = co_await whileAlive(this, findToolchain());
    const auto found =
        rust ? co_await whileAlive(this, findRustAnalyzer(*rust)) : Result<RustAnalyzer>(std::unexpected(rust.error()));
    if (ours != generation) {
        co_return;
    }
    if (!found) {
        isStarting = false;
        isMissing = true;
        fail(found.error());
        co_return;
    }
    toolchain = *rust;
    analyzer = *found;
    const auto prepared = co_await whileAlive(this, prepareProject());
    if (ours != generation) {
        co_return;
    }
    isStarting = false;
    project = prepared.value_or(AnalyzerProject{});
    if (!prepared) { // the manifest is to be mended first, and is looked at again when it changes
        manifestError = prepared.error();
        Q_EMIT q->stateChanged();
        co_return;
    }
    startServer();
}

void RustAnalysis::Private::startServer()
{
    client.setSetup({.rootFolder = workspace->folder(),
                     .initializationOptions = settings(),
                     .configuration = settings(),
                     .configurationSection = QStringLiteral("rust-analyzer")});
    const QStringList openPaths = workspace->documents()->openPaths();
    for (const QString &path : openPaths) {
        open(path);
    }
    server.setSpec({.name = QStringLiteral("rust-analyzer"),
                    .program = analyzer.program,
                    .arguments = {},
                    .folder = workspace->folder(),
                    .environment = project.environment,
                    .memoryBytes = options.memoryBytes > 0 ? options.memoryBytes : analyzerMemoryLimit()});
    server.start();
    setChecks();
}

/// What a compile said was of a text that has been edited since: the check has told what is left of it.
void RustAnalysis::Private::takeChecked()
{
    if (std::exchange(isEditedSinceCompile, false)) {
        workspace->diagnostics()->clearPlaced(DiagnosticList::Source::Compiler);
    }
    Q_EMIT q->checked();
}

void RustAnalysis::Private::setChecks()
{
    const bool isOn = trust.value_or(false) && options.check != QLatin1String("off");
    checks.setSetup({project.checkCopy, isOn ? options.check : QString(), targetTriple(workspace->target())});
}

/// A manifest that is broken meanwhile leaves the server with the last good one.
QCoro::Task<void> RustAnalysis::Private::updateProject()
{
    if (!workspace->isOpen() || analyzer.program.isEmpty() || isStarting) {
        co_return;
    }
    if (project.manifest.isEmpty()) { // it was broken from the start
        q->restart();
        co_return;
    }
    const int ours = generation;
    const auto prepared = co_await whileAlive(this, prepareProject());
    if (ours != generation) {
        co_return;
    }
    manifestError = prepared ? std::nullopt : std::optional(prepared.error());
    if (prepared) {
        project = *prepared;
        client.setConfiguration(settings());
        setChecks();
    }
    Q_EMIT q->stateChanged();
}

void RustAnalysis::Private::readTrust()
{
    trust = workspace->isOpen() ? trusted.answer(workspace->folder()) : std::nullopt;
}

void RustAnalysis::Private::setTrust(bool isTrusted)
{
    if (!workspace->isOpen() || trust == isTrusted) {
        return;
    }
    trust = isTrusted;
    if (const auto kept = trusted.setAnswer(workspace->folder(), isTrusted); !kept) {
        fail(kept.error());
    }
    q->restart(); // what it has loaded without macros is out of date
}

RustAnalysis::RustAnalysis(Workspace *workspace, Paths paths, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, workspace, std::move(paths)))
{
    if (workspace->isOpen()) {
        d->readTrust();
        restart();
    }
}

RustAnalysis::~RustAnalysis() = default;

RustAnalysis::State RustAnalysis::state() const
{
    if (!d->workspace->isOpen() || !d->options.isOn) {
        return State::Off;
    }
    if (d->isMissing || d->server.state() == LanguageServer::State::Absent) {
        return State::Missing;
    }
    if (d->server.state() == LanguageServer::State::Waiting) {
        return State::Waiting;
    }
    if (d->isStarting || d->client.state() != lsp::LspClient::State::Ready) {
        return State::Starting;
    }
    const auto &status = d->client.status();
    return status && status->isQuiescent ? State::Ready : State::Loading;
}

Workspace *RustAnalysis::workspace() const
{
    return d->workspace;
}

const std::optional<Error> &RustAnalysis::failure() const
{
    return d->failure;
}

QString RustAnalysis::version() const
{
    return d->analyzer.version;
}

bool RustAnalysis::knowsStandardLibrary() const
{
    return d->analyzer.hasStandardSources;
}

const std::optional<Error> &RustAnalysis::manifestError() const
{
    return d->manifestError;
}

lsp::LspClient *RustAnalysis::client() const
{
    return &d->client;
}

const AnalyzerProject *RustAnalysis::project() const
{
    return d->project.manifest.isEmpty() ? nullptr : &d->project;
}

TestRuns *RustAnalysis::tests() const
{
    return d->tests;
}

qint64 RustAnalysis::memoryUsed() const
{
    return d->server.memoryUsed();
}

qint64 RustAnalysis::processId() const
{
    return d->server.processId();
}

bool RustAnalysis::isCheckOutdated(const QString &path) const
{
    return d->problems.isOutdated(path);
}

std::optional<bool> RustAnalysis::trust() const
{
    return d->trust;
}

void RustAnalysis::setTrust(bool isTrusted)
{
    d->setTrust(isTrusted);
}

void RustAnalysis::setOptions(const RustAnalysisOptions &options)
{
    RustAnalysisOptions before = std::exchange(d->options, options);
    const bool isSameProcess = before.isOn == options.isOn && before.memoryBytes == options.memoryBytes &&
                               before.toolchain == options.toolchain;
    if (!isSameProcess) {
        restart();
    } else if (before.check != options.check && !d->project.manifest.isEmpty()) {
        d->client.setConfiguration(d->settings());
        d->setChecks();
    }
}

void RustAnalysis::restart()
{
    detach(d->start());
}

} // namespace studio
