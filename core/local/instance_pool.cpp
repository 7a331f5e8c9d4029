// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/instance_pool.h"

#include <QCoroSignal>
#include <QElapsedTimer>
#include <QObject>

namespace studio {

struct InstancePool::Slot
{
    Key key;
    InstanceSpec spec;
    std::unique_ptr<Instance> instance;
    bool busy = false;
    quint64 lastUse = 0;
    QTimer idle;
};

namespace {

bool isAlive(const Instance &instance)
{
    return instance.state() == InstanceState::Starting || instance.state() == InstanceState::Ready;
}

/// Lets it finish and go by itself.
void endGently(std::unique_ptr<Instance> instance, QObject *keeper)
{
    if (!instance) {
        return;
    }
    if (!isAlive(*instance) && instance->state() != InstanceState::Stopping) {
        instance.release()->deleteLater();
        return;
    }
    Instance *const old = instance.release();
    old->setParent(keeper); // so that it does not outlive the pool
    QObject::connect(old, &Instance::stateChanged, old, [old](InstanceState state) {
        if (state == InstanceState::Stopped || state == InstanceState::Crashed) {
            old->deleteLater();
        }
    });
    old->stop();
}

} // namespace

InstancePool::Lease::~Lease()
{
    if (m_slot && m_pool) {
        m_pool->giveBack(m_slot);
    }
}

QPointer<Instance> InstancePool::Lease::instance() const
{
    return m_slot ? QPointer<Instance>(m_slot->instance.get()) : nullptr;
}

InstancePool::InstancePool(std::unique_ptr<Runner> runner, std::chrono::milliseconds idleTime)
    : m_runner(std::move(runner)), m_idleTime(idleTime)
{
}

InstancePool::~InstancePool() = default;

int InstancePool::count(const QString &app) const
{
    std::size_t all = 0;
    for (const auto &[key, group] : m_groups) {
        all += key.first == app ? group.members.size() : 0;
    }
    return static_cast<int>(all);
}

QMap<QString, int> InstancePool::counts() const
{
    QMap<QString, int> all;
    for (const auto &[key, group] : m_groups) {
        if (!group.members.empty()) {
            all[key.first] += static_cast<int>(group.members.size());
        }
    }
    return all;
}

/// The instance that was used last among those that are free: the others may fall asleep. Nothing when a call must
/// wait.
std::optional<Result<InstancePool::Lease>> InstancePool::tryAcquire(const Wanted &wanted)
{
    Group &group = m_groups[{wanted.app, wanted.artifact}];
    std::erase_if(group.members, [this, &wanted](const auto &slot) {
        // One that was started with other settings, such as another environment, serves no more calls either.
        const bool isDead = !slot->busy && (!isAlive(*slot->instance) || slot->spec != wanted.spec);
        if (isDead) {
            endGently(std::move(slot->instance), this);
        }
        return isDead;
    });
    std::shared_ptr<Slot> best;
    for (const auto &slot : group.members) {
        if (!slot->busy && (!best || slot->lastUse > best->lastUse)) {
            best = slot;
        }
    }
    const bool started = !best;
    if (!best) {
        if (group.members.size() >= static_cast<std::size_t>(std::max(wanted.maxReplicas, 1))) {
            return {};
        }
        auto instance = m_runner->start(wanted.spec);
        if (!instance) {
            return std::unexpected(instance.error());
        }
        best = std::make_shared<Slot>();
        best->key = {wanted.app, wanted.artifact};
        best->spec = wanted.spec;
        best->instance = std::move(*instance);
        best->idle.setSingleShot(true);
        connect(&best->idle, &QTimer::timeout, this, [this, slot = std::weak_ptr<Slot>(best)] {
            if (const auto idle = slot.lock(); idle && !idle->busy) {
                retire(idle);
            }
        });
        group.members.push_back(best);
        Q_EMIT countsChanged();
    }
    best->busy = true;
    best->idle.stop();
    best->lastUse = ++m_lastTicket;
    return Lease(this, best, started);
}

Task<InstancePool::Lease> InstancePool::acquire(Wanted wanted, std::chrono::milliseconds timeout, std::stop_token stop)
{
    const QPointer<InstancePool> self(this);
    const Key key{wanted.app, wanted.artifact};
    const quint64 ticket = ++m_lastTicket;
    m_groups[key].waiting.enqueue(ticket);
    const auto leave = [self, key, ticket] {
        if (self) {
            self->m_groups[key].waiting.removeOne(ticket);
        }
    };
    const std::stop_callback wake(stop, [self] {
        if (self) {
            self->notifyChanged();
        }
    });
    QElapsedTimer waited;
    waited.start();
    while (self && !stop.stop_requested()) {
        if (m_groups[key].waiting.head() == ticket) {
            if (auto lease = tryAcquire(wanted)) {
                leave();
                notifyChanged(); // the next in the queue may start one too
                co_return std::move(*lease);
            }
        }
        const auto left = timeout - std::chrono::milliseconds(waited.elapsed());
        if (left <= std::chrono::milliseconds::zero()) {
            leave();
            co_return fail(ErrorCode::DeadlineExceeded, QObject::tr("All %1 instances of %2 were busy for %3 s.")
                                                            .arg(wanted.maxReplicas)
                                                            .arg(wanted.app)
                                                            .arg(static_cast<double>(timeout.count()) / 1000.0));
        }
        co_await qCoro(this, &InstancePool::changed, left);
    }
    leave();
    co_return cancelled();
}

void InstancePool::giveBack(const std::shared_ptr<Slot> &slot)
{
    slot->busy = false;
    if (isAlive(*slot->instance)) {
        slot->idle.start(m_idleTime);
    } else {
        retire(slot);
    }
    notifyChanged();
}

/// Queued: one that waits for the signal must not run within what another one does, nor on another thread.
void InstancePool::notifyChanged()
{
    QMetaObject::invokeMethod(this, &InstancePool::changed, Qt::QueuedConnection);
}

void InstancePool::retire(const std::shared_ptr<Slot> &slot)
{
    const auto group = m_groups.find(slot->key);
    if (group != m_groups.end()) {
        std::erase(group->second.members, slot);
        if (group->second.members.empty() && group->second.waiting.isEmpty()) {
            m_groups.erase(group);
        }
    }
    endGently(std::move(slot->instance), this);
    Q_EMIT countsChanged();
}

void InstancePool::drop(const QString &app)
{
    std::vector<std::shared_ptr<Slot>> all;
    for (const auto &[key, group] : m_groups) {
        if (key.first == app) {
            all.insert(all.end(), group.members.begin(), group.members.end());
        }
    }
    for (const auto &slot : all) {
        if (!slot->busy) {
            retire(slot);
        } else {
            slot->instance->stop(); // its call finishes; giving it back takes it away
        }
    }
}

} // namespace studio
