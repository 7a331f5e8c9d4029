// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/request.h"

#include <algorithm>

namespace studio::gateway {

namespace {

std::unexpected<Refusal> refuseRequest(int status, ErrorCode code, QString message, bool close = false)
{
    return std::unexpected(Refusal{status, {code, std::move(message), {}}, close, {}});
}

qsizetype count(const Headers &headers, QByteArrayView name)
{
    return std::ranges::count_if(
        headers, [&](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
}

/// "name:port" into both; port 80 where none is written, 0 where it is no number.
std::pair<QByteArray, int> nameAndPort(const QByteArray &host)
{
    const qsizetype bracket = host.lastIndexOf(']');
    const qsizetype colon = host.lastIndexOf(':');
    if (colon <= bracket) {
        return {host, 80};
    }
    const QByteArray digits = host.sliced(colon + 1);
    const bool isNumber = !digits.isEmpty() && digits.size() <= 5 &&
                          std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return {host.first(colon), isNumber ? digits.toInt() : 0};
}

bool isLabel(QByteArrayView label)
{
    return !label.isEmpty() && label.size() <= 127 && std::ranges::all_of(label, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

bool sameBytes(const QByteArray &given, const QByteArray &wanted)
{
    // Every byte is looked at, whichever differ.
    unsigned difference = given.size() == wanted.size() ? 0 : 1;
    for (qsizetype at = 0; at < wanted.size(); ++at) {
        difference |= static_cast<unsigned char>(wanted[at] ^ (at < given.size() ? given[at] : 0));
    }
    return difference == 0;
}

} // namespace

Checked<void> resolveTarget(RequestHead &head)
{
    if (count(head.headers, "host") != 1) {
        return refuseRequest(400, ErrorCode::InvalidArgument, QStringLiteral("A request has one Host header."), true);
    }
    if (head.target.startsWith('/')) {
        return {};
    }
    constexpr QByteArrayView scheme("http://");
    if (QByteArrayView(head.target)
            .first(std::min(head.target.size(), scheme.size()))
            .compare(scheme, Qt::CaseInsensitive) != 0) {
        return refuseRequest(400, ErrorCode::InvalidArgument,
                             QStringLiteral("The target of a request begins with / or http://."), true);
    }
    const QByteArray rest = head.target.sliced(scheme.size());
    const auto end = std::ranges::find_if(rest, [](char c) { return c == '/' || c == '?' || c == '#'; });
    const qsizetype length = end - rest.begin();
    const auto host = std::ranges::find_if(
        head.headers, [](const auto &header) { return header.first.compare("host", Qt::CaseInsensitive) == 0; });
    host->second = rest.first(length);
    const QByteArray path = rest.sliced(length);
    head.target = path.startsWith('/') ? path : '/' + path;
    return {};
}

Checked<HostRoute> hostRouteOf(const RequestHead &head, quint16 port)
{
    if (count(head.headers, "host") != 1 || !head.target.startsWith('/')) { // as resolveTarget() leaves none
        return refuseRequest(400, ErrorCode::InvalidArgument,
                             QStringLiteral("A request has one Host header and a path."), true);
    }
    const auto [name, given] = nameAndPort(headerValue(head.headers, "host").trimmed().toLower());
    // The name decides, not the port: a page of elsewhere cannot be called localhost, and a tunnel has a port of its
    // own.
    if (given > 0) {
        if (name == "localhost" || name == "127.0.0.1" || name == "[::1]") {
            return HostRoute{};
        }
        if (constexpr QByteArrayView suffix(".localhost"); name.endsWith(suffix)) {
            const QByteArray label = name.chopped(suffix.size());
            if (isLabel(label)) {
                return HostRoute{false, label};
            }
        }
    }
    return refuseRequest(
        403, ErrorCode::PermissionDenied,
        QStringLiteral("This gateway answers as localhost:%1 and <app>-<org>.localhost:%1 only.").arg(port), true);
}

Checked<void> checkOrigin(const RequestHead &head)
{
    const QByteArray own = "http://" + headerValue(head.headers, "host").trimmed().toLower();
    for (const auto &[name, value] : head.headers) {
        if (name.compare("origin", Qt::CaseInsensitive) == 0 && value.trimmed().toLower() != own) {
            return refuseRequest(403, ErrorCode::PermissionDenied,
                                 QStringLiteral("A page of another origin may not send this request."));
        }
        if (name.compare("sec-fetch-site", Qt::CaseInsensitive) == 0) {
            const QByteArray site = value.trimmed().toLower();
            if (site != "same-origin" && site != "none") {
                return refuseRequest(403, ErrorCode::PermissionDenied,
                                     QStringLiteral("A page of another site may not send this request."));
            }
        }
    }
    return {};
}

Checked<void> checkToken(const RequestHead &head, const QByteArray &token)
{
    const QByteArray given = headerValue(head.headers, "authorization").trimmed();
    constexpr QByteArrayView scheme("bearer ");
    const bool isBearer = given.first(std::min(given.size(), scheme.size())).compare(scheme, Qt::CaseInsensitive) == 0;
    if (token.isEmpty() || count(head.headers, "authorization") != 1 || !isBearer ||
        !sameBytes(given.sliced(scheme.size()).trimmed(), token)) {
        return refuseRequest(
            401, ErrorCode::Unauthenticated,
            QStringLiteral("The token is missing or is not the gateway's. Send “Authorization: Bearer TOKEN”; "
                           "`ignite serve` prints where it is kept."));
    }
    return {};
}

Checked<void> checkContentType(const RequestHead &head)
{
    const QByteArray type = headerValue(head.headers, "content-type").split(';').value(0).trimmed().toLower();
    if (type == "application/json" && count(head.headers, "content-type") == 1) {
        return {};
    }
    return refuseRequest(415, ErrorCode::InvalidArgument,
                         QStringLiteral("Send the body as “Content-Type: application/json”."));
}

std::pair<QByteArray, QByteArray> pathAndQuery(const QByteArray &target)
{
    const qsizetype mark = target.indexOf('?');
    return mark < 0 ? std::pair(target, QByteArray()) : std::pair(target.first(mark), target.sliced(mark + 1));
}

} // namespace studio::gateway
