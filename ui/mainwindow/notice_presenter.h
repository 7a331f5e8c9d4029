// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/notices.h"

#include <QList>
#include <QMutex>

namespace studio {

class MainWindow;

/// Collects notices (core/base/notices.h) on any thread and from before there is a window, and shows them there:
/// problems, such as that a file is damaged, in the banner; information as a line in the console, since nothing is to
/// be done about it. What no window has shown at its end is written to stderr. Made and destroyed on the main thread;
/// one in a program.
class NoticePresenter
{
public:
    NoticePresenter();
    ~NoticePresenter();
    Q_DISABLE_COPY_MOVE(NoticePresenter)

    /// From now on there, as long as the window is.
    void showIn(MainWindow *window);

private:
    struct Notice
    {
        QString sentence;
        NoticeKind kind = NoticeKind::Problem;
    };

    void add(const Notice &notice);
    void scheduleShow();
    void show(MainWindow *window);

    QMutex m_mutex; ///< guards the rest
    MainWindow *m_window = nullptr;
    QList<Notice> m_waiting; ///< not shown yet
};

} // namespace studio
