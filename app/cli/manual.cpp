// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_tree.h"

namespace studio::cli {

namespace {

/// Text as roff takes it: no escape, no request by accident, hyphens that can be copied.
QString roff(QString text)
{
    text.replace(u'\\', QStringLiteral("\\e")).replace(u'-', QStringLiteral("\\-"));
    if (text.startsWith(u'.') || text.startsWith(u'\'')) {
        text.prepend(QStringLiteral("\\&"));
    }
    return text;
}

QString optionEntry(const TreeOption &option)
{
    QStringList names;
    for (const QString &name : option.names) {
        names << QStringLiteral("\\fB%1\\fR").arg(roff(name));
    }
    QString head = names.join(QStringLiteral(", "));
    if (!option.argument.isEmpty()) {
        head += (names.isEmpty() ? QString() : QStringLiteral(" ")) +
                QStringLiteral("\\fI%1\\fR").arg(roff(option.argument));
    }
    const QString choices =
        option.choices.isEmpty() ? QString() : QStringLiteral(": ") + option.choices.join(QStringLiteral(", "));
    return QStringLiteral(".TP\n%1\n%2.\n").arg(head, roff(option.help + choices));
}

QString commandEntry(const TreeCommand &command)
{
    QString head = QStringLiteral("ignite ") + command.path;
    QString options;
    for (const TreeOption &option : command.options) {
        if (option.names.isEmpty()) {
            head += u' ' + option.argument;
        }
        if (!option.names.contains(QStringLiteral("--help"))) {
            options += optionEntry(option);
        }
    }
    QString entry = QStringLiteral(".SS %1\n%2.\n").arg(roff(head), roff(command.help));
    if (!command.aliases.isEmpty()) {
        entry += QStringLiteral("Also: %1.\n").arg(roff(command.aliases.join(QStringLiteral(", "))));
    }
    entry += options;
    if (!command.examples.isEmpty()) {
        entry += QStringLiteral(".PP\n.EX\n");
        for (const QString &line : command.examples.split(u'\n')) {
            entry += roff(line) + u'\n';
        }
        entry += QStringLiteral(".EE\n");
    }
    return entry;
}

const char *const ending = R"(.SH EXIT STATUS
0 for success; 1 where the author's code does not compile, a thing is not in the state that the command needs, or a call was stopped; 130 and 143 where Ctrl\-C or SIGTERM ended the command;
2 invalid argument; 3 unauthenticated; 4 permission denied; 5 not found; 6 already exists; 7 resource exhausted;
8 deadline exceeded; 9 unavailable; 10 internal.
A call that was answered ends with 0, with 8 for status 504, 2 for 413 and 10 for any other status from 500 on.
.B test
ends with 0 where all saved requests hold, 1 where some do not, and 2 where they or some of their files cannot be read, or none was
chosen.
.SH ENVIRONMENT
.TP
DODIL_TOKEN, IGNITE_TOKEN
The bearer token, in this order, where no flag gives one.
.TP
IGNITE_API_ENDPOINT
The gateway.
.TP
IGNITE_ORG_NAME, IGNITE_ORG_ID
The organization of a bare app name, in this order.
.TP
IGNITE_DEBUG
Says more about errors.
.TP
IGNITE_SECRET_NAME
The value of the secret NAME in an environment of saved requests.
.TP
DODIL_CONFIG_DIR, IGNITE_CONFIG_DIR
Where the configuration file is, in this order.
.TP
NO_COLOR
Not empty: no colours.
.SH FILES
.TP
config.yaml
In the folder that the environment names, else in ~/.config/unified\-cli, else in ~/.ignite. Keys stand below ignite and, for all programs of the platform, below global.
Flags go before the environment, and that before the file.
)";

} // namespace

QString manualPage(const TreeCommand &tree, const QList<TreeOption> &global)
{
    QString page =
        QStringLiteral(".TH IGNITE 1 \"2026-11-25\" \"ignite " IGNITE_STUDIO_VERSION "\" \"Ignite Studio\"\n"
                       ".SH NAME\nignite, dodil \\- %1\n"
                       ".SH SYNOPSIS\n.B ignite\n[\\fIflags\\fR] \\fIcommand\\fR\n.br\n.B dodil ignite\n"
                       "[\\fIflags\\fR] \\fIcommand\\fR\n"
                       ".SH DESCRIPTION\nIds are org:app, or app alone with the organization of the configuration. "
                       "Without a gateway everything happens on the embedded platform.\n"
                       ".SH GLOBAL FLAGS\nThey are taken before and after the command.\n")
            .arg(roff(tree.help));
    for (const TreeOption &option : global) {
        page += optionEntry(option);
    }
    page += QStringLiteral(".SH COMMANDS\n");
    for (const TreeCommand &command : flattened(tree)) {
        if (command.below.isEmpty()) {
            page += commandEntry(command);
        }
    }
    return page + QString::fromUtf8(ending);
}

} // namespace studio::cli
