// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace studio {

using Headers = QList<std::pair<QByteArray, QByteArray>>; ///< in order, names as they were sent

/// The value of the first header of this name, compared without case; empty when absent.
QByteArray headerValue(const Headers &headers, QByteArrayView name);

struct HttpRequest
{
    QByteArray method = "POST";
    QByteArray target = "/"; ///< path and query, as they go on the wire
    Headers headers;         ///< Host and Content-Length are set by the client
    QByteArray body;

    bool operator==(const HttpRequest &) const = default;
};

struct HttpResponse
{
    int status = 0;
    QByteArray reason;
    Headers headers;
    QByteArray body;        ///< at most the limit that was asked for
    bool truncated = false; ///< there was more

    bool operator==(const HttpResponse &) const = default;
};

/// Appends what there is room for below `most` bytes, and says where that was not all.
void appendBody(HttpResponse &response, QByteArrayView bytes, qint64 most);

/// All in microseconds since the request was handed to the socket's thread.
struct HttpTimings
{
    qint64 connected = 0;
    qint64 firstByte = 0;
    qint64 total = 0;

    bool operator==(const HttpTimings &) const = default;
};

} // namespace studio
