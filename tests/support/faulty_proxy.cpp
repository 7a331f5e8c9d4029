// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faulty_proxy.h"

#include <QHostAddress>
#include <QTimer>

#include <memory>

namespace studio::test {

struct FaultyProxy::Pair
{
    QTcpSocket *client = nullptr;
    QTcpSocket *server = nullptr;
    std::optional<Fault> fault;
    qsizetype requestBytes = 0;
    qsizetype answerBytes = 0;
    QByteArray head; ///< of the answer, until its end was seen
};

FaultyProxy::FaultyProxy(quint16 target, QObject *parent) : QObject(parent), m_target(target)
{
    m_server.listen(QHostAddress::LocalHost);
    m_port = m_server.serverPort();
    connect(&m_server, &QTcpServer::newConnection, this, &FaultyProxy::accept);
}

int FaultyProxy::requests(const QByteArray &match) const
{
    return static_cast<int>(
        std::ranges::count_if(m_lines, [&](const QByteArray &line) { return line.contains(match); }));
}

void FaultyProxy::unplug(bool isOff)
{
    if (!isOff) {
        m_server.listen(QHostAddress::LocalHost, m_port);
        return;
    }
    m_server.close();
    for (const auto &weak : std::exchange(m_pairs, {})) {
        if (const auto pair = weak.lock()) {
            cut(pair);
        }
    }
}

void FaultyProxy::accept()
{
    while (QTcpSocket *const client = m_server.nextPendingConnection()) {
        const auto pair = std::make_shared<Pair>();
        pair->client = client;
        pair->server = new QTcpSocket(client); // goes with it
        m_pairs << pair;
        connect(client, &QTcpSocket::readyRead, this, [this, pair] { fromClient(pair); });
        connect(pair->server, &QTcpSocket::readyRead, this, [this, pair] { fromServer(pair); });
        connect(pair->server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        pair->server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_target);
    }
}

void FaultyProxy::cut(const std::shared_ptr<Pair> &pair)
{
    pair->server->abort();
    pair->client->abort();
}

void FaultyProxy::fromClient(const std::shared_ptr<Pair> &pair)
{
    QByteArray bytes = pair->client->readAll();
    static const QByteArrayList verbs{"GET ", "POST ", "PATCH ", "DELETE "};
    if (std::ranges::any_of(verbs, [&](const QByteArray &verb) { return bytes.startsWith(verb); })) {
        // The server answers at its own address only.
        bytes.replace(':' + QByteArray::number(m_port) + "\r\n", ':' + QByteArray::number(m_target) + "\r\n");
        const QByteArray line = bytes.first(bytes.indexOf("\r\n"));
        m_lines << line;
        pair->requestBytes = 0;
        pair->answerBytes = 0;
        pair->head.clear();
        pair->fault.reset();
        if (m_fault && m_fault->times > 0 && line.contains(m_fault->match)) {
            pair->fault = m_fault;
            --m_fault->times;
        }
    }
    if (pair->fault && pair->fault->kind == Fault::CutRequest) {
        const qsizetype room = pair->fault->bytes - pair->requestBytes;
        if (bytes.size() >= room) {
            pair->server->write(bytes.first(std::max<qsizetype>(room, 0)));
            pair->server->flush();
            cut(pair);
            return;
        }
    }
    pair->requestBytes += bytes.size();
    pair->server->write(bytes);
}

void FaultyProxy::fromServer(const std::shared_ptr<Pair> &pair)
{
    QByteArray bytes = pair->server->readAll();
    if (!pair->fault) {
        pair->client->write(bytes);
        return;
    }
    switch (pair->fault->kind) {
    case Fault::CutAnswer: {
        const qsizetype room = pair->fault->bytes - pair->answerBytes;
        if (bytes.size() >= room) {
            pair->client->write(bytes.first(std::max<qsizetype>(room, 0)));
            pair->client->flush();
            cut(pair);
            return;
        }
        break;
    }
    case Fault::Delay:
        QTimer::singleShot(pair->fault->time, pair->client, [pair, bytes] { pair->client->write(bytes); });
        return;
    case Fault::Corrupt:
        for (qsizetype i = 0; i < bytes.size(); ++i) {
            const bool isBody = pair->head.endsWith("\r\n\r\n");
            if (!isBody) {
                pair->head += bytes[i];
            } else if (pair->answerBytes++ >= pair->fault->bytes) {
                bytes[i] = static_cast<char>(bytes[i] ^ 0x40);
            }
        }
        pair->client->write(bytes);
        return;
    case Fault::CutRequest:
        break;
    }
    pair->answerBytes += bytes.size();
    pair->client->write(bytes);
}

} // namespace studio::test
