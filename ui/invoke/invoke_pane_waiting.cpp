// SPDX-License-Identifier: GPL-3.0-or-later
// What the invoke pane shows of a call that is on its way, or queued.
#include "ui/common/banner.h"
#include "ui/common/empty_state.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/response_view.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimerEvent>

#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::milliseconds tick{50};
constexpr qint64 cancelAfterMs = 150; // an answer that is back sooner should not make the button flicker
constexpr qint64 elapsedAfterMs = 500;

} // namespace

EmptyState *InvokePane::makeWaitingPage()
{
    auto *const page = new EmptyState(QStringLiteral("document-send"), {}, {});
    auto *const stop = new QAction(tr("Cancel"), this);
    connect(stop, &QAction::triggered, this, &InvokePane::cancel);
    page->setAction(stop);
    return page;
}

/// The keys go to Send where what has them goes out of sight.
void InvokePane::showPage(QWidget *page)
{
    QWidget *const before = m_answer->currentWidget();
    if (before == page) {
        return;
    }
    if (before->isAncestorOf(focusWidget()) && before != m_response) {
        m_send->setFocus(Qt::OtherFocusReason);
    }
    m_answer->setCurrentWidget(page);
}

void InvokePane::beginWaiting()
{
    m_tick.start(tick, this);
    showElapsed();
}

void InvokePane::endWaiting()
{
    m_waiting = false;
    m_tick.stop();
    m_send->setText(tr("Send"));
    m_send->setToolTip(tr("Send (Ctrl+Enter)"));
    m_progress->hide();
    showResponseAsOld(false);
    if (m_answer->currentWidget() == m_waitingPage) {
        showPage(m_emptyPage);
    }
}

void InvokePane::timerEvent(QTimerEvent *event)
{
    if (event->id() == m_tick.id()) {
        showElapsed();
    } else if (event->id() == m_editedPause.id()) {
        showEdited();
    }
}

void InvokePane::showElapsed()
{
    const qint64 elapsed = m_clock.elapsed();
    if (elapsed >= cancelAfterMs || m_queued || isStreaming()) {
        m_send->setText(tr("Cancel"));
        m_send->setToolTip(tr("Stop waiting for the answer (Esc)"));
    }
    if (isStreaming()) {
        return; // its status says how far it is
    }
    if (elapsed >= cancelAfterMs || m_queued) {
        m_banner->hide();
        showResponseAsOld(true);
    }
    const bool isFirst = m_answer->currentWidget() == m_waitingPage;
    if (m_queued) {
        const QString time = tr("%1 s").arg(elapsed / 1000);
        showWaiting(tr("Request queued"), tr("It is sent as soon as the handler runs · %1").arg(time),
                    tr("Queued: sent as soon as the handler runs · %1").arg(time));
    } else if (elapsed >= elapsedAfterMs || isFirst) {
        const QString time = tr("%1 s").arg(static_cast<double>(elapsed) / 1000.0, 0, 'f', 1);
        showWaiting(tr("Waiting for the answer"), time, tr("Waiting for the answer · %1").arg(time));
    }
}

/// A view that no answer was shown in yet has nothing to fade, so it is not made for that.
void InvokePane::showResponseAsOld(bool isOld)
{
    if (m_response) {
        m_response->setWaiting(isOld);
    }
}

void InvokePane::setQueued(bool isQueued)
{
    if (isQueued == m_queued) {
        return;
    }
    m_queued = isQueued;
    m_progress->hide();
    if (isQueued) {
        m_waiting ? showElapsed() : void();
        return;
    }
    // The time of a call is counted from when it is sent; one that is cancelled in the queue ends before this runs.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_waiting && !m_queued) {
                m_clock.start();
                showElapsed();
            }
        },
        Qt::QueuedConnection);
}

/// In a line over the answer before it; on a page where there is none yet.
void InvokePane::showWaiting(const QString &title, const QString &text, const QString &line)
{
    if (m_answer->currentWidget() == m_response) {
        m_progress->setText(line);
        m_progress->show();
        return;
    }
    m_waitingPage->setTitle(title);
    m_waitingPage->setText(text);
    showPage(m_waitingPage);
}

} // namespace studio
