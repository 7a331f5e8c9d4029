// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/supervisor/namespaces.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <initializer_list>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace studio::supervisor {

namespace {

bool writeFile(const char *path, const char *content, int length)
{
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    const bool isWritten = file >= 0 && ::write(file, content, static_cast<size_t>(length)) == length;
    if (file >= 0) {
        ::close(file);
    }
    return isWritten;
}

/// user_namespaces(7): one's own user and group may be mapped without privileges, once setgroups(2) is given up.
bool mapUser(uid_t user, gid_t group)
{
    char users[64];
    char groups[64];
    const int userLength = std::snprintf(users, sizeof users, "%u %u 1", user, user);
    const int groupLength = std::snprintf(groups, sizeof groups, "%u %u 1", group, group);
    return writeFile("/proc/self/uid_map", users, userLength) && writeFile("/proc/self/setgroups", "deny", 4) &&
           writeFile("/proc/self/gid_map", groups, groupLength);
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
    const uid_t user = ::geteuid(); // inside it is nobody at first
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
