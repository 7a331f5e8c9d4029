// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/supervisor/namespaces.h"

#include "core/process/supervisor/proc_files.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <initializer_list>
#include <sched.h>
#include <string>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace studio::supervisor {

namespace {

/// user_namespaces(7): one's own user and group may be mapped without privileges, once setgroups(2) is given up.
bool mapUser(uid_t user, gid_t group)
{
    const auto mapToItself = [](unsigned id) { return std::to_string(id) + ' ' + std::to_string(id) + " 1"; };
    return writeProcFile("/proc/self/uid_map", mapToItself(user)) && writeProcFile("/proc/self/setgroups", "deny") &&
           writeProcFile("/proc/self/gid_map", mapToItself(group));
}

void mountProc()
{
    // What is mounted later outside shows here too, not the other way round.
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_SLAVE, nullptr) == 0) {
        (void)::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
    }
}

/// Found out by a process that is given up afterwards: AppArmor allows user namespaces in which nothing is allowed.
bool isAllowed(Isolation isolation)
{
    const pid_t probe = forkIsolated(isolation);
    if (probe == 0) {
        ::_exit(0);
    }
    int status = 1;
    return probe > 0 && ::waitpid(probe, &status, 0) == probe && status == 0;
}

} // namespace

Isolation bestIsolation()
{
    for (const Isolation isolation : {Isolation::PidNamespace, Isolation::UserNamespace}) {
        if (isAllowed(isolation)) {
            return isolation;
        }
    }
    return Isolation::Subreaper;
}

pid_t forkIsolated(Isolation isolation)
{
    if (isolation == Isolation::Subreaper) {
        return ::fork();
    }
    const uid_t user = ::geteuid(); // inside it is “nobody” at first
    const gid_t group = ::getegid();
    const unsigned long users = isolation == Isolation::UserNamespace ? CLONE_NEWUSER : 0;
    // Not clone(3), which wants a stack: without one, and without sharing memory, the call is a fork.
    const auto child = static_cast<pid_t>(
        ::syscall(SYS_clone, users | CLONE_NEWPID | CLONE_NEWNS | static_cast<unsigned long>(SIGCHLD), 0, 0, 0, 0));
    if (child == 0) {
        if (users != 0 && !mapUser(user, group)) {
            ::_exit(1);
        }
        mountProc();
    }
    return child;
}

} // namespace studio::supervisor
