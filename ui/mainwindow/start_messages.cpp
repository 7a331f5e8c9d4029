// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/start_messages.h"

#include "core/base/leftovers_report.h"
#include "core/base/notices.h"
#include "ui/common/banner.h"
#include "ui/console/console_pane.h"
#include "ui/mainwindow/main_window.h"

namespace studio {

StartMessages::StartMessages()
{
    setNoticeReporter([this](const QString &sentence) { take(m_notices, sentence); });
    setLeftoversReporter([this](const QString &sentence) { take(m_leftovers, sentence); });
}

StartMessages::~StartMessages()
{
    setNoticeReporter({});
    setLeftoversReporter({});
}

void StartMessages::showIn(MainWindow *window)
{
    const QMutexLocker locker(&m_mutex);
    m_window = window;
    QObject::connect(window, &QObject::destroyed, window, [this] {
        const QMutexLocker gone(&m_mutex);
        m_window = nullptr;
    });
    showSoon();
}

void StartMessages::take(QStringList &list, const QString &sentence)
{
    const QMutexLocker locker(&m_mutex);
    list << sentence;
    if (m_window) {
        showSoon();
    }
}

/// On the window's thread, whoever speaks.
void StartMessages::showSoon()
{
    QMetaObject::invokeMethod(m_window, [this, window = m_window] { show(window); }, Qt::QueuedConnection);
}

void StartMessages::show(MainWindow *window)
{
    QStringList notices;
    QStringList leftovers;
    {
        const QMutexLocker locker(&m_mutex);
        notices = std::exchange(m_notices, {});
        leftovers = std::exchange(m_leftovers, {});
    }
    if (!notices.isEmpty()) {
        window->banner()->show(Banner::Kind::Error, notices.join(u'\n'));
    }
    for (const QString &note : std::as_const(leftovers)) {
        window->console()->appendLine(note, LineKind::Notice);
    }
}

} // namespace studio
