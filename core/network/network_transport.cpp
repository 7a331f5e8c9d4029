// SPDX-License-Identifier: GPL-3.0-or-later
// Requests through Qt Network: proxies of the system, TLS verified, redirects not followed.
#include "core/base/transport.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>

#include <algorithm>

namespace studio {

namespace {

/// A body that can be sent once: Qt would send a request again, by itself and whatever its verb, when the connection
/// breaks before the answer. From this one it cannot, and says so.
class OnceBody final : public QIODevice
{
public:
    explicit OnceBody(QByteArray body) : m_body(std::move(body)) { open(ReadOnly | Unbuffered); }

    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_body.size() - m_at; }
    [[nodiscard]] bool atEnd() const override { return m_at == m_body.size(); }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        const qint64 count = std::min(most, m_body.size() - m_at);
        std::copy_n(m_body.constData() + m_at, count, data);
        m_at += count;
        return count == 0 && most > 0 ? -1 : count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_body;
    qint64 m_at = 0;
};

int statusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

/// A status that is an error has a NetworkError of its own, 201 to 299 and from 401 on; 400 is told as
/// ProtocolInvalidOperationError.
bool isAnswered(const QNetworkReply &reply)
{
    const auto error = reply.error();
    return statusOf(reply) > 0 && (error == QNetworkReply::NoError || (error > 200 && error < 300) || error > 400 ||
                                   error == QNetworkReply::ProtocolInvalidOperationError);
}

TransportEnd::Kind kindOf(const QNetworkReply &reply)
{
    if (isAnswered(reply)) {
        return TransportEnd::Answered;
    }
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
        return TransportEnd::NeverArrived;
    case QNetworkReply::SslHandshakeFailedError:
        return TransportEnd::Untrusted;
    default:
        return TransportEnd::Broken;
    }
}

class NetworkTransport final : public Transport
{
public:
    NetworkTransport(const QUrl &endpoint, bool direct)
    {
        const auto proxies =
            direct ? QList<QNetworkProxy>() : QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(endpoint));
        m_manager.setProxy(proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.first());
    }

    std::function<void()> send(const TransportRequest &request, const std::function<bool(const QByteArray &)> &bytes,
                               const std::function<void(const TransportEnd &)> &done) override
    {
        QNetworkReply *const reply = begin(request);
        const auto isTooLarge = std::make_shared<bool>(false);
        QObject::connect(reply, &QNetworkReply::readyRead, reply, [reply, bytes, isTooLarge, most = request.mostBytes] {
            if (bytes && statusOf(*reply) == 200) {
                if (!bytes(reply->readAll())) {
                    reply->abort();
                }
            } else if (reply->bytesAvailable() > most) {
                *isTooLarge = true;
                reply->abort();
            }
        });
        // Queued: one that fails at once has not been given back yet.
        QObject::connect(
            reply, &QNetworkReply::finished, reply,
            [reply, done, isTooLarge] {
                reply->deleteLater();
                done({.kind = *isTooLarge ? TransportEnd::TooLarge : kindOf(*reply),
                      .status = statusOf(*reply),
                      // One that was given up is closed, and Qt would say so on stderr.
                      .body = *isTooLarge || !reply->isOpen() ? QByteArray() : reply->readAll(),
                      .reason = reply->errorString()});
            },
            Qt::QueuedConnection);
        return [alive = QPointer<QNetworkReply>(reply)] {
            if (alive) {
                alive->abort();
            }
        };
    }

private:
    QNetworkReply *begin(const TransportRequest &request)
    {
        QNetworkRequest wire(request.url);
        wire.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        wire.setTransferTimeout(request.quiet);
        for (const auto &[name, value] : request.headers) {
            wire.setRawHeader(name, value);
        }
        if (!request.isOnce) {
            return m_manager.sendCustomRequest(wire, request.verb, request.body);
        }
        wire.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        wire.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
        auto *const once = new OnceBody(request.body);
        QNetworkReply *const reply = m_manager.sendCustomRequest(wire, request.verb, once);
        once->setParent(reply);
        return reply;
    }

    QNetworkAccessManager m_manager;
};

} // namespace

class NetworkTransportFactory final : public QObject, public TransportFactory
{
    Q_OBJECT
    Q_INTERFACES(studio::TransportFactory)
    Q_PLUGIN_METADATA(IID "dev.ignite.studio.TransportFactory/1")

public:
    [[nodiscard]] std::unique_ptr<Transport> make(const QUrl &endpoint, bool direct) const override
    {
        return std::make_unique<NetworkTransport>(endpoint, direct);
    }
};

} // namespace studio

#include "network_transport.moc"
