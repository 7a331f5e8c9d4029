// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notice_presenter.h"

#include <QStringList>

#include <utility>

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

void NoticePresenter::showIn(QObject *window, Display display)
{
    const QMutexLocker locker(&m_mutex);
    m_window = window;
    m_display = std::move(display);
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
    QMetaObject::invokeMethod(m_window, [this] { show(); }, Qt::QueuedConnection);
}

void NoticePresenter::show()
{
    QList<Notice> notices;
    Display display;
    {
        const QMutexLocker locker(&m_mutex);
        notices = std::exchange(m_waiting, {});
        display = m_display;
    }
    QStringList problems;
    for (const Notice &notice : std::as_const(notices)) {
        if (notice.kind == NoticeKind::Problem) {
            problems << notice.sentence;
        } else {
            display.information(notice.sentence);
        }
    }
    if (!problems.isEmpty()) {
        display.problems(problems.join(u'\n'));
    }
}

} // namespace studio
