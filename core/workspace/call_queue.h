// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QObject>

#include <stop_token>

namespace studio {

/// Calls that wait until there is a handler to call, because one is being compiled or started. Main thread; must
/// outlive the coroutines that wait in it, as far as those are to end.
class CallQueue : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Waits until release(), and ends as that says; Cancelled when a stop is requested before.
    Task<void> join(std::stop_token stop);
    /// Ends the waiting of all that are in the queue now.
    void release(const Result<void> &outcome);
    void cancel(); ///< ends it with Cancelled
    [[nodiscard]] int size() const { return m_size; }

Q_SIGNALS:
    void sizeChanged();
    void woken(); ///< released, or one of them is to stop

private:
    quint64 m_generation = 0; ///< counts releases
    Result<void> m_outcome;   ///< of the last release
    int m_size = 0;
};

} // namespace studio
