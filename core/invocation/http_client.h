// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/http_message.h"

#include <chrono>
#include <functional>
#include <memory>

namespace studio {

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
