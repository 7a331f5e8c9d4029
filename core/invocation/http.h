// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
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

struct HttpExchange
{
    HttpResponse response;
    HttpTimings timings;

    bool operator==(const HttpExchange &) const = default;
};

struct HttpLimits
{
    std::chrono::milliseconds timeout{30'000};
    qint64 bodyBytes =
        64LL << 20; ///< what is kept; the rest is read and dropped up to 4 times this, then the connection is closed

    bool operator==(const HttpLimits &) const = default;
};

/// Told of an answer as it comes, on the client's own thread. Each member may be left empty.
struct HttpSink
{
    std::function<void(const HttpResponse &head)> head; ///< without a body
    /// The next bytes of the body. No more are read until `next` has been called, from whatever thread.
    std::function<void(const QByteArray &bytes, const std::function<void()> &next)> chunk;
    std::function<void()> done; ///< the answer has ended, however; before send() resumes
};

/// An HTTP/1.1 client for loopback, on a thread of its own, with connections kept alive per port. Owned by one object;
/// send() may be called from any thread with an event loop and resumes there. A kept connection that turns out closed
/// before any byte was answered is tried once more on a new one.
class HttpClient
{
public:
    HttpClient();
    ~HttpClient();

    /// DeadlineExceeded. Unavailable: refused, or the connection broke. Internal: no acceptable HTTP/1.1. Cancelled.
    /// With a sink that takes chunks the answer may be of any size; what is kept of it is bounded all the same.
    Task<HttpExchange> send(quint16 port, HttpRequest request, HttpLimits limits = {}, std::stop_token stop = {},
                            HttpSink sink = {});
    /// Closes the kept connections to a port (its instance is gone).
    void forget(quint16 port);

private:
    class Private;
    std::shared_ptr<Private> d;
};

} // namespace studio
