// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace studio::supervisor {

// Where the memory controller of the program's cgroup is delegated to it, the kernel limits the memory of a job, page
// by page, in a cgroup of the job's own. Elsewhere the shim counts, every 100 ms. Facts:
// https://docs.kernel.org/admin-guide/cgroup-v2.html (“Delegation”, “No Internal Process Constraint”, “Memory”) and
// https://systemd.io/CGROUP_DELEGATION (the marks of what is delegated).

/// The open files of one job's cgroup, for the shim that enters it; -1 where there is none. A copy has the same
/// descriptors: one owner closes them.
struct MemoryGroup
{
    int processes = -1; ///< cgroup.procs
    int limit = -1;     ///< memory.max
    int events = -1;    ///< memory.events

    [[nodiscard]] bool isOpen() const { return processes >= 0; }
    /// Moves this process there. Takes milliseconds: the kernel waits until no process is being started.
    [[nodiscard]] bool enter() const;
    [[nodiscard]] bool setLimit(std::uint64_t bytes) const;
    /// Whether the kernel has killed a process of it because of the limit. poll(2) reports a change of `events` by
    /// POLLPRI until this has read it.
    [[nodiscard]] bool hasOomKill() const;
    void close();
};

/// Makes and removes the cgroups of the jobs. Not copied.
class MemoryGroups
{
public:
    /// Finds out whether there is a cgroup that is delegated to this process and its parent, the program. Both are
    /// moved into a cgroup of their own below it then, as a cgroup with processes cannot enable a controller for its
    /// children. Removes empty cgroups of programs that are gone.
    void setUp();
    /// One for a job, with the open files of it; `path` is how to remove it. Nothing where there are none.
    MemoryGroup make(std::string &path);
    /// When all of the job is gone; what is still in use is tried again with the next one.
    void remove(const std::string &path);

private:
    [[nodiscard]] bool enableController() const;

    std::string m_folder; ///< the delegated cgroup; empty for none
    std::vector<std::string> m_used;
    unsigned m_made = 0;
};

/// The folder of the cgroup that /proc/PID/cgroup names (version 2), by the mounts of /proc/PID/mountinfo; empty where
/// it is not mounted.
std::string cgroupFolder(const std::string &cgroups, const std::string &mounts);

} // namespace studio::supervisor
