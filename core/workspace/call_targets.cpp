// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/call_targets.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"

namespace studio {

namespace {

constexpr std::chrono::milliseconds readDelay{500};

} // namespace

bool isSentAfterRun(const CallTarget &target, bool isPayloadJson, bool isOnItsWay)
{
    return target.target.kind == InvokeTarget::DevInstance && isPayloadJson && !isOnItsWay;
}

CallTargets::CallTargets(ComputeService *service, QObject *parent) : QObject(parent), m_service(service)
{
    m_readTimer.setSingleShot(true);
    m_readTimer.setInterval(readDelay);
    connect(&m_readTimer, &QTimer::timeout, this, [this] { detach(readVersions()); });
    build();
}

void CallTargets::setApp(const AppId &id)
{
    if (id == m_app) {
        return;
    }
    m_app = id;
    ++m_generation;
    m_versions.clear();
    m_activeVersion = 0;
    build();
    m_readTimer.start();
}

void CallTargets::setRemotes(const QList<RemoteService> &remotes)
{
    m_remotes = remotes;
    build();
}

/// An app that is not there yet has no versions, which is no failure.
QCoro::Task<void> CallTargets::readVersions()
{
    if (!std::exchange(m_isListening, true)) {
        connect(m_service, &ComputeService::appChanged, this, [this](const AppId &id) {
            if (id == m_app && !m_readTimer.isActive()) {
                m_readTimer.start();
            }
        });
    }
    const quint64 mine = ++m_generation;
    const auto app = co_await whileAlive(this, m_service->getApp(m_app));
    const auto versions = co_await whileAlive(this, m_service->listVersions(m_app, maxVersions));
    if (mine == m_generation) {
        m_activeVersion = app ? app->activeVersion : 0;
        m_versions = versions.value_or(QList<Version>());
        build();
    }
}

void CallTargets::build()
{
    QList<CallTarget> all;
    const auto add = [&](const QString &id, const QString &title, InvokeTarget target) {
        all.append({.id = id, .title = title, .invoker = m_service, .app = m_app, .target = target});
    };
    add(QStringLiteral("dev"), tr("Dev instance"), {InvokeTarget::DevInstance});
    add(QStringLiteral("draft"), tr("Draft"), {InvokeTarget::Draft});
    add(QStringLiteral("active"),
        m_activeVersion > 0 ? tr("Active version (%1)").arg(m_activeVersion) : tr("Active version"),
        {InvokeTarget::Active});
    for (const Version &version : std::as_const(m_versions)) {
        add(QStringLiteral("version:%1").arg(version.number), tr("Version %1").arg(version.number),
            {InvokeTarget::Numbered, version.number});
    }
    for (const RemoteService &remote : std::as_const(m_remotes)) {
        all.append({.id = QStringLiteral("remote:") + remote.name,
                    .title = tr("%1 (active version)").arg(remote.name),
                    .invoker = remote.service,
                    .app = {remote.organization, m_app.name},
                    .target = {InvokeTarget::Active}});
    }
    if (all != m_targets) {
        m_targets = all;
        Q_EMIT changed();
    }
}

} // namespace studio
