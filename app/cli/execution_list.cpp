// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/execution_list.h"

#include "app/cli/text.h"
#include "core/api_json/execution_json.h"
#include "core/base/display.h"
#include "core/model/execution_words.h"

namespace studio::cli {

namespace {

struct ListArguments
{
    std::string id;
    int limit = 50;
    std::string cursor;
    std::string text;
    std::vector<std::string> statuses;
    std::string version;
    std::string since;
    std::string until;
    std::string minDuration;
    std::string maxDuration;
    std::string idPrefix;
};

/// What the options say, beside what stands in the words of --search.
Result<ExecutionWords> wordsOf(const ListArguments &arguments)
{
    const QDateTime now = QDateTime::currentDateTime();
    ExecutionWords words = readExecutionWords(toQString(arguments.text), now);
    if (!words.fault.isEmpty()) {
        return fail(ErrorCode::InvalidArgument, words.fault);
    }
    ExecutionQuery &query = words.query;
    query.limit = arguments.limit;
    query.cursor = toQString(arguments.cursor);
    const auto set = [](auto &member) { return [&member](const auto &read) { member = read; }; };
    const auto given = [](const std::string &text, auto read) -> Result<void> {
        return text.empty() ? Result<void>() : read(toQString(text));
    };
    Result<void> read;
    for (const std::string &status : arguments.statuses) {
        read = read.and_then([&] { return addStatusFilter(query, toQString(status)); });
    }
    read = read.and_then([&] {
                   return given(arguments.version, [&](const QString &text) {
                       return readVersionFilter(text).transform(set(query.version));
                   });
               })
               .and_then([&] {
                   return given(arguments.since, [&](const QString &text) {
                       return readTimeFilter(text, now, false).transform(set(query.sinceMs));
                   });
               })
               .and_then([&] {
                   return given(arguments.until, [&](const QString &text) {
                       return readTimeFilter(text, now, true).transform(set(query.untilMs));
                   });
               })
               .and_then([&] {
                   return given(arguments.minDuration, [&](const QString &text) {
                       return readDurationFilter(text).transform(set(query.minUs));
                   });
               })
               .and_then([&] {
                   return given(arguments.maxDuration, [&](const QString &text) {
                       query.minUs = std::max<qint64>(query.minUs, 1); // what still runs has no duration
                       return readDurationFilter(text).transform(set(query.maxUs));
                   });
               });
    if (!arguments.idPrefix.empty()) {
        read = read.and_then([&] { return addIdFilter(query, toQString(arguments.idPrefix)); });
    }
    return read.transform([&] { return words; });
}

Task<int> listExecutions(Session &session, ListArguments arguments)
{
    const auto words = wordsOf(arguments);
    if (!words) {
        co_return std::unexpected(words.error());
    }
    const ExecutionQuery &query = words->query;
    const std::string name = words->app.isEmpty() || words->app == u'*' ? arguments.id : words->app.toStdString();
    Result<ExecutionPage> page;
    if (name.empty() || words->app == u'*') {
        page = co_await session.platform().listExecutions(session.options.organization, query);
    } else {
        const auto id = co_await existingApp(session, name);
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

} // namespace

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

Task<AppId> existingApp(Session &session, std::string name)
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

void addExecutionList(CLI::App &execution, Session &session, const Choose &choose)
{
    auto *listing = execution.add_subcommand("list", "List the records of an app, or of all, newest first");
    listing->alias("ls");
    const auto arguments = std::make_shared<ListArguments>();
    listing->add_option("id", arguments->id, "org:app; all apps without it");
    listing->add_option("--limit", arguments->limit, "At most this many")->check(CLI::Range(1, 1'000));
    listing->add_option("--cursor", arguments->cursor, "Go on after a page");
    listing->add_option("--search", arguments->text,
                        "Words in the request, the answer or the lines; an id; or filters such as status:error "
                        "duration:>200ms since:1h version:3");
    listing
        ->add_option("--status", arguments->statuses,
                     "running, succeeded, failed, timeout, cancelled, lost, error (failed or timeout), or of the "
                     "answer: 404, 5xx; may be repeated")
        ->delimiter(',');
    listing->add_option("--version", arguments->version, "Only of this version, of draft or of dev");
    listing->add_option("--since", arguments->since,
                        "Only from then on: 10m, 2h or 3d ago, today, yesterday, 2026-11-30 or 2026-11-30T10:30");
    listing->add_option("--until", arguments->until, "Only until then, likewise");
    listing->add_option("--min-duration", arguments->minDuration, "Only what took at least so long: 200ms, 1.5s");
    listing->add_option("--max-duration", arguments->maxDuration, "Only what took at most so long");
    listing->add_option("--id-prefix", arguments->idPrefix, "Only ids that begin so");
    listing->callback([=, &session] { choose([=, &session] { return listExecutions(session, *arguments); }); });
}

} // namespace studio::cli
