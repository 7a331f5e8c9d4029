// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <memory>
#include <utility>

namespace studio::test {

/// A real server on loopback that answers each request whole, as the test says.
class AnsweringServer : public QTcpServer
{
public:
    std::function<void(QTcpSocket *, const QByteArray &request)> answer;
    int connections = 0;
    QByteArray last;

    AnsweringServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            ++connections;
            auto read = std::make_shared<QByteArray>();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket, read] {
                *read += socket->readAll();
                if (read->contains("\r\n\r\n")) {
                    last = std::exchange(*read, {});
                    answer(socket, last);
                }
            });
        });
    }
    [[nodiscard]] quint16 port() const { return serverPort(); }
};

} // namespace studio::test
