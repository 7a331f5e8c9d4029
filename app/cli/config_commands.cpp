// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"
#include "app/cli/text.h"
#include "core/config/settings.h"

namespace studio::cli {

namespace {

/// The value without what is secret: a token, and the password in an address.
QString maskedValue(const QString &key, const QString &value)
{
    if (key.endsWith(QLatin1String("api_endpoint")) &&
        value.contains(u'@')) { // a password; no setting, but in the file
        return QStringLiteral("•••") + value.sliced(value.lastIndexOf(u'@'));
    }
    return key.endsWith(QLatin1String("token")) ? QStringLiteral("•••") : value;
}

Task<int> getValue(Session &session, QString key)
{
    const auto file = ConfigFile::read(session.options.configPath);
    const auto full = settingKey(key);
    if (!file || !full) {
        co_return std::unexpected(file ? full.error() : file.error());
    }
    const QString global = QStringLiteral("global.") + full->section(u'.', 1);
    auto value = file->value(*full);
    if (!value && !key.contains(u'.')) {
        value = file->value(global);
    }
    if (!value) {
        co_return fail(
            ErrorCode::NotFound,
            QStringLiteral("%1 has no %2. Set it with: ignite config set %3 VALUE").arg(file->path(), *full, key));
    }
    if (full->endsWith(QLatin1String("api_endpoint"))) {
        value = maskedValue(*full, *value);
    }
    session.print(Json{{"key", toUtf8(*full)}, {"value", toUtf8(*value)}},
                  [&](QTextStream &out) { out << *value << '\n'; });
    co_return 0;
}

Task<int> setValue(Session &session, QString key, QString value)
{
    const auto full = settingKey(key);
    if (!full) {
        co_return std::unexpected(full.error());
    }
    if (const auto checked = checkSetting(*full, value); !checked) {
        co_return std::unexpected(checked.error());
    }
    auto file = ConfigFile::read(session.options.configPath);
    if (!file) {
        co_return std::unexpected(file.error());
    }
    if (const auto done = file->set(*full, value).and_then([&] { return file->write(); }); !done) {
        co_return std::unexpected(done.error());
    }
    session.say(QStringLiteral("Set %1 in %2.").arg(*full, file->path()));
    co_return 0;
}

Task<int> removeValue(Session &session, QString key)
{
    const auto full = settingKey(key);
    auto file = ConfigFile::read(session.options.configPath);
    if (!file || !full) {
        co_return std::unexpected(full ? file.error() : full.error());
    }
    if (const auto done = file->unset(*full).and_then([&] { return file->write(); }); !done) {
        co_return std::unexpected(done.error());
    }
    session.say(QStringLiteral("Removed %1 from %2.").arg(*full, file->path()));
    co_return 0;
}

Task<int> listValues(Session &session)
{
    const auto file = ConfigFile::read(session.options.configPath);
    if (!file) {
        co_return std::unexpected(file.error());
    }
    Json json = Json::object();
    QList<QStringList> rows{{QStringLiteral("KEY"), QStringLiteral("VALUE")}};
    for (const auto &[key, value] : file->entries()) {
        if (key.startsWith(QLatin1String("ignite.")) || key.startsWith(QLatin1String("global."))) {
            json[toUtf8(key)] = toUtf8(maskedValue(key, value));
            rows << QStringList{key, maskedValue(key, value)};
        }
    }
    session.print(Json{{"path", toUtf8(file->path())}, {"settings", json}}, [&](QTextStream &out) {
        if (rows.size() == 1) {
            out << "Nothing is set in " << file->path() << ".\n";
        } else {
            writeTable(out, rows);
        }
    });
    co_return 0;
}

Task<int> path(Session &session)
{
    const QString file = session.options.configPath;
    session.print(Json{{"path", toUtf8(file)}}, [&](QTextStream &out) { out << file << '\n'; });
    co_return 0;
}

} // namespace

void addConfigCommands(CLI::App &parser, Session &session, const Choose &choose)
{
    auto *config = parser.add_subcommand("config", "Show and change the configuration file");
    config->require_subcommand(1);
    const auto key = std::make_shared<std::string>();
    const auto value = std::make_shared<std::string>();
    const auto add = [&](const char *verb, const char *help, bool hasKey, const auto &command) {
        auto *sub = config->add_subcommand(verb, help);
        if (hasKey) {
            sub->add_option("key", *key, "token, or ignite.token, or global.token")->required()->type_name("KEY");
        }
        sub->callback([=, &session] {
            session.needsNoSettings = true;
            choose(command);
        });
        return sub;
    };
    add("get", "Print one value of the file", true, [=, &session] { return getValue(session, toQString(*key)); });
    add("set", "Set a value and leave the rest of the file as it is", true,
        [=, &session] { return setValue(session, toQString(*key), toQString(*value)); })
        ->add_option("value", *value, "Its value")
        ->required()
        ->type_name("VALUE");
    add("unset", "Remove a value", true, [=, &session] { return removeValue(session, toQString(*key)); });
    add("list", "List what is set; a token is not shown", false, [&session] {
        return listValues(session);
    })->alias("ls");
    add("path", "Print where the file is", false, [&session] { return path(session); });
}

} // namespace studio::cli
