// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/supervisor_client.h"

#include "core/base/helper_program.h"
#include "core/base/notices.h"
#include "core/base/system_error.h"

#include <QFile>
#include <QObject>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace studio {

namespace {

using supervisor::Isolation;
using supervisor::Offer;
using supervisor::Wanted;

constexpr timeval answerTimeout{.tv_sec = 10, .tv_usec = 0}; ///< of a supervisor on a machine that is very busy
constexpr timeval supervisorEndTimeout{.tv_sec = 2, .tv_usec = 0};

std::unexpected<Error> notStarted(const QString &reason)
{
    return fail(ErrorCode::Unavailable,
                QObject::tr("The program that supervises child processes could not be started: %1.").arg(reason));
}

/// In a session of its own, with every signal as it is by default and no descriptor of ours but its socket.
int spawnSupervisor(const QByteArray &program, int socket, pid_t &pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, socket, supervisor::controlDescriptor);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, supervisor::controlDescriptor + 1);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
    QByteArray isolation = qgetenv("STUDIO_PROCESS_ISOLATION");
    QByteArray name = program;
    char *arguments[] = {name.data(), isolation.data(), nullptr};
    const int error = ::posix_spawn(&pid, program.constData(), &actions, &attributes, arguments, environ);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    return error;
}

/// The descriptor that came with a message, or -1.
int receivedDescriptor(const msghdr &message)
{
    const cmsghdr *const header = CMSG_FIRSTHDR(&message);
    int descriptor = -1;
    if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
        std::memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
    }
    return descriptor;
}

} // namespace

SupervisorClient &SupervisorClient::instance()
{
    static SupervisorClient client;
    return client;
}

SupervisorClient::~SupervisorClient()
{
    end();
}

Result<ReadyShim> SupervisorClient::takeShim(Wanted wanted)
{
    const std::lock_guard guard(m_mutex);
    for (const bool isLastTry : {false, true}) {
        if (m_socket < 0) {
            if (auto started = start(); !started) {
                return std::unexpected(started.error());
            }
        }
        auto shim = receiveOffer(wanted);
        if (shim || isLastTry) {
            return shim;
        }
        end(); // it was killed, or is stuck: another one
    }
    return notStarted({}); // not reached
}

Result<void> SupervisorClient::start()
{
    int sockets[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) {
        return notStarted(systemReason(errno));
    }
    ::setsockopt(sockets[0], SOL_SOCKET, SO_RCVTIMEO, &answerTimeout, sizeof answerTimeout);
    const QString program = helperProgram(QStringLiteral("ignite-supervisor"));
    const int error = spawnSupervisor(QFile::encodeName(program), sockets[1], m_pid);
    ::close(sockets[1]);
    if (error != 0) {
        ::close(sockets[0]);
        m_pid = -1;
        return notStarted(QStringLiteral("%1: %2").arg(program, systemReason(error)));
    }
    m_socket = sockets[0];
    m_isComing = true; // the first one comes without being asked for
    return {};
}

/// What was made ahead is of the best kind.
Result<ReadyShim> SupervisorClient::receiveOffer(Wanted wanted)
{
    if (wanted == Wanted::Best && m_spare.socket >= 0) {
        return std::exchange(m_spare, ReadyShim{});
    }
    auto shim = receiveOffer();
    if (!shim || wanted == Wanted::Best || shim->isolation != Isolation::UserNamespace) {
        return shim;
    }
    if (m_spare.socket >= 0) {
        ::close(m_spare.socket);
    }
    m_spare = *shim;
    ask(wanted);
    return receiveOffer();
}

void SupervisorClient::prepareNext()
{
    const std::lock_guard guard(m_mutex);
    if (m_socket >= 0 && !m_isComing) {
        ask(Wanted::Best);
    }
}

void SupervisorClient::ask(Wanted wanted)
{
    m_isComing = true;
    (void)::send(m_socket, &wanted, sizeof wanted, MSG_NOSIGNAL);
}

Result<ReadyShim> SupervisorClient::receiveOffer()
{
    if (!m_isComing) {
        ask(Wanted::Best);
    }
    m_isComing = false;
    Offer offer;
    iovec part{&offer, sizeof offer};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    ssize_t got = 0;
    while ((got = ::recvmsg(m_socket, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
    }
    if (got != static_cast<ssize_t>(sizeof offer)) {
        return notStarted(QObject::tr("it ended or does not answer"));
    }
    if (offer.endedLeftovers > 0) {
        notice(QObject::tr("Processes that an earlier run had left behind were ended: %1.").arg(offer.endedLeftovers),
               NoticeKind::Information);
    }
    const int socket = receivedDescriptor(message);
    if (socket < 0) {
        return notStarted(QObject::tr("no more processes can be made"));
    }
    return ReadyShim{socket, offer.isolation};
}

/// Waits until the supervisor has ended all jobs and itself: milliseconds, unless the kernel cannot end one of them
/// now.
void SupervisorClient::end()
{
    if (m_socket < 0) {
        return;
    }
    ::shutdown(m_socket, SHUT_WR);
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &supervisorEndTimeout, sizeof supervisorEndTimeout);
    char ignored = 0;
    ssize_t got = 0;
    while ((got = ::recv(m_socket, &ignored, 1, 0)) > 0 || (got < 0 && errno == EINTR)) {
    }
    ::close(std::exchange(m_socket, -1));
    if (m_spare.socket >= 0) {
        ::close(std::exchange(m_spare.socket, -1));
    }
    if (got < 0) {
        ::kill(m_pid, SIGKILL);
    }
    while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    m_pid = -1;
}

} // namespace studio
