// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/remote_poller.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"

#include <QCoroTask>

#include <algorithm>

namespace studio {

namespace {

constexpr int looked = 50; ///< at calls
constexpr std::chrono::milliseconds rarest{10'000};

} // namespace

RemotePoller::RemotePoller(ComputeService *service, QString organization, std::chrono::milliseconds every)
    : m_service(service), m_organization(std::move(organization)), m_period(every)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { detach(ask()); });
    m_timer.start(0);
}

QCoro::Task<void> RemotePoller::ask()
{
    const auto again = qScopeGuard([self = QPointer(this)] {
        if (self && !self->m_timer.isActive()) { // an exception ended it
            self->m_timer.start(rarest);
        }
    });
    const auto apps = co_await whileAlive(this, m_service->listApps(m_organization));
    const ExecutionQuery newest{.limit = looked};
    const auto page = co_await whileAlive(this, m_service->listExecutions(m_organization, newest));
    if (!apps || !page) {
        m_timer.start(std::min(rarest, std::max(m_timer.intervalAsDuration() * 2, m_period)));
        setFailure(apps ? page.error() : apps.error());
        co_return;
    }
    const auto state = m_watched.name.isEmpty() ? Result<AppState>(cancelled())
                                                : co_await whileAlive(this, m_service->getAppState(m_watched));
    const QPointer self(this); // each of these emits signals, at which it may be destroyed
    if (state) {
        takeState(*state);
    }
    if (self) {
        setFailure({});
    }
    if (self) {
        takeApps(*apps);
    }
    if (self) {
        takeExecutions(page->executions);
    }
    if (self) {
        m_timer.start(m_period);
    }
}

void RemotePoller::watch(const AppId &id)
{
    if (m_watched != id) {
        m_watched = id;
        m_state.reset();
    }
}

void RemotePoller::look()
{
    if (m_timer.isActive()) { // else it is asking
        m_timer.start(0);
    }
}

void RemotePoller::setFailure(const std::optional<Error> &failure)
{
    const auto kind = [](const Error &error) { return error.code; };
    const bool isChange = failure.transform(kind) != m_failure.transform(kind);
    m_failure = failure;
    if (isChange) {
        Q_EMIT failureChanged();
    }
}

/// A draft and instances are no part of the app, so its own news do not tell of them.
void RemotePoller::takeState(const AppState &state)
{
    if (state.app.id != m_watched) {
        return; // another one is looked at by now
    }
    const auto before = std::exchange(m_state, state);
    if (before && (before->draft != state.draft || before->instances != state.instances)) {
        Q_EMIT m_service->appChanged(state.app.id);
    }
}

void RemotePoller::takeApps(const QList<App> &apps)
{
    const QPointer<RemotePoller> self(this);
    QHash<QString, App> now;
    for (const App &app : apps) {
        now.insert(app.id.toString(), app);
    }
    const QHash<QString, App> before = std::exchange(m_apps, now);
    if (!std::exchange(m_knowsApps, true)) {
        return;
    }
    for (auto it = now.cbegin(); self && it != now.cend(); ++it) {
        if (before.value(it.key()) != it.value()) {
            Q_EMIT m_service->appChanged(it->id);
        }
    }
    for (auto it = before.cbegin(); self && it != before.cend(); ++it) {
        if (!now.contains(it.key())) {
            Q_EMIT m_service->appChanged(it->id);
        }
    }
}

void RemotePoller::takeExecutions(const QList<Execution> &executions)
{
    const QPointer<RemotePoller> self(this);
    QHash<QString, ExecutionStatus> now;
    for (const Execution &one : executions) {
        now.insert(one.id, one.status);
    }
    const QHash<QString, ExecutionStatus> before = std::exchange(m_executions, now);
    if (!std::exchange(m_knowsExecutions, true)) {
        return;
    }
    for (auto it = executions.crbegin(); self && it != executions.crend(); ++it) { // in the order of the calls
        if (!before.contains(it->id) || before.value(it->id) != it->status) {
            Q_EMIT m_service->executionChanged(it->app, it->id);
        }
    }
}

} // namespace studio
