// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/rpc_connection.h"
#include "ui/editor/semantic_legend.h"
#include "ui/editor/syntax_lexer.h"

#include <QMap>
#include <QObject>
#include <QTimer>

namespace studio {

class CodeEditor;
class LanguageFeatures;

/// Colours words by what the language server knows of them, over the colours of the syntax definition and out of the
/// same theme. It asks for what is visible and some lines around, when typing and scrolling pause; what comes is
/// applied in slices between the turns of the event loop, so that no key waits for it. Until the answer for a changed
/// text is there, words keep the colours that they had. Main thread.
class SemanticColours final : public QObject
{
    Q_OBJECT

public:
    static constexpr int linesAround = 100; ///< above and below what is visible

    /// `editor` owns it; `features` outlives it.
    SemanticColours(CodeEditor *editor, LanguageFeatures *features);

    [[nodiscard]] bool isWaiting() const; ///< for a pause, an answer, or its turn to apply one

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Lines ///< from, and behind the last one
    {
        int from = 0;
        int to = 0;

        [[nodiscard]] bool contains(const Lines &other) const { return from <= other.from && other.to <= to; }
    };

    void ask();
    void take(const Lines &lines, const lsp::SemanticTokens &tokens);
    void takeFailure();
    void applySlice();
    void forget();
    [[nodiscard]] Lines visibleLines(int around) const;
    [[nodiscard]] StyledPart partOf(const SemanticToken &token) const;

    CodeEditor *m_editor;
    SyntaxLexer *m_lexer;
    LanguageFeatures *m_features;
    QTimer m_pause;
    QTimer m_slices;
    int m_failures = 0; ///< one after the other
    RpcCall m_call;
    Lines m_known;                 ///< what was asked for of the text as it is
    QList<SemanticToken> m_tokens; ///< to apply, in the order of the text …
    qsizetype m_next = 0;          ///< … from this one on …
    Lines m_left;                  ///< … in these lines
};

} // namespace studio
