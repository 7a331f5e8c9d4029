// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/carets.h"
#include "ui/editor/typing_rules.h"

#include <QObject>

#include <functional>

class QKeyEvent;

namespace studio {

class SyntaxLexer;

/// Brackets and quotes that close themselves, and the indentation of new lines, for one editor:
///
///     void CodeEditor::keyPressEvent(QKeyEvent *event)
///     {
///         const auto insert = [&] { QsciScintilla::keyPressEvent(event); };
///         if (!m_typing->handleKey(*event, insert)) {
///             insert();
///         }
///     }
///
/// Each key is one step of undo. With several carets all of them are treated alike, or none. A closing character that
/// was inserted here is typed over, and deleted with its opening one, until the caret leaves its line. Main thread.
class TypingAssist final : public QObject
{
    Q_OBJECT

public:
    /// `editor` owns it, and `lexer` lives as long.
    TypingAssist(QsciScintilla *editor, SyntaxLexer *lexer);

    /// True when the key was dealt with. `insert` inserts the character as the editor would.
    bool handleKey(const QKeyEvent &event, const std::function<void()> &insert);
    /// The same for a character that an input method has composed.
    bool handleCharacter(QChar typed, const std::function<void()> &insert);
    /// The character at `position` (bytes), in the caret's line, was inserted to close something: it is typed over.
    void markCloser(long position);

private:
    struct Place; ///< a caret within the text of its line

    bool breakLine();
    bool deletePair();
    bool surround(const TypingPair &pair);
    bool typeOver(QChar typed);
    bool closeItself(const TypingPair &pair, const std::function<void()> &insert);
    bool unindentCloser(QChar typed, const std::function<void()> &insert);

    [[nodiscard]] TypingRules rules() const;
    [[nodiscard]] Place placeOf(long position);
    [[nodiscard]] QList<TextKind> kindsOf(long line, const QString &text);
    [[nodiscard]] bool canClose(const TypingPair &pair, long position);
    [[nodiscard]] CaretEdit lineBreakAt(const Caret &caret);
    [[nodiscard]] QString commentToContinue(const Place &place, const TypingRules &rules, TextKind kind) const;
    [[nodiscard]] bool opensBlock(const Place &place);
    [[nodiscard]] bool isInsertedCloser(long position) const;
    void unindentLineOf(long closer);
    [[nodiscard]] bool hasClosers(long line) const;
    void forgetClosersOfOtherLines();

    QsciScintilla *m_editor;
    SyntaxLexer *m_lexer;
    long m_closerLine = -1; ///< where the last closer was inserted; -1: there are none to type over
    bool m_isEditing = false;
};

} // namespace studio
