// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/app_flags.h"
#include "app/cli/compile_view.h"
#include "app/cli/terminal.h"
#include "app/cli/text.h"

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

/// Creates the app, or changes it where something was given that it has otherwise.
Task<App> createOrUpdate(Session &session, AppId id, AppFlags flags)
{
    const auto known = co_await session.platform().getApp(id);
    if (!known && known.error().code != ErrorCode::NotFound) {
        co_return std::unexpected(known.error());
    }
    App fresh;
    fresh.id = id;
    const auto wanted = changedBy(flags, known.value_or(fresh));
    if (!wanted) {
        co_return std::unexpected(wanted.error());
    }
    if (!known) {
        auto created = co_await session.platform().createApp(*wanted);
        if (created || created.error().code != ErrorCode::AlreadyExists) {
            co_return created;
        }
        // Somebody else made it in the meantime.
    }
    if (known && *wanted == *known) {
        co_return known;
    }
    co_return co_await session.platform().updateApp(*wanted);
}

/// Whether the draft holds a release compile of what is saved, so that there is nothing to compile.
bool isCompiled(const Draft &draft, const App &app)
{
    return !draft.artifactHash.isEmpty() && draft.artifactTarget == app.target &&
           draft.status == QLatin1String("compiled");
}

Task<int> deploy(Session &session, DeployArguments arguments, AppFlags flags)
{
    const auto id = session.appId(toQString(arguments.name));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    const auto app = co_await createOrUpdate(session, *id, flags);
    if (!app) {
        co_return std::unexpected(app.error());
    }
    sayNotes(flags, session);
    DraftSource source(toQString(arguments.code));
    source.respectGitignore = arguments.respectGitignore;
    for (const std::string &dependency : arguments.dependencies) {
        source.dependencies << toQString(dependency);
    }
    const auto progress = std::make_shared<ProgressLine>();
    progress->show(QStringLiteral("Packing %1").arg(source.code));
    auto draft = co_await session.platform().saveDraft(*id, source, session.stop.get_token());
    progress->clear();
    if (!draft) {
        co_return std::unexpected(draft.error());
    }
    for (const QString &note : draft->notes) {
        session.say(QStringLiteral("note: %1").arg(note));
    }
    if (!isCompiled(*draft, *app) || flags.toolchain) {
        draft = co_await session.platform().compileDraft(*id, compileObserver(progress, arguments.follow),
                                                         session.stop.get_token());
        progress->clear();
        if (!draft) {
            co_return std::unexpected(draft.error());
        }
    }
    if (session.stop.stop_requested()) {
        co_return cancelled();
    }
    const auto version = co_await session.platform().publishDraft(*id, toQString(arguments.note));
    if (!version) {
        co_return std::unexpected(version.error());
    }
    session.print(toJson(*version), [&](QTextStream &out) {
        out << "Published " << id->toString() << " version " << version->number << ".\n";
    });
    co_return 0;
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
    deploying->add_option("-d,--dependency", arguments->dependencies, "A crate for one .rs file; may be given again")
        ->allow_extra_args(false)
        ->type_name("CRATE");
    deploying->add_flag("--respect-gitignore", arguments->respectGitignore, "Leave out the files that git ignores");
    deploying->add_option("--note", arguments->note, "What is new in this version")->type_name("TEXT");
    deploying->add_flag("--follow", arguments->follow, "Show the compiler's log while it runs");
    const auto flags = addAppFlags(*deploying);
    deploying->callback([=, &session] { choose([=, &session] { return deploy(session, *arguments, *flags); }); });
}

} // namespace studio::cli
