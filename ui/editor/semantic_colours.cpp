// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/semantic_colours.h"

#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/language_features.h"

#include <QElapsedTimer>

#include <algorithm>

namespace studio {

namespace {

using Sci = QsciScintillaBase;

constexpr std::chrono::milliseconds tokenPause{120};
constexpr std::chrono::milliseconds sliceTime{2};
constexpr int minLinesPerSlice = 4;
constexpr std::chrono::milliseconds retryPause{1'000}; ///< after a request that the server gave up
constexpr int maxFailures = 3;

} // namespace

SemanticColours::SemanticColours(CodeEditor *editor, LanguageFeatures *features)
    : QObject(editor), m_editor(editor), m_lexer(qobject_cast<SyntaxLexer *>(editor->lexer())), m_features(features)
{
    m_pause.setSingleShot(true);
    m_slices.setInterval(0);
    editor->installEventFilter(this);
    connect(&m_pause, &QTimer::timeout, this, &SemanticColours::ask);
    connect(&m_slices, &QTimer::timeout, this, &SemanticColours::applySlice);
    connect(editor, &CodeEditor::changed, this, &SemanticColours::forget);
    connect(features, &LanguageFeatures::answersOutdated, this, &SemanticColours::forget);
    connect(editor, &QsciScintillaBase::SCN_UPDATEUI, this, [this](int what) {
        if ((what & Sci::SC_UPDATE_V_SCROLL) != 0 && !m_known.contains(visibleLines(0))) {
            m_pause.start(tokenPause);
        }
    });
    m_pause.start(tokenPause);
}

bool SemanticColours::isWaiting() const
{
    return m_pause.isActive() || m_call.isRunning() || m_slices.isActive();
}

/// What is known is about another text. What is drawn stays until there is better.
void SemanticColours::forget()
{
    m_call.cancel();
    m_slices.stop();
    m_tokens.clear();
    m_known = {};
    m_failures = 0;
    m_pause.start(tokenPause);
}

bool SemanticColours::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show && m_known.to == 0) {
        m_pause.start(tokenPause);
    }
    return QObject::eventFilter(watched, event);
}

SemanticColours::Lines SemanticColours::visibleLines(int around) const
{
    const long first = m_editor->SendScintilla(Sci::SCI_GETFIRSTVISIBLELINE);
    const long last = first + m_editor->SendScintilla(Sci::SCI_LINESONSCREEN);
    const auto lineAt = [this](long visible) {
        return static_cast<int>(m_editor->SendScintilla(Sci::SCI_DOCLINEFROMVISIBLE, word(std::max(0L, visible))));
    };
    return {std::max(0, lineAt(first) - around), std::min(m_editor->lines(), lineAt(last) + 1 + around)};
}

void SemanticColours::ask()
{
    if (!m_editor->isVisible() || !m_features->isReadyFor(m_editor) ||
        !m_features->client()->capabilities().can("semanticTokensProvider")) {
        return; // asked again when it is
    }
    const Lines lines = visibleLines(linesAround);
    m_known = lines;
    const int end = static_cast<int>(m_editor->SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(lines.to - 1)));
    const TextRange range{{lines.from, 0}, m_editor->placeOf(end)};
    m_call = m_features->client()->semanticTokens(m_features->pathOf(m_editor), range,
                                                  [this, lines](const Result<lsp::SemanticTokens> &tokens) {
                                                      if (tokens) {
                                                          take(lines, *tokens);
                                                      } else {
                                                          takeFailure();
                                                      }
                                                  });
}

/// rust-analyzer gives up what it works on when it learns of more files.
void SemanticColours::takeFailure()
{
    m_known = {};
    if (!m_pause.isActive() && ++m_failures < maxFailures) {
        m_pause.start(retryPause);
    }
}

void SemanticColours::take(const Lines &lines, const lsp::SemanticTokens &tokens)
{
    m_failures = 0;
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
