// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/model/http_message.h"

#include <QList>

#include <optional>

namespace studio::collection {

/// An answer as assertions and captures read it. A plain value.
struct ResponseValue
{
    int status = 0;
    QString statusText;
    Headers headers;
    Json body; ///< a string where the body is no JSON
    qint64 milliseconds = 0;

    bool operator==(const ResponseValue &) const = default;
};

/// `body` as JSON where it is, else as text.
ResponseValue responseValue(const HttpResponse &response, qint64 milliseconds);

/// A value of the answer, or nothing where it is undefined, as in JavaScript.
using Found = std::optional<Json>;

/// Works out an expression such as "res.status", "res.body.items[0].id", "res.headers.content-type",
/// `res.body["a b"]`. Names of headers are compared without case. InvalidArgument: it is no such expression, or it asks
/// for a member of something that is undefined or null, which is an error in JavaScript too. Any thread.
Result<Found> evaluate(const QString &expression, const ResponseValue &response);

/// One step of an expression: a name, or an index.
struct ExpressionStep
{
    QString name;
    qsizetype index = -1; ///< below 0 for a name
    qsizetype end = 0;    ///< where it ends in the expression

    bool operator==(const ExpressionStep &) const = default;
};

/// The steps of "res.body.items[0]": body, items, 0. InvalidArgument: it is no such expression.
Result<QList<ExpressionStep>> expressionSteps(const QString &expression);

} // namespace studio::collection
