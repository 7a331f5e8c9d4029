// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/supervisor/supervisor.h"

#include "core/process/supervisor/job_processes.h"
#include "core/process/supervisor/leftovers.h"
#include "core/process/supervisor/memory_group.h"
#include "core/process/supervisor/namespaces.h"
#include "core/process/supervisor/protocol.h"
#include "core/process/supervisor/shim.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <iterator>
#include <linux/close_range.h>
#include <poll.h>
#include <string>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace studio::supervisor {

namespace {

struct RunningShim
{
    pid_t process = -1;
    std::string memoryGroup; ///< the path of its job's cgroup; empty for none
};

std::vector<RunningShim> shims; ///< those that are not reaped yet; for isShim, which is called without a context

bool isShim(pid_t process)
{
    return std::ranges::find(shims, process, &RunningShim::process) != shims.end();
}

/// Nothing of the program's own is held: its pipes end with it, and its folder may go.
void letGoOfSurroundings()
{
    const int nothing = ::open("/dev/null", O_RDWR);
    for (int descriptor = 0; descriptor < 3; ++descriptor) {
        ::dup2(nothing, descriptor);
    }
    if (nothing >= 3) {
        ::close(nothing);
    }
    ::fcntl(controlDescriptor, F_SETFD, FD_CLOEXEC);
    (void)!::chdir("/");
    ::setsid();
}

class Supervisor
{
public:
    explicit Supervisor(Isolation isolation) : m_isolation(isolation) {}

    int run();

private:
    void offerShim(Isolation isolation, int endedLeftovers = 0);
    pid_t forkShim(int socket, Isolation isolation, const MemoryGroup &group);
    void reap();
    void endEverything();

    Isolation m_isolation;
    int m_signals = -1;
    std::string m_jobVariable;
    MemoryGroups m_memoryGroups;
};

int Supervisor::run()
{
    sigset_t childEnds;
    sigemptyset(&childEnds);
    sigaddset(&childEnds, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &childEnds, nullptr);
    m_signals = ::signalfd(-1, &childEnds, SFD_CLOEXEC | SFD_NONBLOCK);
    m_jobVariable = jobVariable(::getppid());
    ::prctl(PR_SET_CHILD_SUBREAPER, 1); // of shims that are subreapers themselves and were killed
    m_memoryGroups.setUp();
    const bool mayHaveLeft = m_isolation == Isolation::Subreaper;
    offerShim(m_isolation, mayHaveLeft ? std::min(endLeftovers(), maxLeftovers) : 0);
    pollfd watched[]{{.fd = controlDescriptor, .events = POLLIN, .revents = 0},
                     {.fd = m_signals, .events = POLLIN, .revents = 0}};
    for (;;) {
        if (::poll(watched, std::size(watched), -1) < 0) {
            continue;
        }
        if (watched[1].revents != 0) {
            signalfd_siginfo ignored;
            while (::read(m_signals, &ignored, sizeof ignored) > 0) {
            }
            reap();
        }
        if (watched[0].revents != 0) {
            Wanted wanted = Wanted::Best;
            if (::recv(controlDescriptor, &wanted, sizeof wanted, 0) <= 0) {
                endEverything();
                return 0;
            }
            const bool isPlain = wanted == Wanted::TrueOwners && m_isolation == Isolation::UserNamespace;
            offerShim(isPlain ? Isolation::Subreaper : m_isolation);
        }
    }
}

/// Closes every other descriptor. What is kept gets the numbers from `controlDescriptor` on.
void keepOnly(int &socket, MemoryGroup &group)
{
    int *const kept[] = {&socket, &group.processes, &group.limit, &group.events};
    constexpr int above = 64; // the numbers of before are not to be overwritten
    for (int *const descriptor : kept) {
        *descriptor = *descriptor < 0 ? -1 : ::fcntl(*descriptor, F_DUPFD_CLOEXEC, above);
    }
    int next = controlDescriptor;
    for (int *const descriptor : kept) {
        if (*descriptor >= 0) {
            *descriptor = ::dup3(*descriptor, next++, O_CLOEXEC);
        }
    }
    ::close_range(static_cast<unsigned>(next), ~0U, 0);
}

pid_t Supervisor::forkShim(int socket, Isolation isolation, const MemoryGroup &group)
{
    const pid_t shim = forkIsolated(isolation);
    if (shim == 0) {
        MemoryGroup own = group;
        keepOnly(socket, own);
        runShim(socket, isolation, m_jobVariable.c_str(), own);
    }
    return shim;
}

/// Makes a shim and sends the program a socket to it. Without one there is an offer with no socket in it.
void Supervisor::offerShim(Isolation isolation, int endedLeftovers)
{
    Offer offer{isolation, endedLeftovers};
    int sockets[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) == 0) {
        std::string path;
        MemoryGroup group = m_memoryGroups.make(path);
        pid_t shim = forkShim(sockets[1], offer.isolation, group);
        if (shim < 0 && isolation != Isolation::Subreaper && errno != ENOMEM && errno != EAGAIN) {
            offer.isolation = Isolation::Subreaper; // there are as many namespaces as there may be
            shim = forkShim(sockets[1], offer.isolation, group);
        }
        group.close();
        if (shim > 0) {
            shims.push_back({shim, path});
        } else {
            m_memoryGroups.remove(path);
        }
        ::close(sockets[1]);
        if (shim < 0) {
            ::close(sockets[0]);
            sockets[0] = -1;
        }
    }
    iovec part{&offer, sizeof offer};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (sockets[0] >= 0) {
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        cmsghdr *const header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(header), &sockets[0], sizeof(int));
    }
    (void)::sendmsg(controlDescriptor, &message, MSG_NOSIGNAL);
    if (sockets[0] >= 0) {
        ::close(sockets[0]);
    }
}

/// A shim that is no init and was killed leaves its job to us: what is no shim is ended.
void Supervisor::reap()
{
    for (pid_t ended = 0; (ended = ::waitpid(-1, nullptr, WNOHANG)) > 0;) {
        const auto shim = std::ranges::find(shims, ended, &RunningShim::process);
        if (shim != shims.end()) {
            m_memoryGroups.remove(shim->memoryGroup);
            shims.erase(shim);
        }
    }
    killChildren(isShim);
}

void Supervisor::endEverything()
{
    for (const RunningShim &shim : shims) {
        (void)::kill(shim.process, SIGKILL);
    }
    (void)endAll(false, -1);
    for (const RunningShim &shim : shims) {
        m_memoryGroups.remove(shim.memoryGroup);
    }
}

} // namespace

int supervise(bool withoutNamespaces)
{
    letGoOfSurroundings();
    return Supervisor(withoutNamespaces ? Isolation::Subreaper : bestIsolation()).run();
}

} // namespace studio::supervisor
