// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_client.h"
#include "ui/editor/jump_history.h"

#include <QObject>

namespace studio {

class CodeEditor;
class EditorTabs;
class LanguageFeatures;

/// From a symbol to where it is defined, as the language server knows it, and back over the jumps that were made. What
/// is outside of the project opens for reading only. While no server runs nothing happens. Main thread.
class SymbolNavigation final : public QObject
{
    Q_OBJECT

public:
    using Target = lsp::LspClient::Target;

    /// `features` owns it; `tabs` outlives it.
    SymbolNavigation(EditorTabs *tabs, LanguageFeatures *features);

    void goTo(Target target); ///< of the symbol at the caret
    void goTo(Target target, CodeEditor *editor, int position);
    /// To the only one, or one that is chosen from a list; without one it says `nothing`.
    void goToOneOf(const lsp::Locations &locations, const QString &nothing);
    void jump(const JumpPlace &place); ///< and back from there
    void noteJump();                   ///< before the caret is put elsewhere
    void goBack();
    void goForward();

private:
    void choose(const QList<JumpPlace> &places);
    bool show(const JumpPlace &place);
    [[nodiscard]] std::optional<JumpPlace> here() const;
    [[nodiscard]] QString lineOf(const JumpPlace &place) const;
    [[nodiscard]] QString nameOf(const JumpPlace &place) const;

    EditorTabs *m_tabs;
    LanguageFeatures *m_features;
    JumpHistory m_history;
    RpcCall m_call;
};

} // namespace studio
