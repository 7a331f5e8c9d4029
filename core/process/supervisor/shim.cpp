// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/supervisor/shim.h"

#include "core/process/supervisor/job_processes.h"
#include "core/process/supervisor/start_child.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <iterator>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace studio::supervisor {

namespace {

constexpr long memoryIntervalNs = 100'000'000;

/// Readable when a child has ended. SIGCHLD is blocked since before the first one.
int childEnds()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    return ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

int memoryTimer()
{
    const int timer = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    const itimerspec interval{{0, memoryIntervalNs}, {0, memoryIntervalNs}};
    (void)::timerfd_settime(timer, 0, &interval, nullptr);
    return timer;
}

void drain(int descriptor)
{
    char ignored[sizeof(signalfd_siginfo)];
    while (::read(descriptor, ignored, sizeof ignored) > 0) {
    }
}

class Shim
{
public:
    Shim(int socket, Isolation isolation, const MemoryGroup &group)
        : m_socket(socket), m_isolation(isolation), m_group(group)
    {
    }

    [[noreturn]] void run(const char *jobVariable);

private:
    void receiveCommand();
    void reap();
    void checkMemory();
    [[noreturn]] void end(std::int64_t memoryBytes = 0);
    void send(const Event &event, bool asChild = false) const;

    int m_socket;
    Isolation m_isolation;
    MemoryGroup m_group; ///< this process is in it, and so is all that the child starts
    pid_t m_child = -1;
    int m_status = SIGKILL; ///< of the child, once it is reaped
    std::uint64_t m_memoryBytes = 0;
};

/// `asChild`: the kernel translates the child's number for the receiver, who is in another namespace. That takes
/// CAP_SYS_ADMIN in this namespace, which its init has.
void Shim::send(const Event &event, bool asChild) const
{
    iovec part{const_cast<Event *>(&event), sizeof event};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))] = {};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (asChild) {
        const ucred credentials{m_child, ::getuid(), ::getgid()};
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        cmsghdr *const header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_CREDENTIALS;
        header->cmsg_len = CMSG_LEN(sizeof credentials);
        std::memcpy(CMSG_DATA(header), &credentials, sizeof credentials);
    }
    (void)::sendmsg(m_socket, &message, MSG_NOSIGNAL);
}

void Shim::run(const char *jobVariable)
{
    if (m_group.isOpen() && !m_group.enter()) {
        m_group.close();
    }
    StartRequest request;
    const StartResult started =
        startChild(m_socket, m_isolation == Isolation::Subreaper ? jobVariable : nullptr, m_group, request);
    if (started.child < 0) {
        send({.kind = Event::Failed, .step = started.step, .value = started.error, .memoryBytes = 0});
        ::_exit(0);
    }
    m_child = started.child;
    m_memoryBytes = request.memoryBytes;
    send({.kind = Event::Started, .step = {}, .value = m_child, .memoryBytes = 0}, m_isolation != Isolation::Subreaper);

    pollfd watched[]{
        {.fd = m_socket, .events = POLLIN, .revents = 0},
        {.fd = childEnds(), .events = POLLIN, .revents = 0},
        {.fd = m_memoryBytes > 0 && !m_group.isOpen() ? memoryTimer() : -1, .events = POLLIN, .revents = 0},
        {.fd = m_memoryBytes > 0 ? m_group.events : -1, .events = POLLPRI, .revents = 0}};
    for (;;) {
        if (::poll(watched, std::size(watched), -1) < 0) {
            continue;
        }
        if (watched[1].revents != 0) {
            drain(watched[1].fd);
            reap();
        }
        if (watched[0].revents != 0) {
            receiveCommand();
        }
        if (watched[2].revents != 0) {
            drain(watched[2].fd);
            checkMemory();
        }
        if (watched[3].revents != 0 && m_group.hasOomKill()) {
            end();
        }
    }
}

void Shim::receiveCommand()
{
    Command command;
    const ssize_t got = ::recv(m_socket, &command, sizeof command, MSG_WAITALL);
    if (got != static_cast<ssize_t>(sizeof command) || command.kind == Command::Kill) {
        end();
    }
    // The child is not reaped yet, so its number is its own.
    (void)::kill(-m_child, command.signal);
}

/// Takes in what has ended: the child, and what it left without a parent.
void Shim::reap()
{
    int status = 0;
    for (pid_t ended = 0; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;) {
        if (ended == m_child) {
            m_status = status;
            m_child = -1;
            end();
        }
    }
}

void Shim::checkMemory()
{
    const std::uint64_t used = memoryAbove(m_memoryBytes);
    if (used > m_memoryBytes) {
        end(static_cast<std::int64_t>(used));
    }
}

void Shim::end(std::int64_t memoryBytes)
{
    if (m_memoryBytes > 0 && m_group.hasOomKill()) {
        memoryBytes = static_cast<std::int64_t>(m_memoryBytes); // the kernel allows no more
    }
    const int status = endAll(m_isolation != Isolation::Subreaper, m_child);
    send({.kind = Event::Ended, .step = {}, .value = m_child < 0 ? m_status : status, .memoryBytes = memoryBytes});
    ::_exit(0);
}

} // namespace

void runShim(int socket, Isolation isolation, const char *jobVariable, const MemoryGroup &group)
{
    ::setsid(); // a Ctrl-C at the terminal is for the program, which decides what becomes of its jobs
    if (isolation == Isolation::Subreaper) {
        ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    }
    Shim(socket, isolation, group).run(jobVariable);
}

} // namespace studio::supervisor
