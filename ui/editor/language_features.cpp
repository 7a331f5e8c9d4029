// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/language_features.h"

#include "core/lsp/lsp_client.h"
#include "core/workspace/rust_analysis.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/hover_help.h"
#include "ui/editor/link_pointer.h"
#include "ui/editor/symbol_navigation.h"

#include <QFileInfo>

namespace studio {

LanguageFeatures::LanguageFeatures(EditorTabs *tabs)
    : QObject(tabs), m_tabs(tabs), m_navigation(new SymbolNavigation(tabs, this))
{
}

void LanguageFeatures::setAnalysis(RustAnalysis *analysis)
{
    m_analysis = analysis;
}

void LanguageFeatures::add(CodeEditor *editor)
{
    auto *const hover = new HoverHelp(editor, this);
    connect(hover, &HoverHelp::fileWanted, m_tabs, [this](const QString &path) { m_tabs->openAt(path, 0, 0); });
    auto *const links = new LinkPointer(editor, this);
    connect(links, &LinkPointer::followed, m_navigation, [this, editor](int position) {
        m_navigation->goTo(SymbolNavigation::Target::Definition, editor, position);
    });
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
