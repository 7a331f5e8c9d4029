// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/http_client.h"

#include "core/invocation/http_check.h"
#include "core/invocation/socket_thread.h"
#include "core/invocation/upstream_exchange.h"

#include <QElapsedTimer>
#include <QFuture>
#include <QObject>
#include <QPromise>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <set>
#include <thread>

namespace studio {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr qsizetype chunkBytes = 64 << 10;

/// One send(), shared by the thread that waits and the sockets'.
struct Call
{
    quint16 port = 0;
    HttpRequest request;
    HttpLimits limits;
    HttpSink sink;
    Clock::time_point begun = Clock::now();
    QPromise<Result<HttpExchange>> promise;
    std::function<void()> resume;         ///< of the chunk that was handed on last
    UpstreamExchange *exchange = nullptr; ///< on the sockets' thread only
    bool isCancelled = false;             ///< likewise

    [[nodiscard]] qint64 microsUntil(Clock::time_point time) const
    {
        return std::chrono::duration_cast<std::chrono::microseconds>(time - begun).count();
    }
    [[nodiscard]] qint64 micros() const { return microsUntil(Clock::now()); }
};

/// Hands the bytes on and waits until more are wanted.
Awaitable<void> handOn(std::shared_ptr<Call> call, QByteArray bytes)
{
    const auto executor = co_await asio::this_coro::executor;
    co_await asio::async_initiate<const asio::use_awaitable_t<SocketExecutor> &, void()>(
        [&](auto handler) {
            const auto kept = std::make_shared<decltype(handler)>(std::move(handler));
            const auto once = std::make_shared<std::atomic_flag>();
            call->resume = [executor, kept, once] {
                if (!once->test_and_set()) {
                    asio::post(executor, [kept] { std::move (*kept)(); });
                }
            };
            call->sink.chunk(bytes, call->resume);
        },
        useAwaitable);
}

/// The head of the request as it goes out: Host and Content-Length are the client's own, and the body follows at once.
QByteArray headOf(const HttpRequest &request, quint16 port)
{
    QByteArray text = requestLine(request.method, request.target);
    const auto is = [](const QByteArray &name, QByteArrayView other) {
        return name.compare(other, Qt::CaseInsensitive) == 0;
    };
    appendHeader(text, "Host", "127.0.0.1:" + QByteArray::number(port));
    for (const auto &[name, value] : request.headers) {
        if (!is(name, "host") && !is(name, "content-length") && !is(name, "transfer-encoding") && !is(name, "expect")) {
            appendHeader(text, name, value);
        }
    }
    appendHeader(text, "Content-Length", QByteArray::number(request.body.size()));
    return text + "\r\n";
}

} // namespace

class HttpClient::Private
{
public:
    Private() : guard(asio::make_work_guard(context)), thread([this] { runSocketThread(context); }) {}

    Awaitable<void> perform(std::shared_ptr<Call> call);
    static Awaitable<error_code> exchange(std::shared_ptr<Call> call, HttpExchange &done);
    static Awaitable<error_code> readBody(std::shared_ptr<Call> call, HttpResponse &response);
    static void interrupt(Call &call);
    static void cancel(Call &call);

    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> guard;
    UpstreamPool pool{context};           ///< on the sockets' thread only
    std::set<std::shared_ptr<Call>> live; ///< likewise
    std::jthread thread;
};

Awaitable<error_code> HttpClient::Private::readBody(std::shared_ptr<Call> call, HttpResponse &response)
{
    UpstreamExchange &exchange = *call->exchange;
    const bool isHandedOn = static_cast<bool>(call->sink.chunk);
    QByteArray chunk;
    qint64 total = 0;
    while (!exchange.isComplete()) {
        chunk.resize(0);
        chunk.reserve(chunkBytes);
        const error_code error = co_await exchange.readBody(chunk, chunkBytes);
        appendBody(response, chunk, call->limits.bodyBytes);
        total += chunk.size();
        if (isHandedOn && !chunk.isEmpty() && !exchange.isInterrupted()) {
            co_await handOn(call, chunk);
        }
        if (exchange.isInterrupted()) {
            co_return asio::error::operation_aborted;
        }
        if (error) {
            co_return error;
        }
        if (!isHandedOn && total > 4 * call->limits.bodyBytes) {
            break; // its result is not used
        }
    }
    co_return error_code();
}

Awaitable<error_code> HttpClient::Private::exchange(std::shared_ptr<Call> call, HttpExchange &done)
{
    UpstreamExchange &exchange = *call->exchange;
    const QByteArray head = headOf(call->request, call->port);
    if (const error_code error = co_await exchange.send(head, call->request.body)) {
        co_return error;
    }
    const HttpResponseParser &answer = exchange.answer();
    done.timings.connected = call->microsUntil(exchange.connectedAt());
    done.timings.firstByte = call->micros();
    done.response = {.status = answer.status(), .reason = answer.reason(), .headers = answer.headers(), .body = {}};
    if (call->sink.head) {
        call->sink.head(done.response);
    }
    const error_code error = co_await readBody(call, done.response);
    done.timings.total = call->micros();
    co_return error;
}

/// A call ends in one of five ways, of which the first that is true counts: something threw, it was cancelled, its time
/// was over, the exchange failed, it was answered.
Awaitable<void> HttpClient::Private::perform(std::shared_ptr<Call> call)
{
    live.insert(call);
    HttpExchange done;
    error_code error;
    std::string thrown;
    bool isLate = false;
    {
        UpstreamExchange exchanged(pool, call->port,
                                   {.executionId = headerValue(call->request.headers, executionIdHeader),
                                    .isHead = call->request.method == "HEAD"});
        call->exchange = &exchanged;
        exchanged.setDeadline(call->begun + call->limits.timeout, [raw = call.get()] { interrupt(*raw); });
        try {
            error = co_await exchange(call, done);
        } catch (const std::exception &exception) {
            thrown = exception.what();
        }
        isLate = exchanged.isLate();
        call->exchange = nullptr;
    }
    if (call->sink.done) {
        call->sink.done();
    }
    Result<HttpExchange> result = std::move(done);
    if (!thrown.empty()) {
        result = fail(ErrorCode::Internal,
                      QObject::tr("The call of the handler failed: %1.").arg(QString::fromStdString(thrown)));
    } else if (call->isCancelled) {
        result = cancelled();
    } else if (isLate) {
        result = fail(ErrorCode::DeadlineExceeded, QObject::tr("There was no answer in time."));
    } else if (error) {
        result = std::unexpected(upstreamError(error));
    }
    call->resume = {};
    call->sink = {};
    live.erase(call);
    call->promise.addResult(std::move(result));
    call->promise.finish();
}

void HttpClient::Private::cancel(Call &call)
{
    call.isCancelled = true;
    interrupt(call);
}

void HttpClient::Private::interrupt(Call &call)
{
    if (call.resume) {
        call.resume(); // the reader of the chunks may never ask for more
    }
    if (call.exchange) {
        call.exchange->interrupt();
    }
}

HttpClient::HttpClient() : d(std::make_shared<Private>()) {}

HttpClient::~HttpClient()
{
    // Calls under way end as cancelled; then the thread has nothing more to do and ends.
    asio::post(d->context, [client = d.get()] {
        for (const auto &call : client->live) {
            Private::cancel(*call);
        }
        client->pool.close();
        client->guard.reset();
    });
    d->thread.join();
}

Task<HttpExchange> HttpClient::send(quint16 port, HttpRequest request, HttpLimits limits, std::stop_token stop,
                                    HttpSink sink)
{
    if (const auto checked = checkRequest(request); !checked) {
        co_return std::unexpected(checked.error());
    }
    const auto call = std::make_shared<Call>();
    call->port = port;
    call->request = std::move(request);
    call->limits = limits;
    call->sink = std::move(sink);
    call->promise.start();
    const auto future = call->promise.future();
    const auto client = d; // outlives this object for as long as a caller waits here
    asio::post(client->context,
               [raw = client.get(), call] { asio::co_spawn(raw->context, raw->perform(call), asio::detached); });
    const std::stop_callback canceller(
        stop, [client, call] { asio::post(client->context, [call] { Private::cancel(*call); }); });
    co_await future;
    // A promise that was dropped unanswered belonged to a client that is gone.
    if (future.resultCount() == 0) {
        co_return cancelled();
    }
    co_return future.result();
}

void HttpClient::forget(quint16 port)
{
    asio::post(d->context, [client = d.get(), port] { client->pool.forget(port); });
}

} // namespace studio
