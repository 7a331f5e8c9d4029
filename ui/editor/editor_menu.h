// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QAction;

namespace studio {

class CodeEditor;

/// The context menu of an editor, by the right button, the menu key or Shift+F10. A click outside of the selection
/// moves the caret there first, as the actions are about the caret's place. Main thread.
class EditorMenu final : public QObject
{
    Q_OBJECT

public:
    /// `editor` owns it. The actions are shown in this order, a null one as a line; they must outlive it.
    EditorMenu(CodeEditor *editor, QList<QAction *> actions);

    /// Those of `all` that are shown by a right click on code.
    [[nodiscard]] static QList<QAction *> chosenFrom(const QList<QAction *> &all);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void moveCaretTo(const QPoint &point) const; ///< in the viewport
    void show(const QPoint &globalPoint);
    void showAtCaret();

    CodeEditor *m_editor;
    QList<QAction *> m_actions;
};

} // namespace studio
