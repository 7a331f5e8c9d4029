// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QMenu;
class QTabBar;

namespace studio {

class EditorTabs;

/// The button at the right end of each bar of tabs, with a menu of its tabs in their order: for those that the bar has
/// no room for. Main thread.
class TabList final : public QObject
{
    Q_OBJECT

public:
    explicit TabList(EditorTabs *tabs); ///< which owns it

private:
    void addButton(QTabBar *bar);
    void fill(QMenu *menu, const QTabBar *bar) const;

    EditorTabs *m_tabs;
};

} // namespace studio
