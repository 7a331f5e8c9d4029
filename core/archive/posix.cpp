// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/posix.h"

#include "core/base/descriptor.h"
#include "core/base/display.h"

#include <algorithm>
#include <cerrno>
#include <unistd.h>

namespace studio {

FileDescriptor &FileDescriptor::operator=(FileDescriptor &&other) noexcept
{
    if (this != &other) {
        close();
        m_fd = other.release();
    }
    return *this;
}

FileDescriptor::~FileDescriptor()
{
    close();
}

int FileDescriptor::close()
{
    const int fd = release();
    // Not begun again on EINTR: Linux has closed the descriptor by then.
    return fd >= 0 && ::close(fd) != 0 && errno != EINTR ? errno : 0;
}

FileDescriptor openAt(int folder, const char *path, int flags, mode_t mode)
{
    int fd = -1;
    do {
        fd = ::openat(folder, path, flags | O_CLOEXEC, mode);
    } while (fd < 0 && errno == EINTR);
    return FileDescriptor(fd);
}

ssize_t readFully(int fd, std::span<char> buffer)
{
    std::size_t filled = 0;
    while (filled < buffer.size()) {
        const ssize_t got = ::read(fd, buffer.data() + filled, buffer.size() - filled);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    return static_cast<ssize_t>(filled);
}

int writeFully(int fd, std::string_view bytes)
{
    return writeAll(fd, QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size()))) ? 0 : errno;
}

QString shownName(std::string_view bytes)
{
    const bool utf8 = QUtf8StringView(bytes.data(), static_cast<qsizetype>(bytes.size())).isValidUtf8();
    std::string shown;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8)) {
            constexpr std::string_view digits = "0123456789abcdef";
            shown += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
        } else {
            shown += c;
        }
    }
    constexpr qsizetype longest = 200; // a sentence, not a screenful
    QString name = QString::fromStdString(shown);
    std::ranges::transform(name, name.begin(), escapeControlCharacter); // what would turn the direction of the sentence
    return name.size() <= longest ? name : name.left(longest) + QStringLiteral("…");
}

} // namespace studio
