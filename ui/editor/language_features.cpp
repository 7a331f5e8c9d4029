// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/language_features.h"

#include "core/lsp/lsp_client.h"
#include "core/workspace/rust_analysis.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/hover_help.h"
#include "ui/editor/inlay_hints.h"
#include "ui/editor/link_pointer.h"
#include "ui/editor/semantic_colours.h"
#include "ui/editor/symbol_navigation.h"

#include <QFileInfo>

namespace studio {

LanguageFeatures::LanguageFeatures(EditorTabs *tabs)
    : QObject(tabs), m_tabs(tabs), m_navigation(new SymbolNavigation(tabs, this))
{
}

void LanguageFeatures::setAnalysis(RustAnalysis *analysis)
{
    if (m_analysis) {
        m_analysis->disconnect(this);
        m_analysis->client()->disconnect(this);
    }
    m_analysis = analysis;
    m_isReady = false;
    if (m_analysis) {
        connect(m_analysis, &RustAnalysis::stateChanged, this, &LanguageFeatures::announceReadiness);
        connect(m_analysis->client(), &lsp::LspClient::refreshWanted, this, &LanguageFeatures::answersOutdated);
    }
    announceReadiness();
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
    auto *const hover = new HoverHelp(editor, this);
    connect(hover, &HoverHelp::fileWanted, m_tabs, [this](const QString &path) { m_tabs->openAt(path, 0, 0); });
    auto *const links = new LinkPointer(editor, this);
    connect(links, &LinkPointer::followed, m_navigation, [this, editor](int position) {
        m_navigation->goTo(SymbolNavigation::Target::Definition, editor, position);
    });
    new SemanticColours(editor, this);
    new InlayHints(editor, this);
}

void LanguageFeatures::showHover()
{
    if (CodeEditor *const editor = m_tabs->current()) {
        editor->findChild<HoverHelp *>()->showAtCaret();
    }
}

bool LanguageFeatures::isReadyFor(const CodeEditor *editor) const
{
    const lsp::LspClient *const server = client();
    return server && server->state() == lsp::LspClient::State::Ready && server->isOpen(pathOf(editor));
}

lsp::LspClient *LanguageFeatures::client() const
{
    return m_analysis ? m_analysis->client() : nullptr;
}

QString LanguageFeatures::pathOf(const CodeEditor *editor) const
{
    return EditorTabs::pathOf(editor);
}

bool LanguageFeatures::isInProject(const QString &path) const
{
    const QString folder = client() ? QFileInfo(client()->rootFolder()).canonicalFilePath() : QString();
    return !folder.isEmpty() && QFileInfo(path).canonicalFilePath().startsWith(folder + QLatin1Char('/'));
}

} // namespace studio
