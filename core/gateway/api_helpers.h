// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/api.h"

namespace studio::gateway {

constexpr qint64 maxInJson = (1LL << 53) - 1; ///< that every reader of a number can hold

HttpResponse errorAnswer(const Error &error);

/// As much of what a client sent as an error repeats, in one line and with nothing that a terminal would obey.
QString quotable(const QString &text);

QString organizationOf(const ApiCall &call);
AppId appOf(const ApiCall &call);

/// A number of the query; `fallback` where it is not given. InvalidArgument names it.
Result<qint64> queryNumber(const ApiCall &call, const char *name, qint64 fallback, qint64 least,
                           qint64 most = maxInJson);
/// {v} of the path: 1, 2, 3 …, and 0 for the draft where that has one. InvalidArgument.
Result<int> versionOf(const ApiCall &call, int least);
/// `limit`: 50 by default, at most 1,000.
Result<int> limitOf(const ApiCall &call);
/// `cursor` of a page before, as a list gives one: `parts` whole numbers with colons between. Empty where it is not
/// given. InvalidArgument.
Result<QString> cursorOf(const ApiCall &call, int parts);
/// `wait`: how long an answer may be put off until there is something to tell, in seconds, at most 60; never longer
/// than a client waits for an answer that has not begun.
Result<std::chrono::milliseconds> waitOf(const ApiCall &call);

/// Ends when the app has news, when it was stopped, or after this time. False when it was stopped.
QCoro::Task<bool> untilChanged(QPointer<ComputeService> service, std::optional<AppId> app,
                               std::chrono::milliseconds time, std::stop_token stop);

/// `true` or `false` of the query. InvalidArgument names it.
Result<bool> queryFlag(const ApiCall &call, const char *name);
/// The names of the path (and of `org` in a query) can be those of an organization and an app. InvalidArgument. What
/// can be no id of an execution or a compile is NotFound.
Result<void> checkNames(const ApiCall &call);
/// A body as JSON that is not nested beyond all reason, which would be too deep for us. InvalidArgument.
Result<Json> parseBody(const QByteArray &body);

/// The head of an answer of lines, each a JSON document.
HttpResponse linesHead();
QByteArray lineOf(const Json &json);

} // namespace studio::gateway
