// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMutex>
#include <QStringList>

namespace studio {

class MainWindow;

/// Collects what core says of the program's own state, on any thread and from before there is a window, and shows it
/// there: notices (core/base/notices.h), such as that a file is damaged, in the banner; processes of an earlier run
/// that were ended as a line in the console, since nothing is to be done about them. Made and destroyed on the main
/// thread; one in a program.
class StartMessages
{
public:
    StartMessages();
    ~StartMessages();
    Q_DISABLE_COPY_MOVE(StartMessages)

    /// From now on there, as long as the window is.
    void showIn(MainWindow *window);

private:
    void take(QStringList &list, const QString &sentence);
    void showSoon();
    void show(MainWindow *window);

    QMutex m_mutex; ///< guards the rest
    MainWindow *m_window = nullptr;
    QStringList m_notices;   ///< not shown yet
    QStringList m_leftovers; ///< not shown yet
};

} // namespace studio
