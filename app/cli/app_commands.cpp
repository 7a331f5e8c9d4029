// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"
#include "app/cli/text.h"

namespace studio::cli {

namespace {

/// What `app create` takes.
struct CreateArguments
{
    std::string name;
    std::string runtime = "rust";
    std::string target = "native";
    std::string toolchain;
    std::string tier = "medium";
    std::string description;
    std::string inputSchema;
    int memoryMb = 0;
    int cpuMillicores = 0;
    int timeoutSecs = 30;
    int maxReplicas = 10;
};

/// Memory and CPU of the tiers. Only medium's are documented (PLATFORM, part 2); the others halve and double it.
std::pair<int, int> limitsOf(const std::string &tier)
{
    if (tier == "small") {
        return {256, 250};
    }
    if (tier == "large") {
        return {1024, 1000};
    }
    return tier == "xlarge" ? std::pair{2048, 2000} : std::pair{512, 500};
}

App appFrom(const CreateArguments &arguments, const AppId &id)
{
    App app;
    app.id = id;
    app.target = arguments.target == "wasm" ? RustTarget::Wasm : RustTarget::Native;
    app.toolchain = toQString(arguments.toolchain);
    app.tier = toQString(arguments.tier);
    const auto [memory, cpu] = limitsOf(arguments.tier);
    app.memoryMb = arguments.memoryMb > 0 ? arguments.memoryMb : memory;
    app.cpuMillicores = arguments.cpuMillicores > 0 ? arguments.cpuMillicores : cpu;
    app.timeoutSecs = arguments.timeoutSecs;
    app.maxReplicas = arguments.maxReplicas;
    app.description = toQString(arguments.description);
    return app;
}

void printApp(const Session &session, const App &app)
{
    session.print(toJson(app), [&](QTextStream &out) {
        writeTable(out, {{QStringLiteral("APP"), app.id.toString()},
                         {QStringLiteral("TARGET"), targetName(app.target)},
                         {QStringLiteral("TIER"),
                          QStringLiteral("%1 (%2 MB, %3 m)").arg(app.tier).arg(app.memoryMb).arg(app.cpuMillicores)},
                         {QStringLiteral("TIMEOUT"), QStringLiteral("%1 s").arg(app.timeoutSecs)},
                         {QStringLiteral("ACTIVE"),
                          app.activeVersion > 0 ? QString::number(app.activeVersion) : QStringLiteral("–")},
                         {QStringLiteral("CREATED"), timeText(app.createdAtMs)}});
    });
}

Task<int> create(Session &session, CreateArguments arguments)
{
    const auto id = session.appId(toQString(arguments.name));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    App wanted = appFrom(arguments, *id);
    if (!arguments.inputSchema.empty()) {
        const auto schema = schemaFrom(toQString(arguments.inputSchema));
        if (!schema) {
            co_return std::unexpected(schema.error());
        }
        wanted.inputSchema = *schema;
    }
    const auto app = co_await session.platform().createApp(wanted);
    if (!app) {
        co_return std::unexpected(app.error());
    }
    printApp(session, *app);
    co_return 0;
}

Task<int> get(Session &session, std::string name)
{
    const auto id = session.appId(toQString(name));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    const auto app = co_await session.platform().getApp(*id);
    if (!app) {
        co_return std::unexpected(app.error());
    }
    printApp(session, *app);
    co_return 0;
}

Task<int> list(Session &session)
{
    const auto apps = co_await session.platform().listApps(session.options.organization);
    if (!apps) {
        co_return std::unexpected(apps.error());
    }
    Json rows = Json::array();
    QList<QStringList> table{{QStringLiteral("APP"), QStringLiteral("TARGET"), QStringLiteral("TIER"),
                              QStringLiteral("ACTIVE"), QStringLiteral("UPDATED")}};
    for (const App &app : *apps) {
        rows.push_back(toJson(app));
        table << QStringList{app.id.toString(), targetName(app.target), app.tier,
                             app.activeVersion > 0 ? QString::number(app.activeVersion) : QStringLiteral("–"),
                             timeText(app.updatedAtMs)};
    }
    session.print(Json{{"apps", rows}}, [&](QTextStream &out) {
        if (apps->isEmpty()) {
            out << "No apps in " << session.options.organization
                << ". Create one with: ignite app create NAME --runtime rust --rust-target native\n";
        } else {
            writeTable(out, table);
        }
    });
    co_return 0;
}

Task<int> remove(Session &session, std::string name)
{
    const auto id = session.appId(toQString(name));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    if (const auto removed = co_await session.platform().deleteApp(*id); !removed) {
        co_return std::unexpected(removed.error());
    }
    session.say(QStringLiteral("Deleted %1.").arg(id->toString()));
    co_return 0;
}

} // namespace

void addAppCommands(CLI::App &parser, Session &session, const Choose &choose)
{
    auto *app = parser.add_subcommand("app", "Create, show, list and delete apps");
    app->alias("function")->alias("fn")->require_subcommand(1);

    auto *creating = app->add_subcommand("create", "Create an app: metadata only, no code yet");
    auto arguments = std::make_shared<CreateArguments>();
    creating->add_option("name", arguments->name, "app, or org:app")->required();
    creating->add_option("--runtime", arguments->runtime, "Runtime")->check(CLI::IsMember({"rust"}));
    creating->add_option("--rust-target", arguments->target, "native or wasm")
        ->check(CLI::IsMember({"native", "wasm"}));
    creating->add_option("--toolchain", arguments->toolchain, "Rust version; the platform's own by default");
    creating->add_option("-t,--tier", arguments->tier, "Resource tier")
        ->check(CLI::IsMember({"small", "medium", "large", "xlarge"}));
    creating->add_option("--memory", arguments->memoryMb, "Memory in MB; from the tier by default")
        ->check(CLI::Range(16, 65'536));
    creating->add_option("--cpu", arguments->cpuMillicores, "CPU in millicores; from the tier by default")
        ->check(CLI::Range(10, 64'000));
    creating->add_option("--timeout-secs", arguments->timeoutSecs, "Longest time of one call")
        ->check(CLI::Range(1, 3'600));
    creating->add_option("--max-replicas", arguments->maxReplicas, "Instances at once, one call each")
        ->check(CLI::Range(1, 1'000));
    creating->add_option("--description", arguments->description, "Description");
    creating->add_option("--input-schema", arguments->inputSchema,
                         "JSON Schema of what the handler takes: the text, or a file");
    creating->callback([=, &session] { choose([=, &session] { return create(session, *arguments); }); });

    const auto name = std::make_shared<std::string>();
    auto *getting = app->add_subcommand("get", "Show one app");
    getting->add_option("id", *name, "org:app")->required();
    getting->callback([=, &session] { choose([=, &session] { return get(session, *name); }); });

    auto *listing = app->add_subcommand("list", "List the organization's apps");
    listing->alias("ls");
    listing->callback([=, &session] { choose([&session] { return list(session); }); });

    auto *removing = app->add_subcommand("delete", "Delete an app with its draft and versions");
    removing->add_option("id", *name, "org:app")->required();
    removing->callback([=, &session] { choose([=, &session] { return remove(session, *name); }); });
}

} // namespace studio::cli
