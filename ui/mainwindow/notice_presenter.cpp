// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/notice_presenter.h"

#include "ui/common/banner.h"
#include "ui/console/console_pane.h"
#include "ui/mainwindow/main_window.h"

namespace studio {

NoticePresenter::NoticePresenter()
{
    setNoticeReporter([this](const QString &sentence, NoticeKind kind) { add({sentence, kind}); });
}

NoticePresenter::~NoticePresenter()
{
    setNoticeReporter({});
    for (const Notice &notice : std::as_const(m_waiting)) {
        printNotice(notice.sentence);
    }
}

void NoticePresenter::showIn(MainWindow *window)
{
    const QMutexLocker locker(&m_mutex);
    m_window = window;
    QObject::connect(window, &QObject::destroyed, window, [this] {
        const QMutexLocker gone(&m_mutex);
        m_window = nullptr;
    });
    scheduleShow();
}

void NoticePresenter::add(const Notice &notice)
{
    const QMutexLocker locker(&m_mutex);
    m_waiting << notice;
    if (m_window) {
        scheduleShow();
    }
}

/// On the window's thread, whichever thread the notice comes from.
void NoticePresenter::scheduleShow()
{
    QMetaObject::invokeMethod(m_window, [this, window = m_window] { show(window); }, Qt::QueuedConnection);
}

void NoticePresenter::show(MainWindow *window)
{
    QList<Notice> notices;
    {
        const QMutexLocker locker(&m_mutex);
        notices = std::exchange(m_waiting, {});
    }
    QStringList problems;
    for (const Notice &notice : std::as_const(notices)) {
        if (notice.kind == NoticeKind::Problem) {
            problems << notice.sentence;
        } else {
            window->console()->appendLine(notice.sentence, LineKind::Notice);
        }
    }
    if (!problems.isEmpty()) {
        window->banner()->show(Banner::Kind::Error, problems.join(u'\n'));
    }
}

} // namespace studio
