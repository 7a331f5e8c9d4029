// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/invoke_pane.h"

#include <QLabel>

namespace studio {

// In a file of its own, so that the pane can be had without a platform behind it.
InvokePane::InvokePane(DevLoop *loop, QWidget *parent)
    : InvokePane([loop](HttpRequest request, std::stop_token stop) { return loop->send(std::move(request), stop); },
                 parent)
{
    m_isStale = [loop] { return loop->status().stale; };
    connect(loop, &DevLoop::statusChanged, this, [this, loop] { setQueued(loop->status().queuedCalls > 0); });
    connect(loop, &DevLoop::handlerLines, this, [this](const QList<LogLine> &lines) { addHandlerLines(lines); });
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

} // namespace studio
