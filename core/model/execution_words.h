// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/execution_query.h"

#include <QDateTime>

namespace studio {

/// What is typed to find calls, read: filters as below, and all else as words of the text.
///
///     status:failed      how it ended; error: failed or timeout; or the answer's status code: status:404, status:5xx
///     duration:>200ms    also <, >=, <= and 100ms..1s; in us, ms, s, m or h
///     since:1h           that long ago, in s, m, h, d or w; today, yesterday; 2026-11-30, 2026-11-30T10:30
///     until:yesterday    likewise; a day is included
///     version:3          or draft, or dev
///     app:NAME           instead of the app that is looked at; app:* for all of them
///     id:01a21652        how the id begins
///
/// A word in quotation marks is text, whatever is in it.
struct ExecutionWords
{
    ExecutionQuery query;
    QString app;   ///< empty: the one that is looked at
    QString fault; ///< a sentence about the first filter that cannot be read, which is left out; empty where all can

    bool operator==(const ExecutionWords &) const = default;
};

/// Times are those of `now` and its time zone. Any thread.
ExecutionWords readExecutionWords(const QString &text, const QDateTime &now);

/// The names of the filters with their colon, "status:" first.
QStringList executionFilterNames();

// The value of a single filter, as words and options of commands have it; the error names the value.

/// "failed", "error", "404" or "5xx" into what is searched for.
Result<void> addStatusFilter(ExecutionQuery &query, const QString &value);
/// "01a21652": how an id begins, with or without its dashes.
Result<void> addIdFilter(ExecutionQuery &query, const QString &value);
/// "3", "draft" or "dev".
Result<int> readVersionFilter(const QString &value);
/// Unix milliseconds. `isEnd`: a day is told by its end.
Result<qint64> readTimeFilter(const QString &value, const QDateTime &now, bool isEnd);
/// "200ms", in microseconds; without a unit milliseconds.
Result<qint64> readDurationFilter(const QString &value);

} // namespace studio
