// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

// Owners and calls of open files, for what core/base and core/archive do with them.

namespace studio {

/// Owns a file descriptor.
class Descriptor
{
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() { close(); }
    Q_DISABLE_COPY_MOVE(Descriptor)

    [[nodiscard]] bool isOpen() const { return m_number >= 0; }
    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isRegular() const
    {
        struct stat status{};
        return ::fstat(m_number, &status) == 0 && S_ISREG(status.st_mode);
    }
    /// Gives it up. The caller closes it.
    [[nodiscard]] int release() { return std::exchange(m_number, -1); }
    bool close()
    {
        const int number = release();
        return number < 0 || ::close(number) == 0;
    }

private:
    int m_number;
};

inline int openFile(const QByteArray &path, int flags, mode_t mode = 0)
{
    return ::open(path.constData(), flags | O_CLOEXEC | O_NOCTTY, mode);
}

/// Writes all bytes, and waits where the descriptor does not (O_NONBLOCK). False leaves errno.
bool writeAll(int descriptor, QByteArrayView bytes);

/// Reads to the end, or one byte more than `maxBytes`. Nothing leaves errno.
std::optional<QByteArray> readAll(int descriptor, qint64 maxBytes);

/// So that a rename in it outlives a loss of power.
inline bool syncFolder(const QByteArray &path)
{
    const Descriptor folder(openFile(path, O_RDONLY | O_DIRECTORY));
    return folder.isOpen() && ::fsync(folder.number()) == 0;
}

} // namespace studio
