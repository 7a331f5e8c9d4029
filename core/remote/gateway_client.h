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
enum class Retry { Idempotent, Never };

struct GatewayRequest
{
    QByteArray verb = "GET";
    QString path; ///< below the endpoint, percent-encoded
    QUrlQuery query;
    Json body; ///< null for none
    Retry retry = Retry::Idempotent;
    std::chrono::milliseconds quiet{30'000};   ///< the longest time in which nothing comes
    std::chrono::milliseconds longest{60'000}; ///< for all of it, repeats included, however much comes
    qint64 maxBytes = 16 << 20;                ///< of an answer that is one document
    /// Of an answer in lines, each as it comes. A failure says why it is damaged, and breaks it off.
    std::function<Result<void>(const Json &line)> line;
    std::function<bool()> isHeld; ///< while true nothing more is read; may be empty

    bool isLines() const { return static_cast<bool>(line); }
};

/// Requests to a gateway's HTTP API. What may be repeated is, three times in all, when the connection breaks, the
/// answer is damaged or the gateway says that it is not there; a request that surely never arrived is always repeated.
/// One that takes longer than its time is not. TLS is verified, redirects are not followed, an answer in a content
/// coding is damaged, and a token leaves this machine encrypted only. One thread. The requests of a link that goes away
/// end as Cancelled.
class GatewayClient
{
public:
    /// A stop of `stop` is one of the link.
    GatewayClient(QUrl endpoint, TokenSource token, std::stop_token stop = {});
    ~GatewayClient();

    /// Ends what is in flight, and all that comes, as Cancelled.
    void stop();

    /// The JSON of the answer, or null where it came in lines. Errors by the code that the gateway gives. Unavailable:
    /// not reached, or broken off; with Retry::Never it is then not known what has happened, and `isUnknown` of the
    /// error says so.
    Task<Json> send(GatewayRequest request, std::stop_token stop = {});

    /// Waits; false where a stop ended it.
    QCoro::Task<bool> pause(std::chrono::milliseconds time, std::stop_token stop);

    /// The error for an answer of which a part has no sense: `what` says which. Open is what has happened where the
    /// request may not be repeated.
    [[nodiscard]] Error damaged(const QString &what, Retry retry) const;
    /// Whether the failure leaves open whether the request was carried out.
    static bool isUnknown(const Error &error);

private:
    struct Shared;
    static Task<QByteArray> token(std::shared_ptr<Shared> shared);
    static Task<QByteArray> tokenOrStop(std::shared_ptr<Shared> shared, std::stop_token stop);
    static Task<Json> tryOnce(std::shared_ptr<Shared> shared, GatewayRequest request, QByteArray token,
                              std::stop_token stop, bool *mayRepeat);
    std::shared_ptr<Shared> d;
    std::stop_callback<std::function<void()>> m_stopped;
};

/// A part of a path.
QString pathPart(const QString &text);

} // namespace studio
