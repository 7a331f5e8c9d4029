// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/list_keys.h"

#include <QFrame>
#include <QList>
#include <QPointer>

class QListWidget;

namespace studio {

class CodeEditor;
class EditorTabs;

/// The tabs of the active group, those that were shown last first, while Ctrl is held: Tab goes on, the release shows
/// the chosen one, Escape stays. It takes no focus, so what has it stays as it is. Main thread.
class TabSwitcher final : public QFrame
{
    Q_OBJECT

public:
    explicit TabSwitcher(EditorTabs *tabs); ///< which owns it, and which it stands over
    ~TabSwitcher() override;

    /// Opens the list at the tab that was shown before, or goes on in it: by 1 to those that were shown earlier, by -1
    /// back. Where Ctrl is not held, it shows that tab at once.
    void step(int direction, bool isCtrlHeld);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void open();
    void dismiss();
    void choose();
    void moveBy(int direction);
    void moveByKey(QKeyEvent *event);

    EditorTabs *m_tabs;
    QListWidget *m_list;
    ListKeys m_keys;
    QList<QPointer<CodeEditor>> m_views; ///< a row each
};

} // namespace studio
