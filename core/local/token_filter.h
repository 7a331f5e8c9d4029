// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/http_message.h"

namespace studio {

/// Where the gateway's token is kept: `gateway-token` in the studio's config folder.
QString gatewayTokenFile(const QString &configFolder);

/// Keeps the bearer token of this user's gateway from handlers and from records: a client that sends it to the gateway
/// may send it along with a call. A value; any thread.
class TokenFilter
{
public:
    TokenFilter() = default;
    explicit TokenFilter(QByteArray token) : m_token(std::move(token)) {}
    /// With the token in that file. Empty where there is none that this user may read.
    static TokenFilter fromFile(const QString &file);

    [[nodiscard]] bool isEmpty() const { return m_token.isEmpty(); }
    [[nodiscard]] bool isIn(const Headers &headers) const;
    /// Drops the headers that have the token in their value, as of a request that a handler gets.
    void drop(Headers &headers) const;
    /// Replaces the token by “•••” in the values of headers and in the target, as of a request that is recorded. A body
    /// stays as it is: what a client puts there is its payload.
    void mask(HttpRequest &request) const;

private:
    [[nodiscard]] bool isIn(const QByteArray &value) const;

    QByteArray m_token;
};

} // namespace studio
