// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/handler_failure.h"

#include "core/invocation/http_check.h"
#include "core/invocation/platform_response.h"

#include <QCoroSignal>
#include <QElapsedTimer>
#include <QObject>

namespace studio {

namespace {

constexpr std::chrono::milliseconds deathTimeout{
    1'000}; ///< how long the end of the process may take to be noticed after the connection broke

constexpr std::chrono::milliseconds deathCheckInterval{20};
constexpr std::chrono::milliseconds reportTimeout{500}; ///< the same for Wasmtime's report on a component
constexpr std::chrono::milliseconds quitTimeout{100};   ///< the same for the end of a call that was given up
constexpr std::chrono::milliseconds linesTimeout{250};  ///< the same for what a call wrote to stderr

bool hasEnded(const QPointer<Instance> &instance)
{
    return !instance || instance->state() == InstanceState::Crashed || instance->state() == InstanceState::Stopped;
}

} // namespace

QCoro::Task<void> waitForLogsDrained(QPointer<Instance> instance, QString executionId)
{
    QElapsedTimer waited;
    waited.start();
    while (instance && !instance->drainLogs(executionId) && instance && instance->isListening() &&
           waited.elapsed() < linesTimeout.count()) {
        co_await qCoro(instance.data(), &Instance::callEnded,
                       linesTimeout - std::chrono::milliseconds(waited.elapsed()));
    }
}

namespace {

/// The connection broke: the process is usually dead, and says why in a moment. Unless the call ended by itself: then
/// it broke its stream off.
QCoro::Task<QString> reasonForSilence(QPointer<Instance> instance, QString executionId, Error error)
{
    QElapsedTimer waited;
    waited.start();
    while (!hasEnded(instance) && !instance->marks()->hasEnded(executionId) &&
           waited.elapsed() < deathTimeout.count()) {
        co_await qCoro(instance.data(), &Instance::stateChanged, deathCheckInterval);
    }
    if (instance && instance->state() == InstanceState::Crashed) {
        co_return instance->failure().message;
    }
    co_await waitForLogsDrained(instance, executionId);
    co_return error.message;
}

/// Wasmtime tells in a moment.
QCoro::Task<QString> reasonOfTrap(QPointer<Instance> instance, QString executionId)
{
    QElapsedTimer waited;
    waited.start();
    while (instance && instance->trapOf(executionId).isEmpty() && waited.elapsed() < reportTimeout.count()) {
        co_await qCoro(instance.data(), &Instance::trapped,
                       reportTimeout - std::chrono::milliseconds(waited.elapsed()));
    }
    if (!instance) {
        co_return QObject::tr("The handler's component ended without an answer.");
    }
    instance->giveUp(executionId);
    const QString reason = instance->trapOf(executionId);
    co_return reason.isEmpty() ? QObject::tr("The handler's component ended without an answer.")
                               : QObject::tr("The handler's component ended: %1").arg(reason);
}

} // namespace

void answerInstead(Invocation &invocation, int status, Error error)
{
    invocation.response = platformError(status, error.message);
    invocation.error = std::move(error);
}

Error overdueError(std::chrono::milliseconds timeout)
{
    return {ErrorCode::DeadlineExceeded,
            QObject::tr("The handler was not called: no instance was ready within the %1 s that a call may take.")
                .arg(static_cast<double>(timeout.count()) / 1000.0),
            {}};
}

bool isAnswerOfWasmtime(RustTarget target, const HttpResponse &head)
{
    return head.status == 500 && target == RustTarget::Wasm && headerValue(head.headers, executionIdHeader).isEmpty() &&
           headerValue(head.headers, "content-type").startsWith("text/html");
}

QCoro::Task<void> answerForTrap(QPointer<Instance> instance, Invocation &invocation)
{
    const QString reason = co_await reasonOfTrap(instance, invocation.executionId);
    answerInstead(invocation, 500, {ErrorCode::Internal, reason, {}});
}

QCoro::Task<void> answerForSilence(QPointer<Instance> instance, Invocation &invocation, Error error,
                                   std::chrono::milliseconds timeout)
{
    if (error.code == ErrorCode::Internal) { // it did answer, but not as HTTP: nothing to wait for
        answerInstead(invocation, 502, std::move(error));
        (void)co_await quitCall(instance, invocation.executionId);
    } else if (error.code != ErrorCode::DeadlineExceeded) {
        const QString reason = co_await reasonForSilence(instance, invocation.executionId, error);
        answerInstead(invocation, 500, {ErrorCode::Internal, reason, error.detail});
        (void)co_await quitCall(instance, invocation.executionId);
    } else {
        if (instance) {
            instance->stop();
        }
        const double seconds = static_cast<double>(timeout.count()) / 1000.0;
        answerInstead(invocation, 504,
                      {ErrorCode::DeadlineExceeded, QObject::tr("The handler did not answer within %1 s.").arg(seconds),
                       error.detail});
    }
}

QCoro::Task<QString> quitCall(QPointer<Instance> instance, QString executionId)
{
    const auto isRunning = [&] { return instance && instance->marks()->isRunning(executionId); };
    if (instance) {
        instance->logReader()(); // the mark of its begin may not have been read yet
    }
    QElapsedTimer waited;
    waited.start();
    while (isRunning() && !instance->drainLogs(executionId) && instance && waited.elapsed() < quitTimeout.count()) {
        co_await qCoro(instance.data(), &Instance::callEnded,
                       quitTimeout - std::chrono::milliseconds(waited.elapsed()));
    }
    if (!isRunning()) {
        co_return QString();
    }
    instance->stop();
    co_return QObject::tr("The handler went on computing: its process is ended, and the next call starts another.");
}

} // namespace studio
