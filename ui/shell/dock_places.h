// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/pane_area.h"

#include <QObject>

class QAction;
class QDockWidget;
class QMainWindow;

namespace studio {

/// Lets the docks of a window stand at its left, its right or its bottom: dragged by their grips, or chosen from a
/// menu. QMainWindow::saveState() remembers it. Main thread.
class DockPlaces final : public QObject
{
    Q_OBJECT

public:
    /// The sizes that a dock gets where it is put; in pixels.
    struct Sizes
    {
        int width;  ///< at a side
        int height; ///< at the bottom
    };

    DockPlaces(QMainWindow *window, Sizes sizes);

    /// Gives the dock its grip, and returns the action that opens the menu; the window owns it.
    QAction *add(QDockWidget *dock, PaneArea area);
    void move(QDockWidget *dock, Qt::DockWidgetArea place);

private:
    void showMenu(QDockWidget *dock, QPoint globalPosition);

    QMainWindow *m_window;
    Sizes m_sizes;
};

} // namespace studio
