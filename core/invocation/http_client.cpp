// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/http_client.h"

#include "core/invocation/http_check.h"
#include "core/invocation/http_read.h"
#include "core/invocation/socket_thread.h"
#include "core/model/http_message.h"

#include <QElapsedTimer>
#include <QFuture>
#include <QPromise>

// The one place where Beast is compiled: it is slow to.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>
#include <map>
#include <set>
#include <thread>
#include <vector>

namespace studio {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

constexpr std::size_t keptPerPort = 8;
constexpr qsizetype pieceBytes = 64 << 10;

struct Connection
{
    explicit Connection(asio::io_context &context) : stream(context) {}

    beast::tcp_stream stream;
    beast::flat_buffer buffer;
};

/// One send(), shared by the thread that waits and the socket's.
struct Call
{
    quint16 port = 0;
    HttpRequest request;
    HttpLimits limits;
    HttpSink sink;
    QElapsedTimer clock;
    QPromise<Result<HttpExchange>> promise;
    std::function<void()> resume;           ///< of the piece that was handed on last
    std::shared_ptr<Connection> connection; ///< touched on the socket's thread only
    bool isCancelled = false;               ///< likewise
    bool isLate = false;                    ///< likewise
    bool isReused = false;

    [[nodiscard]] bool isInterrupted() const { return isCancelled || isLate; }

    [[nodiscard]] qint64 micros() const { return clock.nsecsElapsed() / 1000; }
};

/// Hands the bytes on and waits until more are wanted.
asio::awaitable<void> handOn(std::shared_ptr<Call> call, QByteArray bytes)
{
    const auto executor = co_await asio::this_coro::executor;
    co_await asio::async_initiate<const asio::use_awaitable_t<> &, void()>(
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
        asio::use_awaitable);
}

Error brokenConnection(const error_code &error)
{
    const QString detail = QString::fromStdString(error.message());
    if (error == asio::error::connection_refused) {
        return {ErrorCode::Unavailable, QStringLiteral("Nothing listens on that port."), detail};
    }
    if (error == http::error::end_of_stream || error == http::error::partial_message || error == asio::error::eof ||
        error == asio::error::connection_reset || error == asio::error::broken_pipe) {
        return {ErrorCode::Unavailable,
                QStringLiteral("The handler closed the connection before its answer was complete."), detail};
    }
    if (isMalformed(error)) {
        return malformedAnswer(detail);
    }
    return {ErrorCode::Unavailable, QStringLiteral("The connection to the handler failed: %1.").arg(detail), detail};
}

http::request<http::span_body<const char>> wireRequest(const HttpRequest &request, quint16 port)
{
    const auto view = [](const QByteArray &bytes) {
        return beast::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    };
    http::request<http::span_body<const char>> wire;
    wire.version(11);
    wire.method_string(view(request.method));
    wire.target(view(targetForHandler(request.target)));
    for (const auto &[name, value] : request.headers) {
        wire.insert(view(name), view(value));
    }
    wire.set(http::field::host, "127.0.0.1:" + std::to_string(port));
    wire.erase(http::field::transfer_encoding);
    wire.erase(http::field::expect); // the body follows at once
    wire.body() = {request.body.constData(), static_cast<std::size_t>(request.body.size())};
    wire.content_length(static_cast<std::uint64_t>(request.body.size()));
    return wire;
}

} // namespace

class HttpClient::Private
{
public:
    Private() : guard(asio::make_work_guard(context)), thread([this] { runSocketThread(context); }) {}

    asio::awaitable<void> perform(std::shared_ptr<Call> call);
    asio::awaitable<error_code> connect(Call &call);
    asio::awaitable<error_code> exchange(std::shared_ptr<Call> call, HttpExchange &exchange, bool &keep);
    static asio::awaitable<error_code> readBody(std::shared_ptr<Call> call, HttpResponseParser &parser,
                                                HttpResponse &response);

    static void cancel(Call &call);
    static void interrupt(Call &call);

    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> guard;
    std::map<quint16, std::vector<std::shared_ptr<Connection>>> kept; ///< on the socket's thread only
    std::set<std::shared_ptr<Call>> live;                             ///< likewise
    std::jthread thread;
};

asio::awaitable<error_code> HttpClient::Private::connect(Call &call)
{
    auto &idle = kept[call.port];
    while (!idle.empty() && !isQuiet(idle.back()->stream.socket().native_handle())) {
        idle.pop_back();
    }
    call.isReused = !idle.empty();
    if (call.isReused) {
        call.connection = idle.back();
        idle.pop_back();
        co_return error_code();
    }
    call.connection = std::make_shared<Connection>(context);
    error_code error;
    const asio::ip::tcp::endpoint address(asio::ip::address_v4::loopback(), call.port);
    co_await call.connection->stream.async_connect(address, asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
        call.connection->stream.socket().set_option(asio::ip::tcp::no_delay(true), error);
    }
    co_return error;
}

asio::awaitable<error_code> HttpClient::Private::readBody(std::shared_ptr<Call> call, HttpResponseParser &parser,
                                                          HttpResponse &response)
{
    QByteArray chunk;
    const bool isHandedOn = static_cast<bool>(call->sink.chunk);
    qint64 total = 0;
    while (!parser.is_done()) {
        chunk.resize(0);
        chunk.reserve(pieceBytes);
        const error_code error =
            co_await readHttpBody(call->connection->stream, call->connection->buffer, parser, chunk, pieceBytes);
        const qsizetype got = chunk.size();
        appendBody(response, chunk, call->limits.bodyBytes);
        total += got;
        if (isHandedOn && got > 0 && !call->isInterrupted()) {
            co_await handOn(call, chunk);
        }
        if (call->isInterrupted()) {
            co_return asio::error::operation_aborted;
        }
        if (error) {
            co_return error;
        }
        if (!isHandedOn && total > 4 * call->limits.bodyBytes) {
            break; // nobody will look at it
        }
    }
    co_return error_code();
}

asio::awaitable<error_code> HttpClient::Private::exchange(std::shared_ptr<Call> call, HttpExchange &exchange,
                                                          bool &keep)
{
    if (const error_code error = co_await connect(*call)) {
        co_return error;
    }
    exchange.timings.connected = call->micros();
    auto &stream = call->connection->stream;
    error_code error;
    auto wire = wireRequest(call->request, call->port);
    co_await http::async_write(stream, wire, asio::redirect_error(asio::use_awaitable, error));
    if (error && error != asio::error::broken_pipe && error != asio::error::connection_reset) {
        co_return error;
    }
    // A server may refuse a large body with an answer before it has read it all, so the answer is looked for all the
    // same.
    std::optional<HttpResponseParser> answer;
    error = co_await readHttpAnswerHead(stream, call->connection->buffer, answer, call->request.method == "HEAD",
                                        [&call] { return call->isInterrupted(); });
    if (error) {
        co_return error;
    }
    auto &parser = *answer;
    const QByteArray executionId = headerValue(call->request.headers, executionIdHeader);
    if (!executionId.isEmpty() && isOfAnotherExecution(parser.headers(), executionId)) {
        co_return HttpFault::AnotherExecution;
    }
    exchange.timings.firstByte = call->micros();
    exchange.response = {.status = parser.status(), .reason = parser.reason(), .headers = parser.headers(), .body = {}};
    if (call->sink.head) {
        call->sink.head(exchange.response);
    }
    if (const error_code broken = co_await readBody(call, parser, exchange.response)) {
        co_return broken;
    }
    exchange.timings.total = call->micros();
    // What comes after an answer would be taken for the next one.
    keep = parser.is_done() && parser.keep_alive() && call->connection->buffer.size() == 0;
    co_return error_code();
}

asio::awaitable<void> HttpClient::Private::perform(std::shared_ptr<Call> call)
{
    live.insert(call);
    // A timer of its own: the stream's belongs to one operation, and one that finds data ready ends before it is looked
    // at.
    asio::steady_timer deadline(context, call->limits.timeout);
    deadline.async_wait([call](const error_code &aborted) {
        if (!aborted) {
            call->isLate = true;
            interrupt(*call);
        }
    });
    HttpExchange done;
    bool keep = false;
    error_code error;
    std::string thrown;
    for (;;) {
        try {
            error = co_await exchange(call, done, keep);
        } catch (const std::exception &exception) {
            thrown = exception.what();
        }
        const bool wasClosed = error == http::error::end_of_stream || error == asio::error::connection_reset ||
                               error == asio::error::broken_pipe || error == asio::error::eof;
        if (!thrown.empty() || !wasClosed || !call->isReused || done.timings.firstByte != 0 || call->isInterrupted()) {
            break;
        }
        kept.erase(call->port); // closed while it was idle; its like are too
        done = {};
    }
    if (call->sink.done) {
        call->sink.done();
    }
    if (!thrown.empty()) {
        call->promise.addResult(Result<HttpExchange>(
            fail(ErrorCode::Internal,
                 QStringLiteral("The call of the handler failed: %1.").arg(QString::fromStdString(thrown)))));
    } else if (call->isCancelled) {
        call->promise.addResult(Result<HttpExchange>(cancelled()));
    } else if (call->isLate) {
        call->promise.addResult(
            Result<HttpExchange>(fail(ErrorCode::DeadlineExceeded, QStringLiteral("There was no answer in time."))));
    } else if (error) {
        call->promise.addResult(Result<HttpExchange>(std::unexpected(brokenConnection(error))));
    } else {
        if (auto &idle = kept[call->port]; keep && idle.size() < keptPerPort) {
            idle.push_back(call->connection);
        }
        call->promise.addResult(Result<HttpExchange>(std::move(done)));
    }
    call->connection.reset();
    call->resume = {};
    call->sink = {};
    live.erase(call);
    call->promise.finish();
}

void HttpClient::Private::cancel(Call &call)
{
    call.isCancelled = true;
    interrupt(call);
}

/// Closes the connection: to cancel would end the operation under way, and the next one would find data ready.
void HttpClient::Private::interrupt(Call &call)
{
    if (call.resume) {
        call.resume(); // whoever takes the pieces may never ask for more
    }
    if (call.connection) {
        call.connection->stream.close();
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
        client->kept.clear();
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
    call->clock.start();
    call->promise.start();
    const auto future = call->promise.future();
    const auto client = d; // outlives this object for as long as somebody waits here
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
    asio::post(d->context, [client = d.get(), port] { client->kept.erase(port); });
}

} // namespace studio
