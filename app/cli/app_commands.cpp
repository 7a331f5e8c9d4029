// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/app_flags.h"
#include "app/cli/text.h"

namespace studio::cli {

namespace {

Task<int> create(Session &session, std::string name, AppFlags flags)
{
    const auto id = session.appId(toQString(name));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    App fresh;
    fresh.id = *id;
    const auto wanted = changedBy(flags, fresh);
    if (!wanted) {
        co_return std::unexpected(wanted.error());
    }
    const auto app = co_await session.platform().createApp(*wanted);
    if (!app) {
        co_return std::unexpected(app.error());
    }
    sayNotes(flags, session);
    printApp(session, *app);
    co_return 0;
}

/// The app as it stands, also one whose row is damaged, which a change mends.
Task<App> toChange(Session &session, AppId id)
{
    auto known = co_await session.platform().getApp(id);
    if (!known && known.error().code == ErrorCode::Internal) {
        const auto apps = co_await session.platform().listApps(id.organization);
        const QList<App> all = apps ? *apps : QList<App>();
        for (const App &app : all) {
            if (app.id == id && app.damaged) {
                co_return App(app);
            }
        }
    }
    co_return known;
}

Task<int> update(Session &session, std::string name, AppFlags flags)
{
    const auto id = session.appId(toQString(name));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    const auto known = co_await toChange(session, *id);
    if (!known) {
        co_return std::unexpected(known.error());
    }
    const auto wanted = changedBy(flags, *known);
    if (!wanted) {
        co_return std::unexpected(wanted.error());
    }
    const auto app = co_await session.platform().updateApp(*wanted, *known);
    if (!app) {
        co_return std::unexpected(app.error());
    }
    sayNotes(flags, session);
    const bool isLimited = known->memoryMb != app->memoryMb || known->cpuMillicores != app->cpuMillicores ||
                           known->timeoutSecs != app->timeoutSecs;
    if (isLimited && app->activeVersion > 0) {
        session.say(QStringLiteral("note: version %1 keeps the limits that it was published with; these hold from the "
                                   "next publish on.")
                        .arg(app->activeVersion));
    }
    printApp(session, *app);
    co_return 0;
}

Task<int> getApp(Session &session, std::string name)
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

QStringList rowOf(const App &app, bool wide)
{
    QStringList row{app.id.toString(), targetName(app.target), app.tier,
                    app.damaged             ? QStringLiteral("damaged")
                    : app.activeVersion > 0 ? QString::number(app.activeVersion)
                                            : QStringLiteral("–"),
                    timeText(app.updatedAtMs)};
    if (wide) {
        row << QString::number(app.memoryMb) << QString::number(app.cpuMillicores) << QString::number(app.timeoutSecs)
            << QString::number(app.maxReplicas) << timeText(app.createdAtMs) << app.description;
    }
    return row;
}

Task<int> listApps(Session &session)
{
    const auto apps = co_await session.platform().listApps(session.options.organization);
    if (!apps) {
        co_return std::unexpected(apps.error());
    }
    const bool wide = session.options.isWide();
    QList<QStringList> table{{QStringLiteral("APP"), QStringLiteral("TARGET"), QStringLiteral("TIER"),
                              QStringLiteral("ACTIVE"), QStringLiteral("UPDATED")}};
    if (wide) {
        table[0] << QStringLiteral("MB") << QStringLiteral("CPU") << QStringLiteral("TIMEOUT")
                 << QStringLiteral("REPLICAS") << QStringLiteral("CREATED") << QStringLiteral("DESCRIPTION");
    }
    for (const App &app : *apps) {
        table << rowOf(app, wide);
    }
    session.print(toJson(*apps), [&](QTextStream &out) {
        if (apps->isEmpty()) {
            out << "No apps in " << session.options.organization
                << ". Create one with: ignite app create NAME --runtime rust --rust-target native\n";
        } else {
            writeTable(out, table);
        }
    });
    co_return 0;
}

Task<int> removeApp(Session &session, std::string name)
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
    auto *app = parser.add_subcommand("app", "Create, change, show, list, deploy and delete apps");
    app->alias("function")->alias("fn")->require_subcommand(1);
    const auto name = std::make_shared<std::string>();

    auto *creating = app->add_subcommand("create", "Create an app: metadata only, no code yet");
    creating->add_option("name", *name, "app, or org:app")->required()->type_name("APP");
    const auto created = addAppFlags(*creating);
    creating->callback([=, &session] { choose([=, &session] { return create(session, *name, *created); }); });

    auto *updating = app->add_subcommand("update", "Change an app's settings; what is not given stays");
    updating->add_option("id", *name, "org:app")->required()->type_name("APP");
    const auto updated = addAppFlags(*updating, false);
    updating->callback([=, &session] { choose([=, &session] { return update(session, *name, *updated); }); });

    auto *getting = app->add_subcommand("get", "Show one app");
    getting->add_option("id", *name, "org:app")->required()->type_name("APP");
    getting->callback([=, &session] { choose([=, &session] { return getApp(session, *name); }); });

    auto *listing = app->add_subcommand("list", "List the organization's apps");
    listing->alias("ls");
    listing->callback([=, &session] { choose([&session] { return listApps(session); }); });

    auto *removing = app->add_subcommand("delete", "Delete an app with its draft and versions");
    removing->add_option("id", *name, "org:app")->required()->type_name("APP");
    removing->callback([=, &session] { choose([=, &session] { return removeApp(session, *name); }); });
}

} // namespace studio::cli
