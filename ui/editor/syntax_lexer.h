// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/scintilla.h"
#include "ui/syntax/syntax_colours.h"

#include <QHash>
#include <QPointer>
#include <QSpan>

namespace studio {

/// A part of a line that has a style, in bytes of the line. A plain value.
struct StyledPart
{
    int from = 0;
    int to = 0;
    int style = 0;

    bool operator==(const StyledPart &) const = default;
};

/// Styles a QsciScintilla by the definition of its language (ui/syntax). Scintilla asks for what is visible; a change
/// costs the lines up to where the state at a line's end is as before. What a language server knows of a line lies over
/// that, see styleLine(). `syntaxes` must outlive it. Main thread.
class SyntaxLexer final : public QsciLexerCustom
{
    Q_OBJECT

public:
    SyntaxLexer(Syntaxes *syntaxes, const QString &fileName, SyntaxColours colours, QsciScintilla *editor);
    ~SyntaxLexer() override;

    /// Another language, by the name's end; what is styled already is to be styled again.
    void setFileName(const QString &fileName);

    /// Also takes the editor's font.
    void setColours(SyntaxColours colours);
    /// Another view of the editor's text, which gets the looks of the styles: those that there are, again with each
    /// call, and those to come.
    void addView(QsciScintilla *view);

    /// What begins a comment up to the line's end; empty where the language has none.
    [[nodiscard]] QString commentMark() const { return m_highlighter->commentMark(); }
    [[nodiscard]] QString languageName() const { return m_highlighter->language(); } ///< such as "Rust"
    /// Of a text that begins a line: one a UTF-16 unit, and one more, of what would be typed at the end. The lines
    /// before are styled.
    [[nodiscard]] QList<TextKind> kindsOf(int line, const QString &text) const;

    /// The style of a word that a language server has found, for styleLine().
    [[nodiscard]] int styleOf(SyntaxRole role, SyntaxModifiers modifiers);
    /// Styles a line, and `parts` over what the definition has found. Words keep such a style while they are typed in,
    /// until the next call. The lines before it are styled first where they are not.
    void styleLine(int line, QSpan<const StyledPart> parts);
    /// Whether a style is neither a comment's nor a string's.
    [[nodiscard]] bool isCode(int style) const;

    [[nodiscard]] const char *language() const override { return "studio"; }
    /// The name that the syntax definition gives a style, such as "Keyword", or the table of roles; empty for one that
    /// is not used yet.
    [[nodiscard]] QString description(int style) const override;
    void styleText(int start, int end) override;

private:
    int styleOf(int format);
    void defineStyle(int style, const TextStyle &look);
    void defineStyleIn(QsciScintilla *view, int style, const TextStyle &look) const;
    void defineRoleStyles();
    [[nodiscard]] QByteArray lineBytes(int line) const;
    [[nodiscard]] QByteArray lineStyles(int line) const;
    /// The line's text without its end.
    [[nodiscard]] static QString textOf(const QByteArray &bytes);
    /// Puts the styles of the definition into m_lineStyles.
    void applyParts(const QByteArray &bytes, const QString &text, const QList<FormattedPart> &parts);
    void keepRoleStyles(const QByteArray &bytes, const QByteArray &before);

    Syntaxes *m_syntaxes;
    std::unique_ptr<LineHighlighter> m_highlighter;
    QList<QPointer<QsciScintilla>> m_views; ///< beside the editor
    SyntaxColours m_colours;
    QHash<int, int> m_styles;           ///< Scintilla's style by the format's id
    QHash<int, SyntaxFormat> m_formats; ///< by Scintilla's style
    QByteArray m_lineStyles;            ///< of the line that is being styled, one a byte
    bool m_hasRoleStyles = false;
};

} // namespace studio
