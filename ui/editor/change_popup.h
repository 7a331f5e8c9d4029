// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QPushButton;

namespace studio {

class CodeEditor;

/// What stood at a place of the text before it was changed, below that place, with buttons that revert the change or go
/// to another one. It has the focus until it closes. Main thread.
class ChangePopup final : public QFrame
{
    Q_OBJECT

public:
    /// `viewer` has the lines that stood there and belongs to the popup from now on; null where there were none.
    ChangePopup(const QString &title, int index, CodeEditor *viewer, CodeEditor *editor);

    [[nodiscard]] int index() const { return m_index; }           ///< of the change, as it was given
    [[nodiscard]] CodeEditor *viewer() const { return m_viewer; } ///< null for none
    void setRevertible(bool isOn);
    /// Below or above the lines between these places, in the editor.
    void showAt(int top, int bottom);
    void close(); ///< and is deleted; the focus goes back to the editor

Q_SIGNALS:
    void stepWanted(bool forward);
    void revertWanted(int index);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QPushButton *addButton(class QHBoxLayout *row, const QString &text, const QString &name);

    int m_index;
    CodeEditor *m_viewer;
    CodeEditor *m_editor;
    QPushButton *m_next;
    QPushButton *m_revert;
    bool m_isClosing = false;
};

} // namespace studio
