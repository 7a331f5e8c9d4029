// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"
#include "app/cli/text.h"
#include "core/api/secret_service.h"

#include <QFile>

#include <termios.h>
#include <unistd.h>

namespace studio::cli {

namespace {

/// Typing is not shown while this lives.
class SilentTerminal
{
public:
    SilentTerminal()
    {
        m_isSet = tcgetattr(STDIN_FILENO, &m_before) == 0;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_isSet = m_isSet && tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    ~SilentTerminal()
    {
        if (m_isSet) {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        }
    }
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;

private:
    termios m_before{};
    bool m_isSet = false;
};

/// From standard input, never from the arguments, which every user of the machine can read. One line end at its end is
/// not part of it. A terminal is asked for one line.
Result<QByteArray> readValue(const Session &session, const QString &name)
{
    constexpr qint64 most = 64 << 10;
    QFile in;
    QByteArray value;
    if (isatty(STDIN_FILENO) != 0) {
        QTextStream(stderr) << "Value of " << name << ": " << Qt::flush;
        const SilentTerminal silent;
        // plain read: from the terminal
        if (in.open(stdin, QIODevice::ReadOnly)) {
            value = in.readLine(most + 1);
        }
        session.say({});
        // plain read: to the end of standard input
    } else if (in.open(stdin, QIODevice::ReadOnly)) {
        while (value.size() <= most) {
            const QByteArray more = in.read(most + 1 - value.size());
            if (more.isEmpty()) {
                break;
            }
            value += more;
        }
    }
    if (value.size() > most) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("The value of %1 has more than 64 KiB.").arg(name));
    }
    if (value.endsWith('\n')) {
        value.chop(value.endsWith("\r\n") ? 2 : 1);
    }
    return value;
}

/// FailedPrecondition where the platform has no way to secrets.
Result<SecretService *> secretsOf(Session &session, const AppId &id)
{
    if (SecretService *const secrets = session.platform().secretService()) {
        return secrets;
    }
    return fail(
        ErrorCode::FailedPrecondition,
        QStringLiteral("The gateway's API has no routes for the secrets of %1. Set them with the platform's own "
                       "tools.")
            .arg(id.toString()));
}

Task<int> setSecret(Session &session, AppId id, QString name)
{
    if (const auto checked = checkSecretName(name); !checked) {
        co_return std::unexpected(checked.error());
    }
    const auto secrets = secretsOf(session, id);
    if (!secrets) {
        co_return std::unexpected(secrets.error());
    }
    const auto value = readValue(session, name);
    if (!value) {
        co_return std::unexpected(value.error());
    }
    if (const auto done = co_await (*secrets)->setSecret(id, name, *value); !done) {
        co_return std::unexpected(done.error());
    }
    session.say(QStringLiteral("Set %1 of %2; instances that start from now on have it.").arg(name, id.toString()));
    co_return 0;
}

Task<int> listSecrets(Session &session, AppId id)
{
    const auto secrets = secretsOf(session, id);
    if (!secrets) {
        co_return std::unexpected(secrets.error());
    }
    const auto names = co_await (*secrets)->listSecrets(id);
    if (!names) {
        co_return std::unexpected(names.error());
    }
    Json rows = Json::array();
    for (const QString &name : *names) {
        rows.push_back({{"name", toUtf8(name)}});
    }
    session.print(Json{{"secrets", rows}}, [&](QTextStream &out) {
        if (names->isEmpty()) {
            out << id.toString() << " has no secrets.\n";
        }
        for (const QString &name : *names) {
            out << name << '\n';
        }
    });
    co_return 0;
}

Task<int> removeSecret(Session &session, AppId id, QString name)
{
    const auto secrets = secretsOf(session, id);
    if (!secrets) {
        co_return std::unexpected(secrets.error());
    }
    if (const auto done = co_await (*secrets)->deleteSecret(id, name); !done) {
        co_return std::unexpected(done.error());
    }
    session.say(QStringLiteral("Deleted %1 of %2.").arg(name, id.toString()));
    co_return 0;
}

} // namespace

void addSecretCommands(CLI::App &parser, Session &session, const Choose &choose)
{
    auto *secret = parser.add_subcommand("secret", "Set, list and delete an app's secrets, which the keychain holds");
    secret->require_subcommand(1);
    const auto app = std::make_shared<std::string>();
    const auto name = std::make_shared<std::string>();
    const auto add = [&](const char *verb, const char *help, bool hasName, auto command) {
        auto *sub = secret->add_subcommand(verb, help);
        sub->add_option("id", *app, "org:app")->required()->type_name("APP");
        if (hasName) {
            sub->add_option("name", *name, "Name in ctx.env()")->required()->type_name("NAME");
        }
        sub->callback([=, &session] {
            choose([=, &session]() -> Task<int> {
                const auto id = session.appId(toQString(*app));
                if (!id) {
                    return [](Error error) -> Task<int> { co_return std::unexpected(error); }(id.error());
                }
                return command(*id);
            });
        });
        return sub;
    };
    add("set", "Set a secret: its value is read from standard input", true,
        [=, &session](const AppId &id) { return setSecret(session, id, toQString(*name)); });
    add("list", "List the names", false, [&session](const AppId &id) { return listSecrets(session, id); })->alias("ls");
    add("delete", "Delete a secret", true,
        [=, &session](const AppId &id) { return removeSecret(session, id, toQString(*name)); });
}

} // namespace studio::cli
