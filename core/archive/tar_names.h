// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>

namespace studio {

/// Watches a tar go by for the one thing that libarchive does not let us see: a long name with a NUL byte in it, at
/// which libarchive would silently end it. Gives up without a word where it does not understand the tar: what
/// libarchive then makes of it is judged on its own.
class TarNames
{
public:
    /// InvalidArgument names the entry.
    Result<void> look(std::string_view bytes);

private:
    void header();
    Result<void> meta();
    std::string_view pax(std::string_view records);

    enum class At { Header, Meta, Skipped, Lost };

    At m_at = At::Header;
    std::string m_bytes;      // of the header, or of what stands in for a name
    std::size_t m_wanted = 0; // of m_bytes
    qint64 m_skip = 0;
    qint64 m_sizeOfNext = -1; // from a pax record
    char m_kind = 0;
};

} // namespace studio
