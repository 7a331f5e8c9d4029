// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/rpc_connection.h"
#include "core/lsp/rust_analyzer_values.h"

#include <QAction>

#include <functional>

namespace studio {

class CodeEditor;
class EditorTabs;
class LanguageFeatures;

/// What rust-analyzer can do at the caret beside completing, navigating and changing code. Each says in a message where
/// there is nothing to show. Main thread.
class CodeCommands final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype maxExpansion = 2'000'000; ///< characters; the rest is left out

    /// `features` owns it; `tabs` outlives it.
    CodeCommands(EditorTabs *tabs, LanguageFeatures *features);

    void expandMacro();       ///< shown for reading
    void openDocumentation(); ///< of the symbol, in the browser
    void goToParentModule();
    void showRelatedTests(); ///< of the function, to go to one
    void reloadWorkspace();
    void restartServer(); ///< whatever it is doing
    void joinLines();     ///< of the selection, or the caret's and the next one; one step of undo
    void goToMatchingBrace();
    void extendSelection();
    void shrinkSelection();

private:
    /// The current editor, where the server knows it; else says that it does not, and gives null.
    [[nodiscard]] CodeEditor *readyEditor() const;
    void showExpansion(const lsp::ExpandedMacro &macro);
    void openPage(const QString &url);
    void chooseTest(const lsp::RelatedTests &tests);

    EditorTabs *m_tabs;
    LanguageFeatures *m_features;
    RpcCall m_call; ///< a new command takes the place of the last one
};

/// Its actions; `owner` owns them.
QList<QAction *> makeCodeCommandActions(QObject *owner, const std::function<LanguageFeatures *()> &features);

} // namespace studio
