// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/lsp/lsp_values.h"
#include "core/lsp/rpc_connection.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace studio {

class CodeActionMenu;
class CodeEditor;
class LanguageFeatures;
class ServerEdits;

/// The quick fixes and refactorings of a language server at the caret or for the selection: a lamp in the margin says
/// that there are some, asked for when the caret rests; showMenu() offers them. Main thread.
class CodeActionAssist final : public QObject
{
    Q_OBJECT

public:
    static constexpr int restTime = 300; ///< milliseconds until the caret is taken to rest

    /// `editor` owns it; `features` outlives it.
    CodeActionAssist(CodeEditor *editor, LanguageFeatures *features);

    void showMenu(); ///< asks first, where what is known is out of date
    [[nodiscard]] bool hasLamp() const { return m_lamp >= 0; }
    [[nodiscard]] bool hasFix() const;          ///< among what the lamp stands for
    [[nodiscard]] CodeActionMenu *menu() const; ///< null while none is shown

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// What the actions are about.
    struct Place
    {
        int text = 0; ///< rises with each change
        int from = 0; ///< of the selection, bytes
        int to = 0;

        bool operator==(const Place &) const = default;
    };

    [[nodiscard]] Place here() const;
    void outdate();
    void ask();
    void take(const Result<lsp::CodeActions> &actions);
    [[nodiscard]] bool askForLine(const lsp::CodeActions &atCaret);
    void show(const Result<lsp::CodeActions> &actions);
    void popUp();
    void choose(const lsp::CodeAction &action);
    QCoro::Task<void> perform(lsp::CodeAction action);
    void execute(const lsp::Command &command, bool isAll);
    void showLamp(int line);
    void hideLamp();

    CodeEditor *m_editor;
    LanguageFeatures *m_features;
    int m_fixMarker;
    int m_refactoringMarker;
    QPointer<CodeActionMenu> m_menu;
    lsp::CodeActions m_actions;
    Place m_asked;           ///< what m_actions are about, or will be
    int m_text = 0;          ///< of the place as it is now
    bool m_isKnown = false;  ///< m_actions are about what is there now
    bool m_isWanted = false; ///< as a menu, when they are known
    int m_lamp = -1;         ///< its marker's handle
    QTimer m_rest;
    RpcCall m_call;
    RpcCall m_resolve;
};

} // namespace studio
