// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/posix.h"
#include "core/archive/tar_names.h"

#include <archive.h>
#include <optional>
#include <stop_token>
#include <vector>
#include <zlib.h>

namespace studio {

/// Takes the gzip layer off a .tar.gz for libarchive. Ours, because libarchive's own neither checks the checksum nor
/// notices that the end is missing, and would take off any number of layers. The format: RFC 1952.
class GzipReader
{
public:
    /// `maxBytes` bounds what may come out, whatever the tar inside says.
    GzipReader(int fd, qint64 maxBytes, std::stop_token stop);
    ~GzipReader();
    GzipReader(const GzipReader &) = delete;
    GzipReader &operator=(const GzipReader &) = delete;

    /// libarchive's read callback; `self` is the GzipReader.
    static la_ssize_t read(::archive *handle, void *self, const void **buffer);

    /// Reads on to the end, which shows whether the archive is whole: the checksum, and the end mark of the tar.
    Result<void> finish();

    /// Why reading failed, where it did.
    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; }

private:
    Result<std::string_view> next(); // the next bytes; empty at the end
    [[nodiscard]] static Result<void> checkStart(std::string_view bytes);
    Result<void> fill();
    Result<void> nextMember();
    void countZeros(std::string_view bytes);

    int m_fd;
    qint64 m_left;
    std::stop_token m_stop;
    z_stream m_stream{};
    std::vector<char> m_in;
    std::vector<char> m_out;
    qint64 m_zeros = 0; // at the end of what came out so far
    bool m_inputEnded = false;
    bool m_ended = false;
    bool m_hasBegun = false; // some bytes came out
    TarNames m_names;
    std::optional<Error> m_failure;
};

} // namespace studio
