// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_tree.h"

#include <QRegularExpression>

namespace studio::cli {

namespace {

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// What a validator allows stands in braces in the type's name: "TEXT:{native,wasm}".
QStringList choicesOf(const CLI::Option &option)
{
    static const QRegularExpression braces(QStringLiteral("\\{([^}]*)\\}"));
    const auto match = braces.match(text(option.get_type_name()));
    return match.hasMatch() ? match.captured(1).split(u',') : QStringList();
}

TreeOption optionOf(const CLI::Option &option)
{
    static const QStringList paths{QStringLiteral("--code"),         QStringLiteral("--payload-file"),
                                   QStringLiteral("--report-junit"), QStringLiteral("--report-tap"),
                                   QStringLiteral("--config"),       QStringLiteral("--file"),
                                   QStringLiteral("--input-schema"), QStringLiteral("--output-schema")};
    TreeOption found{
        .help = text(option.get_description()), .choices = choicesOf(option), .isRequired = option.get_required()};
    for (const std::string &name : option.get_snames()) {
        found.names << u'-' + text(name);
    }
    for (const std::string &name : option.get_lnames()) {
        found.names << QStringLiteral("--") + text(name);
    }
    const bool isFlag = option.get_items_expected_max() == 0;
    const QString type = text(option.get_type_name()).section(u':', 0, 0);
    if (found.names.isEmpty()) {
        found.argument = text(option.get_name()).toUpper();
    } else if (!isFlag) {
        found.argument = type.isEmpty() ? QStringLiteral("VALUE") : type;
    }
    found.takesPath = type == QLatin1String("FOLDER") || type == QLatin1String("FILE") ||
                      std::ranges::any_of(found.names, [](const QString &name) { return paths.contains(name); });
    return found;
}

QList<TreeOption> optionsOf(const CLI::App &command)
{
    QList<TreeOption> options;
    for (const CLI::Option *option : command.get_options()) {
        options.append(optionOf(*option));
    }
    return options;
}

TreeCommand commandAt(const CLI::App &command, const QString &path)
{
    TreeCommand found{.path = path,
                      .name = path.section(u' ', -1),
                      .help = text(command.get_description()),
                      .examples = text(command.get_footer()).section(QStringLiteral("Examples:\n"), 1)};
    for (const std::string &alias : command.get_aliases()) {
        found.aliases << text(alias);
    }
    if (!path.isEmpty()) {
        found.options = optionsOf(command);
    }
    for (const CLI::App *sub : command.get_subcommands([](const CLI::App *one) { return !one->get_group().empty(); })) {
        const QString name = text(sub->get_name());
        found.subcommands << name;
        found.below.append(commandAt(*sub, path.isEmpty() ? name : path + u' ' + name));
    }
    return found;
}

} // namespace

TreeCommand commandTree(const CLI::App &parser)
{
    return commandAt(parser, {});
}

QList<TreeOption> globalOptions(const CLI::App &parser)
{
    return optionsOf(parser);
}

QList<TreeCommand> flattened(const TreeCommand &tree)
{
    QList<TreeCommand> all{tree};
    for (const TreeCommand &command : tree.below) {
        all << flattened(command);
    }
    return all;
}

} // namespace studio::cli
