// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/scintilla.h"

class QKeyEvent;
class QMouseEvent;

namespace studio {

/// Several carets by mouse: Alt+click adds one or takes it away, Shift+Alt+drag selects columns from the caret on,
/// Escape goes back to one. Main thread.
class MultiCarets final : public QObject
{
    Q_OBJECT

public:
    explicit MultiCarets(QsciScintilla *editor); ///< which owns it

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool press(const QMouseEvent &event);
    void toggleCaret(const QPoint &point);
    void selectColumns(const QPoint &point);
    bool dropCarets();

    QsciScintilla *m_editor;
    bool m_isPressed = false; ///< what follows up to the release belongs to it
    bool m_selectsColumns = false;
};

/// Selects the word at the caret; the next time adds its next occurrence. What was selected otherwise may also be a
/// part of a word.
void addNextOccurrence(QsciScintilla &editor);
/// All occurrences of the selected text, or of the word at the caret.
void selectAllOccurrences(QsciScintilla &editor);

} // namespace studio
