// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/runner/instance.h"

#include <QMap>
#include <QPointer>
#include <QQueue>
#include <QTimer>

#include <map>
#include <memory>
#include <vector>

namespace studio {

/// The running instances of all apps. One call in flight per instance: so a line on stderr always has one owner. More
/// calls start more instances, up to the app's limit; beyond it calls wait in order. An instance that nothing calls
/// ends after its time. Main thread.
class InstancePool : public QObject
{
    Q_OBJECT

    struct Slot;

public:
    /// Which instances serve a call, and how another one is started.
    struct Wanted
    {
        QString app; ///< "org:app"
        QByteArray artifact;
        InstanceSpec spec;
        int maxReplicas = 1;
    };

    /// One instance for one call; given back when it goes.
    class Lease
    {
    public:
        Lease() = default;
        Lease(Lease &&other) noexcept
            : m_pool(other.m_pool), m_slot(std::move(other.m_slot)), m_started(other.m_started)
        {
            other.m_slot.reset();
        }
        Lease &operator=(Lease &&other) noexcept
        {
            std::swap(m_pool, other.m_pool);
            std::swap(m_slot, other.m_slot);
            std::swap(m_started, other.m_started);
            return *this;
        }
        ~Lease();

        [[nodiscard]] QPointer<Instance> instance() const;
        [[nodiscard]] bool isCold() const { return m_started; } ///< it was started for this call

    private:
        friend class InstancePool;
        Lease(InstancePool *pool, std::shared_ptr<Slot> slot, bool started)
            : m_pool(pool), m_slot(std::move(slot)), m_started(started)
        {
        }

        QPointer<InstancePool> m_pool;
        std::shared_ptr<Slot> m_slot;
        bool m_started = false;
    };

    explicit InstancePool(std::unique_ptr<Runner> runner, std::chrono::milliseconds idleTime = std::chrono::minutes(1));
    ~InstancePool() override;

    /// DeadlineExceeded when none was free in time. Cancelled. What the runner says when none can be started.
    Task<Lease> acquire(Wanted wanted, std::chrono::milliseconds timeout, std::stop_token stop = {});
    void drop(const QString &app);                     ///< ends all of an app
    [[nodiscard]] int count(const QString &app) const; ///< of its instances
    [[nodiscard]] QMap<QString, int> counts() const;   ///< of all apps that have some

Q_SIGNALS:
    void changed();
    void countsChanged();

private:
    struct Group
    {
        std::vector<std::shared_ptr<Slot>> members;
        QQueue<quint64> waiting; ///< tickets of the calls that wait, in order
    };
    using Key = std::pair<QString, QByteArray>;

    std::optional<Result<Lease>> tryAcquire(const Wanted &wanted);
    void giveBack(const std::shared_ptr<Slot> &slot);
    void notifyChanged();
    void retire(const std::shared_ptr<Slot> &slot);

    std::unique_ptr<Runner> m_runner;
    std::chrono::milliseconds m_idleTime;
    std::map<Key, Group> m_groups;
    quint64 m_lastTicket = 0;
};

} // namespace studio
