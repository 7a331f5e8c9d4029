// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/gzip_reader.h"

#include "core/base/task.h"

#include <QObject>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace studio {

namespace {

constexpr std::size_t inputSize = 64 * 1024;
constexpr std::size_t outputSize = 256 * 1024;
constexpr int gzipOnly = 16 + MAX_WBITS; // zlib's way to say: a gzip header, and check its checksum
constexpr qint64 tarEndMark = 1024;      // two blocks of zeros

std::unexpected<Error> truncatedStream()
{
    return fail(ErrorCode::InvalidArgument,
                QObject::tr("The archive is cut short: its end is missing. Fetch or make it again."));
}

Bytef *zlibBytes(char *bytes)
{
    return reinterpret_cast<Bytef *>(bytes);
}

} // namespace

GzipReader::GzipReader(int fd, qint64 maxBytes, std::stop_token stop)
    : m_fd(fd), m_left(maxBytes), m_stop(std::move(stop)), m_in(inputSize), m_out(outputSize)
{
    ::inflateInit2(&m_stream, gzipOnly);
}

GzipReader::~GzipReader()
{
    ::inflateEnd(&m_stream);
}

la_ssize_t GzipReader::read(::archive *handle, void *self, const void **buffer)
{
    auto *reader = static_cast<GzipReader *>(self);
    const auto bytes = reader->next();
    if (!bytes) {
        reader->m_failure = bytes.error();
        ::archive_set_error(handle, EINVAL, "gzip");
        return -1;
    }
    *buffer = bytes->data();
    return static_cast<la_ssize_t>(bytes->size());
}

Result<void> GzipReader::finish()
{
    for (;;) {
        const auto bytes = next();
        if (!bytes) {
            return std::unexpected(bytes.error());
        }
        if (bytes->empty()) {
            break;
        }
    }
    if (m_zeros < tarEndMark) {
        return truncatedStream();
    }
    return {};
}

Result<std::string_view> GzipReader::next()
{
    m_stream.next_out = zlibBytes(m_out.data());
    m_stream.avail_out = static_cast<uInt>(m_out.size());
    while (!m_ended && m_stream.avail_out == m_out.size()) {
        if (auto filled = fill(); !filled) {
            return std::unexpected(filled.error());
        }
        const int result = ::inflate(&m_stream, Z_NO_FLUSH);
        if (result == Z_STREAM_END) {
            if (auto member = nextMember(); !member) {
                return std::unexpected(member.error());
            }
        } else if (result == Z_BUF_ERROR && m_inputEnded) {
            return truncatedStream();
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            return fail(ErrorCode::InvalidArgument,
                        QObject::tr("The archive is damaged: its content does not match its checksum."),
                        m_stream.msg != nullptr ? QString::fromLatin1(m_stream.msg) : QString());
        }
    }
    const std::string_view bytes(m_out.data(), m_out.size() - m_stream.avail_out);
    m_left -= static_cast<qint64>(bytes.size());
    if (m_left < 0) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("The archive unpacks to more than is allowed."));
    }
    if (auto begun = std::exchange(m_hasBegun, true) ? Result<void>() : checkStart(bytes); !begun) {
        return std::unexpected(begun.error());
    }
    if (auto looked = m_names.look(bytes); !looked) {
        return std::unexpected(looked.error());
    }
    countZeros(bytes);
    return bytes;
}

/// What is packed twice can be named before a tar is looked for in it.
Result<void> GzipReader::checkStart(std::string_view bytes)
{
    if (bytes.starts_with("\x1f\x8b")) {
        return fail(
            ErrorCode::InvalidArgument,
            QObject::tr("The archive is compressed with gzip twice. Unpack it once (gzip -d) and use the .tar.gz "
                        "that comes out."));
    }
    if (bytes.starts_with("PK\3\4")) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("The archive is a .zip that was compressed with gzip. Unpack it once (gzip -d) and use "
                                "the .zip that comes out."));
    }
    return {};
}

Result<void> GzipReader::fill()
{
    if (m_stop.stop_requested()) {
        return cancelled();
    }
    if (m_stream.avail_in > 0 || m_inputEnded) {
        return {};
    }
    const ssize_t got = readFully(m_fd, m_in);
    if (got < 0) {
        return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), QObject::tr("the archive"), errno));
    }
    m_inputEnded = static_cast<std::size_t>(got) < m_in.size();
    m_stream.next_in = zlibBytes(m_in.data());
    m_stream.avail_in = static_cast<uInt>(got);
    return {};
}

/// After one member may come another one (pigz and cat make such files) or zeros up to the end of a tape's block.
Result<void> GzipReader::nextMember()
{
    bool padding = false;
    for (;;) {
        if (auto filled = fill(); !filled) {
            return filled;
        }
        if (m_stream.avail_in == 0) {
            m_ended = true;
            return {};
        }
        if (*m_stream.next_in != 0) {
            break;
        }
        padding = true;
        ++m_stream.next_in;
        --m_stream.avail_in;
    }
    constexpr Bytef gzipMagic = 0x1f;
    if (padding || *m_stream.next_in != gzipMagic) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("The archive is damaged: something else follows after its end."));
    }
    ::inflateReset2(&m_stream, gzipOnly);
    return {};
}

void GzipReader::countZeros(std::string_view bytes)
{
    const std::size_t last = bytes.find_last_not_of('\0');
    const bool onlyZeros = last == std::string_view::npos;
    m_zeros = static_cast<qint64>(bytes.size() - (onlyZeros ? 0 : last + 1)) + (onlyZeros ? m_zeros : 0);
}

} // namespace studio
