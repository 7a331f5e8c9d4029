// SPDX-License-Identifier: GPL-3.0-or-later
// Requests through Qt Network: proxies of the system, TLS verified, redirects not followed.
#include "core/base/transport.h"

#include <QCoreApplication>
#include <QDir>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <fcntl.h>
#include <netinet/in.h>
#include <optional>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

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
    bool seek(qint64) override { return false; } // QIODevice would say so on stderr

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

/// A header that came several times is one here, its values in lines (QNetworkReply joins them so for Set-Cookie).
QList<std::pair<QByteArray, QByteArray>> headersOf(const QNetworkReply &reply)
{
    const auto &pairs = reply.rawHeaderPairs();
    return {pairs.begin(), pairs.end()};
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
    case QNetworkReply::OperationCanceledError: // not aborted here, so it is Qt's transfer timeout
    case QNetworkReply::TimeoutError:
        return TransportEnd::Late;
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

quint16 portOf(const QUrl &url)
{
    return static_cast<quint16>(url.port(url.scheme() == QLatin1String("https") ? 443 : 80));
}

/// How many requests of this process have neither ended nor been given up.
std::atomic<int> inFlight = 0;

bool hasUnread(int descriptor, quint16 port)
{
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr *>(&peer), &size) != 0 || // NOLINT: as POSIX wants it
        (peer.ss_family != AF_INET && peer.ss_family != AF_INET6)) {
        return false;
    }
    const quint16 network = peer.ss_family == AF_INET
                                ? reinterpret_cast<const sockaddr_in *>(&peer)->sin_port    // NOLINT
                                : reinterpret_cast<const sockaddr_in6 *>(&peer)->sin6_port; // NOLINT
    int unread = 0;
    return ntohs(network) == port && ::ioctl(descriptor, FIONREAD, &unread) == 0 && unread > 0;
}

/// Qt reads a head byte by byte, on a thread of its own that sees nothing else while the peer sends on: not that the
/// request is given up, nor that the thread should end. So such a connection is ended below it. It is known by this:
/// more connections of this process have something unread than it has requests.
void shutDownUnread(quint16 port)
{
    std::vector<int> unread;
    const QStringList names = QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::Files | QDir::System);
    for (const QString &name : names) {
        // A duplicate: the number may be another connection's by the time that it is used.
        const int descriptor = ::fcntl(name.toInt(), F_DUPFD_CLOEXEC, 0);
        if (descriptor >= 0 && hasUnread(descriptor, port)) {
            unread.push_back(descriptor);
        } else if (descriptor >= 0) {
            ::close(descriptor);
        }
    }
    const bool areTooMany = std::cmp_greater(unread.size(), inFlight.load());
    for (const int descriptor : unread) {
        if (areTooMany) {
            ::shutdown(descriptor, SHUT_RDWR); // what comes after it is answered by a reset
        }
        ::close(descriptor);
    }
}

/// Several of one name mean the same as one with all their values (RFC 9110, 5.3), and Qt sends one of a name.
void addHeader(QNetworkRequest &wire, const QByteArray &name, const QByteArray &value)
{
    if (name.compare("accept-encoding", Qt::CaseInsensitive) == 0) {
        return; // what is read here decides it
    }
    if (!wire.hasRawHeader(name)) {
        wire.setRawHeader(name, value);
        return;
    }
    const bool isCookie = name.compare("cookie", Qt::CaseInsensitive) == 0; // RFC 6265, 4.2.1
    wire.setRawHeader(name, wire.rawHeader(name) + (isCookie ? "; " : ", ") + value);
}

constexpr qint64 pieceBytes = 256 << 10;

/// Reads what comes for one request, a piece in each round of the event loop: Qt's own signals come as fast as a peer
/// sends, and would leave no turn to timers and signals. A child of its reply.
class Incoming final : public QObject
{
public:
    using Bytes = std::function<bool(const QByteArray &)>;
    using Done = std::function<void(const TransportEnd &)>;

    Incoming(QNetworkReply *reply, const TransportRequest &request, Bytes bytes, Done done)
        : QObject(reply)
        , m_reply(reply)
        , m_mostBytes(request.maxBytes)
        , m_hasWholeErrors(request.hasWholeErrors)
        , m_isHeld(request.isHeld)
        , m_bytes(std::move(bytes))
        , m_done(std::move(done))
        , m_port(portOf(request.url))
    {
        ++inFlight;
        // Qt forgets it where the request has not begun yet, as one with a body.
        const auto bound = [reply] { reply->setReadBufferSize(pieceBytes); };
        bound();
        connect(reply, &QNetworkReply::requestSent, this, bound);
        connect(reply, &QNetworkReply::metaDataChanged, this, bound);
        m_next.setSingleShot(true);
        m_limit.setSingleShot(true);
        m_limit.start(request.longest);
        connect(&m_next, &QTimer::timeout, this, &Incoming::readPiece);
        connect(&m_limit, &QTimer::timeout, this, [this] { giveUp(TransportEnd::Late); });
        connect(reply, &QNetworkReply::readyRead, this, [this] {
            if (!m_next.isActive()) {
                m_next.start(0);
            }
        });
        // Queued: one that fails at once has not been given back yet.
        connect(reply, &QNetworkReply::finished, this, &Incoming::end, Qt::QueuedConnection);
    }

    ~Incoming() override { leave(); }

    void giveUp(TransportEnd::Kind how)
    {
        if (m_end) {
            return;
        }
        m_end = how;
        const bool hasHead = statusOf(*m_reply) > 0;
        m_reply->abort();
        leave();
        if (!hasHead) {
            constexpr std::chrono::milliseconds usual{100}; // Qt's thread ends a connection sooner
            QTimer::singleShot(usual, qApp, [port = m_port] { shutDownUnread(port); });
        }
    }

private:
    void leave()
    {
        if (std::exchange(m_isInFlight, false)) {
            --inFlight;
        }
    }

    void readPiece()
    {
        constexpr std::chrono::milliseconds held{10};
        if (m_isHeld && m_isHeld()) {
            m_next.start(held);
            return;
        }
        const QPointer<Incoming> self(this);
        take(m_reply->read(pieceBytes));
        if (self && m_reply->isOpen() && m_reply->bytesAvailable() > 0) {
            m_next.start(0);
        }
    }

    void take(const QByteArray &piece)
    {
        if (m_end) {
            return;
        }
        if (isEncoded()) {
            giveUp(TransportEnd::Encoded);
        } else if (statusOf(*m_reply) != 200 && !m_hasWholeErrors) {
            m_body += piece.first(std::min<qsizetype>(piece.size(), pieceBytes - m_body.size()));
            if (m_body.size() == pieceBytes) {
                giveUp(TransportEnd::Answered); // an error's body is cut
            }
        } else if (m_bytes && statusOf(*m_reply) == 200) {
            if (!m_bytes(piece)) {
                giveUp(TransportEnd::Broken);
            }
        } else if (m_body.size() + piece.size() > m_mostBytes) {
            giveUp(TransportEnd::TooLarge);
        } else {
            m_body += piece;
        }
    }

    [[nodiscard]] bool isEncoded() const
    {
        const QByteArray coding = m_reply->rawHeader("content-encoding").trimmed();
        return !coding.isEmpty() && coding.compare("identity", Qt::CaseInsensitive) != 0;
    }

    void end()
    {
        m_limit.stop();
        m_next.stop();
        leave();
        const QPointer<Incoming> self(this);
        while (!m_end && m_reply->isOpen() && m_reply->bytesAvailable() > 0) { // at most what was kept unread
            take(m_reply->read(pieceBytes));
            if (!self) {
                return;
            }
        }
        if (!m_end && isEncoded()) {
            m_end = TransportEnd::Encoded; // without a body
        }
        m_reply->deleteLater();
        m_done({.kind = m_end.value_or(kindOf(*m_reply)),
                .status = statusOf(*m_reply),
                .phrase = m_reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray(),
                .headers = headersOf(*m_reply),
                .body = std::exchange(m_body, {}),
                .reason = m_reply->errorString()});
    }

    QNetworkReply *m_reply;
    qint64 m_mostBytes;
    bool m_hasWholeErrors;
    std::function<bool()> m_isHeld;
    Bytes m_bytes;
    Done m_done;
    quint16 m_port;
    bool m_isInFlight = true;
    QTimer m_next;
    QTimer m_limit;
    QByteArray m_body;
    std::optional<TransportEnd::Kind> m_end; ///< where it was given up here
};

class NetworkTransport final : public Transport
{
public:
    NetworkTransport(const QUrl &endpoint, bool direct) : m_port(portOf(endpoint))
    {
        const auto proxies =
            direct ? QList<QNetworkProxy>() : QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(endpoint));
        m_manager.setProxy(proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.first());
    }
    ~NetworkTransport() override { shutDownUnread(m_port); } // else Qt would wait 5 s for its thread
    NetworkTransport(const NetworkTransport &) = delete;
    NetworkTransport &operator=(const NetworkTransport &) = delete;

    std::function<void()> send(const TransportRequest &request, const std::function<bool(const QByteArray &)> &bytes,
                               const std::function<void(const TransportEnd &)> &done) override
    {
        QNetworkReply *const reply = begin(request);
        auto *const incoming = new Incoming(reply, request, bytes, done); // its parent has it
        return [alive = QPointer<Incoming>(incoming)] {
            if (alive) {
                alive->giveUp(TransportEnd::Broken);
            }
        };
    }

private:
    QNetworkReply *begin(const TransportRequest &request)
    {
        QNetworkRequest wire(request.url);
        wire.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        wire.setTransferTimeout(request.quiet);
        wire.setRawHeader("accept-encoding", "identity"); // Qt would ask for codings, and unpack them without a limit
        for (const auto &[name, value] : request.headers) {
            addHeader(wire, name, value);
        }
        if (!request.isSentOnce) {
            return m_manager.sendCustomRequest(wire, request.verb, request.body);
        }
        wire.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        wire.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
        auto *const once = new OnceBody(request.body);
        QNetworkReply *const reply = m_manager.sendCustomRequest(wire, request.verb, once);
        once->setParent(reply);
        return reply;
    }

    quint16 m_port;
    QNetworkAccessManager m_manager;
};

} // namespace

class NetworkTransportFactory final : public QObject, public TransportFactory
{
    Q_OBJECT
    Q_INTERFACES(studio::TransportFactory)
    Q_PLUGIN_METADATA(IID "dev.ignite.studio.TransportFactory/3")

public:
    [[nodiscard]] std::unique_ptr<Transport> make(const QUrl &endpoint, bool direct) const override
    {
        return std::make_unique<NetworkTransport>(endpoint, direct);
    }
};

} // namespace studio

#include "network_transport.moc"
