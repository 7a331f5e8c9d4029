// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <CLI/CLI.hpp>

namespace studio::cli {

struct TreeOption
{
    QStringList names; ///< "-o", "--output"; empty for an argument
    QString argument;  ///< "NAME" of an argument or a value, empty for a flag
    QString help;
    QStringList choices;
    bool takesPath = false;
    bool isRequired = false;

    bool operator==(const TreeOption &) const = default;
};

/// One command or group, as help, completion and manual show it.
struct TreeCommand
{
    QString path; ///< "app create"; empty for the whole
    QString name;
    QStringList aliases;
    QString help;
    QString examples;
    QList<TreeOption> options; ///< without the global ones
    QStringList subcommands;   ///< names
    QList<TreeCommand> below;

    bool operator==(const TreeCommand &) const = default;
};

/// The parser's own tree, from which everything else is made.
TreeCommand commandTree(const CLI::App &parser);
/// The options of the parser itself, which are taken everywhere.
QList<TreeOption> globalOptions(const CLI::App &parser);
/// All commands, groups before what is below them.
QList<TreeCommand> flattened(const TreeCommand &tree);

/// Gives each command its examples, as the end of its help.
void addExamples(CLI::App &parser);

/// What may stand for the last of `words`, which follow the program's name: each a word, or a word, a tab and its help.
/// `__files__` asks for the names of files and folders.
QStringList completionCandidates(const TreeCommand &tree, const QList<TreeOption> &global, const QStringList &words);
/// The script for bash, zsh or fish that asks `ignite __complete` on each Tab.
QString completionScript(const QString &shell);
/// ignite(1), in the man macros.
QString manualPage(const TreeCommand &tree, const QList<TreeOption> &global);

} // namespace studio::cli
