// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/http_check.h"

#include "core/base/display.h"

#include <QObject>

#include <algorithm>

namespace studio {

namespace {

/// tchar of RFC 9110, section 5.6.2.
bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
    });
}

bool hasControl(QByteArrayView text, bool tabAllowed)
{
    return std::ranges::any_of(text, [&](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && !(tabAllowed && c == '\t')) || c == 0x7f;
    });
}

} // namespace

QString escapeBytes(QByteArrayView bytes)
{
    constexpr qsizetype longest = 200;
    QString text = QString::fromUtf8(bytes.first(std::min(bytes.size(), longest)));
    std::ranges::transform(text, text.begin(), escapeControlCharacter);
    return bytes.size() <= longest ? text : text + u'…';
}

QByteArray targetForHandler(const QByteArray &target)
{
    constexpr QByteArrayView refused("\"<>`");
    const bool isUtf8 = target.isValidUtf8();
    const auto isRefused = [&](char c) {
        return refused.contains(c) || (!isUtf8 && static_cast<unsigned char>(c) >= 0x80);
    };
    if (std::ranges::none_of(target, isRefused)) {
        return target;
    }
    QByteArray encoded;
    encoded.reserve(target.size() + 16);
    for (const char c : target) {
        if (isRefused(c)) {
            encoded += '%' + QByteArray(1, c).toHex().toUpper();
        } else {
            encoded += c;
        }
    }
    return encoded;
}

bool isOfAnotherExecution(const Headers &answer, QByteArrayView executionId)
{
    const QByteArray named = headerValue(answer, executionIdHeader);
    return !named.isEmpty() && named != executionId;
}

Error malformedAnswer(const QString &fault)
{
    return {ErrorCode::Internal, QObject::tr("The handler's answer is not acceptable HTTP/1.1: %1.").arg(fault), {}};
}

Result<void> checkRequest(const HttpRequest &request)
{
    if (!isToken(request.method)) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("“%1” is not an HTTP method.").arg(escapeBytes(request.method)));
    }
    if (!request.target.startsWith('/') || hasControl(request.target, false) || request.target.contains(' ')) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("“%1” is not a path: it begins with / and has no spaces (write %20).")
                        .arg(escapeBytes(request.target)));
    }
    qsizetype bytes = request.method.size() + request.target.size();
    for (const auto &[name, value] : request.headers) {
        bytes += name.size() + value.size() + 4; // with what stands between and behind them
    }
    if (bytes > maxHeadBytes) {
        return fail(
            ErrorCode::InvalidArgument,
            QObject::tr("The path and the headers of the request have more than %1 KiB.").arg(maxHeadBytes >> 10));
    }
    if (request.headers.size() > maxRequestFields) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("The request has more than %1 headers.").arg(maxRequestFields));
    }
    for (const auto &[name, value] : request.headers) {
        if (!isToken(name)) {
            return fail(ErrorCode::InvalidArgument,
                        QObject::tr("“%1” is not the name of a header.").arg(escapeBytes(name)));
        }
        if (hasControl(value, true)) {
            return fail(ErrorCode::InvalidArgument,
                        QObject::tr("The value of the header %1 has a line break or another control character.")
                            .arg(escapeBytes(name)));
        }
    }
    return {};
}

} // namespace studio
