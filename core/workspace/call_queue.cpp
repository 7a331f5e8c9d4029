// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/call_queue.h"

#include <QCoroSignal>
#include <QObject>
#include <QPointer>

namespace studio {

namespace {

std::unexpected<Error> notSent()
{
    return fail(ErrorCode::Cancelled, QStringLiteral("Cancelled."), QObject::tr("The request was not sent."));
}

} // namespace

Task<void> CallQueue::join(std::stop_token stop)
{
    const QPointer<CallQueue> self(this);
    const quint64 generation = m_generation;
    // Queued: a waiting coroutine must not resume inside the caller that requested the stop.
    const std::stop_callback wake(stop, [self] {
        if (self) {
            QMetaObject::invokeMethod(self.data(), &CallQueue::woken, Qt::QueuedConnection);
        }
    });
    ++m_size;
    Q_EMIT sizeChanged();
    while (self && m_generation == generation && !stop.stop_requested()) {
        co_await qCoro(this, &CallQueue::woken);
    }
    if (!self) {
        co_return cancelled();
    }
    // The outcome is read before the signal, whose receivers may release the queue again.
    const Result<void> outcome = m_generation == generation ? Result<void>(notSent()) : m_outcome;
    --m_size;
    Q_EMIT sizeChanged();
    co_return outcome;
}

void CallQueue::release(const Result<void> &outcome)
{
    if (m_size == 0) {
        return;
    }
    m_outcome = outcome;
    ++m_generation;
    Q_EMIT woken();
}

void CallQueue::cancel()
{
    release(notSent());
}

} // namespace studio
