// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/supervisor/start_child.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace studio::supervisor {

namespace {

constexpr std::uint32_t maxRequestBytes = 64 << 20; ///< the kernel takes 6 MiB of arguments and variables at most

/// A request in memory, ready for execve(2).
struct Request
{
    StartRequest head;
    std::vector<char> text;
    std::vector<char *> arguments;
    std::vector<char *> variables;
    const char *program = nullptr;
    const char *folder = nullptr;
    int descriptors[maxDescriptors] = {};
};

void takeDescriptors(msghdr &message, Request &request)
{
    for (cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        int received[maxDescriptors];
        std::memcpy(received, CMSG_DATA(header), std::min<std::size_t>(count, maxDescriptors) * sizeof(int));
        for (std::size_t at = 0; at < count && at < maxDescriptors; ++at) {
            // Above all the numbers that the child's are to have.
            request.descriptors[at] = ::fcntl(received[at], F_DUPFD_CLOEXEC, 2 * maxDescriptors);
            ::close(received[at]);
        }
    }
}

bool receiveHead(int socket, Request &request)
{
    iovec part{&request.head, sizeof request.head};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * maxDescriptors)];
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
    takeDescriptors(message, request);
    return got == static_cast<ssize_t>(sizeof request.head) && request.head.bytes <= maxRequestBytes &&
           request.head.descriptors <= maxDescriptors;
}

bool receiveText(int socket, Request &request)
{
    request.text.resize(request.head.bytes + 1); // with a NUL behind it, whatever came
    for (std::size_t at = 0; at < request.head.bytes;) {
        const ssize_t got = ::recv(socket, request.text.data() + at, request.head.bytes - at, 0);
        if (got <= 0) {
            return false;
        }
        at += static_cast<std::size_t>(got);
    }
    return true;
}

void index(Request &request)
{
    char *at = request.text.data();
    char *const end = at + request.head.bytes;
    const auto next = [&] {
        char *const word = at;
        at = std::min(at + std::strlen(at) + 1, end);
        return word;
    };
    request.program = next();
    request.folder = next();
    for (std::uint32_t i = 0; i < request.head.arguments; ++i) {
        request.arguments.push_back(next());
    }
    for (std::uint32_t i = 0; i < request.head.variables; ++i) {
        request.variables.push_back(next());
    }
    request.arguments.push_back(nullptr);
    request.variables.push_back(nullptr);
}

void setLimits(std::uint64_t memoryBytes)
{
    if (memoryBytes > 0) {
        const rlimit limit{memoryBytes, memoryBytes};
        ::setrlimit(RLIMIT_DATA, &limit);
        const rlimit none{0, 0};
        ::setrlimit(RLIMIT_CORE, &none); // the image of a handler that ran out of memory is of no use
    }
}

/// Since the kernel groups processes by their session (sched(7), autogroup), niceness counts within a session only, and
/// the job has one of its own: the session is given the same.
void setNiceness(std::uint64_t niceness)
{
    if (niceness == 0) {
        return;
    }
    ::setpriority(PRIO_PROCESS, 0, static_cast<int>(niceness));
    const char digits[2] = {static_cast<char>('0' + niceness / 10), static_cast<char>('0' + niceness % 10)};
    const std::size_t from = niceness < 10 ? 1 : 0;                        // the kernel takes 08 for an octal number
    const int file = ::open("/proc/self/autogroup", O_WRONLY | O_CLOEXEC); // absent where the kernel has none
    if (file >= 0) {
        [[maybe_unused]] const auto written = ::write(file, digits + from, sizeof digits - from);
        ::close(file);
    }
}

/// What the child leaves in the memory that it shares with its parent until it executes its program.
struct Failure
{
    volatile int error = 0;
    volatile std::uint32_t step = Event::Prepare;
};

/// Between vfork and exec, in the parent's memory: system calls only.
[[noreturn]] void becomeChild(const Request &request, Failure &failure)
{
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // for a shim that is no init and is killed itself
    bool isReady = true;
    for (std::uint32_t at = 0; at < request.head.descriptors; ++at) {
        isReady = isReady && ::dup2(request.descriptors[at], static_cast<int>(at)) >= 0;
    }
    isReady = isReady && ::close_range(request.head.descriptors, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
    setLimits(request.head.memoryBytes);
    setNiceness(request.head.niceness);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    if (isReady) {
        failure.step = Event::EnterFolder;
        if (::chdir(request.folder) == 0) {
            failure.step = Event::Execute;
            ::execve(request.program, request.arguments.data(), request.variables.data());
        }
    }
    failure.error = errno;
    ::_exit(127);
}

} // namespace

StartResult startChild(int socket, const char *variable, MemoryGroup &group, StartRequest &head)
{
    Request request;
    if (!receiveHead(socket, request) || !receiveText(socket, request)) {
        ::_exit(0); // it is not wanted any more
    }
    index(request);
    if (variable) {
        request.variables.insert(request.variables.end() - 1, const_cast<char *>(variable));
    }
    head = request.head;
    if (head.memoryBytes > 0 && group.isOpen() && !group.setLimit(head.memoryBytes)) {
        group.close();
    }
    Failure failure;
    const pid_t child = ::vfork();
    if (child == 0) {
        becomeChild(request, failure);
    }
    const int error = child < 0 ? errno : failure.error;
    for (std::uint32_t at = 0; at < request.head.descriptors; ++at) {
        ::close(request.descriptors[at]);
    }
    // A child that failed has ended: it goes with the shim.
    return {error == 0 ? child : -1, error, static_cast<Event::Step>(failure.step)};
}

} // namespace studio::supervisor
