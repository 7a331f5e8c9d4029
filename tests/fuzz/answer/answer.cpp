// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as what a handler answers, read as the command line, the window and the gateway read it: it is an answer
// within the limits, or an error, the same one however the bytes are cut, and it takes no more memory than it may. The
// first byte says where to cut and whether HEAD was asked.
#include "core/invocation/http_read.h"
#include "tests/fuzz/expect.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <sys/socket.h>
#include <unistd.h>

using namespace studio;

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

struct Answer
{
    bool hasEnded = false;
    error_code error;
    int status = 0;
    Headers headers;
    QByteArray body;
};

Awaitable<void> read(TcpSocket socket, bool isHead, Answer &answer)
{
    constexpr qsizetype most = 64 << 10;
    boost::beast::flat_buffer buffer;
    std::optional<HttpResponseParser> parser;
    bool hasBegun = false;
    answer.error = co_await readHttpAnswerHead(socket, buffer, parser, isHead, hasBegun, [] { return false; });
    FUZZ_EXPECT(answer.error || hasBegun);
    while (!answer.error && !parser->is_done()) {
        QByteArray piece;
        answer.error = co_await readHttpBody(socket, buffer, *parser, piece, most);
        FUZZ_EXPECT(piece.size() <= most);
        answer.body += piece;
    }
    FUZZ_EXPECT(buffer.capacity() <= 256 << 10);
    if (!answer.error) {
        answer.status = parser->status();
        answer.headers = parser->headers();
        FUZZ_EXPECT(answer.status >= 200 && answer.status <= 999);
        FUZZ_EXPECT(answer.headers.size() <= maxResponseFields);
        FUZZ_EXPECT(!isHead || answer.body.isEmpty());
    } else {
        answer.body.clear(); // so much of it as came before the error, which is another matter of cuts
    }
    answer.hasEnded = true;
}

Answer answerOf(const std::uint8_t *data, std::size_t size, std::size_t first, bool isHead)
{
    int ends[2] = {-1, -1};
    FUZZ_EXPECT(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    asio::io_context context(1);
    Answer answer;
    {
        // A stream is a stream: Asio asks nothing of this socket that only TCP could answer.
        TcpSocket socket(context);
        socket.assign(asio::ip::tcp::v4(), ends[0]);
        asio::co_spawn(context, read(std::move(socket), isHead, answer), [](const std::exception_ptr &thrown) {
            FUZZ_EXPECT(!thrown); // nothing that a handler sends makes it throw
        });
    }
    (void)::send(ends[1], data, first, MSG_NOSIGNAL);
    context.poll();
    (void)::send(ends[1], data + first, size - first, MSG_NOSIGNAL);
    ::shutdown(ends[1], SHUT_WR);
    context.run();
    ::close(ends[1]);
    FUZZ_EXPECT(answer.hasEnded);
    return answer;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::size_t most = 128 << 10; // what a socket takes without a reader
    if (size < 2 || size > most) {
        return 0;
    }
    const bool isHead = data[0] % 8 == 7;
    const std::size_t first = data[0] * (size - 1) / 256;
    const Answer cut = answerOf(data + 1, size - 1, first, isHead);
    const Answer whole = answerOf(data + 1, size - 1, size - 1, isHead);
    FUZZ_EXPECT(!cut.error == !whole.error); // which of two faults is met first is a matter of cuts
    FUZZ_EXPECT(cut.status == whole.status && cut.headers == whole.headers && cut.body == whole.body);
    return 0;
}
