// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/language_features.h"

#include "core/base/detach.h"
#include "core/base/files.h"
#include "core/lsp/lsp_client.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/code_symbols.h"
#include "core/workspace/rust_analysis.h"
#include "core/workspace/test_runs.h"
#include "core/workspace/workspace.h"
#include "ui/editor/breadcrumbs.h"
#include "ui/editor/caret_notice.h"
#include "ui/editor/code_action_assist.h"
#include "ui/editor/code_commands.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/completion_assist.h"
#include "ui/editor/document_folds.h"
#include "ui/editor/document_outline.h"
#include "ui/editor/document_runnables.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/file_move.h"
#include "ui/editor/fold_margin.h"
#include "ui/editor/hover_help.h"
#include "ui/editor/inlay_hints.h"
#include "ui/editor/link_pointer.h"
#include "ui/editor/occurrence_marks.h"
#include "ui/editor/run_markers.h"
#include "ui/editor/selection_steps.h"
#include "ui/editor/semantic_colours.h"
#include "ui/editor/server_edits.h"
#include "ui/editor/server_folds.h"
#include "ui/editor/signature_assist.h"
#include "ui/editor/symbol_navigation.h"
#include "ui/editor/symbol_references.h"
#include "ui/editor/symbol_rename.h"

#include <QFileInfo>

namespace studio {

namespace {

constexpr qsizetype maxDiagnostics = 1'000; ///< of a file

} // namespace

LanguageFeatures::LanguageFeatures(EditorTabs *tabs)
    : QObject(tabs)
    , m_tabs(tabs)
    , m_navigation(new SymbolNavigation(tabs, this))
    , m_symbols(new CodeSymbols(nullptr, this))
    , m_commands(new CodeCommands(tabs, this))
    , m_edits(new ServerEdits(tabs, this))
    , m_rename(new SymbolRename(tabs, this))
    , m_fileMove(new FileMove(tabs, this))
    , m_references(new SymbolReferences(tabs, this))
    , m_serverAnswers(new lsp::ServerAnswers(this))
{
    connect(tabs, &EditorTabs::fileClosed, this, [this](const QString &path) { m_diagnostics.remove(path); });
    connect(tabs, &EditorTabs::fileMoved, this, [this](const QString &from) { m_diagnostics.remove(from); });
}

void LanguageFeatures::setAnalysis(RustAnalysis *analysis)
{
    if (m_analysis) {
        m_analysis->disconnect(this);
        m_analysis->tests()->disconnect(this);
        m_analysis->tests()->disconnect(m_tabs);
    }
    m_analysis = analysis;
    m_isReady = false;
    setClient(analysis ? analysis->client() : nullptr);
    m_symbols->setAnalysis(analysis);
    if (m_analysis) {
        connect(m_analysis, &RustAnalysis::stateChanged, this, &LanguageFeatures::announceReadiness);
        connect(m_analysis, &RustAnalysis::checked, this, &LanguageFeatures::checked);
        connect(m_analysis->tests(), &TestRuns::changed, this, &LanguageFeatures::testsChanged);
        connect(m_analysis->tests(), &TestRuns::message, m_tabs, &EditorTabs::message);
    }
    announceReadiness();
}

void LanguageFeatures::restartServer()
{
    if (m_analysis) {
        m_analysis->restart();
    }
}

void LanguageFeatures::setView(const EditorView *view)
{
    m_view = view;
    if (view) {
        connect(view, &EditorView::changed, this, &LanguageFeatures::viewChanged);
    }
    Q_EMIT viewChanged();
}

ViewSettings LanguageFeatures::viewSettings() const
{
    return m_view ? m_view->settings() : ViewSettings();
}

void LanguageFeatures::setClient(lsp::LspClient *client)
{
    if (m_client) {
        m_client->disconnect(this);
    }
    m_client = client;
    m_serverAnswers->setClient(client);
    Q_EMIT sourcesChanged();
    m_diagnostics.clear();
    m_edits->setClient(client);
    if (!client) {
        return;
    }
    connect(client, &lsp::LspClient::refreshWanted, this, &LanguageFeatures::answersOutdated);
    connect(client, &lsp::LspClient::stateChanged, this, [this](lsp::LspClient::State state) {
        if (!m_analysis && state == lsp::LspClient::State::Ready) { // an analysis is ready later
            Q_EMIT answersOutdated();
        }
    });
    connect(client, &lsp::LspClient::diagnosticsPublished, this,
            [this](const QString &path, int, const QList<lsp::Diagnostic> &diagnostics) {
                if (m_tabs->editorOf(path)) {
                    m_diagnostics[path] = diagnostics.first(std::min(diagnostics.size(), maxDiagnostics));
                } else {
                    m_diagnostics.remove(path);
                }
                Q_EMIT diagnosticsChanged(path);
            });
}

/// What was asked while the project was read may have been answered from a part of it.
void LanguageFeatures::announceReadiness()
{
    const bool isReady = m_analysis && m_analysis->state() == RustAnalysis::State::Ready;
    if (std::exchange(m_isReady, isReady) != isReady) {
        Q_EMIT answersOutdated();
    }
}

void LanguageFeatures::add(CodeEditor *editor)
{
    new CompletionAssist(editor, this); // its keys come before those of the others
    auto *const hover = new HoverHelp(editor, this);
    connect(hover, &HoverHelp::fileWanted, m_tabs, [this](const QString &path) { m_tabs->openAt(path, 0, 0); });
    new SignatureAssist(editor, this);
    new CodeActionAssist(editor, this);
    auto *const links = new LinkPointer(editor, this);
    connect(links, &LinkPointer::followed, m_navigation, [this, editor](int position) {
        m_navigation->goTo(SymbolNavigation::Target::Definition, editor, position);
    });
    new SemanticColours(editor, this);
    new InlayHints(editor, this);
    new SelectionSteps(editor, this);
    editor->findChild<OccurrenceMarks *>()->setFeatures(this);
    addWholeFile(editor);
}

/// What is asked about the whole file is asked once for all its views.
void LanguageFeatures::addWholeFile(CodeEditor *editor)
{
    CodeEditor *const main = editor->mainView();
    auto *outline = main->findChild<DocumentOutline *>(Qt::FindDirectChildrenOnly);
    if (!outline) {
        outline = new DocumentOutline(main, this);
        new DocumentRunnables(main, outline, this);
        new DocumentFolds(main, outline, this);
    }
    outline->addView(editor);
    new Breadcrumbs(editor, outline, this);
    new RunMarkers(editor, outline, main->findChild<DocumentRunnables *>(Qt::FindDirectChildrenOnly), this);
    new FoldMargin(editor, new ServerFolds(editor, main->findChild<DocumentFolds *>(Qt::FindDirectChildrenOnly)));
}

void LanguageFeatures::showHover()
{
    if (CodeEditor *const editor = m_tabs->current()) {
        editor->findChild<HoverHelp *>()->showAtCaret();
    }
}

void LanguageFeatures::showSignature()
{
    if (CodeEditor *const editor = m_tabs->current()) {
        editor->findChild<SignatureAssist *>()->request();
    }
}

void LanguageFeatures::showCodeActions()
{
    if (CodeEditor *const editor = m_tabs->current()) {
        editor->findChild<CodeActionAssist *>()->showMenu();
    }
}

void LanguageFeatures::showCaretNotice(const QString &sentence)
{
    if (CodeEditor *const editor = m_tabs->current()) {
        CaretNotice::show(editor, sentence);
    }
}

QList<lsp::Diagnostic> LanguageFeatures::diagnosticsAt(const QString &path, const TextRange &range) const
{
    QList<lsp::Diagnostic> found;
    for (const lsp::Diagnostic &one : m_diagnostics.value(path)) {
        const TextRange place = m_client->textRange(path, one.range);
        if (place.start <= range.end && range.start <= place.end) {
            found << one;
        }
    }
    return found;
}

bool LanguageFeatures::isCheckOutdated(const QString &path) const
{
    return m_analysis && m_analysis->isCheckOutdated(path);
}

void LanguageFeatures::showOutline()
{
    if (CodeEditor *const editor = m_tabs->current()) {
        editor->findChild<Breadcrumbs *>()->openOutline();
    }
}

void LanguageFeatures::focusBreadcrumbs()
{
    if (CodeEditor *const editor = m_tabs->current()) {
        editor->findChild<Breadcrumbs *>()->focusLast();
    }
}

void LanguageFeatures::openFile(const QString &path)
{
    m_tabs->openAt(path, 0, 0);
}

void LanguageFeatures::runAtCaret()
{
    if (CodeEditor *const editor = m_tabs->current()) {
        editor->findChild<RunMarkers *>()->runAtCaret();
    }
}

void LanguageFeatures::runTest(const TestCommand &test)
{
    if (m_analysis) {
        m_analysis->tests()->run(test);
    }
}

void LanguageFeatures::setPlaceOf(const TestCommand &test, const QString &path, int line)
{
    if (m_analysis) {
        m_analysis->tests()->setPlace(test, path, line);
    }
}

void LanguageFeatures::runHandler()
{
    BuildActions *const actions = m_analysis ? m_analysis->workspace()->actions() : nullptr;
    if (actions && actions->canRun()) {
        detach(actions->run());
    }
}

QString LanguageFeatures::handlerFile() const
{
    return m_analysis ? m_analysis->workspace()->handlerFile() : QString();
}

const TestResult *LanguageFeatures::resultOf(const TestCommand &test) const
{
    return m_analysis ? m_analysis->tests()->result(test) : nullptr;
}

bool LanguageFeatures::isReadyFor(const CodeEditor *editor) const
{
    const lsp::LspClient *const server = client();
    return server && server->state() == lsp::LspClient::State::Ready && server->isOpen(pathOf(editor));
}

lsp::LspClient *LanguageFeatures::client() const
{
    return m_client;
}

lsp::AnswerSource *LanguageFeatures::sourceOf(const CodeEditor *editor) const
{
    const QString path = pathOf(editor);
    if (m_serverAnswers->canAnswer(path)) {
        return m_serverAnswers;
    }
    const auto found = std::ranges::find_if(
        m_sources, [&](const QPointer<lsp::AnswerSource> &one) { return one && one->canAnswer(path); });
    return found == m_sources.end() ? nullptr : found->data();
}

void LanguageFeatures::setSources(const QList<lsp::AnswerSource *> &sources)
{
    Q_EMIT sourcesChanged();
    m_sources.assign(sources.begin(), sources.end());
}

QString LanguageFeatures::pathOf(const CodeEditor *editor) const
{
    return EditorTabs::pathOf(editor);
}

bool LanguageFeatures::isInProject(const QString &path) const
{
    return client() && isInsideFolder(path, client()->rootFolder());
}

} // namespace studio
