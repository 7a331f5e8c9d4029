// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/request.h"

#include <QMap>

namespace studio::gateway {

/// The calls of the platform's API (PLATFORM, part 2), and a few that its command line needs but the documentation has
/// no route for: those of executions beside get, watch and stats.
enum class Route {
    HealthCheck,
    OpenApi,
    CreateApp,
    ListApps,
    GetApp,
    DeleteApp,
    UpdateAppConfig,
    GetAppState,
    SaveDraft,
    GetDraftInfo,
    CompileDraft,
    TestDraft,
    PublishDraft,
    ListAppVersions,
    GetAppVersion,
    TestAppVersion,
    RollbackApp,
    GetAppCode,
    Invoke,
    InvokeAsync,
    ListExecutions,
    ListAppExecutions,
    DeleteExecutions,
    GetExecution,
    WatchExecution,
    GetExecutionLogs,
    GetExecutionStats,
    GetAppLogs,
    StreamAppLogs,
    StreamCompileLogs,
};

/// One row of the table.
struct RouteRow
{
    Route route;
    const char *method;
    const char *pattern;   ///< "/v1/ignite/app/{org}/{app}"
    const char *operation; ///< "GetApp"
};

/// All rows, in the order of the enumeration.
const QList<RouteRow> &routeTable();

/// What a request asks for.
struct RouteMatch
{
    Route route = Route::HealthCheck;
    QMap<QByteArray, QString> parameters; ///< of the path, decoded
    QMap<QByteArray, QString> query;      ///< decoded; of a name that is given twice the last

    bool operator==(const RouteMatch &) const = default;
};

/// NotFound (404); InvalidArgument with 405 and the methods that there are. HEAD is GET without its body.
Checked<RouteMatch> matchRoute(const QByteArray &method, const QByteArray &target);

/// Whether the route is open without a token.
bool isOpen(Route route);

/// The most bytes that its body may have.
qint64 maxBytes(Route route);

constexpr qint64 archiveBytes = 64LL << 20; ///< that is saved as a draft

} // namespace studio::gateway
