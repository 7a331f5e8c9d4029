// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dev_address.h"

#include "core/base/detach.h"
#include "core/base/json.h"
#include "core/base/lifetime.h"
#include "core/gateway/api.h"
#include "core/gateway/connection.h"

namespace studio::cli {

namespace {

/// What belongs to one connection is not handed on.
void removeHopByHop(Headers &headers)
{
    const QByteArray options = gateway::connectionOptions(headers);
    headers.removeIf([&](const auto &one) { return gateway::isHopByHop(one.first, options); });
}

HttpResponse handedOn(HttpResponse response)
{
    removeHopByHop(response.headers);
    return response;
}

/// Not by QFuture::then(): a future that another thread ends at that moment runs its continuation twice (Qt 6.8).
QCoro::Task<void> handOn(QFuture<bool> written, std::function<void()> next)
{
    co_await written;
    next();
}

/// Writes the answer as it comes: the handler is asked for more when the client has taken what there was.
InvokeObserver streamTo(const std::shared_ptr<gateway::ResponseWriter> &reply, const std::shared_ptr<bool> &hasBegun)
{
    InvokeObserver observer;
    observer.head = [reply, hasBegun](const HttpResponse &head) {
        *hasBegun = true;
        reply->begin(handedOn(head));
    };
    observer.chunk = [reply](const QByteArray &bytes, const std::function<void()> &next) {
        detach(handOn(reply->write(bytes), next));
    };
    return observer;
}

} // namespace

QCoro::Task<void> DevAddress::answer(HttpRequest request, std::stop_token stop,
                                     std::shared_ptr<gateway::ResponseWriter> reply)
{
    removeHopByHop(request.headers);
    const auto hasBegun = std::make_shared<bool>(false);
    const auto invocation = co_await whileAlive(this, m_call(request, streamTo(reply, hasBegun), stop));
    if (!invocation) {
        if (invocation.error().code != ErrorCode::Cancelled || !stop.stop_requested()) {
            Q_EMIT refused(request, invocation.error());
        }
        constexpr int unavailable = 503;
        reply->send(gateway::jsonAnswer(unavailable, {{"error", toUtf8(invocation.error().message)}}));
        co_return;
    }
    if (!*hasBegun) {
        reply->send(handedOn(invocation->response));
    } else if (!invocation->brokeOff) { // else letting go of it breaks the connection
        reply->end();
    }
    Q_EMIT answered(request, *invocation);
}

} // namespace studio::cli
