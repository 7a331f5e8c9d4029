// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"
#include "app/cli/text.h"
#include "core/api_json/api_json.h"
#include "core/api_json/execution_json.h"
#include "core/base/display.h"

#include <QCoroTimer>

#include <cstdio>
#include <unistd.h>

namespace studio::cli {

namespace {

constexpr std::chrono::milliseconds executionPollInterval{150};

QString codeText(const Execution &execution)
{
    if (execution.version > 0) {
        return QString::number(execution.version);
    }
    return (execution.dev ? QStringLiteral("dev ") : QStringLiteral("draft ")) +
           QString::fromLatin1(execution.codeHash.left(12));
}

QString answerText(const Execution &execution)
{
    return execution.response.status > 0 ? QString::number(execution.response.status) : QStringLiteral("–");
}

/// The exit code of `watch` and `stream`: how the call ended.
int exitCodeOf(ExecutionStatus status)
{
    switch (status) {
    case ExecutionStatus::TimedOut:
        return exitCode(ErrorCode::DeadlineExceeded);
    case ExecutionStatus::Failed:
        return exitCode(ErrorCode::Internal);
    case ExecutionStatus::Lost:
        return exitCode(ErrorCode::Unavailable);
    case ExecutionStatus::Cancelled:
        return exitCode(ErrorCode::Cancelled);
    default:
        return 0;
    }
}

/// `bytes`: how many there were.
QString bodyText(const QByteArray &body, qint64 bytes)
{
    constexpr qsizetype shown = 4 << 10;
    if (body.size() < bytes) {
        return QString::fromUtf8(body.first(std::min(body.size(), shown))) +
               QStringLiteral(" … (%1)").arg(keptText(bytes, body.size()));
    }
    return QString::fromUtf8(body.first(std::min(body.size(), shown))) +
           (body.size() > shown ? QStringLiteral(" … %1 in all; -o json shows it").arg(sizeText(body.size()))
                                : QString());
}

/// A call that runs, or was never ended, has no times.
QString timeOf(const Execution &execution)
{
    return execution.totalUs > 0 ? durationText(execution.totalUs) : QStringLiteral("–");
}

QString startOf(const Execution &execution)
{
    return execution.totalUs == 0 ? QStringLiteral("–")
           : execution.coldStart  ? QStringLiteral("cold")
                                  : QStringLiteral("warm");
}

void writeRecord(QTextStream &out, const Execution &one)
{
    QList<QStringList> rows{
        {QStringLiteral("EXECUTION"), one.id},
        {QStringLiteral("APP"), one.app.toString()},
        {QStringLiteral("CODE"), codeText(one)},
        {QStringLiteral("TARGET"), QStringLiteral("%1, Rust %2").arg(targetName(one.target), one.toolchain)},
        {QStringLiteral("STATUS"), executionStatusName(one.status)},
        {QStringLiteral("CREATED"), timeText(one.createdAtMs)},
        {QStringLiteral("START"), startOf(one)}};
    if (one.totalUs > 0) {
        if (one.coldStart) {
            rows.last().last() += QStringLiteral(", %1").arg(durationText(one.startUs));
        }
        rows << QStringList{
            QStringLiteral("TIME"),
            QStringLiteral("%1 (queued %2%3)")
                .arg(durationText(one.totalUs), durationText(one.queuedUs),
                     one.handlerUs >= 0 ? QStringLiteral(", handler %1").arg(durationText(one.handlerUs)) : QString())};
    }
    if (one.memoryPeakBytes > 0) {
        rows << QStringList{QStringLiteral("MEMORY"), QStringLiteral("%1 at most").arg(sizeText(one.memoryPeakBytes))};
    }
    if (one.cpuUs >= 0) {
        rows << QStringList{QStringLiteral("CPU"), durationText(one.cpuUs)};
    }
    if (!one.error.isEmpty()) {
        rows << QStringList{QStringLiteral("ERROR"), one.error};
    }
    if (one.panic) {
        rows << QStringList{QStringLiteral("PANIC"), QStringLiteral("%1:%2:%3 %4")
                                                         .arg(one.panic->file)
                                                         .arg(one.panic->line)
                                                         .arg(one.panic->column)
                                                         .arg(one.panic->message)};
    }
    rows << QStringList{QStringLiteral("REQUEST"), QString::fromLatin1(one.request.method + ' ' + one.request.target) +
                                                       u' ' + bodyText(one.request.body, one.requestBytes)}
         << QStringList{QStringLiteral("ANSWER"),
                        answerText(one) + u' ' + bodyText(one.response.body, one.responseBytes)};
    writeTable(out, rows);
    for (const ExecutionLine &line : one.lines) {
        out << lineFor(STDOUT_FILENO, line.text) << '\n';
    }
    if (one.linesDropped > 0) {
        out << "… " << one.linesDropped << " more lines are not kept\n";
    }
}

Task<int> getExecution(Session &session, std::string id)
{
    const auto one = co_await session.platform().getExecution(toQString(id));
    if (!one) {
        co_return std::unexpected(one.error());
    }
    session.print(toJson(*one), [&](QTextStream &out) { writeRecord(out, *one); });
    co_return 0;
}

Task<int> logs(Session &session, std::string id)
{
    const auto lines = co_await session.platform().executionLogs(toQString(id));
    if (!lines) {
        co_return std::unexpected(lines.error());
    }
    session.print(Json{{"lines", toJson(*lines)}}, [&](QTextStream &out) {
        for (const ExecutionLine &line : *lines) {
            out << lineFor(STDOUT_FILENO, line.text) << '\n';
        }
    });
    co_return 0;
}

struct ListArguments
{
    std::string id;
    int limit = 50;
    std::string cursor;
    std::string text;
    std::string status;
};

/// The app of a list; an unknown name is not an app without executions. One that is damaged has its records.
Task<AppId> existing(Session &session, std::string name)
{
    const auto id = session.appId(toQString(name));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    const auto app = co_await session.platform().getApp(*id);
    if (!app && app.error().code == ErrorCode::NotFound) {
        co_return std::unexpected(app.error());
    }
    co_return AppId(*id);
}

Task<int> listExecutions(Session &session, ListArguments arguments)
{
    const ExecutionQuery query{.limit = arguments.limit,
                               .cursor = toQString(arguments.cursor),
                               .text = toQString(arguments.text),
                               .status = executionStatusFrom(toQString(arguments.status))};
    Result<ExecutionPage> page;
    if (arguments.id.empty()) {
        page = co_await session.platform().listExecutions(session.options.organization, query);
    } else {
        const auto id = co_await existing(session, arguments.id);
        if (!id) {
            co_return std::unexpected(id.error());
        }
        page = co_await session.platform().listExecutions(*id, query);
    }
    if (!page) {
        co_return std::unexpected(page.error());
    }
    QList<QStringList> rows{{QStringLiteral("EXECUTION"), QStringLiteral("APP"), QStringLiteral("CODE"),
                             QStringLiteral("STATUS"), QStringLiteral("ANSWER"), QStringLiteral("TIME"),
                             QStringLiteral("START"), QStringLiteral("CREATED")}};
    const bool wide = session.options.isWide();
    if (wide) {
        rows[0] << QStringLiteral("HANDLER") << QStringLiteral("QUEUED") << QStringLiteral("SENT")
                << QStringLiteral("RECEIVED") << QStringLiteral("ERROR");
    }
    for (const Execution &one : page->executions) {
        QStringList row{one.id,          one.app.toString(), codeText(one), executionStatusName(one.status),
                        answerText(one), timeOf(one),        startOf(one),  timeText(one.createdAtMs)};
        if (wide) {
            row << (one.handlerUs >= 0 ? durationText(one.handlerUs) : QStringLiteral("–"))
                << durationText(one.queuedUs) << sizeText(one.requestBytes) << sizeText(one.responseBytes)
                << one.error.section(u'\n', 0, 0);
        }
        rows << row;
    }
    session.print(toJson(*page), [&](QTextStream &out) {
        if (page->executions.isEmpty()) {
            out << "No executions.\n";
        } else {
            writeTable(out, rows);
        }
        if (!page->nextCursor.isEmpty()) {
            out << "There are more: --cursor " << page->nextCursor << '\n';
        }
    });
    co_return 0;
}

/// `stream` prints the lines as they come, `watch` each status; both end with the call.
Task<int> follow(Session &session, std::string id, bool lines)
{
    qsizetype told = 0;
    std::optional<ExecutionStatus> status;
    while (!session.stop.stop_requested()) {
        const auto one = co_await session.platform().getExecution(toQString(id));
        if (!one) {
            co_return std::unexpected(one.error());
        }
        for (; lines && told < one->lines.size(); ++told) {
            session.print(toJson(QList{one->lines[told]})[0],
                          [&](QTextStream &out) { out << lineFor(STDOUT_FILENO, one->lines[told].text) << '\n'; });
        }
        if (!lines && status != one->status) {
            session.print(summaryJson(*one), [&](QTextStream &out) {
                out << timeText(one->createdAtMs + one->totalUs / 1000) << "  " << executionStatusName(one->status)
                    << (one->response.status > 0 ? QStringLiteral("  %1").arg(one->response.status) : QString())
                    << '\n';
            });
        }
        std::fflush(stdout);
        status = one->status;
        if (*status != ExecutionStatus::Running) {
            co_return exitCodeOf(*status);
        }
        QTimer pause;
        pause.start(executionPollInterval);
        co_await qCoro(pause).waitForTimeout();
    }
    co_return cancelled();
}

Task<int> removeExecutions(Session &session, std::string name, std::vector<std::string> ids, bool all)
{
    const auto id = co_await existing(session, name);
    if (!id) {
        co_return std::unexpected(id.error());
    }
    if (ids.empty() != all) {
        co_return fail(ErrorCode::InvalidArgument, QStringLiteral("Name the executions to delete, or say --all."));
    }
    QStringList which;
    for (const std::string &one : ids) {
        which << toQString(one);
    }
    const auto removed = co_await session.platform().deleteExecutions(*id, which);
    if (!removed) {
        co_return std::unexpected(removed.error());
    }
    if (*removed == 0 && !all) {
        co_return fail(ErrorCode::NotFound,
                       QStringLiteral("%1 has no execution %2.").arg(id->toString(), which.join(QStringLiteral(", "))));
    }
    session.print(Json{{"deleted", std::to_string(*removed)}}, [&](QTextStream &out) {
        out << "Deleted " << *removed << (*removed == 1 ? " record.\n" : " records.\n");
    });
    co_return 0;
}

Task<int> stats(Session &session, std::string name)
{
    const auto id = co_await existing(session, name);
    if (!id) {
        co_return std::unexpected(id.error());
    }
    const auto stats = co_await session.platform().executionStats(*id);
    if (!stats) {
        co_return std::unexpected(stats.error());
    }
    session.print(toJson(*stats), [&](QTextStream &out) {
        QList<QStringList> rows{{QStringLiteral("EXECUTIONS"), QString::number(stats->total)}};
        for (const auto &[status, count] : stats->counts) {
            rows << QStringList{executionStatusName(status).toUpper(), QString::number(count)};
        }
        rows << QStringList{QStringLiteral("COLD"), QString::number(stats->coldStarts)}
             << QStringList{QStringLiteral("KEPT"), sizeText(stats->bytes)}
             << QStringList{QStringLiteral("TIME"), QStringLiteral("%1 half of the last %2, %3 95 %, %4 99 %")
                                                        .arg(durationText(stats->p50Us))
                                                        .arg(stats->sample)
                                                        .arg(durationText(stats->p95Us), durationText(stats->p99Us))};
        writeTable(out, rows);
    });
    co_return 0;
}

} // namespace

void addExecutionCommands(CLI::App &parser, Session &session, const Choose &choose)
{
    auto *execution = parser.add_subcommand("execution", "Look at the records of calls");
    execution->alias("exec")->require_subcommand(1);
    const auto id = std::make_shared<std::string>();
    const auto add = [=, &session](const char *verb, const char *help, auto command) {
        auto *sub = execution->add_subcommand(verb, help);
        sub->add_option("id", *id, "The execution's id")->required();
        sub->callback([=, &session] { choose([=, &session] { return command(session, *id); }); });
    };
    add("get", "Show one record", [](Session &s, const std::string &which) { return getExecution(s, which); });
    add("logs", "Show what the handler wrote to stderr in one call",
        [](Session &s, const std::string &which) { return logs(s, which); });
    add("stream", "The same while the call runs, until it ends",
        [](Session &s, const std::string &which) { return follow(s, which, true); });
    add("watch", "Show how a call stands until it ends; the exit code says how",
        [](Session &s, const std::string &which) { return follow(s, which, false); });

    auto *listing = execution->add_subcommand("list", "List the records of an app, or of all, newest first");
    listing->alias("ls");
    const auto arguments = std::make_shared<ListArguments>();
    listing->add_option("id", arguments->id, "org:app; all apps without it");
    listing->add_option("--limit", arguments->limit, "At most this many")->check(CLI::Range(1, 1'000));
    listing->add_option("--cursor", arguments->cursor, "Go on after a page");
    listing->add_option("--search", arguments->text, "Words in the request, the answer or the lines; or an id");
    listing->add_option("--status", arguments->status, "running, succeeded, failed, timeout, cancelled or lost")
        ->check(CLI::IsMember({"running", "succeeded", "failed", "timeout", "cancelled", "lost"}));
    listing->callback([=, &session] { choose([=, &session] { return listExecutions(session, *arguments); }); });

    const auto app = std::make_shared<std::string>();
    auto *removing = execution->add_subcommand("delete", "Delete records");
    const auto ids = std::make_shared<std::vector<std::string>>();
    const auto all = std::make_shared<bool>(false);
    removing->add_option("id", *app, "org:app")->required();
    removing->add_option("executions", *ids, "Which");
    removing->add_flag("--all", *all, "All that the app has");
    removing->callback(
        [=, &session] { choose([=, &session] { return removeExecutions(session, *app, *ids, *all); }); });

    auto *counting = execution->add_subcommand("stats", "Count an app's calls and show how long they took");
    counting->add_option("id", *app, "org:app")->required();
    counting->callback([=, &session] { choose([=, &session] { return stats(session, *app); }); });
}

} // namespace studio::cli
