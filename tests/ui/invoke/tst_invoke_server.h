// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/cpu_time.h"
#include "tests/support/slowness.h"

#include <QAbstractButton>
#include <QBasicTimer>
#include <QMutex>
#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>
#include <QTimerEvent>

#include <algorithm>
#include <atomic>
#include <memory>

namespace studio {

inline QByteArray httpAnswer(const QByteArray &status, const QByteArray &body)
{
    return "HTTP/1.1 " + status +
           "\r\ncontent-type: application/json\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
           body;
}

/// A real socket on loopback, on a thread of its own, that answers every request with the same bytes.
class TestServer
{
public:
    TestServer()
    {
        m_thread.start();
        m_context.moveToThread(&m_thread);
        QMetaObject::invokeMethod(&m_context, [this] { listen(); }, Qt::BlockingQueuedConnection);
    }
    ~TestServer()
    {
        QMetaObject::invokeMethod(&m_context, [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QByteArray lastRequest() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_last;
    }

    QByteArray answer = httpAnswer("200 OK", R"({"message":"hi"})"); ///< set between calls only
    std::atomic<bool> holdBack = false;

private:
    void listen()
    {
        m_server = std::make_unique<QTcpServer>();
        m_server->listen(QHostAddress::LocalHost);
        m_port = m_server->serverPort();
        QObject::connect(m_server.get(), &QTcpServer::newConnection, m_server.get(), [this] {
            QTcpSocket *const socket = m_server->nextPendingConnection();
            auto read = std::make_shared<QByteArray>();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, read] { take(socket, *read); });
        });
    }

    void take(QTcpSocket *socket, QByteArray &read)
    {
        read += socket->readAll();
        const qsizetype head = read.indexOf("\r\n\r\n");
        const qsizetype length = read.toLower().indexOf("content-length:");
        const qsizetype body = length >= 0 && length < head
                                   ? read.sliced(length + 15, read.indexOf('\r', length) - length - 15).toLongLong()
                                   : 0;
        if (head < 0 || read.size() < head + 4 + body) {
            return;
        }
        {
            const QMutexLocker lock(&m_mutex);
            m_last = std::exchange(read, {});
        }
        if (!holdBack) {
            socket->write(answer);
        }
    }

    QThread m_thread;
    QObject m_context;
    std::unique_ptr<QTcpServer> m_server;
    std::atomic<quint16> m_port = 0;
    mutable QMutex m_mutex;
    QByteArray m_last;
};

/// Beats every 5 ms on the main thread and remembers the most that was computed without a beat: how long the window
/// stood still, not counting the time in which other programs had the processor.
class Heartbeat : public QObject
{
public:
    Heartbeat() { m_timer.start(5, Qt::PreciseTimer, this); }
    [[nodiscard]] qint64 longestMs() const { return m_longest; }

protected:
    void timerEvent(QTimerEvent *) override
    {
        const qint64 now = test::cpuMs();
        m_longest = std::max(m_longest, now - std::exchange(m_last, now));
    }

private:
    QBasicTimer m_timer;
    qint64 m_last = test::cpuMs();
    qint64 m_longest = 0;
};

/// Clicks the visible button of this text.
inline bool press(QWidget *in, const QString &text)
{
    for (QAbstractButton *const button : in->findChildren<QAbstractButton *>()) {
        if (button->isVisible() && button->isEnabled() && button->text() == text) {
            QTest::mouseClick(button, Qt::LeftButton);
            return true;
        }
    }
    return false;
}

} // namespace studio
