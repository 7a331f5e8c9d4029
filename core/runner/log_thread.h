// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/instance_log.h"

#include <memory>

namespace studio {

/// The thread on which the outputs of a runner's instances are read. What comes after a quiet time is read at once,
/// what follows it every 2 ms: a child that writes a few words very often does not wake us for each of them, and one
/// that writes without an end is read in turns with the others. Started by the first instance. Owned by the runner and
/// its instances; its methods may be called on one thread.
class LogThread
{
public:
    LogThread();
    ~LogThread();
    LogThread(const LogThread &) = delete;
    LogThread &operator=(const LogThread &) = delete;

    /// Reads until both ends are closed, or stop().
    void follow(std::shared_ptr<InstanceLog> log);
    /// Reads the rest of a process that has ended.
    void finish(std::shared_ptr<InstanceLog> log);
    void stop(std::shared_ptr<InstanceLog> log);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace studio
