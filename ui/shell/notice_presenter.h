// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/notices.h"

#include <QList>
#include <QMutex>
#include <QObject>

#include <functional>

namespace studio {

/// Collects notices (core/base/notices.h) on any thread and from before there is a window, and shows them there. What
/// no window has shown at its end is written to stderr. Made and destroyed on the main thread; one in a program.
class NoticePresenter
{
public:
    /// How a window shows notices. Called on its thread.
    struct Display
    {
        std::function<void(const QString &sentences)> problems;   ///< such as damaged files; one a line
        std::function<void(const QString &sentence)> information; ///< nothing is to be done about it
    };

    NoticePresenter();
    ~NoticePresenter();
    Q_DISABLE_COPY_MOVE(NoticePresenter)

    /// From now on there, as long as the window is.
    void showIn(QObject *window, Display display);

private:
    struct Notice
    {
        QString sentence;
        NoticeKind kind = NoticeKind::Problem;
    };

    void add(const Notice &notice);
    void scheduleShow();
    void show();

    QMutex m_mutex; ///< guards the rest
    QObject *m_window = nullptr;
    Display m_display;
    QList<Notice> m_waiting; ///< not shown yet
};

} // namespace studio
