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

namespace studio {

/// Styles a QsciScintilla with KSyntaxHighlighting's definitions. Scintilla asks for what is visible; the
/// state at each line's end is kept, so that a change costs the lines up to where the state is as before. `repository`
/// must outlive it. Main thread.
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

    /// What begins a comment up to the line's end; empty where the language has none.
    [[nodiscard]] QString commentMark() const { return definition().singleLineCommentMarker(); }

    [[nodiscard]] KSyntaxHighlighting::Definition currentDefinition() const { return definition(); }
    /// Of the text in front of a line; known where that is styled.
    [[nodiscard]] KSyntaxHighlighting::State stateBefore(int line) const
    {
        return line > 0 ? m_states.value(line - 1) : KSyntaxHighlighting::State();
    }

    [[nodiscard]] const char *language() const override { return "studio"; }
    /// The name that the syntax definition gives a style, such as "Keyword"; empty for one that is not used yet.
    [[nodiscard]] QString description(int style) const override;
    void styleText(int start, int end) override;

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override;

private:
    int styleOf(const KSyntaxHighlighting::Format &format);
    void defineStyle(int style, const KSyntaxHighlighting::Format &format);
    [[nodiscard]] QByteArray lineBytes(int line) const;

    KSyntaxHighlighting::Repository *m_repository;
    SyntaxColours m_colours;
    QList<KSyntaxHighlighting::State> m_states; ///< at the end of each line that was styled, from the first on
    QHash<int, int> m_styles;                   ///< Scintilla's style by the format's id
    QHash<int, KSyntaxHighlighting::Format> m_formats;
    QByteArray m_lineStyles;  ///< of the line that is being styled, one a byte
    QList<int> m_byteOffsets; ///< of its UTF-16 units; empty when the line is ASCII
};

} // namespace studio
