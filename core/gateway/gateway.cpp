// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/gateway.h"

#include "core/gateway/session.h"
#include "core/invocation/socket_thread.h"

#include <QCoreApplication>
#include <QCoroTimer>
#include <QElapsedTimer>
#include <QPointer>

#include <sys/socket.h>
#include <thread>

namespace studio {

namespace {

using namespace gateway;

constexpr std::chrono::milliseconds sweepInterval{100};
constexpr std::chrono::milliseconds holdInterval{20}; ///< while instances are held
constexpr std::chrono::milliseconds pause{20};

void turnAway(TcpSocket socket)
{
    constexpr QByteArrayView answer(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    (void)::send(socket.native_handle(), answer.data(), static_cast<std::size_t>(answer.size()),
                 MSG_DONTWAIT | MSG_NOSIGNAL);
}

Awaitable<void> acceptClient(Server &server)
{
    error_code error;
    TcpSocket socket(*server.context);
    co_await server.acceptor.async_accept(socket, awaitInto(error));
    if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) {
        co_return;
    }
    if (error) { // no descriptor left: some come back
        SteadyTimer timer(*server.context, pause);
        co_await timer.async_wait(awaitInto(error));
    } else if (server.sessions.size() >= static_cast<std::size_t>(server.limits.connections)) {
        turnAway(std::move(socket));
    } else {
        const auto session = std::make_shared<Session>(server, std::move(socket));
        asio::co_spawn(*server.context, [session] { return session->run(); }, asio::detached);
    }
}

Awaitable<void> acceptClients(Server &server)
{
    while (server.acceptor.is_open()) {
        (void)co_await guarded("Accepting a connection", acceptClient(server));
    }
}

void sweepOnce(Server &server, Clock::time_point &last)
{
    const auto now = Clock::now();
    if (server.instances) {
        server.instances->sweep(now);
    }
    if (now - last < sweepInterval) {
        return;
    }
    last = now;
    const auto sessions = server.sessions;
    for (const auto &session : sessions) {
        session->sweep(now);
    }
}

Awaitable<void> sweep(Server &server)
{
    SteadyTimer timer(*server.context);
    Clock::time_point last;
    for (;;) {
        timer.expires_after(server.instances && !server.instances->isEmpty() ? holdInterval : sweepInterval);
        error_code error;
        co_await timer.async_wait(awaitInto(error));
        try {
            sweepOnce(server, last);
        } catch (...) {
            logException("Looking after the connections", std::current_exception());
        }
    }
}

Result<void> listen(Server &server, quint16 port)
{
    error_code error;
    const asio::ip::tcp::endpoint address(asio::ip::address_v4::loopback(), port);
    server.acceptor.open(address.protocol(), error);
    if (!error) {
        server.acceptor.set_option(asio::socket_base::reuse_address(true), error);
    }
    if (!error) {
        server.acceptor.bind(address, error);
    }
    if (!error) {
        server.acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("Cannot listen on 127.0.0.1:%1. Choose another port with --port.").arg(port),
                    QString::fromStdString(error.message()));
    }
    server.port = server.acceptor.local_endpoint().port();
    return {};
}

} // namespace

class Gateway::Private
{
public:
    Private(ComputeService *service, const GatewayOptions &options)
        : api(service, options.temporaryFolder), server(options.limits, options.token)
    {
    }

    ~Private()
    {
        if (!thread.joinable()) {
            return;
        }
        api.stop();
        asio::post(*server.context, [this] {
            endSessions();
            for (const auto &session : std::set(server.sessions)) {
                session->abort();
            }
            if (server.instances) {
                server.instances->end();
            }
            server.upstreams.close();
            asio::post(*server.context, [this] { server.context->stop(); });
        });
        thread.join();
        server.context->destroyCoroutines(); // a proxied call that has not ended leaves its record
        server.instances.reset();
        // What the sockets' thread has left to this one: calls to stop, records, leases of instances. The service may
        // go next.
        QCoreApplication::sendPostedEvents(&api, QEvent::MetaCall);
        if (proxied) {
            QCoreApplication::sendPostedEvents(proxied, QEvent::MetaCall);
        }
    }

    void begin(); ///< taking requests, once all is known that they need

    void endSessions()
    {
        server.isEnding = true;
        error_code ignored;
        server.acceptor.close(ignored);
        for (const auto &session : std::set(server.sessions)) {
            session->end();
        }
    }

    Api api;
    Server server;
    QPointer<ProxyCalls> proxied;
    std::jthread thread;
};

Gateway::Gateway(std::unique_ptr<Private> p) : d(std::move(p)) {}

Gateway::~Gateway() = default;

void Gateway::Private::begin()
{
    asio::co_spawn(*server.context, acceptClients(server), asio::detached);
    asio::co_spawn(*server.context, sweep(server), asio::detached);
    thread = std::jthread([context = server.context] { runSocketThread(*context); });
}

Result<std::unique_ptr<Gateway>> Gateway::start(ComputeService *service, ProxyCalls *proxied, GatewayOptions options)
{
    auto d = std::make_unique<Private>(service, options);
    Server &server = d->server;
    if (const auto listening = listen(server, options.port); !listening) {
        return std::unexpected(listening.error());
    }
    server.api = &d->api;
    if (proxied) {
        d->proxied = proxied;
        server.instances = std::make_unique<HeldInstances>(server.context, proxied);
        QObject::connect(service, &ComputeService::appChanged, &d->api,
                         [context = server.context, instances = server.instances.get()] {
                             asio::post(*context, [instances] { instances->invalidate(); });
                         });
        QObject::connect(proxied, &ProxyCalls::instanceEnding, &d->api,
                         [context = server.context, upstreams = &server.upstreams,
                          instances = server.instances.get()](quint16 instancePort) {
                             asio::post(*context, [upstreams, instances, instancePort] {
                                 upstreams->forget(instancePort);
                                 instances->forget(instancePort);
                             });
                         });
    }
    d->begin();
    return std::unique_ptr<Gateway>(new Gateway(std::move(d)));
}

Result<std::unique_ptr<Gateway>> Gateway::start(gateway::RequestHandler *handler, GatewayOptions options)
{
    auto d = std::make_unique<Private>(nullptr, options);
    if (const auto listening = listen(d->server, options.port); !listening) {
        return std::unexpected(listening.error());
    }
    d->server.handler = handler;
    d->begin();
    return std::unique_ptr<Gateway>(new Gateway(std::move(d)));
}

quint16 Gateway::port() const
{
    return d->server.port;
}

QCoro::Task<void> Gateway::shutDown(std::chrono::milliseconds timeout)
{
    asio::post(*d->server.context, [p = d.get()] { p->endSessions(); });
    d->api.stop();
    QElapsedTimer waited;
    waited.start();
    do {
        QTimer timer;
        timer.start(pause);
        co_await qCoro(timer).waitForTimeout();
    } while ((d->server.inFlight > 0 || d->api.inBackground() > 0) && waited.durationElapsed() < timeout);
}

} // namespace studio
