// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"

#include <QTimer>

namespace studio {

/// Something that a request can be sent to.
struct CallTarget
{
    QString id; ///< "dev", "draft", "active", "version:3", "remote:NAME": the choice is saved under it
    QString title;
    Invoker *invoker = nullptr;
    AppId app;
    InvokeTarget target;

    bool operator==(const CallTarget &) const = default;
};

/// Whether a Run that succeeded sends the request: it goes to the instance that Run has started, its payload is JSON or
/// empty, and it is not on its way already, because it was sent during the Run and waited for it.
bool isSentAfterRun(const CallTarget &target, bool isPayloadJson, bool isOnItsWay);

/// What the open project's requests can be sent to: its dev instance, its draft, its active and its last versions, and
/// the active version at each remote. Read again when the app changes. Main thread.
class CallTargets : public QObject
{
    Q_OBJECT

public:
    struct RemoteService
    {
        QString name;
        QString organization;
        ComputeService *service = nullptr; ///< must outlive this object, or be taken out with setRemotes()
    };

    /// `service` is this machine's platform and must outlive it.
    explicit CallTargets(ComputeService *service, QObject *parent = nullptr);

    void setApp(const AppId &id);
    void setRemotes(const QList<RemoteService> &remotes);
    [[nodiscard]] const QList<CallTarget> &targets() const { return m_targets; }

Q_SIGNALS:
    void changed();

private:
    QCoro::Task<void> readVersions();
    void build();

    static constexpr int maxVersions = 10;

    ComputeService *m_service;
    QTimer m_readTimer; ///< not while the window begins: nothing of this is seen before the list is opened
    bool m_isListening = false;
    AppId m_app;
    QList<RemoteService> m_remotes;
    QList<Version> m_versions;
    int m_activeVersion = 0;
    QList<CallTarget> m_targets;
    quint64 m_generation = 0; ///< of the app that is shown: a late answer of another one is dropped
};

} // namespace studio
