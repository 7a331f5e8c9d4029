// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>

namespace studio::test {

/// Gives one and the same answer to each request, and closes; nothing to an empty one. With a piece the answer goes on
/// with it for ever, as fast as it is taken.
class HostileServer : public QTcpServer
{
public:
    QByteArray answer;
    QByteArray piece;
    bool slow = false; ///< goes on by a blank now and then instead

    [[nodiscard]] int requests() const { return m_requests; }
    [[nodiscard]] qint64 sent() const { return m_sent; } ///< bytes of pieces, to all
    [[nodiscard]] QString address() const { return QStringLiteral("http://127.0.0.1:%1").arg(serverPort()); }

    static QByteArray whole(const QByteArray &body, const QByteArray &status = "200 OK",
                            const QByteArray &type = "application/json", const QByteArray &fields = {})
    {
        return "HTTP/1.1 " + status + "\r\ncontent-type: " + type + "\r\n" + fields +
               "connection: close\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }

protected:
    void incomingConnection(qintptr handle) override
    {
        auto *const socket = new QTcpSocket(this);
        socket->setSocketDescriptor(handle);
        connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            if (!isIntact(socket->peek(socket->bytesAvailable()))) {
                return;
            }
            socket->readAll();
            ++m_requests;
            if (!answer.isEmpty()) {
                socket->write(answer);
            }
            if (!piece.isEmpty()) {
                connect(socket, &QTcpSocket::bytesWritten, socket, [this, socket] { goOn(socket); });
            } else if (slow) {
                auto *const timer = new QTimer(socket);
                connect(timer, &QTimer::timeout, socket, [socket] { socket->write(" "); });
                timer->start(std::chrono::milliseconds(20));
            } else if (!answer.isEmpty()) {
                socket->disconnectFromHost(); // when all is written
            }
        });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    }

private:
    static bool isIntact(const QByteArray &request)
    {
        const QByteArray field = "content-length: ";
        const qsizetype end = request.indexOf("\r\n\r\n");
        const qsizetype at = request.first(std::max<qsizetype>(end, 0)).toLower().indexOf(field);
        const qsizetype size =
            at < 0 ? 0 : request.sliced(at + field.size(), request.indexOf('\r', at) - at - field.size()).toLongLong();
        return end >= 0 && request.size() >= end + 4 + size;
    }
    void goOn(QTcpSocket *socket)
    {
        if (socket->bytesToWrite() < piece.size()) {
            m_sent += socket->write(piece);
        }
    }

    int m_requests = 0;
    qint64 m_sent = 0;
};

} // namespace studio::test
