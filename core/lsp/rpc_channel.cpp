// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/rpc_channel.h"

#include "core/base/descriptor.h"
#include "core/lsp/rpc_framer.h"

#include <QObject>
#include <QRegularExpression>
#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>

namespace studio {

namespace {

constexpr int readsInARow = 16; ///< before what is to be written gets its turn

/// The answer to give for a message that is too large to be read: a server that prints the id first, as they do, has it
/// in the first bytes.
Result<RpcMessage> instead(const RpcFramer::Frame &frame)
{
    static const QRegularExpression id(QStringLiteral(R"("id"\s*:\s*(\d{1,15}))"));
    const auto match = id.match(QString::fromUtf8(frame.body));
    RpcMessage answer{.kind = RpcMessage::Kind::Answer, .id = {}, .method = {}, .content = {}, .error = {}};
    answer.error = RpcError{RpcError::internalError,
                            QObject::tr("its answer has %1 MiB, more than is read").arg(frame.bodyBytes >> 20)};
    if (match.hasMatch()) {
        answer.id = Json(match.captured(1).toLongLong());
    }
    return answer;
}

} // namespace

class RpcChannel::Worker : public QObject
{
public:
    Worker(int socket, Receiver receiver) : m_socket(socket), m_receiver(std::move(receiver)) {}

    void start()
    {
        ::fcntl(m_socket.number(), F_SETFL, ::fcntl(m_socket.number(), F_GETFL) | O_NONBLOCK);
        m_readable = std::make_unique<QSocketNotifier>(m_socket.number(), QSocketNotifier::Read);
        m_writable = std::make_unique<QSocketNotifier>(m_socket.number(), QSocketNotifier::Write);
        m_writable->setEnabled(false);
        connect(m_readable.get(), &QSocketNotifier::activated, this, &Worker::read);
        connect(m_writable.get(), &QSocketNotifier::activated, this, &Worker::write);
    }

    void send(const RpcMessage &message)
    {
        if (!m_socket.isOpen()) {
            return;
        }
        if (m_unsent.size() - m_sent > maxUnsentBytes) {
            end({ErrorCode::ResourceExhausted, QObject::tr("The language server does not read what it is sent."), {}});
            return;
        }
        m_unsent += framed(toJson(message).toUtf8());
        write();
    }

private:
    void read()
    {
        std::array<char, 64 << 10> bytes;
        for (int reads = 0; reads < readsInARow && m_socket.isOpen(); ++reads) {
            const ssize_t got = ::recv(m_socket.number(), bytes.data(), bytes.size(), 0);
            if (got < 0 && errno == EINTR) {
                continue;
            }
            if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
                return;
            }
            if (got <= 0) {
                end({ErrorCode::Unavailable, QObject::tr("The language server has ended."), {}});
                return;
            }
            m_framer.add(QByteArrayView(bytes.data(), got));
            takeFrames();
        }
    }

    void takeFrames()
    {
        while (m_socket.isOpen()) {
            const auto frame = m_framer.next();
            if (!frame) {
                return;
            }
            const auto message = frame->and_then([](const RpcFramer::Frame &whole) {
                return whole.isWhole ? parseRpcMessage(whole.body) : instead(whole);
            });
            if (message) {
                m_receiver(*message);
            } else {
                end({ErrorCode::InvalidArgument,
                     QObject::tr("The language server sent what is not a message of its protocol."),
                     message.error().message});
            }
        }
    }

    void write()
    {
        while (m_socket.isOpen() && m_sent < m_unsent.size()) {
            const ssize_t written = ::send(m_socket.number(), m_unsent.constData() + m_sent,
                                           static_cast<std::size_t>(m_unsent.size() - m_sent), MSG_NOSIGNAL);
            if (written < 0 && errno == EINTR) {
                continue;
            }
            if (written < 0) {
                break; // it will be writable again, or is read to its end
            }
            m_sent += written;
        }
        if (m_sent == m_unsent.size()) {
            m_unsent.clear();
            m_sent = 0;
        } else if (m_sent > m_unsent.size() / 2) { // it may never be empty
            m_unsent.remove(0, m_sent);
            m_sent = 0;
        }
        m_writable->setEnabled(m_socket.isOpen() && !m_unsent.isEmpty());
    }

    void end(const Error &error)
    {
        m_readable->setEnabled(false);
        m_writable->setEnabled(false);
        m_socket.close();
        m_receiver(std::unexpected(error));
    }

    Descriptor m_socket;
    Receiver m_receiver;
    RpcFramer m_framer;
    QByteArray m_unsent;
    qsizetype m_sent = 0; ///< of `m_unsent`
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
};

RpcChannel::RpcChannel(int socket, Receiver receiver) : m_worker(new Worker(socket, std::move(receiver)))
{
    m_thread.setObjectName(QStringLiteral("language server"));
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->start(); }, Qt::QueuedConnection);
}

RpcChannel::~RpcChannel()
{
    m_thread.quit();
    m_thread.wait();
}

void RpcChannel::send(RpcMessage message)
{
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, message = std::move(message)] { worker->send(message); }, Qt::QueuedConnection);
}

} // namespace studio
