// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/scintilla.h"
#include "ui/editor/syntax_colours.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
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

/// Styles a QsciScintilla with KSyntaxHighlighting's definitions. Scintilla asks for what is visible; the
/// state at each line's end is kept, so that a change costs the lines up to where the state is as before. What a
/// language server knows of a line lies over that, see styleLine(). `repository` must outlive it. Main thread.
class SyntaxLexer final : public QsciLexerCustom, private KSyntaxHighlighting::AbstractHighlighter
{
    Q_OBJECT

public:
    SyntaxLexer(KSyntaxHighlighting::Repository *repository, const QString &fileName, SyntaxColours colours,
                QsciScintilla *editor);

    /// Another language, by the name's end; what is styled already is to be styled again.
    void setFileName(const QString &fileName);

    /// Also takes the editor's font.
    void setColours(SyntaxColours colours);
    /// Another view of the editor's text, which gets the looks of the styles: those that there are, again with each
    /// call, and those to come.
    void addView(QsciScintilla *view);

    /// What begins a comment up to the line's end; empty where the language has none.
    [[nodiscard]] QString commentMark() const { return definition().singleLineCommentMarker(); }

    [[nodiscard]] KSyntaxHighlighting::Definition currentDefinition() const { return definition(); }
    /// Of the text in front of a line; known where that is styled.
    [[nodiscard]] KSyntaxHighlighting::State stateBefore(int line) const
    {
        return line > 0 ? m_states.value(line - 1) : KSyntaxHighlighting::State();
    }

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

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override;

private:
    int styleOf(const KSyntaxHighlighting::Format &format);
    void defineStyle(int style, const TextStyle &look);
    void defineStyleIn(QsciScintilla *view, int style, const TextStyle &look) const;
    void defineRoleStyles();
    [[nodiscard]] QByteArray lineBytes(int line) const;
    [[nodiscard]] QByteArray lineStyles(int line) const;
    /// Puts the styles by the definition into m_lineStyles, and tells the state behind the line.
    KSyntaxHighlighting::State highlightBytes(const QByteArray &bytes, const KSyntaxHighlighting::State &before);
    void keepRoleStyles(const QByteArray &bytes, const QByteArray &before);

    KSyntaxHighlighting::Repository *m_repository;
    QList<QPointer<QsciScintilla>> m_views; ///< beside the editor
    SyntaxColours m_colours;
    QList<KSyntaxHighlighting::State> m_states; ///< at the end of each line that was styled, from the first on
    QHash<int, int> m_styles;                   ///< Scintilla's style by the format's id
    QHash<int, KSyntaxHighlighting::Format> m_formats;
    QByteArray m_lineStyles;  ///< of the line that is being styled, one a byte
    QList<int> m_byteOffsets; ///< of its UTF-16 units; empty when the line is ASCII
    bool m_hasRoleStyles = false;
};

} // namespace studio
