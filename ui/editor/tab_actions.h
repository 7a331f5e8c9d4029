// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QAction;

namespace studio {

class EditorTabs;
class TabSwitcher;

/// The actions that go from tab to tab of the active group: by use while Ctrl is held (TabSwitcher), or by position.
/// Main thread.
class TabActions final : public QObject
{
    Q_OBJECT

public:
    explicit TabActions(QObject *parent);

    [[nodiscard]] const QList<QAction *> &actions() const { return m_actions; }
    void follow(EditorTabs *tabs); ///< whose tabs they are about

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void switchBy(int step);
    void goBy(int step);

    EditorTabs *m_tabs = nullptr;
    TabSwitcher *m_switcher = nullptr;
    QList<QAction *> m_actions;
    bool m_isCtrlHeld = false; ///< with the key by which an action is about to be triggered
};

} // namespace studio
