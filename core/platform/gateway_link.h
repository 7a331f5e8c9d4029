// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/task.h"

#include <QUrl>
#include <QUrlQuery>

#include <functional>
#include <memory>

namespace studio {

/// Gives the bearer token; empty where there is none. Asked once, before the first request.
using TokenSource = std::function<Task<QByteArray>()>;

/// Whether a request may be sent again after it may have been carried out.
enum class Repeat { Safe, Never };

struct GatewayRequest
{
    QByteArray verb = "GET";
    QString path; ///< below the endpoint, percent-encoded
    QUrlQuery query;
    Json body; ///< null for none
    Repeat repeat = Repeat::Safe;
    std::chrono::milliseconds quiet{30'000};    ///< the longest time in which nothing comes
    std::function<void(const Json &line)> line; ///< of an answer in lines, each as it comes

    bool isLines() const { return static_cast<bool>(line); }
};

/// Requests to a gateway's HTTP API. What may be repeated is, three times in all, when the connection breaks, the
/// answer is damaged or the gateway says that it is not there; a request that surely never arrived is always repeated.
/// TLS is verified, redirects are not followed, and a token leaves this machine encrypted only. One thread. The
/// requests of a link that goes away end as Cancelled.
class GatewayLink
{
public:
    GatewayLink(QUrl endpoint, TokenSource token);
    ~GatewayLink();

    /// Ends what is in flight, and all that comes, as Cancelled.
    void stop();

    /// The JSON of the answer, or null where it came in lines. Errors by the code that the gateway gives. Unavailable:
    /// not reached, or broken off; with Repeat::Never it is then not known what has happened, and `isUnknown` of the
    /// error says so.
    Task<Json> send(GatewayRequest request, std::stop_token stop = {});

    [[nodiscard]] const QUrl &endpoint() const;
    /// Whether the failure leaves open whether the request was carried out.
    static bool isUnknown(const Error &error);

private:
    struct Shared;
    static Task<QByteArray> token(std::shared_ptr<Shared> shared);
    static Task<Json> tryOnce(std::shared_ptr<Shared> shared, GatewayRequest request, QByteArray token,
                              std::stop_token stop, bool *neverArrived);
    std::shared_ptr<Shared> d;
};

/// A part of a path.
QString pathPart(const QString &text);

} // namespace studio
