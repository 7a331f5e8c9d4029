// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/instance_wait.h"

#include <QCoroSignal>
#include <QFuture>
#include <QPromise>
#include <QTimer>

#include <memory>

namespace studio {

QCoro::Task<void> waitUntilListening(QPointer<Instance> instance, std::chrono::milliseconds timeout,
                                     std::stop_token stop)
{
    if (!instance || instance->isListening() || instance->state() != InstanceState::Starting ||
        timeout <= std::chrono::milliseconds::zero()) {
        co_return;
    }
    const auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    const auto wake = [promise] { promise->finish(); };
    QObject here; // what is connected to it ends with it
    QTimer::singleShot(timeout, &here, wake);
    QObject::connect(instance.data(), &Instance::listening, &here, wake);
    QObject::connect(instance.data(), &QObject::destroyed, &here, wake);
    const std::stop_callback stopped(stop, wake); // on whatever thread
    co_await promise->future();
}

QCoro::Task<void> waitUntilStarted(QPointer<Instance> instance)
{
    while (instance && instance->state() == InstanceState::Starting) {
        co_await qCoro(instance.data(), &Instance::stateChanged);
    }
}

} // namespace studio
