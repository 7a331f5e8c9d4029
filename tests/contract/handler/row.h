// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/target.h"
#include "core/model/http_message.h"

#include <optional>

namespace studio::test {

/// One row of rows.json: a handler, a request, and what must come back.
struct Row
{
    QString name;
    QString handler;  ///< a folder of tests/data/handlers, or "@name" of an example
    QStringList ways; ///< all, or those that it names; without the window's where it says why not
    HttpRequest request;
    QByteArray raw;      ///< instead of the request, as it goes on the wire
    int parallel = 1;    ///< so many calls at once, each with an id of its own
    bool leaves = false; ///< the client goes away in the middle of the answer
    Json expected;       ///< the row itself, for check()

    bool operator==(const Row &) const = default;
};

/// What a client saw.
struct Seen
{
    HttpResponse response;
    bool broken = false; ///< the answer broke off, visibly
    QByteArray wire;     ///< bare only: all that came
    QByteArray log;      ///< what the handler wrote to stderr meanwhile
};

/// All rows, with the ways that they are promised for.
Result<QList<Row>> readRows(const QString &path);

/// The handler's sources.
QString folderOf(const QString &handler);
/// What a way runs.
RustTarget targetOf(const QString &way);

/// The request as it goes on the wire, on a connection of its own.
QByteArray onTheWire(const Row &row);

/// Empty when all is as the row says, else the first difference.
QString check(const Row &row, const Seen &seen);

} // namespace studio::test
