// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/supervisor/leftovers.h"

#include "core/process/supervisor/proc_files.h"

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <dirent.h>
#include <string_view>
#include <sys/syscall.h>
#include <unistd.h>

namespace studio::supervisor {

namespace {

constexpr std::string_view name = "IGNITE_STUDIO_JOB=";

std::string bootId()
{
    return readProcFile("/proc/sys/kernel/random/boot_id").substr(0, 36);
}

/// The 22nd field of proc(5)'s stat; the second, the name, may hold blanks and parentheses. Empty when it is gone.
std::string startTime(int process)
{
    const std::string stat = readProcFile("/proc/" + std::to_string(process) + "/stat");
    std::size_t at = stat.rfind(')');
    for (int field = 2; at != std::string::npos && field < 22; ++field) {
        at = stat.find(' ', at + 1);
    }
    return at == std::string::npos ? std::string() : stat.substr(at + 1, stat.find(' ', at + 1) - at - 1);
}

/// What the process carries of a job, empty where it carries nothing.
std::string jobOf(const std::string &process)
{
    const std::string environment = '\0' + readProcFile("/proc/" + process + "/environ");
    const std::size_t at = environment.find(std::string(1, '\0').append(name));
    return at == std::string::npos ? std::string() : std::string(environment.c_str() + at + 1);
}

bool isAbandoned(const std::string &job)
{
    const std::size_t first = job.find('/');
    const std::size_t second = job.find('/', first + 1);
    if (first == std::string::npos || second == std::string::npos ||
        std::string_view(job).substr(name.size(), first - name.size()) != bootId()) {
        return false;
    }
    int program = 0;
    std::from_chars(job.data() + first + 1, job.data() + second, program);
    return program > 0 && startTime(program) != job.substr(second + 1);
}

/// By a descriptor of the process, checked again afterwards, so that a number that is reused ends no other process.
bool end(const std::string &process, const std::string &job)
{
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, std::atoi(process.c_str()), 0));
    if (handle < 0) {
        return false;
    }
    const bool isEnded = jobOf(process) == job && ::syscall(SYS_pidfd_send_signal, handle, SIGKILL, nullptr, 0) == 0;
    ::close(handle);
    return isEnded;
}

/// One look through all processes.
int endRound()
{
    int ended = 0;
    DIR *const processes = ::opendir("/proc");
    while (const dirent *entry = processes ? ::readdir(processes) : nullptr) {
        const std::string process = entry->d_name;
        if (process.find_first_not_of("0123456789") != std::string::npos) {
            continue;
        }
        const std::string job = jobOf(process);
        if (!job.empty() && isAbandoned(job) && end(process, job)) {
            ++ended;
        }
    }
    if (processes) {
        ::closedir(processes);
    }
    return ended;
}

} // namespace

std::string jobVariable(int program)
{
    return std::string(name) + bootId() + '/' + std::to_string(program) + '/' + startTime(program);
}

int endLeftovers()
{
    constexpr int maxRounds = 5; // for what was started during the look before
    int all = 0;
    for (int round = 0, ended = 1; ended > 0 && round < maxRounds; ++round) {
        ended = endRound();
        all += ended;
    }
    return all;
}

} // namespace studio::supervisor
