// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/http_limits.h"
#include "core/model/http_message.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/system/error_code.hpp>

namespace studio {

/// Why a message is refused, beside Beast's own http::error.
enum class HttpFault {
    HeadTooLarge = 1,
    TooManyFields,
    ExtensionsTooLarge,
    TrailersTooLarge,
    CodingNotImplemented, ///< Transfer-Encoding ends in chunked, but lists another coding too
    StatusUnknown,        ///< below 100
    SwitchingProtocols,   ///< 101, which was not requested
    AnotherExecution,     ///< an answer that names another call, see isOfAnotherExecution
    CodingNotChunked,     ///< any other Transfer-Encoding: where the message ends cannot be known
};

boost::system::error_code make_error_code(HttpFault fault);

/// Whether the peer sent something that is not an acceptable message; false where the connection was lost.
bool isMalformed(const boost::system::error_code &error);

/// Parses one message out of a buffer that the caller fills, and keeps it within http_limits.h. The head is stored,
/// extensions and trailers are checked and dropped. Nothing that a peer sends makes it throw.
///
///     while ((error = parser.parseHead(buffer)) == http::error::need_more) { …read into buffer… }
///     while (!parser.is_done()) { parser.parseBody(buffer, piece, most) … }
///
/// http_read.h has both loops for a socket. Not thread-safe.
template <bool isRequest> class HttpParser final : public boost::beast::http::basic_parser<isRequest>
{
public:
    HttpParser();

    /// To the end of the head. `http::error::need_more` asks for more in the buffer. A request may have empty lines
    /// before it (RFC 9112, 2.2).
    boost::system::error_code parseHead(boost::beast::flat_buffer &buffer);
    /// Appends what there is of the body to `piece`, until that has `most` bytes. `http::error::need_more` where
    /// nothing was appended and the message is not done.
    boost::system::error_code parseBody(boost::beast::flat_buffer &buffer, QByteArray &piece, qsizetype most);
    /// The peer sends no more. Success where that is the end of the message.
    boost::system::error_code endOfStream();
    /// How many bytes to make room for in the next read.
    [[nodiscard]] std::size_t readSize() const;

    [[nodiscard]] const QByteArray &method() const { return m_first; }  ///< of a request
    [[nodiscard]] const QByteArray &target() const { return m_second; } ///< of a request
    [[nodiscard]] int status() const { return m_status; }               ///< of an answer
    [[nodiscard]] const QByteArray &reason() const { return m_first; }  ///< of an answer
    [[nodiscard]] int version() const { return m_version; }             ///< 10 or 11
    [[nodiscard]] const Headers &headers() const { return m_headers; }  ///< in the order in which they were sent

private:
    using View = boost::beast::string_view;
    using Code = boost::system::error_code;

    void on_request_impl(boost::beast::http::verb, View method, View target, int version, Code &error) override;
    void on_response_impl(int status, View reason, int version, Code &error) override;
    void on_field_impl(boost::beast::http::field field, View name, View value, Code &error) override;
    void on_header_impl(Code &error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t> &length, Code &error) override;
    std::size_t on_body_impl(View bytes, Code &error) override;
    void on_chunk_header_impl(std::uint64_t size, View extensions, Code &error) override;
    std::size_t on_chunk_body_impl(std::uint64_t left, View bytes, Code &error) override;
    void on_finish_impl(Code &error) override;

    std::size_t take(View bytes, Code &error);
    Code parsePart(boost::beast::flat_buffer &buffer);
    [[nodiscard]] std::size_t leastToParse() const;
    [[nodiscard]] Code checkCodings() const;

    QByteArray m_first;
    QByteArray m_second;
    int m_status = 0;
    int m_version = 11;
    Headers m_headers;
    QByteArray m_codings; ///< the values of Transfer-Encoding, as one list
    bool m_hasCodings = false;
    qsizetype m_headBytes = 0;
    qsizetype m_extensionBytes = 0; ///< with zeros before the sizes of chunks
    qsizetype m_lineBytes = 0;      ///< of the chunk's first line that is parsed
    quint64 m_chunkLeft = 0;
    QByteArray *m_piece = nullptr;
    qsizetype m_most = 0;
};

extern template class HttpParser<true>;
extern template class HttpParser<false>;

using HttpRequestParser = HttpParser<true>;
using HttpResponseParser = HttpParser<false>;

} // namespace studio

template <> struct boost::system::is_error_code_enum<studio::HttpFault> : std::true_type
{
};
