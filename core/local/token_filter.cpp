// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/token_filter.h"

#include "core/base/files.h"
#include "core/local/redaction.h"

#include <algorithm>

namespace studio {

namespace {

constexpr qint64 maxTokenBytes = 4'096;
constexpr qsizetype shortestToken = 16; ///< a shorter text may be in a header for other reasons

} // namespace

QString gatewayTokenFile(const QString &configFolder)
{
    return configFolder + QStringLiteral("/gateway-token");
}

TokenFilter TokenFilter::fromFile(const QString &file)
{
    const QByteArray token =
        readRegularFile(file, maxTokenBytes).value_or(std::nullopt).value_or(QByteArray()).trimmed();
    return token.size() < shortestToken ? TokenFilter() : TokenFilter(token);
}

/// Also as the password of RFC 7617's Basic, which clients make of a URL with credentials.
bool TokenFilter::isIn(const QByteArray &value) const
{
    constexpr QByteArrayView basic("basic ");
    return value.contains(m_token) ||
           (value.size() > basic.size() && basic.compare(value.first(basic.size()), Qt::CaseInsensitive) == 0 &&
            QByteArray::fromBase64(value.sliced(basic.size())).contains(m_token));
}

bool TokenFilter::isIn(const Headers &headers) const
{
    return !isEmpty() && std::ranges::any_of(headers, [this](const auto &header) { return isIn(header.second); });
}

void TokenFilter::drop(Headers &headers) const
{
    if (isIn(headers)) {
        headers.removeIf([this](const auto &header) { return isIn(header.second); });
    }
}

void TokenFilter::mask(HttpRequest &request) const
{
    if (isEmpty()) {
        return;
    }
    if (request.target.contains(m_token)) {
        request.target.replace(m_token, redactedText);
    }
    if (isIn(request.headers)) { // else they would no longer share their memory with the call's
        for (auto &[name, value] : request.headers) {
            if (value.contains(m_token)) {
                value.replace(m_token, redactedText);
            } else if (isIn(value)) {
                value = redactedText;
            }
        }
    }
}

} // namespace studio
