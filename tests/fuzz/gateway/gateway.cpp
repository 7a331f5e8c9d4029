// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as what a client sends, whole or in two parts: each request in them is let in or refused with a status and
// a sentence, and what is let in to the API has a route whose parameters are text. The parser is the gateway's own,
// with its limits.
#include "core/api_json/invoke_json.h"
#include "core/gateway/api_helpers.h"
#include "core/gateway/connection.h"
#include "core/gateway/proxy_session.h"
#include "core/invocation/http_check.h"
#include "tests/fuzz/expect.h"

#include <cstdint>
#include <sys/socket.h>
#include <unistd.h>

using namespace studio;
using namespace studio::gateway;

namespace {

constexpr quint16 port = 4460;

template <typename T> void expectSentence(const Checked<T> &checked)
{
    if (!checked) {
        FUZZ_EXPECT(checked.error().status >= 400 && checked.error().status <= 501);
        FUZZ_EXPECT(!checked.error().error.message.isEmpty());
    }
}

/// A body of the API, as each of those that read one would take it.
void readBody(const QByteArray &body)
{
    const auto json = parseBody(body);
    if (!json) {
        FUZZ_EXPECT(json.error().code == ErrorCode::InvalidArgument && !json.error().message.isEmpty());
        return;
    }
    if (const auto app = newAppFrom(*json, QStringLiteral("org"))) {
        FUZZ_EXPECT(newAppFrom(parseJson(bytesOf(createAppJson(*app))).value(), QStringLiteral("org")) == app);
    }
    if (const auto call = invokeCallFrom(*json)) {
        FUZZ_EXPECT(invokeCallFrom(parseJson(bytesOf(toJson(*call))).value()).has_value());
    }
    (void)draftUploadFrom(*json);
    (void)invokeFrameFrom(*json);
    (void)errorFrom(500, body);
}

/// What an instance would get is one request, with nothing behind it, and the platform's headers once.
void passOn(const RequestHead &head, const QByteArray &body)
{
    const QByteArray text = proxiedHead(head, body.size(), {{"x-ignite-execution-id", "id"}}) + body;
    boost::beast::flat_buffer buffer;
    const auto room = buffer.prepare(static_cast<std::size_t>(text.size()));
    std::ranges::copy(text, static_cast<char *>(room.data()));
    buffer.commit(static_cast<std::size_t>(text.size()));
    HttpRequestParser parser;
    error_code error = parser.parseHead(buffer);
    if (error == HttpFault::HeadTooLarge) { // of one that was as large as it may be
        return;
    }
    FUZZ_EXPECT(!error && parser.is_header_done());
    QByteArray read;
    while (!error && !parser.is_done()) {
        error = parser.parseBody(buffer, read, body.size() + 1);
    }
    FUZZ_EXPECT(!error && buffer.size() == 0 && read == body && parser.method() == head.method);
    FUZZ_EXPECT(parser.target() == targetForHandler(head.target));
    FUZZ_EXPECT(headerValue(parser.headers(), "x-ignite-execution-id") == "id");
}

void judge(const RequestHead &given, const QByteArray &body)
{
    RequestHead head = given;
    const auto resolved = resolveTarget(head);
    expectSentence(resolved);
    if (!resolved) {
        return;
    }
    const auto route = hostRouteOf(head, port);
    expectSentence(route);
    expectSentence(checkOrigin(head));
    expectSentence(checkToken(head, "token"));
    expectSentence(checkContentType(head));
    const auto match = matchRoute(head.method, head.target);
    expectSentence(match);
    if (match) {
        ApiCall call{.match = *match, .body = body, .isHead = false, .stop = {}};
        (void)checkNames(call);
        (void)limitOf(call);
        (void)waitOf(call);
        (void)versionOf(call, 1);
        (void)queryFlag(call, "events");
        readBody(body);
    }
    if (route && !route->isApi) {
        FUZZ_EXPECT(!route->label.isEmpty());
        passOn(head, body);
    }
}

Awaitable<void> serve(TcpSocket socket, const Limits &limits)
{
    BodyMemory bodies(limits.bodies);
    Connection connection(std::move(socket), limits, bodies);
    for (int requests = 0; requests < 16; ++requests) {
        const auto head = co_await connection.readHead();
        if (!head) {
            co_return;
        }
        expectSentence(*head);
        if (!*head) {
            co_return;
        }
        const auto body = co_await connection.readBody(1 << 16);
        expectSentence(body);
        if (!body) {
            co_return;
        }
        judge(**head, *body);
        HttpResponse answer;
        answer.status = 204;
        if (!co_await connection.writeAnswer(answer, false, connection.keepsAlive()) || !connection.keepsAlive()) {
            co_return;
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::size_t most = 128 << 10; // what a socket takes without a reader
    if (size == 0 || size > most) {
        return 0;
    }
    int ends[2] = {-1, -1};
    FUZZ_EXPECT(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    asio::io_context context(1);
    const Limits limits;
    {
        // A stream is a stream: Asio asks nothing of this socket that only TCP could answer.
        TcpSocket socket(context);
        socket.assign(asio::ip::tcp::v4(), ends[0]);
        asio::co_spawn(context, serve(std::move(socket), limits), [](const std::exception_ptr &thrown) {
            FUZZ_EXPECT(!thrown); // nothing that a client sends makes it throw
        });
    }
    const std::size_t first = data[0] % size;
    // It may have been closed by then, which is no reason to die.
    (void)::send(ends[1], data, first, MSG_NOSIGNAL);
    context.poll();
    (void)::send(ends[1], data + first, size - first, MSG_NOSIGNAL);
    ::shutdown(ends[1], SHUT_WR);
    context.run();
    ::close(ends[1]);
    return 0;
}
