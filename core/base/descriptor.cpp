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

} // namespace studio
