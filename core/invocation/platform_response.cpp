// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/platform_response.h"

#include "core/base/json.h"

#include <boost/beast/http/status.hpp>

namespace studio {

QByteArray reasonOf(int status)
{
    constexpr int clientClosedRequest = 499; // gRPC's, in no registry of HTTP's
    if (status == clientClosedRequest) {
        return "Client Closed Request";
    }
    namespace http = boost::beast::http;
    const auto reason = http::obsolete_reason(static_cast<http::status>(status));
    return {reason.data(), static_cast<qsizetype>(reason.size())};
}

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
