// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/semantic_colours.h"

#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/language_features.h"

#include <QElapsedTimer>

#include <algorithm>

namespace studio {

namespace {

constexpr std::chrono::milliseconds sliceTime{2};
constexpr int minLinesPerSlice = 4;

} // namespace

SemanticColours::SemanticColours(CodeEditor *editor, LanguageFeatures *features)
    : QObject(editor)
    , m_editor(editor)
    , m_lexer(editor->syntax())
    , m_features(features)
    , m_questions(editor, features, this)
{
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &SemanticColours::applySlice);
    connect(&m_questions, &ViewportQuestions::outdated, this, &SemanticColours::forget);
    connect(&m_questions, &ViewportQuestions::wanted, this, &SemanticColours::ask);
}

bool SemanticColours::isWaiting() const
{
    return m_questions.isWaiting() || m_call.isRunning() || m_slices.isActive();
}

/// What is known is about another text. What is drawn stays until there is better.
void SemanticColours::forget()
{
    m_call.cancel();
    m_slices.stop();
    m_tokens.clear();
}

void SemanticColours::ask(LineSpan lines, const TextRange &range)
{
    if (!m_features->client()->capabilities().can("semanticTokensProvider")) {
        return;
    }
    m_call = m_features->client()->semanticTokens(m_features->pathOf(m_editor), range,
                                                  [this, lines](const Result<lsp::SemanticTokens> &tokens) {
                                                      if (tokens) {
                                                          take(lines, *tokens);
                                                      } else {
                                                          m_questions.noteFailure();
                                                      }
                                                  });
}

void SemanticColours::take(LineSpan lines, const lsp::SemanticTokens &tokens)
{
    const lsp::ServerCapabilities &server = m_features->client()->capabilities();
    m_tokens = SemanticLegend(server.tokenTypes, server.tokenModifiers).decode(tokens.data);
    m_left = lines;
    m_next = std::ranges::lower_bound(m_tokens, lines.from, {}, &SemanticToken::line) - m_tokens.begin();
    m_slices.start();
}

StyledPart SemanticColours::partOf(const SemanticToken &token) const
{
    const lsp::LspClient *const client = m_features->client();
    const QString path = m_features->pathOf(m_editor);
    return {.from = client->place(path, {token.line, token.character}).byte,
            .to = client->place(path, {token.line, token.character + token.length}).byte,
            .style = m_lexer->styleOf(token.role, token.modifiers)};
}

/// A line at a time: its tokens become styles.
void SemanticColours::applySlice()
{
    if (!m_features->isReadyFor(m_editor)) {
        m_slices.stop();
        return;
    }
    QElapsedTimer time;
    time.start();
    int done = 0;
    QList<StyledPart> parts;
    while (m_left.from < m_left.to && (done < minLinesPerSlice || time.durationElapsed() < sliceTime)) {
        const int line = m_left.from++;
        parts.clear();
        while (m_next < m_tokens.size() && m_tokens[m_next].line <= line) {
            parts << partOf(m_tokens[m_next++]);
        }
        m_lexer->styleLine(line, parts);
        ++done;
    }
    if (m_left.from >= m_left.to) {
        m_slices.stop();
        m_tokens.clear();
    }
}

} // namespace studio
