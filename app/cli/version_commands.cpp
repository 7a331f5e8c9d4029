// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"
#include "app/cli/text.h"
#include "core/base/display.h"

namespace studio::cli {

namespace {

Task<int> listVersions(Session &session, std::string name, int limit, int before)
{
    const auto id = session.appId(toQString(name));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    // One more than wanted tells whether there is a next page.
    auto versions = co_await session.platform().listVersions(*id, limit + 1, before);
    if (!versions) {
        co_return std::unexpected(versions.error());
    }
    const bool more = versions->size() > limit;
    versions->resize(std::min<qsizetype>(versions->size(), limit));
    const int next = more ? versions->last().number : 0;
    QList<QStringList> table{{QStringLiteral("VERSION"), QStringLiteral("STATUS"), QStringLiteral("CREATED"),
                              QStringLiteral("CODE"), QStringLiteral("NOTE")}};
    const bool wide = session.options.isWide();
    if (wide) {
        table[0] << QStringLiteral("TARGET") << QStringLiteral("RUST") << QStringLiteral("TIER")
                 << QStringLiteral("SIZE") << QStringLiteral("ARTIFACT");
    }
    for (const Version &version : *versions) {
        QStringList row{QString::number(version.number),
                        version.damaged  ? QStringLiteral("damaged")
                        : version.active ? QStringLiteral("active")
                                         : QStringLiteral("superseded"),
                        timeText(version.createdAtMs), QString::fromLatin1(version.codeHash.left(12)), version.note};
        if (wide) {
            row << targetName(version.target) << version.rustVersion << version.tier << sizeText(version.artifact.size)
                << QString::fromLatin1(version.artifactHash.left(12));
        }
        table << row;
    }
    session.print(versionsJson(*versions, next), [&](QTextStream &out) {
        if (versions->isEmpty()) {
            out << id->toString()
                << (before > 0 ? QStringLiteral(" has no version before %1.\n").arg(before)
                               : QStringLiteral(" has no published version.\n"));
        } else {
            writeTable(out, table);
        }
        if (next > 0) {
            out << "There are more: --before " << next << '\n';
        }
    });
    co_return 0;
}

QList<QStringList> detailRows(const ArtifactDetails &details)
{
    if (details.size == 0) {
        return {}; // published before they were kept
    }
    QStringList crates;
    for (const auto &[name, version] : details.crates) {
        crates << name + QLatin1Char(' ') + version;
    }
    QList<QStringList> rows{{QStringLiteral("SIZE"), sizeText(details.size)},
                            {QStringLiteral("CRATES"), crates.join(QStringLiteral(", "))}};
    if (!details.imports.isEmpty()) {
        rows << QStringList{QStringLiteral("IMPORTS"), details.imports.join(QStringLiteral(", "))}
             << QStringList{QStringLiteral("EXPORTS"), details.exports.join(QStringLiteral(", "))};
    }
    return rows;
}

/// `get` shows a version, `rollback` makes it the active one first.
Task<int> show(Session &session, std::string name, int number, bool rollback)
{
    const auto id = session.appId(toQString(name));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    Result<Version> version;
    if (rollback) {
        version = co_await session.platform().rollback(*id, number);
    } else {
        version = co_await session.platform().getVersion(*id, number);
    }
    if (!version) {
        co_return std::unexpected(version.error());
    }
    session.print(toJson(*version), [&](QTextStream &out) {
        QList<QStringList> rows{
            {QStringLiteral("VERSION"), QString::number(version->number)},
            {QStringLiteral("STATUS"), version->active ? QStringLiteral("active") : QStringLiteral("superseded")},
            {QStringLiteral("TARGET"), targetName(version->target)},
            {QStringLiteral("RUST"), version->rustVersion},
            {QStringLiteral("CODE"), QString::fromLatin1(version->codeHash)},
            {QStringLiteral("ARTIFACT"), QString::fromLatin1(version->artifactHash)},
            {QStringLiteral("CREATED"), timeText(version->createdAtMs)},
            {QStringLiteral("NOTE"), version->note}};
        writeTable(out, rows << detailRows(version->artifact));
    });
    co_return 0;
}

} // namespace

void addVersionCommands(CLI::App &parser, Session &session, const Choose &choose)
{
    auto *version = parser.add_subcommand("version", "List, show and roll back versions");
    version->require_subcommand(1);
    const auto name = std::make_shared<std::string>();
    const auto number = std::make_shared<int>(0);
    const auto limit = std::make_shared<int>(50);

    auto *listing = version->add_subcommand("list", "List versions, newest first");
    listing->alias("ls");
    listing->add_option("id", *name, "org:app")->required();
    listing->add_option("--limit", *limit, "At most this many")->check(CLI::Range(1, 10'000));
    const auto before = std::make_shared<int>(0);
    listing->add_option("--before", *before, "Only those with a smaller number, to go on after a page")
        ->check(CLI::Range(1, maxVersion))
        ->type_name("VERSION");
    listing->callback(
        [=, &session] { choose([=, &session] { return listVersions(session, *name, *limit, *before); }); });

    auto *getting = version->add_subcommand("get", "Show one version");
    getting->add_option("id", *name, "org:app")->required();
    getting->add_option("version", *number, "Its number")->required()->check(CLI::Range(1, maxVersion));
    getting->callback([=, &session] { choose([=, &session] { return show(session, *name, *number, false); }); });

    auto *rolling = version->add_subcommand("rollback", "Make an earlier version the active one; nothing is rewritten");
    rolling->add_option("id", *name, "org:app")->required();
    rolling->add_option("version", *number, "Its number")->required()->check(CLI::Range(1, maxVersion));
    rolling->callback([=, &session] { choose([=, &session] { return show(session, *name, *number, true); }); });
}

} // namespace studio::cli
