// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/text.h"
#include "core/api_json/api_json.h"
#include "core/api_json/execution_json.h"
#include "core/api_json/state_json.h"
#include "core/base/display.h"
#include "core/base/user_file.h"

#include <QCoroTimer>
#include <QDateTime>
#include <QRegularExpression>
#include <QSet>

#include <cstdio>
#include <unistd.h>

namespace studio::cli {

namespace {

constexpr std::chrono::milliseconds statePollInterval{200};

/// A pause that ends early when the command is to stop.
QCoro::Task<void> pauseFor(std::chrono::milliseconds time)
{
    QTimer timer;
    timer.start(time);
    co_await qCoro(timer).waitForTimeout();
}

Task<int> state(Session &session, std::string name)
{
    const auto id = session.appId(toQString(name));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    const auto state = co_await session.platform().getAppState(*id);
    if (!state) {
        co_return std::unexpected(state.error());
    }
    session.print(toJson(*state), [&](QTextStream &out) {
        writeTable(out,
                   {{QStringLiteral("APP"), id->toString()},
                    {QStringLiteral("ACTIVE"), state->active ? QStringLiteral("version %1").arg(state->active->number)
                                                             : QStringLiteral("nothing is published")},
                    {QStringLiteral("DRAFT"),
                     state->draft ? draftStatusName(state->draft->status) : QStringLiteral("no draft")},
                    {QStringLiteral("INSTANCES"), QString::number(state->instances)}});
    });
    co_return 0;
}

struct LogArguments
{
    std::string id;
    int limit = 200;
    std::string cursor;
    std::string since;
    bool follow = false;
};

void printPage(const Session &session, const AppLogPage &page)
{
    session.print(toJson(page), [&](QTextStream &out) {
        for (const AppLogLine &one : page.lines) {
            out << timeText(one.line.timeMs) << "  " << one.executionId.right(12) << "  "
                << lineFor(STDOUT_FILENO, one.line.text) << '\n';
        }
        if (!page.nextCursor.isEmpty()) {
            out << "There are older ones: --cursor " << page.nextCursor << '\n';
        }
    });
    std::fflush(stdout);
}

/// "90s", "5m", "2h" before now, in Unix milliseconds; 0 for no limit.
Result<qint64> sinceMs(const std::string &text)
{
    if (text.empty()) {
        return 0;
    }
    static const QRegularExpression shape(QStringLiteral("\\A(\\d{1,9})([smhd])\\z"));
    const auto match = shape.match(toQString(text));
    if (!match.hasMatch()) {
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("“%1” is not a valid time for --since. Write 90s, 5m, 2h or 7d.").arg(toQString(text)));
    }
    const QChar unit = match.capturedView(2).front();
    const qint64 seconds = unit == u's' ? 1 : unit == u'm' ? 60 : unit == u'h' ? 3'600 : 86'400;
    return QDateTime::currentMSecsSinceEpoch() - match.capturedView(1).toLongLong() * seconds * 1000;
}

Task<int> appLogs(Session &session, LogArguments arguments)
{
    const auto id = session.appId(toQString(arguments.id));
    const auto since = sinceMs(arguments.since);
    if (!id || !since) {
        co_return std::unexpected(id ? since.error() : id.error());
    }
    if (const auto app = co_await session.platform().getApp(*id); !app) {
        co_return std::unexpected(app.error());
    }
    LogQuery query{.limit = arguments.limit, .cursor = toQString(arguments.cursor), .sinceMs = *since};
    QHash<QString, int> told; ///< lines of each execution since query.sinceMs
    for (;;) {
        auto page = co_await session.platform().appLogs(*id, query);
        if (!page) {
            co_return std::unexpected(page.error());
        }
        if (!arguments.follow) {
            printPage(session, *page);
            co_return 0;
        }
        // A line is new when its execution has told fewer so far.
        QHash<QString, int> seen;
        page->lines.removeIf(
            [&](const AppLogLine &one) { return ++seen[one.executionId] <= told.value(one.executionId); });
        page->nextCursor.clear();
        told = seen;
        if (!page->lines.isEmpty()) {
            printPage(session, *page);
        }
        co_await pauseFor(statePollInterval);
        if (session.stop.stop_requested()) {
            co_return cancelled();
        }
    }
}

struct CompileLogArguments
{
    std::string id;
    std::string deployId;
    qint64 from = 0;
    bool follow = false;
};

/// The compile that was named, or the last one of the draft.
Task<QString> deployIdOf(Session &session, CompileLogArguments arguments)
{
    if (arguments.id.empty() == arguments.deployId.empty()) {
        co_return fail(ErrorCode::InvalidArgument, QStringLiteral("Name the app, or a compile with --deploy-id."));
    }
    if (!arguments.deployId.empty()) {
        co_return toQString(arguments.deployId);
    }
    const auto id = session.appId(toQString(arguments.id));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    const auto draft = co_await session.platform().draftInfo(*id);
    if (!draft) {
        co_return std::unexpected(draft.error());
    }
    if (draft->deployId.isEmpty()) {
        co_return fail(ErrorCode::NotFound,
                       QStringLiteral("The draft of %1 has not been compiled. Compile it with: ignite draft compile %1")
                           .arg(id->toString()));
    }
    co_return draft->deployId;
}

Task<int> compileLogs(Session &session, CompileLogArguments arguments)
{
    const auto deployId = co_await deployIdOf(session, arguments);
    if (!deployId) {
        co_return std::unexpected(deployId.error());
    }
    const bool colours = showsColours(STDOUT_FILENO);
    for (qint64 from = arguments.from;;) {
        const auto log = co_await session.platform().compileLog(*deployId, from);
        if (!log) {
            co_return std::unexpected(log.error());
        }
        CompileLog plain = *log;
        for (QString &line : plain.lines) {
            line = withoutColours(line); // a program reads the document
        }
        session.print(toJson(plain), [&](QTextStream &out) {
            for (const QString &line : log->lines) {
                out << terminalText(colours ? line : withoutColours(line), false, colours) << '\n';
            }
        });
        std::fflush(stdout);
        from = log->next;
        if (!arguments.follow || !log->running) {
            co_return 0;
        }
        co_await pauseFor(statePollInterval);
        if (session.stop.stop_requested()) {
            co_return cancelled();
        }
    }
}

/// The very archive: to a file, or with "-" to standard output.
Task<int> versionCode(Session &session, std::string name, int number, std::string to)
{
    const auto id = session.appId(toQString(name));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    if (number < 0) { // the active one
        const auto app = co_await session.platform().getApp(*id);
        if (!app) {
            co_return std::unexpected(app.error());
        }
        number = app->activeVersion;
        if (number == 0) {
            co_return fail(
                ErrorCode::FailedPrecondition,
                QStringLiteral("%1 has no published version. Its draft is: ignite version code %1 --version 0")
                    .arg(id->toString()));
        }
    }
    const auto code = co_await session.platform().versionCode(*id, number);
    if (!code) {
        co_return std::unexpected(code.error());
    }
    const QString file = to == "-" ? QStringLiteral("/dev/stdout") : to.empty() ? code->fileName : toQString(to);
    if (const auto written = saveUserCopy(file, code->path); !written) {
        co_return std::unexpected(written.error());
    }
    if (to != "-") {
        session.print(
            Json{{"file", file}, {"codeHash", code->sha256.toStdString()}, {"bytes", std::to_string(code->bytes)}},
            [&](QTextStream &text) { text << file << "  " << sizeText(code->bytes) << '\n'; });
    }
    co_return 0;
}

} // namespace

void addStateCommands(CLI::App &parser, Session &session, const Choose &choose)
{
    const auto name = std::make_shared<std::string>();
    CLI::App *app = parser.get_subcommand("app");
    auto *stating = app->add_subcommand("state", "Show what is active, the draft and the running instances");
    stating->add_option("id", *name, "org:app")->required();
    stating->callback([=, &session] { choose([=, &session] { return state(session, *name); }); });

    auto *logging = app->add_subcommand("logs", "Show what the app's calls wrote to stderr");
    const auto arguments = std::make_shared<LogArguments>();
    logging->add_option("id", arguments->id, "org:app")->required();
    logging->add_option("--limit", arguments->limit, "At most this many lines, the newest")
        ->check(CLI::Range(1, 10'000));
    logging->add_option("--cursor", arguments->cursor, "Older lines than a page showed");
    logging->add_option("--since", arguments->since, "None older than this, such as 5m");
    logging->add_flag("-f,--follow", arguments->follow, "Go on with what comes");
    logging->callback([=, &session] { choose([=, &session] { return appLogs(session, *arguments); }); });

    auto *compiling =
        parser.get_subcommand("draft")->add_subcommand("compile-logs", "Show what the draft's last compile printed");
    const auto compile = std::make_shared<CompileLogArguments>();
    compiling->add_option("id", compile->id, "org:app");
    compiling->add_option("--deploy-id", compile->deployId, "Of this compile, which may be an earlier one")
        ->type_name("ID");
    compiling->add_option("--from", compile->from, "Go on behind this many lines")
        ->check(CLI::Range(0, std::numeric_limits<int>::max()));
    compiling->add_flag("-f,--follow", compile->follow, "Until the compile ends");
    compiling->callback([=, &session] { choose([=, &session] { return compileLogs(session, *compile); }); });

    auto *coding =
        parser.get_subcommand("version")->add_subcommand("code", "Save the archive that a version was made of");
    const auto number = std::make_shared<int>(-1);
    const auto to = std::make_shared<std::string>();
    coding->add_option("id", *name, "org:app")->required();
    coding->add_option("--version", *number, "Its number, 0 for the draft; the active one by default")
        ->check(CLI::Range(0, maxVersion));
    coding->add_option("-f,--file", *to, "Where to; - is standard output");
    coding->callback([=, &session] { choose([=, &session] { return versionCode(session, *name, *number, *to); }); });
}

} // namespace studio::cli
