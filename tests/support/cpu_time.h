// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <ctime>

namespace studio::test {

/// What this thread has computed so far, in milliseconds. Unlike the time of day it does not go on while others have
/// the processor, so a bound on it holds on a busy machine too.
inline qint64 cpuMs()
{
    timespec used = {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return qint64(used.tv_sec) * 1'000 + used.tv_nsec / 1'000'000;
}

} // namespace studio::test
