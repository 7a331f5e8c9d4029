// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/routes.h"

#include "core/model/invocation.h"

#include <QStringDecoder>

namespace studio::gateway {

namespace {

/// Percent-decoding of one part; nothing where it is not UTF-8 or holds a NUL.
std::optional<QString> decoded(QByteArray part, bool plusIsSpace)
{
    if (plusIsSpace) {
        part.replace('+', ' ');
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(QByteArray::fromPercentEncoding(part));
    if (decoder.hasError() || text.contains(QChar(u'\0'))) {
        return {};
    }
    return text;
}

/// The parameters of a path that fits the pattern.
std::optional<QMap<QByteArray, QString>> fit(const QList<QByteArray> &pattern, const QList<QByteArray> &parts)
{
    if (pattern.size() != parts.size()) {
        return {};
    }
    QMap<QByteArray, QString> parameters;
    for (qsizetype at = 0; at < parts.size(); ++at) {
        if (!pattern[at].startsWith('{')) {
            if (pattern[at] != parts[at]) {
                return {};
            }
            continue;
        }
        const auto value = decoded(parts[at], false);
        if (!value || value->isEmpty()) {
            return {};
        }
        parameters.insert(pattern[at].sliced(1).chopped(1), *value);
    }
    return parameters;
}

std::optional<QMap<QByteArray, QString>> queryOf(const QByteArray &query)
{
    QMap<QByteArray, QString> values;
    for (const QByteArray &pair : query.split('&')) {
        if (pair.isEmpty()) {
            continue;
        }
        const qsizetype equals = pair.indexOf('=');
        const auto name = decoded(equals < 0 ? pair : pair.first(equals), true);
        const auto value = decoded(equals < 0 ? QByteArray() : pair.sliced(equals + 1), true);
        if (!name || !value) {
            return {};
        }
        values.insert(name->toUtf8(), *value);
    }
    return values;
}

struct Compiled
{
    const RouteRow *row;
    QList<QByteArray> parts;
};

const QList<Compiled> &compiledTable()
{
    static const QList<Compiled> table = [] {
        QList<Compiled> rows;
        for (const RouteRow &row : routeTable()) {
            rows.append({&row, QByteArray(row.pattern).split('/')});
        }
        return rows;
    }();
    return table;
}

std::unexpected<Refusal> refuseRoute(int status, ErrorCode code, QString message, QByteArray allow = {})
{
    return std::unexpected(Refusal{status, {code, std::move(message), {}}, false, std::move(allow)});
}

} // namespace

const QList<RouteRow> &routeTable()
{
#define APP "/v1/ignite/app/{org}/{app}"
    static const QList<RouteRow> table{
        {Route::HealthCheck, "GET", "/v1/ignite/health", "HealthCheck"},
        {Route::OpenApi, "GET", "/v1/ignite/openapi.json", "GetOpenApi"},
        {Route::CreateApp, "POST", "/v1/ignite/app/{org}", "CreateApp"},
        {Route::ListApps, "GET", "/v1/ignite/app/{org}", "ListApps"},
        {Route::GetApp, "GET", APP, "GetApp"},
        {Route::DeleteApp, "DELETE", APP, "DeleteApp"},
        {Route::UpdateAppConfig, "PATCH", APP "/config", "UpdateAppConfig"},
        {Route::GetAppState, "GET", APP "/state", "GetAppState"},
        {Route::SaveDraft, "POST", APP "/draft", "SaveDraft"},
        {Route::GetDraftInfo, "GET", APP "/draft", "GetDraftInfo"},
        {Route::CompileDraft, "POST", APP "/draft/compile", "CompileDraft"},
        {Route::TestDraft, "POST", APP "/draft/test", "TestDraft"},
        {Route::PublishDraft, "POST", APP "/draft/publish", "PublishDraft"},
        {Route::ListAppVersions, "GET", APP "/versions", "ListAppVersions"},
        {Route::GetAppVersion, "GET", APP "/versions/{v}", "GetAppVersion"},
        {Route::TestAppVersion, "POST", APP "/versions/{v}/test", "TestAppVersion"},
        {Route::RollbackApp, "POST", APP "/rollback", "RollbackApp"},
        {Route::GetAppCode, "GET", APP "/code/versions/{v}", "GetAppCode"},
        {Route::Invoke, "POST", APP "/invoke", "Invoke"},
        {Route::InvokeAsync, "POST", APP "/invoke-async", "InvokeAsync"},
        {Route::ListExecutions, "GET", "/v1/ignite/executions", "ListExecutions"},
        {Route::ListAppExecutions, "GET", APP "/executions", "ListAppExecutions"},
        {Route::DeleteExecutions, "DELETE", APP "/executions", "DeleteExecutions"},
        {Route::GetExecution, "GET", "/v1/ignite/executions/{id}", "GetExecution"},
        {Route::WatchExecution, "GET", "/v1/ignite/executions/{id}/watch", "WatchExecution"},
        {Route::GetExecutionLogs, "GET", "/v1/ignite/executions/{id}/logs", "GetExecutionLogs"},
        {Route::GetExecutionStats, "GET", APP "/stats/executions", "GetExecutionStats"},
        {Route::GetAppLogs, "GET", APP "/logs", "GetAppLogs"},
        {Route::StreamAppLogs, "GET", APP "/logs/stream", "StreamAppLogs"},
        {Route::StreamCompileLogs, "GET", "/v1/ignite/compile/{deploy_id}/logs", "StreamCompileLogs"},
    };
#undef APP
    return table;
}

Checked<RouteMatch> matchRoute(const QByteArray &method, const QByteArray &target)
{
    const auto [path, query] = pathAndQuery(target);
    const QList<QByteArray> parts = path.split('/');
    const QByteArray wanted = method == "HEAD" ? QByteArray("GET") : method;
    QByteArrayList allowed;
    for (const Compiled &one : compiledTable()) {
        const auto parameters = fit(one.parts, parts);
        if (!parameters) {
            continue;
        }
        if (wanted != one.row->method) {
            allowed << one.row->method;
            continue;
        }
        const auto values = queryOf(query);
        if (!values) {
            return refuseRoute(400, ErrorCode::InvalidArgument, QStringLiteral("The query is not UTF-8 text."));
        }
        return RouteMatch{one.row->route, *parameters, *values};
    }
    if (allowed.isEmpty()) {
        return refuseRoute(404, ErrorCode::NotFound,
                           QStringLiteral("There is no %1. GET /v1/ignite/openapi.json lists the routes.")
                               .arg(QString::fromUtf8(path.first(std::min<qsizetype>(path.size(), 200)))));
    }
    if (allowed.contains("GET")) {
        allowed << "HEAD";
    }
    return refuseRoute(405, ErrorCode::InvalidArgument,
                       QStringLiteral("%1 is not for this address; there is %2.")
                           .arg(QString::fromLatin1(method), QString::fromLatin1(allowed.join(", "))),
                       allowed.join(", "));
}

bool isOpen(Route route)
{
    return route == Route::HealthCheck || route == Route::OpenApi;
}

qint64 maxBytes(Route route)
{
    constexpr qint64 settings = 1LL << 20;
    switch (route) {
    case Route::SaveDraft:
        return archiveBytes / 3 * 4 + settings; // in base 64, with the rest around it
    case Route::Invoke:
    case Route::InvokeAsync:
    case Route::TestDraft:
    case Route::TestAppVersion:
        return maxPayloadBytes * 6 + settings; // a text of JSON of which every byte may be escaped
    default:
        return settings;
    }
}

} // namespace studio::gateway
