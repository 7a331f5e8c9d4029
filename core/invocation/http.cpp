// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/http.h"

#include "core/base/display.h"
#include "core/invocation/http_check.h"

#include <algorithm>

namespace studio {

QByteArray headerValue(const Headers &headers, QByteArrayView name)
{
    const auto found = std::ranges::find_if(
        headers, [&](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
    return found == headers.end() ? QByteArray() : found->second;
}

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

void appendBody(HttpResponse &response, QByteArrayView bytes, qint64 most)
{
    const qsizetype room = std::max<qint64>(most - response.body.size(), 0);
    response.truncated = response.truncated || bytes.size() > room;
    response.body.append(bytes.first(std::min(bytes.size(), room)));
}

QString shownBytes(QByteArrayView bytes)
{
    QString text = QString::fromUtf8(bytes);
    std::ranges::transform(text, text.begin(), pictureOf);
    return text;
}

Result<void> checkRequest(const HttpRequest &request)
{
    if (!isToken(request.method)) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("“%1” is not an HTTP method.").arg(shownBytes(request.method)));
    }
    if (!request.target.startsWith('/') || hasControl(request.target, false) || request.target.contains(' ')) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("“%1” is not a path: it begins with / and has no spaces (write %20).")
                        .arg(shownBytes(request.target)));
    }
    qsizetype bytes = request.method.size() + request.target.size();
    for (const auto &[name, value] : request.headers) {
        bytes += name.size() + value.size() + 4; // with what stands between and behind them
    }
    if (bytes > headBytes) {
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("The path and the headers of the request have more than %1 KiB.").arg(headBytes >> 10));
    }
    for (const auto &[name, value] : request.headers) {
        if (!isToken(name)) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("“%1” is not the name of a header.").arg(shownBytes(name)));
        }
        if (hasControl(value, true)) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("The value of the header %1 has a line break or another control character.")
                            .arg(shownBytes(name)));
        }
    }
    return {};
}

} // namespace studio
