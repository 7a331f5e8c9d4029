// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/http_parser.h"
#include "core/invocation/sockets.h"

#include <boost/asio/error.hpp>
#include <boost/beast/http/error.hpp>
#include <cerrno>
#include <optional>
#include <sys/socket.h>

namespace studio {

/// Whether a kept connection is open and nothing came on it unasked, which would be taken for the next answer.
inline bool isQuiet(int descriptor)
{
    char byte = 0;
    return ::recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

/// One read from the stream into the buffer.
template <bool isRequest, typename Stream>
Awaitable<boost::system::error_code> readMore(Stream &stream, boost::beast::flat_buffer &buffer,
                                              HttpParser<isRequest> &parser)
{
    namespace asio = boost::asio;
    boost::system::error_code error;
    const std::size_t got = co_await stream.async_read_some(buffer.prepare(parser.readSize()), awaitInto(error));
    buffer.commit(got);
    co_return error == asio::error::eof ? parser.endOfStream() : error;
}

/// To the end of the message's head.
template <bool isRequest, typename Stream>
Awaitable<boost::system::error_code> readHttpHead(Stream &stream, boost::beast::flat_buffer &buffer,
                                                  HttpParser<isRequest> &parser)
{
    for (;;) {
        boost::system::error_code error = parser.parseHead(buffer);
        if (error == boost::beast::http::error::need_more) {
            error = co_await readMore(stream, buffer, parser);
            if (!error) {
                continue;
            }
        }
        co_return error;
    }
}

/// To the end of the head of an answer. Interim answers (1xx) are passed over (RFC 9110, 15.2); how long that may go on
/// is the caller's matter: `isStopped()` is asked before and after each head. `parser` is the answer's afterwards, and
/// `hasBegun` tells whether a single byte has come, be it of an interim answer.
template <typename Stream, typename IsStopped>
Awaitable<boost::system::error_code> readHttpAnswerHead(Stream &stream, boost::beast::flat_buffer &buffer,
                                                        std::optional<HttpResponseParser> &parser, bool isHead,
                                                        bool &hasBegun, IsStopped isStopped)
{
    hasBegun = false;
    while (!isStopped()) {
        parser.emplace();
        parser->skip(isHead); // an answer to HEAD has no body
        const boost::system::error_code error = co_await readHttpHead(stream, buffer, *parser);
        hasBegun = hasBegun || parser->got_some() || buffer.size() > 0;
        if (error || (parser->status() >= 200 && !isStopped())) {
            co_return error;
        }
    }
    co_return boost::asio::error::operation_aborted;
}

/// Appends the next bytes of the body to `piece`, until that has `most` bytes at the latest. The message may be done
/// afterwards, also without any.
template <bool isRequest, typename Stream>
Awaitable<boost::system::error_code> readHttpBody(Stream &stream, boost::beast::flat_buffer &buffer,
                                                  HttpParser<isRequest> &parser, QByteArray &piece, qsizetype most)
{
    while (!parser.is_done()) {
        boost::system::error_code error = parser.parseBody(buffer, piece, most);
        if (error != boost::beast::http::error::need_more) {
            co_return error;
        }
        error = co_await readMore(stream, buffer, parser);
        if (error) {
            co_return error;
        }
    }
    co_return boost::system::error_code();
}

} // namespace studio
