// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/scintilla.h"

#include <QTimer>

namespace studio {

class CodeEditor;
class SyntaxColours;
class SyntaxLexer;

/// Colours brackets by how deep they are nested, so that the two of a pair have the same colour. Brackets in comments
/// and strings have none. Works on what is visible, once typing or scrolling has paused. Main thread.
class BracketColours final : public QObject
{
    Q_OBJECT

public:
    static constexpr int firstIndicator = 25;
    static constexpr int secondFirstIndicator = 28; ///< of the second view of a text
    static constexpr int depths = 3;                ///< then the colours begin again

    /// `editor` owns it.
    BracketColours(CodeEditor *editor, SyntaxLexer *lexer);

    void setOn(bool isOn);
    void setColours(const SyntaxColours &colours);

private:
    struct Span ///< in bytes
    {
        long from = 0;
        long to = 0;
    };

    void mark();
    void clear(long from, long length);
    void markAt(long position, int depth); ///< -1 for none
    [[nodiscard]] Span visible() const;
    [[nodiscard]] long anchorBefore(long position) const;

    QsciScintilla *m_editor;
    int m_first = 0; ///< indicator of this view
    SyntaxLexer *m_lexer;
    QTimer m_pause;
    bool m_isOn = true;
};

} // namespace studio
