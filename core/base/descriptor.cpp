// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/descriptor.h"

#include <algorithm>
#include <poll.h>

namespace studio {

namespace {

/// Waits until a write may go on. False leaves errno.
bool waitUntilWritable(int descriptor)
{
    pollfd state{.fd = descriptor, .events = POLLOUT, .revents = 0};
    return ::poll(&state, 1, -1) >= 0 || errno == EINTR;
}

} // namespace

bool writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const auto written = ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (written == 0) {
            errno = EIO; // a device that takes nothing, which would be asked for ever
            return false;
        }
        const bool mustWait = written < 0 && errno == EAGAIN;
        const bool goesOn = written > 0 || (mustWait ? waitUntilWritable(descriptor) : errno == EINTR);
        if (!goesOn) {
            return false;
        }
        bytes = bytes.sliced(std::max<qsizetype>(written, 0));
    }
    return true;
}

std::optional<QByteArray> readAll(int descriptor, qint64 maxBytes)
{
    constexpr qint64 moreBytes = 4096; // of a file that says it is empty, as those of /proc, or that grows
    struct stat status{};
    const qint64 expected = ::fstat(descriptor, &status) == 0 ? std::min<qint64>(status.st_size, maxBytes) : 0;
    QByteArray content(expected + 1, Qt::Uninitialized);
    qsizetype size = 0;
    while (size <= maxBytes) {
        const auto got = ::read(descriptor, content.data() + size, static_cast<std::size_t>(content.size() - size));
        if (got < 0 && errno != EINTR) {
            return {};
        }
        if (got == 0) {
            break;
        }
        size += std::max<qsizetype>(got, 0);
        if (size == content.size()) {
            content.resize(std::min<qint64>(2 * size + moreBytes, maxBytes + 1));
        }
    }
    content.truncate(size);
    return content;
}

} // namespace studio
