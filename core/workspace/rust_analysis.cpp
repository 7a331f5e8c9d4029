// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/rust_analysis.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/workspace.h"

#include <QDir>
#include <QPointer>

#include <unistd.h>

namespace studio {

namespace {

constexpr std::chrono::milliseconds updateDelay{600};
constexpr qint64 leastMemory = 3LL << 30; ///< a project of 250 crates takes half of it

/// Half of what the machine has: one that wants more is better ended than the machine brought to swap.
qint64 memoryLimit()
{
    const qint64 all = static_cast<qint64>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
    return std::max(leastMemory, all / 2);
}

Severity severityOf(lsp::DiagnosticSeverity severity)
{
    return severity == lsp::DiagnosticSeverity::Error     ? Severity::Error
           : severity == lsp::DiagnosticSeverity::Warning ? Severity::Warning
                                                          : Severity::Note;
}

} // namespace

RustAnalysis::RustAnalysis(Workspace *workspace, Paths paths, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_paths(std::move(paths))
    , m_trusted(m_paths.config + QStringLiteral("/trusted"))
    , m_server(LanguageServerSpec{})
    , m_client(std::make_unique<lsp::LspClient>(&m_server, lsp::ClientSetup{}))
{
    m_update.setSingleShot(true);
    m_update.setInterval(updateDelay);
    connect(&m_update, &QTimer::timeout, this, [this] { detach(updateProject()); });
    connect(&m_server, &LanguageServer::stateChanged, this, [this](LanguageServer::State state) {
        if (state == LanguageServer::State::Waiting || state == LanguageServer::State::Absent) {
            m_failure = m_server.failure();
            m_workspace->diagnostics()->clear(DiagnosticList::Source::LanguageServer);
        }
        Q_EMIT stateChanged();
    });
    connect(m_client.get(), &lsp::LspClient::stateChanged, this, &RustAnalysis::stateChanged);
    connect(m_client.get(), &lsp::LspClient::statusChanged, this, &RustAnalysis::stateChanged);
    connect(m_client.get(), &lsp::LspClient::progressChanged, this, &RustAnalysis::stateChanged);
    connect(m_client.get(), &lsp::LspClient::diagnosticsPublished, this,
            [this](const QString &path, int, const QList<lsp::Diagnostic> &diagnostics) {
                takeDiagnostics(path, diagnostics);
            });
    follow();
    if (m_workspace->isOpen()) {
        restart();
    }
}

RustAnalysis::~RustAnalysis() = default;

void RustAnalysis::follow()
{
    DocumentStore *const documents = m_workspace->documents();
    connect(m_workspace, &Workspace::opened, this, &RustAnalysis::restart);
    connect(m_workspace, &Workspace::targetChanged, this, [this] { m_update.start(); });
    connect(m_workspace->manifest(), &ManifestEditor::manifestChanged, this, [this] { m_update.start(); });
    connect(documents, &DocumentStore::documentOpened, this, &RustAnalysis::open);
    connect(documents, &DocumentStore::documentEdited, this,
            [this](const QString &path, const TextChange &change) { m_client->change(path, {change}); });
    connect(documents, &DocumentStore::documentSaved, this, [this](const QString &path) {
        m_client->save(path);
        if (isOurs(path)) {
            m_update.start(); // a new file may be a new target
        }
    });
    connect(documents, &DocumentStore::documentMoved, this, [this](const QString &from, const QString &to) {
        m_client->close(from);
        open(to);
    });
    connect(documents, &DocumentStore::documentClosed, this, [this](const QString &path) { m_client->close(path); });
}

bool RustAnalysis::isOurs(const QString &path) const
{
    return m_workspace->isOpen() && path.startsWith(m_workspace->folder() + QLatin1Char('/')) &&
           path.endsWith(QLatin1String(".rs"));
}

void RustAnalysis::open(const QString &path)
{
    if (const auto text = isOurs(path) ? m_workspace->documents()->text(path) : Result<QString>();
        text && isOurs(path)) {
        m_client->open(path, QStringLiteral("rust"), text->toUtf8());
    }
}

RustAnalysis::State RustAnalysis::state() const
{
    if (!m_workspace->isOpen()) {
        return State::Off;
    }
    if (m_isMissing || m_server.state() == LanguageServer::State::Absent) {
        return State::Missing;
    }
    if (m_server.state() == LanguageServer::State::Waiting) {
        return State::Waiting;
    }
    if (m_isStarting || m_client->state() != lsp::LspClient::State::Ready) {
        return State::Starting;
    }
    const auto &status = m_client->status();
    return status && status->isQuiescent ? State::Ready : State::Loading;
}

std::optional<bool> RustAnalysis::trust() const
{
    return m_trusted.answer(m_workspace->folder());
}

void RustAnalysis::setTrust(bool isTrusted)
{
    if (!m_workspace->isOpen() || trust() == isTrusted) {
        return;
    }
    if (const auto kept = m_trusted.setAnswer(m_workspace->folder(), isTrusted); !kept) {
        fail(kept.error());
    }
    restart(); // what it has loaded without macros is out of date
}

void RustAnalysis::restart()
{
    detach(start());
}

void RustAnalysis::fail(const Error &error)
{
    m_failure = error;
    Q_EMIT stateChanged();
}

/// The compiler's own, unless the sources of the standard library lie beside another one only.
Task<Toolchain> RustAnalysis::findToolchain()
{
    const auto all = co_await whileAlive(this, findToolchains(m_paths.cache + QStringLiteral("/toolchains.json")));
    if (!all) {
        co_return std::unexpected(all.error());
    }
    const auto choice = chooseToolchain(*all, m_workspace->target());
    if (!choice) {
        co_return std::unexpected(choice.error());
    }
    const auto fitting = [&](const Toolchain &one) {
        return hasStandardSources(one) && one.version >= choice->toolchain.version &&
               one.targets.contains(targetTriple(m_workspace->target()));
    };
    if (!fitting(choice->toolchain)) {
        if (const auto other = std::ranges::find_if(*all, fitting); other != all->end()) {
            co_return *other;
        }
    }
    co_return choice->toolchain;
}

AnalyzerRequest RustAnalysis::request() const
{
    const auto manifest = m_workspace->documents()->text(m_workspace->manifest()->path());
    return {.projectKey = m_workspace->folder(),
            .sourceFolder = m_workspace->folder(),
            .manifest = manifest.value_or(QString()),
            .target = m_workspace->target(),
            .toolchain = m_toolchain};
}

Json RustAnalysis::settings() const
{
    return analyzerSettings(m_project, m_workspace->target(), trust().value_or(false));
}

QCoro::Task<void> RustAnalysis::start()
{
    const int generation = ++m_generation;
    const auto isOutdated = [this, generation] { return generation != m_generation; };
    m_server.stop();
    m_workspace->diagnostics()->clear(DiagnosticList::Source::LanguageServer);
    m_failure.reset();
    m_manifestError.reset();
    m_isMissing = false;
    m_isStarting = m_workspace->isOpen();
    Q_EMIT stateChanged();
    if (!m_workspace->isOpen()) {
        co_return;
    }
    const auto toolchain = co_await whileAlive(this, findToolchain());
    auto analyzer = toolchain ? co_await whileAlive(this, findRustAnalyzer(*toolchain))
                              : Result<RustAnalyzer>(std::unexpected(toolchain.error()));
    if (isOutdated()) {
        co_return;
    }
    if (!analyzer) {
        m_isStarting = false;
        m_isMissing = true;
        fail(analyzer.error());
        co_return;
    }
    m_toolchain = *toolchain;
    m_analyzer = *analyzer;
    const auto project = co_await whileAlive(
        this, onWorker([paths = m_paths, wanted = request()] { return prepareAnalyzerProject(paths, wanted); }));
    if (isOutdated()) {
        co_return;
    }
    m_isStarting = false;
    if (!project) { // the manifest is to be mended first, and is looked at again when it changes
        m_manifestError = project.error();
        m_project = {};
        fail(project.error());
        co_return;
    }
    m_project = *project;
    m_client->setSetup({.rootFolder = m_workspace->folder(),
                        .initializationOptions = settings(),
                        .configuration = settings(),
                        .configurationSection = QStringLiteral("rust-analyzer")});
    const QStringList openPaths = m_workspace->documents()->openPaths();
    for (const QString &path : openPaths) {
        open(path);
    }
    m_server.setSpec({.name = QStringLiteral("rust-analyzer"),
                      .program = m_analyzer.program,
                      .arguments = {},
                      .folder = m_workspace->folder(),
                      .environment = m_project.environment,
                      .memoryBytes = memoryLimit()});
    m_server.start();
}

/// A manifest that is broken meanwhile leaves the server with the last good one.
QCoro::Task<void> RustAnalysis::updateProject()
{
    if (!m_workspace->isOpen() || m_analyzer.program.isEmpty() || m_isStarting) {
        co_return;
    }
    if (m_project.manifest.isEmpty()) { // it was broken from the start
        restart();
        co_return;
    }
    const int generation = m_generation;
    const auto project = co_await whileAlive(
        this, onWorker([paths = m_paths, wanted = request()] { return prepareAnalyzerProject(paths, wanted); }));
    if (generation != m_generation) {
        co_return;
    }
    m_manifestError = project ? std::nullopt : std::optional(project.error());
    if (project) {
        m_project = *project;
        m_client->setConfiguration(settings());
    }
    Q_EMIT stateChanged();
}

void RustAnalysis::takeDiagnostics(const QString &path, const QList<lsp::Diagnostic> &diagnostics)
{
    const QString file = QDir(m_workspace->folder()).relativeFilePath(path);
    QList<Diagnostic> all;
    for (const lsp::Diagnostic &one : diagnostics) {
        const lsp::Range range = m_client->inCharacters(path, one.range);
        all << Diagnostic{.severity = severityOf(one.severity),
                          .code = one.code,
                          .message = one.message,
                          .file = file,
                          .line = range.start.line + 1,
                          .column = range.start.character + 1,
                          .endLine = range.end.line + 1,
                          .endColumn = range.end.character + 1,
                          .rendered = one.rendered,
                          .help = {}};
    }
    m_workspace->diagnostics()->replace(DiagnosticList::Source::LanguageServer, file, all);
}

} // namespace studio
