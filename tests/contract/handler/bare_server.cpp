// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/handler/bare_server.h"

#include "core/toolchain/wasmtime.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QThread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace studio::test {

namespace {

constexpr int timeout = 30; ///< seconds

sockaddr_in loopback(quint16 port)
{
    return {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
}

quint16 freePort()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    ::bind(socket, reinterpret_cast<const sockaddr *>(&address), size);
    ::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size);
    ::close(socket);
    return ntohs(address.sin_port);
}

/// -1 when nobody listens.
int connectTo(quint16 port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval limit{.tv_sec = timeout, .tv_usec = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    const sockaddr_in address = loopback(port);
    if (::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        ::close(socket);
        return -1;
    }
    return socket;
}

void sendAll(int socket, const QByteArray &wire)
{
    for (qsizetype at = 0; at < wire.size();) {
        const ssize_t sent =
            ::send(socket, wire.constData() + at, static_cast<std::size_t>(wire.size() - at), MSG_NOSIGNAL);
        if (sent <= 0) {
            return;
        }
        at += sent;
    }
}

QByteArray readAll(int socket)
{
    QByteArray all;
    QByteArray buffer(65536, Qt::Uninitialized);
    for (ssize_t got = 0; (got = ::recv(socket, buffer.data(), static_cast<std::size_t>(buffer.size()), 0)) > 0;) {
        all.append(buffer.constData(), got);
    }
    return all;
}

/// Takes the chunks apart; false when the last one is missing.
bool joinChunks(QByteArray &body)
{
    QByteArray joined;
    for (qsizetype at = 0;;) {
        const qsizetype end = body.indexOf("\r\n", at);
        if (end < 0) {
            break;
        }
        bool isNumber = false;
        const qsizetype size = body.sliced(at, end - at).split(';').first().toLongLong(&isNumber, 16);
        if (!isNumber || end + 2 + size > body.size()) {
            break;
        }
        if (size == 0) {
            body = joined;
            return true;
        }
        joined += body.sliced(end + 2, size);
        at = end + 2 + size + 2;
    }
    body = joined;
    return false;
}

Seen read(const QByteArray &wire, bool isHead)
{
    Seen seen{.response = {}, .broken = true, .wire = wire, .log = {}};
    const qsizetype split = wire.indexOf("\r\n\r\n");
    if (split < 0) {
        return seen;
    }
    QByteArrayList lines = wire.first(split).split('\n');
    seen.response.status = lines.takeFirst().split(' ').value(1).toInt();
    for (const QByteArray &line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(':');
        seen.response.headers.append({line.first(std::max<qsizetype>(colon, 0)), line.sliced(colon + 1).trimmed()});
    }
    QByteArray &body = seen.response.body;
    body = wire.sliced(split + 4);
    const QByteArray length = headerValue(seen.response.headers, "content-length");
    if (headerValue(seen.response.headers, "transfer-encoding").contains("chunked")) {
        seen.broken = !joinChunks(body);
    } else {
        seen.broken = !isHead && !length.isEmpty() && body.size() != length.toLongLong();
    }
    return seen;
}

} // namespace

Result<std::unique_ptr<BareServer>> BareServer::start(RustTarget target, const QString &artifact)
{
    std::unique_ptr<BareServer> server(new BareServer);
    server->m_port = freePort();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("RUST_BACKTRACE"));
    environment.insert(QStringLiteral("PORT"), QString::number(server->m_port));
    environment.insert(QStringLiteral("GREETING"), QStringLiteral("Moin"));
    server->m_process.setProcessEnvironment(environment);
    server->m_process.setStandardOutputFile(QProcess::nullDevice());
    if (target == RustTarget::Native) {
        server->m_process.start(artifact, QStringList());
    } else {
        const auto wasmtime = findWasmtime();
        if (!wasmtime) {
            return std::unexpected(wasmtime.error());
        }
        server->m_process.start(wasmtime->program,
                                {QStringLiteral("serve"), QStringLiteral("-Scli"), QStringLiteral("--env"),
                                 QStringLiteral("GREETING"), QStringLiteral("--addr"),
                                 QStringLiteral("127.0.0.1:%1").arg(server->m_port), artifact});
    }
    QElapsedTimer waited;
    for (waited.start(); waited.elapsed() < timeout * 1000;) {
        const int socket = connectTo(server->m_port);
        if (socket >= 0) {
            ::close(socket);
            return server;
        }
        if (server->m_process.waitForFinished(20)) {
            break;
        }
    }
    return fail(ErrorCode::Unavailable,
                QStringLiteral("%1 does not listen: %2")
                    .arg(artifact, QString::fromUtf8(server->m_process.readAllStandardError())));
}

BareServer::~BareServer()
{
    m_process.kill();
    m_process.waitForFinished();
}

QByteArray BareServer::takeLog()
{
    m_process.waitForReadyRead(20);
    return m_process.readAllStandardError();
}

Seen BareServer::call(const QByteArray &wire)
{
    takeLog();
    const int socket = connectTo(m_port);
    if (socket < 0) {
        return {.response = {}, .broken = true, .wire = "refused", .log = takeLog()};
    }
    // A large request is sent beside the reading: a server may answer before it has all of it.
    const std::unique_ptr<QThread> sender(QThread::create([socket, wire] { sendAll(socket, wire); }));
    sender->start();
    const QByteArray answer = readAll(socket);
    sender->wait();
    ::close(socket);
    Seen seen = read(answer, wire.startsWith("HEAD "));
    seen.log = takeLog();
    return seen;
}

void BareServer::leave(const QByteArray &wire)
{
    const int socket = connectTo(m_port);
    sendAll(socket, wire);
    char some[64];
    ::recv(socket, some, sizeof some, 0);
    ::close(socket);
}

QList<QByteArray> BareServer::callAtOnce(const QByteArray &wire, int times)
{
    QList<int> sockets;
    for (int at = 0; at < times; ++at) {
        sockets << connectTo(m_port);
        sendAll(sockets.last(), wire);
    }
    QList<QByteArray> bodies;
    for (const int socket : std::as_const(sockets)) {
        bodies << read(readAll(socket), false).response.body;
        ::close(socket);
    }
    return bodies;
}

} // namespace studio::test
