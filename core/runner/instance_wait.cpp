// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/instance_wait.h"

#include <QCoroSignal>
#include <QElapsedTimer>

namespace studio {

QCoro::Task<void> waitUntilListening(QPointer<Instance> instance, std::chrono::milliseconds timeout)
{
    QElapsedTimer waited;
    waited.start();
    while (instance && !instance->isListening() && instance->state() == InstanceState::Starting &&
           waited.elapsed() < timeout.count()) {
        co_await qCoro(instance.data(), &Instance::listening, timeout - std::chrono::milliseconds(waited.elapsed()));
    }
}

QCoro::Task<void> waitUntilStarted(QPointer<Instance> instance)
{
    while (instance && instance->state() == InstanceState::Starting) {
        co_await qCoro(instance.data(), &Instance::stateChanged);
    }
}

} // namespace studio
