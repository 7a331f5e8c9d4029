// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/execution.h"

namespace studio {

/// Which records, newest first. All that is set must hold.
struct ExecutionQuery
{
    static constexpr int devVersion = -1; ///< of `version`: what Run started

    int limit = 50;
    QString cursor = {}; ///< of the page before, empty for the first
    QString text = {};   ///< words that must all be in the request, the answer, the lines or the error; in the newest
                         ///< 2,000 records, or where few others fit the rest, parts of words are enough. Or a whole id
    QString idPrefix = {};                  ///< how the id begins, without dashes: hexadecimal digits in lower case
    QList<ExecutionStatus> statuses = {};   ///< one of these; any, where there are none
    std::optional<int> version = {};        ///< 0: the draft, or devVersion
    std::pair<int, int> answers = {0, 999}; ///< status codes of the answer, from and to; 0 is none
    qint64 sinceMs = 0;                     ///< Unix milliseconds; of the call's arrival, this included
    qint64 untilMs = 0;                     ///< this excluded; 0: until now
    qint64 minUs = 0;                       ///< the call's whole time; from 1 on none that still runs
    qint64 maxUs = 0;                       ///< 0: however long

    bool operator==(const ExecutionQuery &) const = default;
};

/// Records without headers, bodies and lines.
struct ExecutionPage
{
    QList<Execution> executions;
    QString nextCursor; ///< empty at the end

    bool operator==(const ExecutionPage &) const = default;
};

/// Over the kept records of an app.
struct ExecutionStats
{
    QList<std::pair<ExecutionStatus, qint64>> counts; ///< every status, in order
    qint64 total = 0;
    qint64 coldStarts = 0;
    qint64 bytes = 0;  ///< that the records take
    qint64 sample = 0; ///< how many of the newest calls that ended the times below are of
    qint64 p50Us = 0;
    qint64 p95Us = 0;
    qint64 p99Us = 0;

    bool operator==(const ExecutionStats &) const = default;
};

/// Which lines of an app's calls.
struct LogQuery
{
    int limit = 200;
    QString cursor;     ///< towards older lines; empty for the newest
    qint64 sinceMs = 0; ///< none older than this

    bool operator==(const LogQuery &) const = default;
};

struct AppLogLine
{
    QString executionId;
    ExecutionLine line;

    bool operator==(const AppLogLine &) const = default;
};

/// The newest lines in the order in which they were written.
struct AppLogPage
{
    QList<AppLogLine> lines;
    QString nextCursor; ///< towards older ones, empty at the end

    bool operator==(const AppLogPage &) const = default;
};

} // namespace studio
