// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/local_secrets.h"

#include "core/base/lifetime.h"
#include "core/local/execution_recorder.h"
#include "core/local/store_thread.h"

#include <QObject>
#include <QStringDecoder>

namespace studio {

namespace {

/// An environment is text without NUL.
Result<void> checkValue(const QString &name, const QByteArray &value)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(value);
    if (value.isEmpty() || decoder.hasError() || text.contains(QChar(u'\0'))) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("The value of %1 is %2.")
                        .arg(name, value.isEmpty() ? QObject::tr("empty")
                                                   : QObject::tr("not UTF-8 text, which an environment must hold")));
    }
    return {};
}

} // namespace

Task<bool> LocalSecrets::setSecret(AppId id, QString name, QByteArray value)
{
    if (const auto checked = checkSecretName(name).and_then([&] { return checkValue(name, value); }); !checked) {
        co_return std::unexpected(checked.error());
    }
    // The app first: a keychain should not hold what belongs to nothing.
    if (const auto app = co_await whileAlive(this, m_store->run([id](Store &store) { return store.app(id); })); !app) {
        co_return std::unexpected(app.error());
    }
    m_recorder->addSecrets(id, {value});
    const auto place = co_await whileAlive(this, m_keychain.set(appSecretKey(id.toString(), name), value));
    if (!place) {
        co_return std::unexpected(place.error());
    }
    if (!place->inKeychain) {
        // In memory it would be gone with this program, and a name without a value would end every call.
        (void)co_await whileAlive(this, m_keychain.remove(appSecretKey(id.toString(), name)));
        co_return fail(ErrorCode::Unavailable,
                       QObject::tr("No keychain service runs that could keep %1, so it was not set. Start one, such "
                                   "as GNOME Keyring, KeePassXC or KWallet, and set it again.")
                           .arg(name),
                       place->reason);
    }
    const auto named =
        co_await whileAlive(this, m_store->run([id, name](Store &store) { return store.addSecret(id, name); }));
    if (!named) {
        co_return std::unexpected(named.error());
    }
    Q_EMIT changed(id);
    co_return true;
}

Task<bool> LocalSecrets::deleteSecret(AppId id, QString name)
{
    const auto removed =
        co_await whileAlive(this, m_store->run([id, name](Store &store) { return store.removeSecret(id, name); }));
    if (!removed) {
        co_return std::unexpected(removed.error());
    }
    const auto gone = co_await whileAlive(this, m_keychain.remove(appSecretKey(id.toString(), name)));
    Q_EMIT changed(id);
    co_return gone.transform([](bool) { return true; });
}

Task<QStringList> LocalSecrets::listSecrets(AppId id)
{
    co_return co_await whileAlive(this, m_store->run([id](Store &store) {
        return store.secrets(id).transform([](const QList<SecretName> &secrets) {
            QStringList names;
            for (const SecretName &secret : secrets) {
                names << secret.name;
            }
            return names;
        });
    }));
}

Task<App> LocalSecrets::withSecrets(App app)
{
    const auto names =
        co_await whileAlive(this, m_store->run([id = app.id](Store &store) { return store.secrets(id); }));
    if (!names) {
        co_return std::unexpected(names.error());
    }
    co_return co_await withSecrets(std::move(app), *names);
}

/// Warm calls ask the keychain for nothing: a value is read once for each time that it was set.
Task<App> LocalSecrets::withSecrets(App app, QList<SecretName> names)
{
    QList<QByteArray> fresh;
    for (const SecretName &secret : names) {
        const QString key = appSecretKey(app.id.toString(), secret.name);
        if (m_values.value(key).changedAtMs != secret.changedAtMs) {
            const auto value = co_await whileAlive(this, m_keychain.get(key));
            if (!value && value.error().code != ErrorCode::NotFound) {
                co_return std::unexpected(value.error());
            }
            if (!value) {
                co_return fail(ErrorCode::FailedPrecondition,
                               QObject::tr("The keychain has no value for the secret %1 of %2. Set it with: ignite "
                                           "secret set %2 %1")
                                   .arg(secret.name, app.id.toString()));
            }
            m_values[key] = {secret.changedAtMs, *value};
            fresh << *value;
        }
        const QByteArray value = m_values.value(key).value;
        app.environment.removeIf([&](const auto &pair) { return pair.first == secret.name; });
        app.environment.append({secret.name, QString::fromUtf8(value)});
    }
    if (!fresh.isEmpty()) {
        m_recorder->addSecrets(app.id, fresh);
    }
    co_return app;
}

Task<bool> LocalSecrets::removeValues(AppId id, QList<SecretName> names)
{
    for (const SecretName &secret : names) {
        (void)co_await whileAlive(this, m_keychain.remove(appSecretKey(id.toString(), secret.name)));
    }
    co_return true;
}

} // namespace studio
