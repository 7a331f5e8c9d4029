// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/app_flags.h"
#include "app/cli/compile_view.h"
#include "app/cli/published_version.h"
#include "app/cli/terminal.h"
#include "app/cli/text.h"
#include "core/workspace/deploy.h"

namespace studio::cli {

namespace {

struct DeployArguments
{
    std::string name;
    std::string code = ".";
    std::vector<std::string> dependencies;
    std::string note;
    bool respectGitignore = false;
    bool follow = false;
};

Task<int> deploy(Session &session, DeployArguments arguments, AppFlags flags)
{
    const auto id = session.appId(toQString(arguments.name));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    const auto progress = std::make_shared<ProgressLine>();
    DraftSource source(toQString(arguments.code));
    source.respectGitignore = arguments.respectGitignore;
    for (const std::string &dependency : arguments.dependencies) {
        source.dependencies << toQString(dependency);
    }
    bool hasSaidNotes = false;
    const Deployment deployment{.id = *id,
                                .wanted =
                                    [&](const App &app) {
                                        if (!std::exchange(hasSaidNotes, true)) {
                                            sayNotes(flags, session);
                                        }
                                        progress->show(QStringLiteral("Packing %1").arg(source.code));
                                        return changedBy(flags, app);
                                    },
                                .source = source,
                                .note = toQString(arguments.note),
                                .compileAgain = flags.toolchain.has_value()};
    const DeployObserver observer{.compile = compileObserver(session, progress, arguments.follow),
                                  .saved = [&](const Draft &draft) {
                                      progress->clear();
                                      for (const QString &note : draft.notes) {
                                          session.say(QStringLiteral("note: %1").arg(note));
                                      }
                                  }};
    const auto version = co_await studio::deploy(&session.platform(), deployment, observer, session.stop.get_token());
    progress->clear();
    if (!version) {
        co_return std::unexpected(version.error());
    }
    co_return co_await printPublished(session, *version);
}

} // namespace

void addDeployCommands(CLI::App &parser, Session &session, const Choose &choose)
{
    auto *deploying = parser.get_subcommand("app")->add_subcommand(
        "deploy", "Create or update an app, save its code, compile and publish it");
    const auto arguments = std::make_shared<DeployArguments>();
    deploying->add_option("id", arguments->name, "org:app")->required()->type_name("APP");
    deploying->add_option("-c,--code", arguments->code, "A project folder, a .zip, a .tar.gz, or one .rs file")
        ->type_name("PATH")
        ->capture_default_str();
    deploying
        ->add_option("-d,--dependency", arguments->dependencies,
                     "A crate for one .rs file, as for draft save; may be given again")
        ->allow_extra_args(false)
        ->type_name("CRATE");
    deploying->add_flag("--respect-gitignore", arguments->respectGitignore, "Leave out the files that git ignores");
    deploying->add_option("--note", arguments->note, "What is new in this version")->type_name("TEXT");
    deploying->add_flag("--follow", arguments->follow, "Show the compiler's log while it runs");
    const auto flags = addAppFlags(*deploying);
    deploying->callback([=, &session] { choose([=, &session] { return deploy(session, *arguments, *flags); }); });
}

} // namespace studio::cli
