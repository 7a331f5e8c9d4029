// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection_runner.h"
#include "core/workspace/call_targets.h"

#include <QObject>

namespace studio {

class SavedRequests;

/// Sends saved requests of the open project, with the variables of the environment that is chosen and what earlier
/// answers gave. Main thread; nothing blocks.
class RequestRuns : public QObject
{
    Q_OBJECT

public:
    /// `requests` outlives it.
    explicit RequestRuns(SavedRequests *requests, QObject *parent = nullptr);

    /// Where requests to a path go; none: they cannot be sent. Its invoker must outlive what is sent.
    void setTarget(const std::optional<CallTarget> &target) { m_target = target; }
    /// Sends those that name an address.
    void setAddressSender(collection::RequestSender sender) { m_toAddress = std::move(sender); }
    /// FailedPrecondition where there is no sender for addresses.
    Task<collection::Answer> sendToAddress(collection::PreparedRequest prepared, std::stop_token stop);

    [[nodiscard]] QString environment() const { return m_environment; } ///< its name; empty for none
    void setEnvironment(const QString &name);
    /// Gives the values of an environment's secrets. Asked before the first request that is sent with it, so that
    /// nobody is asked to unlock a keychain before.
    using SecretReader = std::function<Task<collection::Values>(collection::Environment)>;
    void setSecretReader(SecretReader reader) { m_readSecrets = std::move(reader); }
    void forgetSecrets(); ///< they may be others: they are read again when they are needed
    void reset();         ///< for another project: no environment, no secrets, nothing of earlier answers

    /// The request as it goes out now; it may differ from what its file holds. As prepareRequest().
    Task<collection::PreparedRequest> prepare(collection::SavedRequest request);
    /// Keeps what the answer gives.
    Task<QList<collection::CheckResult>> check(collection::SavedRequest request, collection::Answer answer);
    /// Without the values of the secrets that were read.
    [[nodiscard]] QString masked(const QString &text) const;
    [[nodiscard]] qsizetype count(const QString &below) const; ///< of requests that run() would send
    /// As runCollection(): the requests at `below`, all for an empty one.
    Task<collection::RunOutcome> run(QString below, std::function<void(const collection::RequestOutcome &)> told,
                                     std::stop_token stop);

Q_SIGNALS:
    void environmentChanged();

private:
    [[nodiscard]] collection::RunOptions options() const;
    [[nodiscard]] Result<collection::RunContext> context() const;
    Task<void> readSecrets();

    SavedRequests *m_requests;
    std::optional<CallTarget> m_target;
    collection::RequestSender m_toAddress;
    QString m_environment;
    SecretReader m_readSecrets;
    collection::Values m_secrets; ///< of the environment, by name
    QStringList m_secretNames;    ///< that were read
    int m_generation = 0;         ///< of the environment and its secrets
    collection::Values m_captured;
};

} // namespace studio
