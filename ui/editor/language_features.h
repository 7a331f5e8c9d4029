// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/editor_view.h"

#include <QObject>
#include <QPointer>

namespace studio {

class CodeEditor;
class EditorTabs;
class RustAnalysis;
class SymbolNavigation;
namespace lsp {
class LspClient;
}

/// What the language server gives the open editors: descriptions of what is under the mouse, and ways to where it is
/// defined. Main thread.
class LanguageFeatures final : public QObject
{
    Q_OBJECT

public:
    explicit LanguageFeatures(EditorTabs *tabs); ///< which owns it

    void setAnalysis(RustAnalysis *analysis); ///< null: none
    void setView(const EditorView *view);     ///< null: as ViewSettings are by default
    void add(CodeEditor *editor);             ///< after its file is known
    void showHover();                         ///< about the word at the caret

    [[nodiscard]] SymbolNavigation *navigation() const { return m_navigation; }

    /// Whether the server runs and knows the editor's file. Before that client() may not be asked.
    [[nodiscard]] bool isReadyFor(const CodeEditor *editor) const;
    [[nodiscard]] lsp::LspClient *client() const;
    [[nodiscard]] QString pathOf(const CodeEditor *editor) const;
    [[nodiscard]] ViewSettings viewSettings() const;
    [[nodiscard]] bool isInProject(const QString &path) const; ///< also through links

Q_SIGNALS:
    void viewChanged();
    void answersOutdated(); ///< the server is another, is ready now, or knows more than when it was asked

private:
    void announceReadiness();

    EditorTabs *m_tabs;
    SymbolNavigation *m_navigation;
    QPointer<RustAnalysis> m_analysis;
    QPointer<const EditorView> m_view;
    bool m_isReady = false; ///< all of the project was read, as it was told last
};

} // namespace studio
