// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace studio::bench {

/// The least that an HTTP call over loopback can cost: one blocking socket, one write, reads until the body is whole.
class RawClient
{
public:
    explicit RawClient(quint16 port, QByteArray host = "localhost");
    ~RawClient();
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    [[nodiscard]] bool isConnected() const { return m_socket >= 0; }
    /// Sends `POST /` with this body and returns the whole answer, head and body; empty when the connection broke.
    QByteArray post(const QByteArray &body);

private:
    QByteArray m_host;
    int m_socket = -1;
};

} // namespace studio::bench
