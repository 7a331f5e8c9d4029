// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace studio::test {

/// A server on loopback that answers its first request and then never stops sending: `first` once, then `again` as fast
/// as it is taken, or after each `pause`. It ends by itself after 20 s, so that a client that keeps no time is seen as
/// one that was not cut off.
class EndlessPeer
{
public:
    EndlessPeer(QByteArray first, QByteArray again, std::chrono::milliseconds pause = {})
        : m_first(std::move(first)), m_again(std::move(again)), m_pause(pause)
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), sizeof address);
        ::listen(m_listener, 16);
        ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~EndlessPeer()
    {
        m_isEnding = true;
        ::shutdown(m_listener, SHUT_RDWR); // ends accept()
        m_thread.join();
        ::close(m_listener);
    }
    EndlessPeer(const EndlessPeer &) = delete;
    EndlessPeer &operator=(const EndlessPeer &) = delete;

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] bool hasSent() const { return m_hasSent; }     ///< more than what comes first
    [[nodiscard]] bool wasCutOff() const { return m_wasCutOff; } ///< the client closed while it was still sending

private:
    static bool sendAll(int socket, const QByteArray &bytes)
    {
        qsizetype sent = 0;
        while (sent < bytes.size()) {
            const ssize_t now =
                ::send(socket, bytes.constData() + sent, static_cast<std::size_t>(bytes.size() - sent), MSG_NOSIGNAL);
            if (now <= 0) {
                return false;
            }
            sent += now;
        }
        return true;
    }

    void serve()
    {
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) {
            return;
        }
        char request[4096];
        (void)::recv(socket, request, sizeof request, 0);
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        bool isTaken = sendAll(socket, m_first);
        while (isTaken && !m_isEnding && std::chrono::steady_clock::now() < end) {
            isTaken = sendAll(socket, m_again);
            m_hasSent = true;
            if (m_pause.count() > 0) {
                std::this_thread::sleep_for(m_pause); // fixed wait: it is a slow one
            }
        }
        m_wasCutOff = !isTaken;
        ::close(socket);
    }

    QByteArray m_first;
    QByteArray m_again;
    std::chrono::milliseconds m_pause;
    int m_listener = -1;
    quint16 m_port = 0;
    std::atomic<bool> m_isEnding = false;
    std::atomic<bool> m_hasSent = false;
    std::atomic<bool> m_wasCutOff = false;
    std::thread m_thread;
};

} // namespace studio::test
