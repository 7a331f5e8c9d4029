// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/rpc_connection.h"
#include "core/lsp/rpc_framer.h"

#include <QTest>

#include <array>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace studio::test {

/// The other end of a connection: what it is sent, and any bytes as answer.
class Peer
{
public:
    Peer()
    {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0) {
            m_socket = ends[0];
            connection = std::make_unique<RpcConnection>(ends[1]);
        }
    }
    ~Peer()
    {
        connection.reset();
        close();
    }
    Q_DISABLE_COPY_MOVE(Peer)

    void close()
    {
        if (m_socket >= 0) {
            ::close(std::exchange(m_socket, -1));
        }
    }

    /// Whether read() would not wait. Several messages may come at once.
    bool hasMore()
    {
        while (!m_next) {
            m_next = m_framer.next();
            pollfd wait{m_socket, POLLIN, 0};
            if (m_next || ::poll(&wait, 1, 0) != 1 || !readBytes()) {
                break;
            }
        }
        return m_next.has_value();
    }

    RpcMessage read()
    {
        while (!hasMore()) {
            pollfd wait{m_socket, POLLIN, 0};
            if (::poll(&wait, 1, 10'000) != 1 || !readBytes()) {
                return {};
            }
        }
        const auto frame = std::exchange(m_next, std::nullopt);
        return *parseRpcMessage((*frame)->body);
    }

    void write(const QByteArray &bytes)
    {
        for (qsizetype at = 0; at < bytes.size();) {
            const auto written =
                ::send(m_socket, bytes.constData() + at, static_cast<std::size_t>(bytes.size() - at), MSG_NOSIGNAL);
            if (written <= 0) {
                return;
            }
            at += written;
        }
    }
    /// The same while the connection goes on with what it does on this thread.
    RpcMessage readWhile()
    {
        return QTest::qWaitFor([this] { return hasMore(); }, 10'000) ? read() : RpcMessage{};
    }
    void refuse(const Json &id, int code)
    {
        write(framed(
            toJson(RpcMessage{RpcMessage::Kind::Answer, id, {}, {}, RpcError{code, QStringLiteral("no")}}).toUtf8()));
    }
    void answer(const Json &id, const Json &result)
    {
        write(framed(toJson(RpcMessage{RpcMessage::Kind::Answer, id, {}, result, {}}).toUtf8()));
    }

    std::unique_ptr<RpcConnection> connection;

private:
    bool readBytes()
    {
        std::array<char, 4096> bytes{};
        const auto got = ::read(m_socket, bytes.data(), bytes.size());
        m_framer.add(QByteArrayView(bytes.data(), std::max<ssize_t>(got, 0)));
        return got > 0;
    }

    int m_socket = -1;
    RpcFramer m_framer;
    std::optional<Result<RpcFramer::Frame>> m_next;
};

/// A call for JSON, and what it ended with.
struct Asked
{
    std::optional<Result<Json>> answer;
    int ends = 0;
    RpcCall call;

    explicit Asked(RpcConnection &connection, std::chrono::milliseconds timeout = std::chrono::seconds(10),
                   const QString &group = {}, RpcPriority priority = RpcPriority::Normal)
        : call(connection.call<Json>(
              QStringLiteral("ask"), Json{{"x", 1}},
              [this](Result<Json> result) {
                  answer = std::move(result);
                  ++ends;
              },
              timeout, group, priority))
    {
    }
};

} // namespace studio::test
