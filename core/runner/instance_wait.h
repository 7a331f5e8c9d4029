// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/runner/instance.h"

#include <QPointer>

#include <stop_token>

namespace studio {

/// Waits until a request may be sent; its end, this time, or the stop.
QCoro::Task<void> waitUntilListening(QPointer<Instance> instance, std::chrono::milliseconds timeout,
                                     std::stop_token stop);

/// Waits until the instance has left Starting; bounded by its own readiness timeout.
QCoro::Task<void> waitUntilStarted(QPointer<Instance> instance);

} // namespace studio
