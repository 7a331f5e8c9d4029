// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/platform_response.h"

#include "core/base/json.h"

namespace studio {

namespace {

/// The status line's words for an answer of the platform's own.
QByteArray reasonOf(int status)
{
    switch (status) {
    case 413:
        return "Payload Too Large";
    case 502:
        return "Bad Gateway";
    case 504:
        return "Gateway Timeout";
    default:
        return "Internal Server Error";
    }
}

} // namespace

HttpResponse platformError(int status, const QString &message)
{
    HttpResponse response;
    response.status = status;
    response.reason = reasonOf(status);
    response.headers = {{"content-type", "application/json"}};
    response.body = Json{{"error", message}}.toUtf8();
    return response;
}

QString errorTextOf(const HttpResponse &response)
{
    constexpr qsizetype maxBytes = 64 << 10;
    if (response.body.size() > maxBytes) {
        return {};
    }
    const auto json = parseJson(response.body);
    return json ? (*json)["error"].text() : QString();
}

} // namespace studio
