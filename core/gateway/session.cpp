// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/session.h"

#include "core/api_json/api_json.h"
#include "core/base/detach.h"
#include "core/invocation/platform_response.h"
#include "core/invocation/socket_thread.h"

#include <QScopeGuard>

namespace studio::gateway {

HttpResponse jsonAnswer(int status, const Json &json)
{
    HttpResponse answer;
    answer.status = status;
    answer.reason = reasonOf(status);
    answer.headers = {
        {"content-type", "application/json"}, {"cache-control", "no-store"}, {"x-content-type-options", "nosniff"}};
    answer.body = studio::bytesOf(json);
    return answer;
}

Session::Session(Server &server, TcpSocket socket)
    : m_server(server), m_connection(std::move(socket), server.limits, server.bodies)
{
}

Awaitable<void> Session::run()
{
    const auto self = shared_from_this();
    m_server.sessions.insert(self);
    const auto isGone = qScopeGuard([this, &self] { m_server.sessions.erase(self); });
    const bool isServed = co_await guarded("A connection to the gateway", serveAll());
    m_isBusy = false;
    if (isServed && !m_connection.hasWriteFailed()) {
        co_await m_connection.linger();
        m_connection.close();
    } else if (!m_connection.hasAnswered() &&
               co_await m_connection.writeAnswer(
                   jsonAnswer(400, toJson({ErrorCode::Internal, QStringLiteral("The request cannot be read."), {}})),
                   false, false)) {
        co_await m_connection.linger();
        m_connection.close();
    } else {
        m_connection.reset(); // a half must not look like the whole
    }
}

Awaitable<void> Session::serveAll()
{
    while (co_await serveOne()) {
    }
}

void Session::end()
{
    if (m_stop) {
        m_stop();
    } else if (!m_isBusy) {
        m_connection.close();
    }
}

void Session::abort()
{
    if (const auto queue = m_queue.lock()) {
        queue->close();
    }
    m_connection.close();
}

void Session::sweep(Clock::time_point now)
{
    m_connection.sweep(now);
    if (m_proxied) {
        m_proxied->sweep(now);
    }
}

bool Session::keepAlive() const
{
    return m_connection.keepsAlive() && !m_server.isEnding;
}

Awaitable<bool> Session::serveOne()
{
    m_isBusy = false;
    auto read = co_await m_connection.readHead();
    if (!read || m_server.isEnding) {
        co_return false;
    }
    m_isBusy = true;
    if (!*read) {
        co_await m_connection.writeAnswer(jsonAnswer(read->error().status, toJson(read->error().error)), false, false);
        co_return false;
    }
    ++m_server.inFlight;
    const auto isDone = qScopeGuard([this] {
        --m_server.inFlight;
        m_stop = {};
        m_connection.gone = {};
    });
    co_return co_await serve(std::move(**read));
}

Awaitable<bool> Session::serve(RequestHead head)
{
    m_isHead = head.method == "HEAD";
    if (const auto resolved = resolveTarget(head); !resolved) {
        co_return co_await refuse(resolved.error());
    }
    const auto route = hostRouteOf(head, m_server.port);
    if (!route) {
        co_return co_await refuse(route.error());
    }
    if (const auto origin = checkOrigin(head); !origin) {
        co_return co_await refuse(origin.error());
    }
    if (m_server.handler) {
        co_return co_await serveHandler(head);
    }
    if (route->isApi) {
        co_return co_await serveApi(head);
    }
    co_return co_await serveProxied(head, route->label);
}

/// A body that is not read ends the connection: what comes next could be taken for a request.
Awaitable<bool> Session::refuse(Refusal refusal)
{
    const bool keep = keepAlive() && !refusal.close && !m_connection.hasBody();
    HttpResponse answer = jsonAnswer(refusal.status, toJson(refusal.error));
    if (!refusal.allow.isEmpty()) {
        answer.headers.emplaceBack("allow", refusal.allow);
    }
    if (refusal.status == 401) {
        answer.headers.emplaceBack("www-authenticate", "Bearer");
    }
    const bool written = co_await m_connection.writeAnswer(answer, m_isHead, keep);
    co_return written &&keep;
}

Awaitable<bool> Session::serveApi(const RequestHead &head)
{
    auto match = matchRoute(head.method, head.target);
    if (!match || !isOpen(match->route)) {
        if (const auto token = checkToken(head, m_server.token); !token) {
            co_return co_await refuse(token.error());
        }
    }
    if (!match) {
        co_return co_await refuse(match.error());
    }
    if (m_connection.hasBody()) {
        if (const auto type = checkContentType(head); !type) {
            co_return co_await refuse(type.error());
        }
    }
    auto body = co_await m_connection.readBody(maxBytes(match->route));
    if (!body) {
        co_return co_await refuse(body.error());
    }
    const auto queue = std::make_shared<ResponseQueue>();
    m_queue = queue;
    const auto stop = std::make_shared<std::stop_source>();
    Api *const api = m_server.api;
    m_stop = [api, stop] { QMetaObject::invokeMethod(api, [stop] { stop->request_stop(); }, Qt::QueuedConnection); };
    ApiCall call{.match = std::move(*match), .body = std::move(*body), .isHead = m_isHead, .stop = stop->get_token()};
    const auto reply = writerTo(m_server.context, queue);
    QMetaObject::invokeMethod(
        api, [api, call = std::move(call), reply] { detach(api->answer(call, reply)); }, Qt::QueuedConnection);
    co_return co_await forward(queue);
}

Awaitable<bool> Session::serveProxied(const RequestHead &head, QByteArray label)
{
    if (!m_server.instances) {
        co_return co_await refuse(
            {404, {ErrorCode::NotFound, QStringLiteral("No app answers at this address."), {}}, false, {}});
    }
    auto body = co_await m_connection.readBody(maxPayloadBytes);
    ProxySession call(m_connection, m_server, head, std::move(label));
    if (!body) {
        co_await call.refuseBody(std::move(body.error()));
        co_return false;
    }
    m_proxied = &call;
    const auto isDone = qScopeGuard([this] {
        m_proxied = nullptr;
        m_stop = {};
    });
    m_stop = [this] { m_proxied->cancel(); };
    co_return co_await call.run(std::move(*body), keepAlive());
}

Awaitable<bool> Session::serveHandler(const RequestHead &head)
{
    auto body = co_await m_connection.readBody(maxPayloadBytes);
    if (!body) {
        const Refusal &refusal = body.error();
        co_await m_connection.writeAnswer(jsonAnswer(refusal.status, {{"error", toUtf8(refusal.error.message)}}),
                                          m_isHead, false);
        co_return false;
    }
    const auto queue = std::make_shared<ResponseQueue>();
    m_queue = queue;
    const auto stop = std::make_shared<std::stop_source>();
    RequestHandler *const handler = m_server.handler;
    m_stop = [handler, stop] {
        QMetaObject::invokeMethod(handler, [stop] { stop->request_stop(); }, Qt::QueuedConnection);
    };
    HttpRequest request{
        .method = head.method, .target = head.target, .headers = head.headers, .body = std::move(*body)};
    QMetaObject::invokeMethod(
        handler,
        [handler, request = std::move(request), token = stop->get_token(), reply = writerTo(m_server.context, queue)] {
            detach(handler->answer(request, token, reply));
        },
        Qt::QueuedConnection);
    co_return co_await forward(queue);
}

Awaitable<bool> Session::forward(std::shared_ptr<ResponseQueue> queue)
{
    m_connection.gone = [this, queue] {
        if (m_stop) {
            m_stop();
        }
        queue->close();
    };
    const bool goesOn = co_await forwardChunks(*queue);
    m_connection.gone = {};
    queue->close();
    if (!goesOn && m_stop) {
        m_stop(); // the client takes no more of it
    }
    co_return goesOn;
}

Awaitable<bool> Session::forwardChunks(ResponseQueue &queue)
{
    const bool keep = keepAlive();
    ResponseChunk chunk = co_await queue.next();
    m_connection.gone = {};
    if (chunk.kind == ResponseChunk::Whole) {
        const bool written = co_await m_connection.writeAnswer(chunk.response, m_isHead, keep);
        co_return written &&keep;
    }
    bool hasBegun = false;
    if (chunk.kind == ResponseChunk::Head) {
        hasBegun = co_await m_connection.writeHead(chunk.response, m_isHead, keep);
    }
    if (!hasBegun) {
        m_connection.reset();
        co_return false;
    }
    for (;;) {
        chunk = co_await queue.next();
        if (chunk.kind == ResponseChunk::End) {
            const bool written = co_await m_connection.writeEnd();
            co_return written &&keep &&m_connection.hasEndInBand();
        }
        bool written = false;
        if (chunk.kind == ResponseChunk::Bytes) {
            written = co_await m_connection.writeChunk(chunk.bytes);
        }
        if (chunk.written) {
            chunk.written->addResult(written);
            chunk.written->finish();
        }
        if (!written) {
            m_connection.reset(); // a half must not look like the whole
            co_return false;
        }
    }
}

} // namespace studio::gateway
