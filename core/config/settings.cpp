// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/settings.h"

#include "core/base/names.h"
#include "core/config/duration.h"

#include <QFileInfo>
#include <QObject>
#include <QUrl>

namespace studio {

namespace {

constexpr QLatin1StringView groups[] = {QLatin1StringView("ignite"), QLatin1StringView("global")};

/// Looks one setting up: the flag, the variables in order, the keys in order.
class Lookup
{
public:
    Lookup(const QProcessEnvironment &environment, const ConfigFile &file) : m_environment(environment), m_file(file) {}

    [[nodiscard]] Setting find(const std::optional<QString> &flag, const QString &flagName,
                               const QStringList &variables, const QStringList &keys, const QString &standard) const
    {
        if (flag) {
            return {*flag, flagName};
        }
        for (const QString &name : variables) {
            if (const QString value = m_environment.value(name); !value.isEmpty()) {
                return {value, name};
            }
        }
        for (const QLatin1StringView group : groups) {
            for (const QString &key : keys) {
                const QString full = QString(group) + u'.' + key;
                if (const auto value = m_file.value(full); value && !value->isEmpty()) {
                    return {*value, QStringLiteral("%1 in %2").arg(full, m_file.path())};
                }
            }
        }
        return {standard, {}};
    }

private:
    const QProcessEnvironment &m_environment;
    const ConfigFile &m_file;
};

std::optional<bool> boolFrom(const QString &text)
{
    const QString word = text.toLower();
    if (word == u'1' || word == QLatin1String("true") || word == QLatin1String("yes") || word == QLatin1String("on")) {
        return true;
    }
    if (word == u'0' || word == QLatin1String("false") || word == QLatin1String("no") || word == QLatin1String("off")) {
        return false;
    }
    return std::nullopt;
}

Result<void> checkEndpoint(const QString &value)
{
    const QUrl url(value, QUrl::StrictMode);
    if (value.contains(u'@')) { // whatever else it is, what stands before the @ may be a password
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("An address of a gateway holds no user name and no password. Leave what stands "
                                "before the @ away, and set a token: ignite config set token TOKEN"));
    }
    const bool fits = url.isValid() &&
                      (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http")) &&
                      !url.host().isEmpty() && !url.hasQuery() && !url.hasFragment();
    if (value.isEmpty() || fits) {
        return {};
    }
    return fail(ErrorCode::InvalidArgument,
                QObject::tr("“%1” is not the address of a gateway. Write it like https://gateway.example or "
                            "http://127.0.0.1:8080.")
                    .arg(value));
}

Result<void> named(const Setting &setting, Result<void> checked)
{
    if (!checked && !setting.source.isEmpty()) {
        checked.error().message.prepend(setting.source + QStringLiteral(": "));
    }
    return checked;
}

} // namespace

QStringList settingKeys()
{
    return {QStringLiteral("api_endpoint"), QStringLiteral("token"),  QStringLiteral("org_name"),
            QStringLiteral("org_id"),       QStringLiteral("output"), QStringLiteral("timeout"),
            QStringLiteral("debug")};
}

Result<QString> settingKey(const QString &text)
{
    const QString group = text.contains(u'.') ? text.section(u'.', 0, 0) : QString(groups[0]);
    const QString key = text.contains(u'.') ? text.section(u'.', 1) : text;
    if ((group != groups[0] && group != groups[1]) || !settingKeys().contains(key)) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("There is no setting “%1”. There are: %2; each below ignite or global.")
                        .arg(text, settingKeys().join(QStringLiteral(", "))));
    }
    return group + u'.' + key;
}

Result<void> checkSetting(const QString &key, const QString &value)
{
    const QString name = key.section(u'.', -1);
    if (name == QLatin1String("api_endpoint")) {
        return checkEndpoint(value);
    }
    if (name == QLatin1String("timeout")) {
        const auto time = parseDuration(value);
        return time ? Result<void>{} : std::unexpected(time.error());
    }
    if (name == QLatin1String("output")) {
        static const QStringList formats{QStringLiteral("table"), QStringLiteral("json"), QStringLiteral("yaml"),
                                         QStringLiteral("wide")};
        return formats.contains(value)
                   ? Result<void>{}
                   : fail(ErrorCode::InvalidArgument, QObject::tr("“%1” is not an output format. There are: %2.")
                                                          .arg(value, formats.join(QStringLiteral(", "))));
    }
    if (name == QLatin1String("debug") && !boolFrom(value)) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("“%1” is neither true nor false.").arg(value));
    }
    if (name.startsWith(QLatin1String("org_")) && !isValidName(value)) {
        return fail(
            ErrorCode::InvalidArgument,
            QObject::tr("“%1” is not a valid organization name: use letters, digits, - and _, at most 63.").arg(value));
    }
    if (value.contains(u'\n') || value.contains(u'\r')) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("The value of %1 has more than one line.").arg(name));
    }
    return {};
}

Result<Settings> resolveSettings(const Flags &flags, const QProcessEnvironment &environment, const ConfigFile &file)
{
    const Lookup lookup(environment, file);
    const auto find = [&](const std::optional<QString> &flag, const char *flagName, const QStringList &variables,
                          const QStringList &keys, const QString &standard) {
        return lookup.find(flag, QString::fromLatin1(flagName), variables, keys, standard);
    };
    Settings settings;
    settings.apiEndpoint = find(flags.apiEndpoint, "--api-endpoint", {QStringLiteral("IGNITE_API_ENDPOINT")},
                                {QStringLiteral("api_endpoint")}, {});
    settings.token = find(flags.token, "--token", {QStringLiteral("DODIL_TOKEN"), QStringLiteral("IGNITE_TOKEN")},
                          {QStringLiteral("token")}, {});
    settings.organization =
        find(flags.organization, "--org", {QStringLiteral("IGNITE_ORG_NAME"), QStringLiteral("IGNITE_ORG_ID")},
             {QStringLiteral("org_name"), QStringLiteral("org_id")}, defaultOrganization);
    settings.output = find(flags.output, "--output", {}, {QStringLiteral("output")}, QStringLiteral("table"));
    const Setting timeout = find(flags.timeout, "--timeout", {}, {QStringLiteral("timeout")}, QStringLiteral("5m"));
    const std::optional<QString> debugFlag =
        flags.debug ? std::optional(*flags.debug ? QStringLiteral("true") : QStringLiteral("false")) : std::nullopt;
    const Setting debug = find(debugFlag, "--debug", {QStringLiteral("IGNITE_DEBUG")}, {QStringLiteral("debug")},
                               QStringLiteral("false"));
    for (const auto &[key, setting] : {std::pair("api_endpoint", &std::as_const(settings.apiEndpoint)),
                                       std::pair("token", &std::as_const(settings.token)),
                                       std::pair("org_name", &std::as_const(settings.organization)),
                                       std::pair("output", &std::as_const(settings.output)),
                                       std::pair("timeout", &timeout), std::pair("debug", &debug)}) {
        if (const auto checked = named(*setting, checkSetting(QString::fromLatin1(key), setting->value)); !checked) {
            return std::unexpected(checked.error());
        }
    }
    settings.timeout = *parseDuration(timeout.value);
    settings.debug = *boolFrom(debug.value);
    return settings;
}

QString configPath(const std::optional<QString> &flag, const QProcessEnvironment &environment, const QString &home)
{
    const QString name = QStringLiteral("/config.yaml");
    if (flag) {
        return QFileInfo(*flag).isDir() ? *flag + name : *flag;
    }
    for (const char *variable : {"DODIL_CONFIG_DIR", "IGNITE_CONFIG_DIR"}) {
        if (const QString folder = environment.value(QString::fromLatin1(variable)); !folder.isEmpty()) {
            return folder + name;
        }
    }
    const QString shared = home + QStringLiteral("/.config/unified-cli") + name;
    const QString own = home + QStringLiteral("/.ignite") + name;
    return !QFileInfo::exists(shared) && QFileInfo::exists(own) ? own : shared;
}

} // namespace studio
