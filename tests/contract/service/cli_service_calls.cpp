// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/api_json.h"
#include "core/api_json/execution_json.h"
#include "core/invocation/platform_response.h"
#include "tests/contract/service/cli_service.h"

#include <QCoroProcess>
#include <QDateTime>

namespace studio::test {

namespace {

constexpr qsizetype longestWord = 64 << 10; ///< of a payload on the command line; the kernel takes 128 KiB

QStringList callWords(const AppId &id, const InvokeTarget &target)
{
    switch (target.kind) {
    case InvokeTarget::Draft:
        return {QStringLiteral("draft"), QStringLiteral("test"), id.toString()};
    case InvokeTarget::Numbered:
        return {QStringLiteral("version"), QStringLiteral("test"), id.toString(), QString::number(target.version)};
    case InvokeTarget::Active:
    case InvokeTarget::DevInstance: // of the window alone
        break;
    }
    return {QStringLiteral("invoke"), id.toString()};
}

/// Whether a shell could pass it on as it stands.
bool isWord(const QByteArray &bytes)
{
    return bytes.size() < longestWord && !bytes.contains('\0') && bytes.isValidUtf8();
}

QStringList requestWords(const HttpRequest &request)
{
    QStringList words{QStringLiteral("--method"), QString::fromUtf8(request.method), QStringLiteral("--path"),
                      QString::fromUtf8(request.target)};
    for (const auto &[name, value] : request.headers) {
        words << QStringLiteral("--header") << QString::fromUtf8(name + ": " + value);
    }
    if (isWord(request.body)) {
        words << QStringLiteral("--payload") << QString::fromUtf8(request.body);
    } else {
        words << QStringLiteral("--payload-file") << QStringLiteral("-");
    }
    return words;
}

QByteArray inputOf(const HttpRequest &request)
{
    return isWord(request.body) ? QByteArray() : request.body;
}

QStringList queryWords(const ExecutionQuery &query)
{
    QStringList words{QStringLiteral("--limit"), QString::number(query.limit)};
    if (!query.cursor.isEmpty()) {
        words << QStringLiteral("--cursor") << query.cursor;
    }
    if (!query.text.isEmpty()) {
        words << QStringLiteral("--search") << query.text;
    }
    for (const ExecutionStatus status : query.statuses) {
        words << QStringLiteral("--status") << executionStatusName(status);
    }
    if (const auto [first, last] = query.answers; query.answers != ExecutionQuery().answers) {
        words << QStringLiteral("--status")
              << (first == last ? QString::number(first) : QStringLiteral("%1xx").arg(first / 100));
    }
    if (query.version) {
        words << QStringLiteral("--version")
              << (*query.version == ExecutionQuery::devVersion ? QStringLiteral("dev")
                  : *query.version == 0                        ? QStringLiteral("draft")
                                                               : QString::number(*query.version));
    }
    const auto add = [&words](const char *option, const QString &value) {
        words << QString::fromLatin1(option) << value;
    };
    const auto time = [](qint64 ms) { return QDateTime::fromMSecsSinceEpoch(ms).toUTC().toString(Qt::ISODateWithMs); };
    query.sinceMs > 0 ? add("--since", time(query.sinceMs)) : void();
    query.untilMs > 0 ? add("--until", time(query.untilMs)) : void();
    query.minUs > 0 ? add("--min-duration", QStringLiteral("%1us").arg(query.minUs)) : void();
    query.maxUs > 0 ? add("--max-duration", QStringLiteral("%1us").arg(query.maxUs)) : void();
    query.idPrefix.isEmpty() ? void() : add("--id-prefix", query.idPrefix);
    return words;
}

HttpResponse responseFrom(const Json &json)
{
    HttpResponse response;
    response.status = json["status"].number();
    for (const auto &[name, value] : json["headers"].members()) {
        const Json values = value.isArray() ? value : Json::array({value});
        for (const Json &one : values.elements()) {
            response.headers.append({QByteArray::fromStdString(name), QByteArray::fromStdString(one.utf8())});
        }
    }
    if (json.contains("bodyBase64")) {
        response.body = QByteArray::fromBase64(QByteArray::fromStdString(json["bodyBase64"].utf8()));
    } else if (const Json &body = json["body"];
               body.isString() && !headerValue(response.headers, "content-type").startsWith("application/json")) {
        response.body = QByteArray::fromStdString(body.utf8());
    } else {
        response.body = bytesOf(body); // the same value, not the same bytes
    }
    response.truncated = json["truncated"].boolean(false);
    return response;
}

} // namespace

Task<Invocation> CliService::invoke(AppId id, InvokeTarget target, HttpRequest request, InvokeObserver observer,
                                    std::stop_token stop)
{
    Run told{.input = inputOf(request), .line = {}, .stop = stop};
    QStringList words = callWords(id, target) + requestWords(request);
    if (observer.lines) {
        words << QStringLiteral("--logs");
        told.line = [lines = observer.lines](const QByteArray &line) { lines({LogLine{.text = line}}); };
    }
    const auto json = co_await run(words, told);
    if (!json) {
        co_return std::unexpected(json.error());
    }
    Invocation invocation;
    invocation.executionId = toQString((*json)["executionId"].utf8());
    invocation.request = request;
    invocation.response = responseFrom(*json);
    if (json->contains("error")) { // the answer broke off
        invocation.error = Error{ErrorCode::Internal, toQString((*json)["error"].utf8()), {}};
        invocation.response = platformError(500, invocation.error->message);
    }
    invocation.coldStart = (*json)["coldStart"].boolean();
    invocation.timings.total = static_cast<qint64>((*json)["durationMs"].real() * 1000.0);
    co_return invocation;
}

Result<void> CliService::needServe()
{
    if (m_serve.state() == QProcess::Running) {
        return {};
    }
    m_serve.setProcessEnvironment(environment());
    m_serve.start(QStringLiteral(STUDIO_BIN "/ignite"),
                  {QStringLiteral("serve"), QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("-o"),
                   QStringLiteral("json")});
    QByteArray out;
    while (!out.contains('}') && m_serve.waitForReadyRead(30'000)) {
        out += m_serve.readAllStandardOutput();
    }
    if (!out.contains("\"port\"")) {
        return fail(ErrorCode::Internal, QString::fromUtf8(out + m_serve.readAllStandardError()));
    }
    return {};
}

Task<QString> CliService::invokeAsync(AppId id, InvokeTarget target, HttpRequest request)
{
    if (target != InvokeTarget{}) {
        co_return fail(ErrorCode::InvalidArgument, QStringLiteral("ignite invoke-async calls the active version."));
    }
    if (const auto served = needServe(); !served) {
        co_return std::unexpected(served.error());
    }
    const Run given{.input = inputOf(request), .line = {}, .stop = {}};
    const QStringList words{QStringLiteral("invoke-async"), id.toString()};
    const auto json = co_await run(words + requestWords(request), given);
    co_return json.transform([](const Json &document) { return toQString(document["executionId"].utf8()); });
}

Task<Execution> CliService::getExecution(QString executionId)
{
    return read<Execution>({QStringLiteral("execution"), QStringLiteral("get"), std::move(executionId)}, executionFrom);
}

Task<ExecutionPage> CliService::listExecutions(AppId id, ExecutionQuery query)
{
    const QStringList words{QStringLiteral("execution"), QStringLiteral("list"), id.toString()};
    return read<ExecutionPage>(words + queryWords(query), executionPageFrom);
}

Task<ExecutionPage> CliService::listExecutions(QString organization, ExecutionQuery query)
{
    const QStringList words{QStringLiteral("execution"), QStringLiteral("list"), QStringLiteral("--org"),
                            std::move(organization)};
    return read<ExecutionPage>(words + queryWords(query), executionPageFrom);
}

Task<QList<ExecutionLine>> CliService::executionLogs(QString executionId)
{
    return read<QList<ExecutionLine>>({QStringLiteral("execution"), QStringLiteral("logs"), std::move(executionId)},
                                      executionLinesFrom);
}

Task<qint64> CliService::deleteExecutions(AppId id, QStringList executionIds)
{
    const QStringList words{QStringLiteral("execution"), QStringLiteral("delete"), id.toString()};
    return read<qint64>(
        words + (executionIds.isEmpty() ? QStringList{QStringLiteral("--all")} : executionIds),
        [](const Json &json) { return QByteArray::fromStdString(json["deleted"].utf8()).toLongLong(); });
}

Task<ExecutionStats> CliService::executionStats(AppId id)
{
    return read<ExecutionStats>({QStringLiteral("execution"), QStringLiteral("stats"), id.toString()},
                                executionStatsFrom);
}

Task<AppLogPage> CliService::appLogs(AppId id, LogQuery query)
{
    QStringList words{QStringLiteral("app"), QStringLiteral("logs"), id.toString(), QStringLiteral("--limit"),
                      QString::number(query.limit)};
    if (!query.cursor.isEmpty()) {
        words << QStringLiteral("--cursor") << query.cursor;
    }
    if (query.sinceMs > 0) { // counted from now on the command line
        const qint64 seconds = (QDateTime::currentMSecsSinceEpoch() - query.sinceMs) / 1000;
        words << QStringLiteral("--since") << QStringLiteral("%1s").arg(seconds);
    }
    return read<AppLogPage>(words, appLogPageFrom);
}

} // namespace studio::test
