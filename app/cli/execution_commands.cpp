// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/execution_list.h"
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
    const auto id = co_await existingApp(session, name);
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
    const auto id = co_await existingApp(session, name);
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

    addExecutionList(*execution, session, choose);
    addExecutionReplay(*execution, session, choose);

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
