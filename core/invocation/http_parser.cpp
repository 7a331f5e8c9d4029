// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/http_parser.h"

#include <QtCompilerDetection>

#include <algorithm>
#include <boost/beast/http/error.hpp>

namespace studio {

namespace {

namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t headStep = 8 << 10;
constexpr std::size_t smallStep = 16 << 10; ///< where a body may end soon
constexpr std::size_t bodyStep = 64 << 10;
/// Of a chunk's first line beside its extensions: the end of the chunk before it, 16 digits, the line's end, and some
/// leading zeros.
constexpr qsizetype chunkLineBytes = 64;
constexpr qsizetype plainLineBytes = 18; ///< the same without zeros and the line's end: what is more counts

// Boost's base class has a protected destructor, as no category is ever destroyed through it.
QT_WARNING_PUSH
QT_WARNING_DISABLE_GCC("-Wnon-virtual-dtor")
QT_WARNING_DISABLE_CLANG("-Wnon-virtual-dtor")
class FaultCategory final : public boost::system::error_category
{
public:
    [[nodiscard]] const char *name() const noexcept override { return "studio.http"; }
    [[nodiscard]] std::string message(int value) const override
    {
        switch (static_cast<HttpFault>(value)) {
        case HttpFault::HeadTooLarge:
            return QObject::tr("the head has more than 32 KiB").toStdString();
        case HttpFault::TooManyFields:
            return QObject::tr("the head has too many header fields").toStdString();
        case HttpFault::ExtensionsTooLarge:
            return QObject::tr("the chunk extensions have more than 4 KiB").toStdString();
        case HttpFault::TrailersTooLarge:
            return QObject::tr("the trailer section has more than 32 KiB").toStdString();
        case HttpFault::CodingNotImplemented:
            return QObject::tr("Transfer-Encoding lists a coding other than chunked").toStdString();
        case HttpFault::StatusUnknown:
            return QObject::tr("its status code is below 100").toStdString();
        case HttpFault::SwitchingProtocols:
            return QObject::tr("its status is 101 (Switching Protocols), which was not requested").toStdString();
        case HttpFault::AnotherExecution:
            return QObject::tr("its x-ignite-execution-id is that of another call").toStdString();
        case HttpFault::CodingNotChunked:
            return QObject::tr("Transfer-Encoding is not exactly chunked").toStdString();
        }
        return "unknown";
    }
};
QT_WARNING_POP

const FaultCategory &faultCategory()
{
    static const FaultCategory category;
    return category;
}

QByteArray toByteArray(boost::beast::string_view view)
{
    return {view.data(), static_cast<qsizetype>(view.size())};
}

QByteArrayView pendingIn(const boost::beast::flat_buffer &buffer)
{
    const auto data = buffer.cdata();
    return {static_cast<const char *>(data.data()), static_cast<qsizetype>(data.size())};
}

/// Of a chunk's first line, as far as it is there.
qsizetype lineLength(QByteArrayView pending)
{
    const QByteArrayView begin = pending.first(std::min(pending.size(), maxExtensionBytes + 2 * chunkLineBytes));
    const qsizetype end = begin.indexOf("\r\n", begin.startsWith("\r\n") ? 2 : 0);
    return end < 0 ? begin.size() : end;
}

} // namespace

error_code make_error_code(HttpFault fault)
{
    return {static_cast<int>(fault), faultCategory()};
}

bool isMalformed(const error_code &error)
{
    const bool isBeast = error.category() == http::make_error_code(http::error::bad_method).category();
    return error.category() == faultCategory() ||
           (isBeast && error != http::error::end_of_stream && error != http::error::partial_message);
}

template <bool isRequest> HttpParser<isRequest>::HttpParser()
{
    this->header_limit(maxHeadBytes);
    this->body_limit(boost::none); // the reader of the body bounds it
}

template <bool isRequest> error_code HttpParser<isRequest>::parseHead(boost::beast::flat_buffer &buffer)
{
    if (isRequest && !this->got_some()) {
        while (pendingIn(buffer).startsWith("\r\n")) {
            buffer.consume(2);
            m_headBytes += 2;
        }
        if (pendingIn(buffer) == "\r") { // the rest of the line is still to come
            return http::error::need_more;
        }
    }
    if (m_headBytes > maxHeadBytes) {
        return HttpFault::HeadTooLarge;
    }
    if (buffer.size() == 0) {
        return http::error::need_more;
    }
    error_code error;
    const std::size_t used = this->put(buffer.cdata(), error);
    buffer.consume(used);
    m_headBytes += static_cast<qsizetype>(used);
    const bool isFine = !error || error == http::error::need_more;
    const qsizetype pending = this->is_header_done() ? 0 : static_cast<qsizetype>(buffer.size());
    if (error == http::error::header_limit || (isFine && m_headBytes + pending > maxHeadBytes)) {
        return HttpFault::HeadTooLarge;
    }
    return error;
}

template <bool isRequest>
error_code HttpParser<isRequest>::parseBody(boost::beast::flat_buffer &buffer, QByteArray &piece, qsizetype most)
{
    m_piece = &piece;
    m_most = most;
    const qsizetype before = piece.size();
    error_code error;
    while (!error && !this->is_done() && buffer.size() >= leastToParse()) {
        error = parsePart(buffer);
    }
    if (error == http::error::need_buffer || error == http::error::need_more) {
        error = {};
    }
    const bool needsMore = !error && !this->is_done() && piece.size() == before;
    return needsMore ? error_code(http::error::need_more) : error;
}

/// A piece of the body, or a chunk's first line, which comes with the end of the chunk before it, and if it is the last
/// one with the trailers. Beast takes such a line of any length, as long as it is there at once.
template <bool isRequest> error_code HttpParser<isRequest>::parsePart(boost::beast::flat_buffer &buffer)
{
    const bool isLine = this->chunked() && m_chunkLeft == 0;
    const qsizetype line = isLine ? lineLength(pendingIn(buffer)) : 0;
    m_lineBytes = line;
    if (isLine && line + m_extensionBytes > maxExtensionBytes + chunkLineBytes) {
        return HttpFault::ExtensionsTooLarge;
    }
    error_code error;
    const std::size_t used = this->put(buffer.cdata(), error);
    const bool isWaiting = error == http::error::need_more;
    const std::size_t seen = isWaiting ? buffer.size() : used;
    buffer.consume(used);
    const bool isTooLarge = isLine && static_cast<qsizetype>(seen) - line > maxTrailerBytes;
    if (error == http::error::header_limit || (isTooLarge && (!error || isWaiting))) {
        return HttpFault::TrailersTooLarge;
    }
    return error;
}

/// Beast looks at the last chunk again with each byte that comes, and takes for granted that it is there in its
/// shortest form, “0”, line end, line end.
template <bool isRequest> std::size_t HttpParser<isRequest>::leastToParse() const
{
    constexpr std::size_t lastChunk = 5;
    return this->chunked() && m_chunkLeft == 0 ? lastChunk : 1;
}

template <bool isRequest> error_code HttpParser<isRequest>::endOfStream()
{
    if (!this->got_some()) {
        return http::error::end_of_stream;
    }
    error_code error;
    this->put_eof(error);
    return error;
}

template <bool isRequest> std::size_t HttpParser<isRequest>::readSize() const
{
    if (!this->is_header_done()) {
        return headStep;
    }
    if (this->need_eof() || m_chunkLeft >= bodyStep) {
        return bodyStep;
    }
    return this->content_length_remaining().value_or(0) >= bodyStep ? bodyStep : smallStep;
}

template <bool isRequest>
void HttpParser<isRequest>::on_request_impl(http::verb, View method, View target, int version, Code &)
{
    m_first = toByteArray(method);
    m_second = toByteArray(target);
    m_version = version;
}

template <bool isRequest>
void HttpParser<isRequest>::on_response_impl(int status, View reason, int version, Code &error)
{
    if (status < 100 || status == 101) {
        error = status < 100 ? HttpFault::StatusUnknown : HttpFault::SwitchingProtocols;
    }
    m_status = status;
    m_first = toByteArray(reason);
    m_version = version;
}

template <bool isRequest>
void HttpParser<isRequest>::on_field_impl(http::field field, View name, View value, Code &error)
{
    if (this->is_header_done()) { // a trailer, which is not read
        return;
    }
    if (m_headers.size() >= (isRequest ? maxRequestFields : maxResponseFields)) {
        error = HttpFault::TooManyFields;
        return;
    }
    m_headers.append({toByteArray(name), toByteArray(value)});
    if (field == http::field::transfer_encoding) {
        m_codings += m_hasCodings ? "," : "";
        m_codings += m_headers.last().second;
        m_hasCodings = true;
    }
}

/// Beast takes a message for chunked where it understands the list, and for one without a body where it does not.
template <bool isRequest> error_code HttpParser<isRequest>::checkCodings() const
{
    if (!m_hasCodings) {
        return {};
    }
    const auto isChunked = [](const QByteArray &one) {
        return one.trimmed().compare("chunked", Qt::CaseInsensitive) == 0;
    };
    const QList<QByteArray> codings = m_codings.split(',');
    if (codings.size() == 1 && isChunked(codings.first()) && m_version >= 11) {
        return {};
    }
    const bool isListed = isChunked(codings.last()) && std::ranges::count_if(codings, isChunked) == 1;
    const bool isNamed = std::ranges::none_of(codings, [](const QByteArray &one) { return one.trimmed().isEmpty(); });
    return isListed && isNamed && codings.size() > 1 && m_version >= 11 ? HttpFault::CodingNotImplemented
                                                                        : HttpFault::CodingNotChunked;
}

template <bool isRequest> void HttpParser<isRequest>::on_header_impl(Code &error)
{
    error = checkCodings();
}

template <bool isRequest> void HttpParser<isRequest>::on_body_init_impl(const boost::optional<std::uint64_t> &, Code &)
{
}

template <bool isRequest> std::size_t HttpParser<isRequest>::take(View bytes, Code &error)
{
    const qsizetype room = std::max<qsizetype>(m_most - m_piece->size(), 0);
    const auto taken = std::min(static_cast<qsizetype>(bytes.size()), room);
    m_piece->append(bytes.data(), taken);
    if (taken < static_cast<qsizetype>(bytes.size())) {
        error = http::error::need_buffer;
    }
    return static_cast<std::size_t>(taken);
}

template <bool isRequest> std::size_t HttpParser<isRequest>::on_body_impl(View bytes, Code &error)
{
    return take(bytes, error);
}

template <bool isRequest>
void HttpParser<isRequest>::on_chunk_header_impl(std::uint64_t size, View extensions, Code &error)
{
    m_chunkLeft = size;
    m_extensionBytes += std::max(static_cast<qsizetype>(extensions.size()), m_lineBytes - plainLineBytes);
    if (m_extensionBytes > maxExtensionBytes) {
        error = HttpFault::ExtensionsTooLarge;
    }
}

template <bool isRequest>
std::size_t HttpParser<isRequest>::on_chunk_body_impl(std::uint64_t left, View bytes, Code &error)
{
    const std::size_t taken = take(bytes, error);
    m_chunkLeft = left - taken;
    return taken;
}

template <bool isRequest> void HttpParser<isRequest>::on_finish_impl(Code &) {}

template class HttpParser<true>;
template class HttpParser<false>;

} // namespace studio
