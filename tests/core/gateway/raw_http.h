// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/http_message.h"

#include <QByteArray>
#include <QCoreApplication>

#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace studio::test {

/// What came back; status 0 where nothing did.
struct RawAnswer
{
    int status = 0;
    Headers headers;
    QByteArray body;
    bool isIntact = false; ///< the body ended as its framing says
};

/// A client that sends exactly what it is told to. Blocks, for half a minute at most at a time: call it on a thread.
class RawHttp
{
public:
    explicit RawHttp(quint16 port, int receiveBuffer = 0) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const timeval timeout{.tv_sec = 30, .tv_usec = 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
        ::setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
        if (receiveBuffer > 0) {
            ::setsockopt(m_socket, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
        }
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_isOpen = ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }
    ~RawHttp() { ::close(m_socket); }
    RawHttp(const RawHttp &) = delete;
    RawHttp &operator=(const RawHttp &) = delete;

    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    bool send(QByteArrayView bytes) const
    {
        while (!bytes.isEmpty()) {
            const ssize_t sent = ::send(m_socket, bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            bytes = bytes.sliced(sent);
        }
        return true;
    }
    void sendNoMore() const { ::shutdown(m_socket, SHUT_WR); }
    /// One answer, interim ones passed over.
    RawAnswer answer(bool isHead = false)
    {
        RawAnswer answer;
        do {
            answer = head();
        } while (answer.status >= 100 && answer.status < 200);
        if (answer.status != 0) {
            readBody(answer, isHead);
        }
        return answer;
    }
    /// Only the head; the rest comes with piece().
    RawAnswer head()
    {
        RawAnswer answer;
        QByteArray line = readLine();
        answer.status = line.split(' ').value(1).toInt();
        while (answer.status != 0 && !(line = readLine()).isEmpty()) {
            const qsizetype colon = line.indexOf(':');
            answer.headers.append({line.first(colon).toLower(), line.sliced(colon + 1).trimmed()});
        }
        return answer;
    }
    QByteArray readLine()
    {
        qsizetype end = -1;
        while ((end = m_read.indexOf("\r\n")) < 0) {
            if (!readMore()) {
                return {};
            }
        }
        const QByteArray line = m_read.first(end);
        m_read.remove(0, end + 2);
        return line;
    }
    /// Without reading anything: until the server has ended the connection, half a minute at most.
    [[nodiscard]] bool waitUntilClosed() const
    {
        pollfd socket{.fd = m_socket, .events = POLLRDHUP, .revents = 0};
        return ::poll(&socket, 1, 30'000) == 1;
    }
    /// Until the server has ended both directions: it takes nothing more. Half a minute at most.
    [[nodiscard]] bool waitUntilReset() const
    {
        pollfd socket{.fd = m_socket, .events = 0, .revents = 0}; // POLLHUP and POLLERR, which are always told
        return ::poll(&socket, 1, 30'000) == 1;
    }
    /// Whether the server closes its side with nothing more said. One that stays open and says nothing has not.
    bool isClosed() { return m_read.isEmpty() && !readMore() && m_hasEnded; }
    bool readMore()
    {
        char bytes[16 << 10];
        const ssize_t got = ::recv(m_socket, bytes, sizeof bytes, 0);
        if (got > 0) {
            m_read.append(bytes, got);
        }
        m_hasEnded = got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
        return got > 0;
    }
    QByteArray chunk()
    {
        const qsizetype size = readLine().toLongLong(nullptr, 16);
        const QByteArray bytes = take(size);
        readLine();
        return bytes;
    }

private:
    QByteArray take(qsizetype count)
    {
        while (m_read.size() < count && readMore()) {
        }
        const QByteArray bytes = m_read.first(std::min(count, m_read.size()));
        m_read.remove(0, bytes.size());
        return bytes;
    }
    void readBody(RawAnswer &answer, bool isHead)
    {
        const bool hasLength = !headerValue(answer.headers, "content-length").isEmpty();
        if (isHead || answer.status == 204 || answer.status == 304) {
            answer.isIntact = true;
        } else if (hasLength) {
            const qsizetype length = headerValue(answer.headers, "content-length").toLongLong();
            answer.body = take(length);
            answer.isIntact = answer.body.size() == length;
        } else if (headerValue(answer.headers, "transfer-encoding") == "chunked") {
            for (;;) {
                const QByteArray line = readLine();
                bool isNumber = false;
                const qsizetype size = line.toLongLong(&isNumber, 16);
                if (!isNumber) {
                    return;
                }
                answer.body += take(size);
                readLine();
                if (size == 0) {
                    answer.isIntact = true;
                    return;
                }
            }
        } else {
            while (readMore()) {
            }
            answer.body = std::exchange(m_read, {});
            answer.isIntact = m_hasEnded;
        }
    }

    int m_socket;
    bool m_isOpen = false;
    bool m_hasEnded = false; ///< the last read found the end of the connection, not that nothing came in time
    QByteArray m_read;
};

/// Runs `work` on a thread of its own while this one goes on with its events.
template <typename Work> auto onThread(Work work) -> decltype(work())
{
    std::optional<decltype(work())> result;
    std::atomic<bool> isDone = false;
    std::jthread thread([&] {
        result = work();
        isDone = true;
    });
    while (!isDone) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    }
    return std::move(*result);
}

} // namespace studio::test
