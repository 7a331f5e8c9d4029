// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>

#include <csignal>

namespace studio::test {

/// To a process that runs. One that has ended has the number 0, and that would be everybody around this test.
inline bool sendSignal(const QProcess &process, int signal)
{
    const auto pid = static_cast<pid_t>(process.processId());
    return pid > 0 && ::kill(pid, signal) == 0;
}

} // namespace studio::test
