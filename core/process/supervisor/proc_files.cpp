// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/supervisor/proc_files.h"

#include <fcntl.h>
#include <unistd.h>

namespace studio::supervisor {

std::string readProcFile(const std::string &path)
{
    constexpr std::size_t maxBytes = 4 << 20;
    std::string content;
    char piece[4096];
    // plain read: the kernel's own files below /proc
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    while (file >= 0 && content.size() < maxBytes) {
        const ssize_t got = ::read(file, piece, sizeof piece);
        if (got <= 0) {
            break;
        }
        content.append(piece, static_cast<std::size_t>(got));
    }
    if (file >= 0) {
        ::close(file);
    }
    return content;
}

bool writeProcFile(const std::string &path, std::string_view text)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    const bool isWritten = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::close(file);
    return isWritten;
}

} // namespace studio::supervisor
