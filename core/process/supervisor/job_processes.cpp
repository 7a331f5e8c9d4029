// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/supervisor/job_processes.h"

#include "core/process/supervisor/proc_files.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace studio::supervisor {

namespace {

constexpr std::size_t maxProcesses = 20'000; ///< that are looked at

void appendNumbers(const std::string &text, std::vector<pid_t> &found)
{
    const char *at = text.c_str();
    for (char *next = nullptr;; at = next) {
        const long number = std::strtol(at, &next, 10);
        if (next == at) {
            return;
        }
        found.push_back(static_cast<pid_t>(number));
    }
}

/// The kernel lists children by the thread that started them. `process` is a number, or “self”.
void appendChildren(const std::string &process, std::vector<pid_t> &found)
{
    const std::string path = "/proc/" + process + "/task";
    DIR *const threads = ::opendir(path.c_str());
    while (const dirent *entry = threads ? ::readdir(threads) : nullptr) {
        if (entry->d_name[0] != '.') {
            appendNumbers(readProcFile(path + '/' + entry->d_name + "/children"), found);
        }
    }
    if (threads) {
        ::closedir(threads);
    }
}

/// In the numbers of /proc, which may be those of an outer namespace.
std::vector<pid_t> descendants()
{
    std::vector<pid_t> all;
    appendChildren("self", all);
    for (std::size_t at = 0; at < all.size() && all.size() < maxProcesses; ++at) {
        appendChildren(std::to_string(all[at]), all);
    }
    return all;
}

/// The second number of proc(5)'s statm: all pages in memory, also those of files. Nothing takes more than this.
std::uint64_t residentBytes(pid_t process)
{
    unsigned long long pages = 0;
    const std::string text = readProcFile("/proc/" + std::to_string(process) + "/statm");
    return std::sscanf(text.c_str(), "%*u %llu", &pages) == 1
               ? pages * static_cast<unsigned long long>(::sysconf(_SC_PAGESIZE))
               : 0;
}

/// Anonymous and shared memory, what several processes share divided among them (proc(5), smaps_rollup).
std::uint64_t proportionalBytes(pid_t process)
{
    const std::string text = readProcFile("/proc/" + std::to_string(process) + "/smaps_rollup");
    if (text.empty()) {
        return residentBytes(process); // it ended meanwhile, or this user may not look
    }
    std::uint64_t bytes = 0;
    for (const std::string_view key : {"\nPss_Anon:", "\nPss_Shmem:", "\nSwapPss:"}) {
        if (const std::size_t at = text.find(key); at != std::string::npos) {
            bytes += std::strtoull(text.c_str() + at + key.size(), nullptr, 10) * 1024;
        }
    }
    return bytes;
}

} // namespace

std::uint64_t memoryAbove(std::uint64_t limit)
{
    const std::vector<pid_t> all = descendants();
    std::uint64_t most = 0;
    for (const pid_t process : all) {
        most += residentBytes(process);
    }
    if (most <= limit) {
        return 0;
    }
    std::uint64_t used = 0; // takes the kernel a walk through all pages: only when it may matter
    for (const pid_t process : all) {
        used += proportionalBytes(process);
    }
    return used;
}

void killChildren(bool (*isSpared)(pid_t child))
{
    std::vector<pid_t> children;
    appendChildren("self", children);
    for (const pid_t child : children) {
        // Only this process can reap it, so the number is still its own.
        if (!isSpared || !isSpared(child)) {
            (void)::kill(child, SIGKILL);
        }
    }
}

int endAll(bool isInit, pid_t child)
{
    int childStatus = SIGKILL;
    for (;;) {
        if (isInit) {
            (void)::kill(-1, SIGKILL); // all of the namespace but its init; a process that is being ended cannot fork
        } else {
            killChildren(); // their children become ours when they end, and are ended in the next round
        }
        int status = 0;
        const pid_t ended = ::waitpid(-1, &status, 0);
        if (ended < 0 && errno == ECHILD) {
            return childStatus;
        }
        if (ended == child) {
            childStatus = status;
        }
    }
}

} // namespace studio::supervisor
