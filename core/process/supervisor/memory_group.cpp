// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/supervisor/memory_group.h"

#include "core/process/supervisor/proc_files.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <utility>

namespace studio::supervisor {

namespace {

constexpr std::string_view ownName = "ignite-studio-program"; ///< of the cgroup of the program and its supervisor
constexpr std::string_view jobPrefix = "ignite-studio-job-";

bool writeTo(int file, std::string_view text)
{
    return file >= 0 && ::pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

/// What stands before the next separator; `text` goes on behind it. No stream: this program is linked statically and
/// copied for each job, and streams would make it four times as large.
std::string_view takeUntil(std::string_view &text, char separator)
{
    const std::size_t end = text.find(separator);
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return taken;
}

bool listsMemory(const std::string &path)
{
    const std::string content = readProcFile(path);
    for (std::string_view lines = content; !lines.empty();) {
        for (std::string_view words = takeUntil(lines, '\n'); !words.empty();) {
            if (takeUntil(words, ' ') == "memory") {
                return true;
            }
        }
    }
    return false;
}

/// systemd marks what it delegates; in a container, what is delegated is the root of its cgroup namespace. That is no
/// root of the kernel's, which has no cgroup.type.
bool isDelegated(const std::string &folder, bool isRoot)
{
    char value = 0;
    for (const char *mark : {"trusted.delegate", "user.delegate"}) {
        if (::getxattr(folder.c_str(), mark, &value, 1) == 1 && value == '1') {
            return true;
        }
    }
    return isRoot && ::access((folder + "/cgroup.type").c_str(), F_OK) == 0;
}

/// There is no process of another program in it.
bool holdsOnly(const std::string &folder, pid_t one, pid_t other)
{
    const std::string content = readProcFile(folder + "/cgroup.procs");
    for (std::string_view lines = content; !lines.empty();) {
        const std::string line(takeUntil(lines, '\n'));
        const auto number = static_cast<pid_t>(std::strtol(line.c_str(), nullptr, 10));
        if (number != one && number != other) {
            return false;
        }
    }
    return true;
}

void removeJobsOf(const std::string &folder)
{
    DIR *const entries = ::opendir(folder.c_str());
    while (const dirent *entry = entries ? ::readdir(entries) : nullptr) {
        if (std::string_view(entry->d_name).starts_with(jobPrefix)) {
            (void)::rmdir((folder + '/' + entry->d_name).c_str()); // only what is empty can be removed
        }
    }
    if (entries) {
        ::closedir(entries);
    }
}

} // namespace

std::string cgroupFolder(const std::string &cgroups, const std::string &mounts)
{
    std::string path;
    for (std::string_view lines = cgroups; !lines.empty();) {
        if (const std::string_view line = takeUntil(lines, '\n'); line.starts_with("0::/")) {
            path = line.substr(3);
        }
    }
    if (path.empty() || path.starts_with("/..")) {
        return {};
    }
    // id, parent, device, root, mount point, options, optional fields, “-”, type
    for (std::string_view rows = mounts; !rows.empty();) {
        std::string_view row = takeUntil(rows, '\n');
        if (row.find(" - cgroup2 ") == std::string_view::npos) {
            continue;
        }
        for (int skipped = 0; skipped < 3; ++skipped) {
            takeUntil(row, ' ');
        }
        const bool isIntact = takeUntil(row, ' ') == "/";
        const std::string place(takeUntil(row, ' '));
        if (isIntact) {
            return path == "/" ? place : place + path;
        }
    }
    return {};
}

bool MemoryGroup::enter() const
{
    return writeTo(processes, "0");
}

bool MemoryGroup::setLimit(std::uint64_t bytes) const
{
    return writeTo(limit, std::to_string(bytes));
}

bool MemoryGroup::hasOomKill() const
{
    char text[512];
    const ssize_t got = events >= 0 ? ::pread(events, text, sizeof text - 1, 0) : 0;
    if (got <= 0) {
        return false;
    }
    text[got] = '\0';
    const char *const count = std::strstr(text, "\noom_kill ");
    return count && std::strtoull(count + std::strlen("\noom_kill "), nullptr, 10) > 0;
}

void MemoryGroup::close()
{
    for (int *const file : {&processes, &limit, &events}) {
        if (*file >= 0) {
            ::close(std::exchange(*file, -1));
        }
    }
}

void MemoryGroups::setUp()
{
    std::string folder = cgroupFolder(readProcFile("/proc/self/cgroup"), readProcFile("/proc/self/mountinfo"));
    const bool wasMade = folder.ends_with('/' + std::string(ownName)); // by a supervisor that was killed
    if (wasMade) {
        folder.resize(folder.size() - ownName.size() - 1);
    }
    const bool isRoot = folder == cgroupFolder("0::/", readProcFile("/proc/self/mountinfo"));
    if (folder.empty() || !isDelegated(folder, isRoot) || !listsMemory(folder + "/cgroup.controllers")) {
        return;
    }
    m_folder = folder;
    if (!enableController()) {
        m_folder.clear();
        return;
    }
    removeJobsOf(m_folder);
}

bool MemoryGroups::enableController() const
{
    if (listsMemory(m_folder + "/cgroup.subtree_control")) {
        return true;
    }
    const pid_t program = ::getppid();
    const pid_t self = ::getpid();
    const std::string own = m_folder + '/' + std::string(ownName);
    if (!holdsOnly(m_folder, program, self) || ::mkdir(own.c_str(), 0755) != 0) {
        return false;
    }
    for (const pid_t process : {program, self}) {
        (void)writeProcFile(own + "/cgroup.procs", std::to_string(process));
    }
    if (writeProcFile(m_folder + "/cgroup.subtree_control", "+memory")) {
        return true;
    }
    for (const pid_t process : {program, self}) {
        (void)writeProcFile(m_folder + "/cgroup.procs", std::to_string(process));
    }
    (void)::rmdir(own.c_str());
    return false;
}

MemoryGroup MemoryGroups::make(std::string &path)
{
    MemoryGroup group;
    if (m_folder.empty()) {
        return group;
    }
    path = m_folder + '/' + std::string(jobPrefix) + std::to_string(::getpid()) + '-' + std::to_string(++m_made);
    if (::mkdir(path.c_str(), 0755) != 0) {
        path.clear();
        return group;
    }
    (void)writeProcFile(path + "/memory.swap.max", "0"); // else the limit only makes it slow
    group.processes = ::open((path + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC);
    group.limit = ::open((path + "/memory.max").c_str(), O_WRONLY | O_CLOEXEC);
    // plain read: the kernel's own file
    group.events = ::open((path + "/memory.events").c_str(), O_RDONLY | O_CLOEXEC);
    if (group.processes < 0 || group.limit < 0 || group.events < 0) {
        group.close();
        (void)::rmdir(path.c_str());
        path.clear();
    }
    return group;
}

void MemoryGroups::remove(const std::string &path)
{
    if (!path.empty()) {
        m_used.push_back(path);
    }
    std::erase_if(m_used, [](const std::string &used) { return ::rmdir(used.c_str()) == 0; });
}

} // namespace studio::supervisor
