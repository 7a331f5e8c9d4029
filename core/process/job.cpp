// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/job.h"

#include "core/process/supervisor_client.h"

#include <QObject>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace studio {

namespace {

using supervisor::Command;
using supervisor::Event;
using supervisor::StartRequest;

constexpr timeval startTimeout{.tv_sec = 30, .tv_usec = 0}; ///< a program on a slow disk or network

QByteArray textOf(const Job::Request &request)
{
    QByteArray text = request.program + '\0' + request.workingDirectory + '\0';
    for (const QList<QByteArray> *list : {&request.arguments, &request.environment}) {
        for (const QByteArray &word : *list) {
            text += word + '\0';
        }
    }
    return text;
}

bool sendAll(int socket, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t sent = ::send(socket, bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR) {
            return false;
        }
        bytes = bytes.sliced(std::max<ssize_t>(sent, 0));
    }
    return true;
}

bool sendWithDescriptors(int socket, const StartRequest &head, const QList<int> &descriptors)
{
    iovec part{const_cast<StartRequest *>(&head), sizeof head};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * supervisor::maxDescriptors)] = {};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * static_cast<std::size_t>(descriptors.size()));
    cmsghdr *const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int) * static_cast<std::size_t>(descriptors.size()));
    std::memcpy(CMSG_DATA(header), descriptors.constData(), sizeof(int) * static_cast<std::size_t>(descriptors.size()));
    return ::sendmsg(socket, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof head);
}

QString reasonOf(const Event &event)
{
    const QString reason = QString::fromLocal8Bit(std::strerror(static_cast<int>(event.value)));
    return event.step == Event::EnterFolder ? QObject::tr("its working directory: %1").arg(reason) : reason;
}

} // namespace

Job::~Job()
{
    close();
}

Result<void> Job::start(const Request &request)
{
    const auto shim = SupervisorClient::instance().takeShim(request.isolation);
    if (!shim) {
        return std::unexpected(shim.error());
    }
    m_socket = shim->socket;
    const int yes = 1;
    ::setsockopt(m_socket, SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes);
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &startTimeout, sizeof startTimeout);
    ::setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &startTimeout, sizeof startTimeout);
    if (!send(request)) {
        close();
        return fail(ErrorCode::Unavailable, QObject::tr("its supervisor was ended"));
    }
    const auto event = receiveStart();
    SupervisorClient::instance().prepareNext();
    if (!event || event->kind != Event::Started) {
        close();
        return fail(ErrorCode::Unavailable, event ? reasonOf(*event) : event.error().message);
    }
    if (shim->isolation == supervisor::Isolation::Subreaper) {
        m_pid = event->value;
    }
    return {};
}

bool Job::send(const Request &request)
{
    const QByteArray text = textOf(request);
    const StartRequest head{.bytes = static_cast<std::uint32_t>(text.size()),
                            .arguments = static_cast<std::uint32_t>(request.arguments.size()),
                            .variables = static_cast<std::uint32_t>(request.environment.size()),
                            .descriptors = static_cast<std::uint32_t>(request.descriptors.size()),
                            .memoryBytes = static_cast<std::uint64_t>(request.memoryBytes),
                            .niceness = static_cast<std::uint64_t>(std::clamp(request.niceness, 0, 19))};
    return sendWithDescriptors(m_socket, head, request.descriptors) && sendAll(m_socket, text);
}

/// The child's number comes beside the message, as the kernel translates it from the shim's namespace to ours.
Result<Event> Job::receiveStart()
{
    Event event;
    iovec part{&event, sizeof event};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))];
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    ssize_t got = 0;
    while ((got = ::recvmsg(m_socket, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL)) < 0 && errno == EINTR) {
    }
    if (got != static_cast<ssize_t>(sizeof event)) {
        return fail(ErrorCode::Unavailable,
                    got < 0 ? QObject::tr("it takes longer than 30 s") : QObject::tr("its supervisor was ended"));
    }
    const cmsghdr *const header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_CREDENTIALS) {
        ucred credentials;
        std::memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
        m_pid = credentials.pid;
    }
    return event;
}

std::optional<Event> Job::readEnd()
{
    Event event;
    const ssize_t got = ::recv(m_socket, &event, sizeof event, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return {};
    }
    close();
    if (got != static_cast<ssize_t>(sizeof event)) {
        // The shim itself was killed, and the job with it.
        return Event{.kind = Event::Ended, .step = {}, .value = SIGKILL, .memoryBytes = 0};
    }
    return event;
}

bool Job::waitForEnd(std::chrono::milliseconds timeout)
{
    pollfd watched{.fd = m_socket, .events = POLLIN, .revents = 0};
    return m_socket < 0 || ::poll(&watched, 1, static_cast<int>(timeout.count())) > 0;
}

void Job::signal(int number)
{
    send(Command{Command::Signal, number});
}

void Job::kill()
{
    send(Command{Command::Kill, 0});
}

void Job::send(const Command &command)
{
    if (m_socket >= 0) {
        (void)::send(m_socket, &command, sizeof command, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
}

void Job::close()
{
    if (m_socket >= 0) {
        ::close(std::exchange(m_socket, -1));
    }
    m_pid = 0;
}

} // namespace studio
