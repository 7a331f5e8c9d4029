// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_tree.h"
#include "app/cli/session.h"

namespace studio::cli {

namespace {

Task<int> print(QString text)
{
    QTextStream(stdout) << text;
    co_return 0;
}

} // namespace

void addPrintCommands(CLI::App &root, CLI::App &parser, Session &session, const Choose &choose)
{
    auto *completing = parser.add_subcommand("completion", "Print the completion script of a shell");
    const auto shell = std::make_shared<std::string>();
    completing->add_option("shell", *shell, "Which shell")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
    completing->callback([=, &session] {
        session.needsNoSettings = true;
        choose([=] { return print(completionScript(toQString(*shell))); });
    });
    // For packaging; `man ignite` is for people.
    auto *manual = parser.add_subcommand("manual", "Print the manual page");
    manual->group("");
    manual->callback([=, &root, &parser, &session] {
        session.needsNoSettings = true;
        choose([&root, &parser] { return print(manualPage(commandTree(parser), globalOptions(root))); });
    });
}

int printCandidates(const CLI::App &root, const QStringList &words)
{
    for (const QString &candidate : completionCandidates(commandTree(root), globalOptions(root), words)) {
        QTextStream(stdout) << candidate << u'\n';
    }
    return 0;
}

} // namespace studio::cli
