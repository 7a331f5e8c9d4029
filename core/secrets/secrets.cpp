// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/secrets.h"

#include <QCoroSignal>
#include <QHash>
#include <QObject>
#include <QRegularExpression>
#include <qt6keychain/keychain.h>

namespace studio {

struct Secrets::Memory
{
    QHash<QString, QByteArray> values;
};

namespace {

/// Runs a job of the keychain's to its end.
template <typename Job> QCoro::Task<std::shared_ptr<Job>> finished(std::shared_ptr<Job> job, QString key)
{
    job->setAutoDelete(false);
    job->setInsecureFallback(false); // it would write the value into a file
    job->setKey(key);
    job->start();
    co_await qCoro(static_cast<QKeychain::Job *>(job.get()), &QKeychain::Job::finished);
    co_return job;
}

bool isRefused(const QKeychain::Job &job)
{
    return job.error() == QKeychain::AccessDenied || job.error() == QKeychain::AccessDeniedByUser;
}

std::unexpected<Error> refused(const QKeychain::Job &job)
{
    return fail(ErrorCode::PermissionDenied, QObject::tr("The keychain did not give access. Unlock it and try again."),
                job.errorString());
}

std::unexpected<Error> noSuchSecret(const QString &key)
{
    return fail(ErrorCode::NotFound, QObject::tr("The keychain has no %1.").arg(key));
}

} // namespace

Secrets::Secrets(QString service) : m_service(std::move(service)), m_memory(std::make_shared<Memory>()) {}

Task<SecretPlace> Secrets::set(QString key, QByteArray value)
{
    const auto memory = m_memory;
    const auto job = std::make_shared<QKeychain::WritePasswordJob>(m_service);
    job->setBinaryData(value);
    co_await finished(job, key);
    if (isRefused(*job)) {
        co_return refused(*job);
    }
    if (job->error() == QKeychain::NoError) {
        memory->values.remove(key);
        co_return SecretPlace{.inKeychain = true, .reason = {}};
    }
    memory->values.insert(key, value);
    co_return SecretPlace{.inKeychain = false, .reason = job->errorString()};
}

Task<QByteArray> Secrets::get(QString key)
{
    if (const auto kept = m_memory->values.constFind(key); kept != m_memory->values.cend()) {
        co_return *kept;
    }
    const auto job = std::make_shared<QKeychain::ReadPasswordJob>(m_service);
    co_await finished(job, key);
    if (isRefused(*job)) {
        co_return refused(*job);
    }
    if (job->error() != QKeychain::NoError) {
        co_return noSuchSecret(key);
    }
    co_return job->binaryData();
}

Task<bool> Secrets::remove(QString key)
{
    const bool wasInMemory = m_memory->values.remove(key) > 0;
    // Deleting what is not there succeeds, so it is looked for first.
    const auto reading = std::make_shared<QKeychain::ReadPasswordJob>(m_service);
    const auto job = std::make_shared<QKeychain::DeletePasswordJob>(m_service);
    co_await finished(reading, key);
    if (isRefused(*reading)) {
        co_return refused(*reading);
    }
    if (reading->error() != QKeychain::NoError) {
        co_return wasInMemory;
    }
    co_await finished(job, key);
    if (isRefused(*job)) {
        co_return refused(*job);
    }
    co_return wasInMemory || job->error() == QKeychain::NoError;
}

QString appSecretKey(const QString &appId, const QString &name)
{
    return QStringLiteral("secret %1 of %2").arg(name, appId);
}

QString gatewayTokenKey(const QString &endpoint)
{
    return QObject::tr("token of %1").arg(endpoint);
}

QString requestSecretKey(const QString &folder, const QString &environment, const QString &name)
{
    return QObject::tr("%1, %2 of %3").arg(name, environment, folder);
}

Result<void> checkSecretName(const QString &name)
{
    static const QRegularExpression shape(QStringLiteral("\\A[A-Za-z_][A-Za-z0-9_]{0,127}\\z"));
    static const QRegularExpression taken(QStringLiteral("^(PATH|HOME|TZ|PORT|LISTEN_FDS|LISTEN_PID|LD_.*|IGNITE_.*|"
                                                         "WASMTIME_.*|RUST_.*|TOKIO_.*|TMPDIR)$"));
    if (!shape.match(name).hasMatch()) {
        return fail(
            ErrorCode::InvalidArgument,
            QObject::tr("“%1” cannot name a secret: letters, digits and _, at most 128, no digit first.").arg(name));
    }
    if (taken.match(name).hasMatch()) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("%1 is a name that the platform uses itself. Choose another one.").arg(name));
    }
    return {};
}

} // namespace studio
