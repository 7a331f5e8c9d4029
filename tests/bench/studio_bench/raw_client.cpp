// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/raw_client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace studio::bench {

namespace {

/// Bytes of head and body together, or -1 while the head is not whole.
qsizetype wholeSize(const QByteArray &answer)
{
    const qsizetype head = answer.indexOf("\r\n\r\n");
    if (head < 0) {
        return -1;
    }
    const QByteArray lower = answer.first(head).toLower();
    const qsizetype length = lower.indexOf("content-length:");
    if (length < 0) {
        return head + 4;
    }
    const qsizetype begin = length + 15;
    qsizetype end = lower.indexOf('\r', begin);
    end = end < 0 ? lower.size() : end;
    return head + 4 + lower.mid(begin, end - begin).trimmed().toLongLong();
}

} // namespace

RawClient::RawClient(quint16 port, QByteArray host) : m_host(std::move(host))
{
    m_socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
        close(m_socket);
        m_socket = -1;
    }
}

RawClient::~RawClient()
{
    if (m_socket >= 0) {
        close(m_socket);
    }
}

QByteArray RawClient::post(const QByteArray &body)
{
    const QByteArray request =
        "POST / HTTP/1.1\r\nhost: " + m_host +
        "\r\ncontent-type: application/json\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    if (write(m_socket, request.constData(), static_cast<std::size_t>(request.size())) != request.size()) {
        return {};
    }
    QByteArray answer;
    char buffer[16 * 1024];
    for (;;) {
        const ssize_t got = ::read(m_socket, buffer, sizeof buffer);
        if (got <= 0) {
            return {};
        }
        answer.append(buffer, got);
        const qsizetype whole = wholeSize(answer);
        if (whole >= 0 && answer.size() >= whole) {
            return answer;
        }
    }
}

} // namespace studio::bench
