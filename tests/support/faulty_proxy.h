// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpServer>
#include <QTcpSocket>

#include <chrono>
#include <optional>

namespace studio::test {

/// What goes wrong with one request.
struct Fault
{
    enum Kind {
        CutRequest, ///< after `bytes` of it, so that it never arrives whole
        CutAnswer,  ///< after `bytes` of the answer: the request has arrived
        Delay,      ///< the answer, by `time`
        Corrupt,    ///< the answer's body, from `bytes` on
    } kind = CutAnswer;
    QByteArray match; ///< of the request's first line
    qsizetype bytes = 0;
    std::chrono::milliseconds time{0};
    int times = 1; ///< how many requests in all
};

/// Passes bytes between a client and a server on the loopback address, and does harm where it was told to. Lives on
/// one thread with an event loop. Each request gets a connection of its own as far as faults go: they begin with its
/// first line and end with the connection.
class FaultyProxy : public QObject
{
    Q_OBJECT

public:
    explicit FaultyProxy(quint16 target, QObject *parent = nullptr);

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    void arm(Fault fault) { m_fault = std::move(fault); }
    /// How many requests there were whose first line holds this.
    [[nodiscard]] int requests(const QByteArray &match) const;
    /// Takes no connections and has none until it is called again with false.
    void unplug(bool isOff);

private:
    struct Pair;
    void accept();
    void fromClient(const std::shared_ptr<Pair> &pair);
    void fromServer(const std::shared_ptr<Pair> &pair);
    static void cut(const std::shared_ptr<Pair> &pair);

    QTcpServer m_server;
    quint16 m_target;
    quint16 m_port = 0;
    std::optional<Fault> m_fault;
    QByteArrayList m_lines;
    QList<std::weak_ptr<Pair>> m_pairs;
};

} // namespace studio::test
