// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/rpc_connection.h"
#include "ui/editor/semantic_legend.h"
#include "ui/editor/syntax_lexer.h"
#include "ui/editor/viewport_questions.h"

namespace studio {

/// Colours words by what the language server knows of them, over the colours of the syntax definition and out of the
/// same theme. What comes is applied in slices between the turns of the event loop, so that no key waits for it. Until
/// the answer for a changed text is there, words keep the colours that they had. Main thread.
class SemanticColours final : public QObject
{
    Q_OBJECT

public:
    /// `editor` owns it; `features` outlives it.
    SemanticColours(CodeEditor *editor, LanguageFeatures *features);

    [[nodiscard]] bool isWaiting() const; ///< for a pause, an answer, or its turn to apply one

private:
    void ask(LineSpan lines, const TextRange &range);
    void take(LineSpan lines, const lsp::SemanticTokens &tokens);
    void applySlice();
    void forget();
    [[nodiscard]] StyledPart partOf(const SemanticToken &token) const;

    CodeEditor *m_editor;
    SyntaxLexer *m_lexer;
    LanguageFeatures *m_features;
    ViewportQuestions m_questions;
    QTimer m_slices;
    RpcCall m_call;
    QList<SemanticToken> m_tokens; ///< to apply, in the order of the text …
    qsizetype m_next = 0;          ///< … from this one on …
    LineSpan m_left;               ///< … in these lines
};

} // namespace studio
