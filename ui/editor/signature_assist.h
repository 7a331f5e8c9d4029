// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "core/lsp/rpc_connection.h"

#include <QObject>
#include <QPointer>

class QKeyEvent;

namespace studio {

class CodeEditor;
class LanguageFeatures;
class SignaturePopup;

/// The signature of the call around the caret: asked for after the server's trigger characters, such as “(” and “,”,
/// after a completion that was inserted, and by request(); then it follows the caret until the call is left. Escape
/// closes it, unless completions are shown: those keys are theirs. Main thread.
class SignatureAssist final : public QObject
{
    Q_OBJECT

public:
    /// `editor` owns it; `features` outlives it.
    SignatureAssist(CodeEditor *editor, LanguageFeatures *features);

    void request();
    void hide();
    [[nodiscard]] bool isShown() const;
    [[nodiscard]] SignaturePopup *popup(); ///< made with its first use

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void takeTyped(int character);
    void followCaret();
    void askLater();
    void ask();
    void take(const Result<lsp::SignatureHelp> &help);
    void showSignature();
    bool handleKey(const QKeyEvent &event);
    [[nodiscard]] bool isCompleting() const;
    [[nodiscard]] int argumentsStart() const;

    CodeEditor *m_editor;
    LanguageFeatures *m_features;
    QPointer<SignaturePopup> m_popup;
    lsp::SignatureHelp m_help;
    int m_index = 0;         ///< of the signature that is shown
    bool m_isAsking = false; ///< at the next turn of the event loop, when the server has what was typed
    RpcCall m_call;
};

} // namespace studio
