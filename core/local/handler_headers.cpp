// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/handler_headers.h"

#include "core/invocation/http_check.h"

namespace studio {

namespace {

constexpr QByteArrayView handlerMicros("x-ignite-handler-us"); ///< from the SDK to the platform, and no further

} // namespace

bool isPlatformHeader(QByteArrayView name)
{
    constexpr QByteArrayView prefix("x-ignite-");
    return name.size() >= prefix.size() && name.first(prefix.size()).compare(prefix, Qt::CaseInsensitive) == 0;
}

Headers platformHeaders(const QString &executionId, const QString &functionId, const CallMarks::Call *marks)
{
    Headers headers{{executionIdHeader.toByteArray(), executionId.toLatin1()},
                    {"x-ignite-function-id", functionId.toUtf8()},
                    {"x-ignite-organization-id", functionId.section(QLatin1Char('/'), 0, 0).toUtf8()}};
    if (marks) {
        headers.append({CallMarks::header, marks->headerValue()});
    }
    return headers;
}

qint64 takeHandlerMicros(Headers &headers, qint64 mostUs)
{
    bool isNumber = false;
    const qint64 us = headerValue(headers, handlerMicros).toLongLong(&isNumber);
    headers.removeIf([](const auto &header) { return header.first.compare(handlerMicros, Qt::CaseInsensitive) == 0; });
    return isNumber && us >= 0 && us <= mostUs ? us : -1;
}

bool isShortAnswer(const Headers &headers)
{
    constexpr qint64 shortBytes = 64 << 10;
    bool isNumber = false;
    const qint64 length = headerValue(headers, "content-length").toLongLong(&isNumber);
    return isNumber && length <= shortBytes;
}

} // namespace studio
