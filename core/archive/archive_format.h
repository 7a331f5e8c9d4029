// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"
#include "core/base/error.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <memory>

namespace studio {

using ArchiveWriter = std::unique_ptr<::archive, decltype(&::archive_write_free)>;
using ArchiveReader = std::unique_ptr<::archive, decltype(&::archive_read_free)>;
using ArchiveEntry = std::unique_ptr<::archive_entry, decltype(&::archive_entry_free)>;

/// A writer set up for deterministic output: no time stamps of its own, names as UTF-8, DEFLATE at level 6, which is
/// what gzip, zip and bsdtar choose. Nothing is opened yet.
Result<ArchiveWriter> makeWriter(ArchiveFormat format);

/// A reader for one format only. Nothing is opened yet.
ArchiveReader makeReader(ArchiveFormat format);

/// What libarchive says about its last failure, for the log.
QString archiveDetail(::archive *handle);

/// While it lives, names are UTF-8 for libarchive on this thread, whatever the process's locale is.
class Utf8Locale
{
public:
    Utf8Locale();
    ~Utf8Locale();
    Utf8Locale(const Utf8Locale &) = delete;
    Utf8Locale &operator=(const Utf8Locale &) = delete;

private:
    locale_t m_utf8;
    locale_t m_before;
};

} // namespace studio
