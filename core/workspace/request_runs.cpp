// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/request_runs.h"

#include "core/base/lifetime.h"
#include "core/workspace/saved_requests.h"

namespace studio {

using namespace collection;

RequestRuns::RequestRuns(SavedRequests *requests, QObject *parent) : QObject(parent), m_requests(requests) {}

void RequestRuns::setEnvironment(const QString &name)
{
    if (name != m_environment) {
        m_environment = name;
        m_secrets.clear();
        forgetCaptured();
        Q_EMIT environmentChanged();
    }
}

void RequestRuns::forgetCaptured()
{
    if (!m_captured.isEmpty()) {
        m_captured.clear();
        Q_EMIT capturedChanged();
    }
}

RunOptions RequestRuns::options() const
{
    RunOptions options;
    options.environment = m_environment;
    options.secrets = m_secrets;
    return options;
}

Result<RunContext> RequestRuns::context() const
{
    auto context = RunContext::make(m_requests->collection(), options());
    if (context) {
        QList<std::pair<QString, QString>> captured;
        for (const auto &[name, value] : m_captured.asKeyValueRange()) {
            captured.append({name, value});
        }
        context->capture(captured);
    }
    return context;
}

Task<PreparedRequest> RequestRuns::prepare(SavedRequest request)
{
    auto context = this->context();
    if (!context) {
        co_return std::unexpected(context.error());
    }
    if (!hasFields(request.body.kind)) { // no files: at once, so that nothing is between the key and the call
        co_return context->prepare(request);
    }
    co_return co_await onWorker(
        [context = std::move(*context), request = std::move(request)] { return context.prepare(request); });
}

Task<QList<CheckResult>> RequestRuns::check(SavedRequest request, Answer answer)
{
    auto context = this->context();
    if (!context) {
        co_return std::unexpected(context.error());
    }
    auto checked = co_await whileAlive(this, onWorker([context = std::move(*context), request = std::move(request),
                                                       answer = std::move(answer)]() -> Result<CheckedAnswer> {
                                           return context.check(request, answer);
                                       }));
    for (const auto &[name, value] : std::as_const(checked->captured)) {
        m_captured.insert(name, value);
    }
    if (!checked->captured.isEmpty()) {
        Q_EMIT capturedChanged();
    }
    co_return std::move(checked->checks);
}

QString RequestRuns::masked(const QString &text) const
{
    SecretMask mask;
    for (const QString &secret : m_secrets) {
        mask.add(secret);
    }
    return mask.masked(text);
}

Task<RunOutcome> RequestRuns::run(QString below, std::function<void(const RequestOutcome &)> told, std::stop_token stop)
{
    RunOptions options = this->options();
    options.below = std::move(below);
    const RequestSender toApp =
        m_target ? senderToApp(m_target->invoker, m_target->app, m_target->target) : senderToApp(nullptr, std::nullopt);
    return runCollection(m_requests->collection(), std::move(options), senderTo(toApp, m_toAddress), std::move(told),
                         std::move(stop));
}

} // namespace studio
