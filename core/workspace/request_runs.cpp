// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/request_runs.h"

#include "core/base/lifetime.h"
#include "core/workspace/saved_requests.h"

#include <algorithm>

namespace studio {

using namespace collection;

RequestRuns::RequestRuns(SavedRequests *requests, QObject *parent) : QObject(parent), m_requests(requests) {}

void RequestRuns::setEnvironment(const QString &name)
{
    if (name != m_environment) {
        reset();
        m_environment = name;
        Q_EMIT environmentChanged();
    }
}

void RequestRuns::forgetSecrets()
{
    ++m_generation;
    m_secrets.clear();
    m_secretNames.clear();
}

void RequestRuns::reset()
{
    forgetSecrets();
    m_captured.clear();
    if (!std::exchange(m_environment, QString()).isEmpty()) {
        Q_EMIT environmentChanged();
    }
}

Task<Answer> RequestRuns::sendToAddress(PreparedRequest prepared, std::stop_token stop)
{
    if (!m_toAddress) {
        co_return fail(ErrorCode::FailedPrecondition, tr("Requests to other addresses cannot be sent here."));
    }
    co_return co_await whileAlive(this, m_toAddress(std::move(prepared), std::move(stop)));
}

Task<void> RequestRuns::readSecrets()
{
    const auto collection = m_requests->collection();
    const auto chosen = std::ranges::find(collection->environments, m_environment, &Environment::name);
    if (chosen == collection->environments.end() || !m_readSecrets) {
        co_return Result<void>(); // that it is not there is told by the context
    }
    QStringList names;
    for (const Variable &variable : chosen->variables) {
        if (variable.isSecret && !variable.isDisabled) {
            names << variable.name;
        }
    }
    if (names == m_secretNames) {
        co_return Result<void>();
    }
    const int generation = m_generation;
    const auto values = co_await whileAlive(this, m_readSecrets(*chosen));
    if (generation != m_generation) {
        co_return cancelled(); // another environment is chosen
    }
    if (!values) {
        co_return std::unexpected(values.error());
    }
    m_secrets = *values;
    m_secretNames = names;
    co_return Result<void>();
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
    if (const auto read = co_await whileAlive(this, readSecrets()); !read) {
        co_return std::unexpected(read.error());
    }
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

qsizetype RequestRuns::count(const QString &below) const
{
    RunOptions options;
    options.below = below;
    return chosenCount(*m_requests->collection(), options);
}

Task<RunOutcome> RequestRuns::run(QString below, std::function<void(const RequestOutcome &)> told, std::stop_token stop)
{
    if (const auto read = co_await whileAlive(this, readSecrets()); !read) {
        co_return std::unexpected(read.error());
    }
    RunOptions options = this->options();
    options.below = std::move(below);
    const RequestSender toApp =
        m_target ? senderToApp(m_target->invoker, m_target->app, m_target->target) : senderToApp(nullptr, std::nullopt);
    const RequestSender toAddress = [this](PreparedRequest prepared, std::stop_token stopped) {
        return sendToAddress(std::move(prepared), std::move(stopped));
    };
    co_return co_await whileAlive(this, runCollection(m_requests->collection(), std::move(options),
                                                      senderTo(toApp, toAddress), std::move(told), std::move(stop)));
}

} // namespace studio
