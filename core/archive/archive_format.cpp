// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive_format.h"

#include <QObject>

namespace studio {

Result<ArchiveWriter> makeWriter(ArchiveFormat format)
{
    ArchiveWriter writer(::archive_write_new(), ::archive_write_free);
    int result = ARCHIVE_OK;
    const auto also = [&result](int next) { result = std::min(result, next); };
    if (format == ArchiveFormat::TarGz) {
        also(::archive_write_add_filter_gzip(writer.get()));
        also(::archive_write_set_format_pax_restricted(writer.get()));
        also(::archive_write_set_filter_option(writer.get(), "gzip", "timestamp", nullptr));
        also(::archive_write_set_filter_option(writer.get(), "gzip", "compression-level", "6"));
    } else {
        also(::archive_write_set_format_zip(writer.get()));
        also(::archive_write_set_format_option(writer.get(), "zip", "compression", "deflate"));
        also(::archive_write_set_format_option(writer.get(), "zip", "compression-level", "6"));
    }
    also(::archive_write_set_format_option(writer.get(), nullptr, "hdrcharset", "UTF-8"));
    // Written in large blocks; the last one is not padded.
    also(::archive_write_set_bytes_per_block(writer.get(), 64 * 1024));
    also(::archive_write_set_bytes_in_last_block(writer.get(), 1));
    if (result != ARCHIVE_OK) {
        return fail(ErrorCode::Internal, QObject::tr("The archive library cannot write this format."),
                    archiveDetail(writer.get()));
    }
    return writer;
}

ArchiveReader makeReader(ArchiveFormat format)
{
    ArchiveReader reader(::archive_read_new(), ::archive_read_free);
    if (format == ArchiveFormat::TarGz) {
        ::archive_read_support_format_tar(reader.get()); // GzipReader has taken the gzip off
    } else {
        // Only by its directory at the end: read as a stream, a zip that was cut short would look complete, and could
        // show other entries than every other program sees.
        ::archive_read_support_format_zip_seekable(reader.get());
    }
    return reader;
}

QString archiveDetail(::archive *handle)
{
    const char *text = ::archive_error_string(handle);
    return text != nullptr ? QString::fromUtf8(text) : QString();
}

Utf8Locale::Utf8Locale()
    : m_utf8(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)), m_before(m_utf8 ? ::uselocale(m_utf8) : nullptr)
{
}

Utf8Locale::~Utf8Locale()
{
    if (m_utf8) {
        ::uselocale(m_before);
        ::freelocale(m_utf8);
    }
}

} // namespace studio
