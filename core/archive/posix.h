// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/system_error.h"

#include <QString>

#include <fcntl.h>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace studio {

/// Owns one open file. Closes it at the end without looking at the result: call close() first where it matters.
class FileDescriptor
{
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : m_fd(fd) {}
    FileDescriptor(FileDescriptor &&other) noexcept : m_fd(other.release()) {}
    FileDescriptor &operator=(FileDescriptor &&other) noexcept;
    ~FileDescriptor();

    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    int release() noexcept { return std::exchange(m_fd, -1); }
    int close(); ///< 0, or the error number: some file systems report a full disk only here

private:
    int m_fd = -1;
};

/// openat(2), always close-on-exec, begun again when a signal interrupts it.
FileDescriptor openAt(int folder, const char *path, int flags, mode_t mode = 0);

/// read(2) until the buffer is full or the file ends; the bytes read, or -1 with errno set.
ssize_t readFully(int fd, std::span<char> buffer);

/// write(2) until all is written; 0, or the error number.
int writeFully(int fd, std::string_view bytes);

/// A file name for a sentence: bytes that are not UTF-8 and control characters are shown as \xNN, and
/// what else would break or turn the sentence as escapeControlCharacter does.
QString shownName(std::string_view bytes);

/// A path in the form the system calls take.
inline std::string toNative(const QString &path)
{
    return path.toStdString();
}

} // namespace studio
