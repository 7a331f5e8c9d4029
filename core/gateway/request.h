// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/http_message.h"

#include <optional>

namespace studio::gateway {

/// What the gateway refuses before anybody looks at the request: the HTTP status beside the platform's own code.
struct Refusal
{
    int status = 400;
    Error error;
    bool close = false; ///< the connection cannot go on
    QByteArray allow;   ///< the methods that there are, for 405

    bool operator==(const Refusal &) const = default;
};

template <typename T> using Checked = std::expected<T, Refusal>;

/// The head of a request.
struct RequestHead
{
    QByteArray method;
    QByteArray target;
    Headers headers;

    bool operator==(const RequestHead &) const = default;
};

/// Whom a request is for.
struct HostRoute
{
    bool isApi = true;
    QByteArray label; ///< of a direct address: what stands before .localhost, in lower case

    bool operator==(const HostRoute &) const = default;
};

/// Rewrites an absolute-form target, which every server must accept (RFC 9112, 3.2.2): its authority takes the place of
/// the Host header's value, and path and query are the target. InvalidArgument (400): one Host header and a target that
/// begins with / or http:// are missing.
Checked<void> resolveTarget(RequestHead &head);

/// Judges the Host header: localhost or a loopback address is the API, `<label>.localhost` a handler; any other name
/// was made to point here by an attacker (DNS rebinding) and is refused, as is another port than ours.
Checked<HostRoute> hostRouteOf(const RequestHead &head, quint16 port);

/// Refuses what a page of another origin sends, be it by script, by a form or by a link: any Origin but the one that
/// the Host names, and Sec-Fetch-Site other than same-origin and none.
Checked<void> checkOrigin(const RequestHead &head);

/// The bearer token, compared in constant time. Unauthenticated.
Checked<void> checkToken(const RequestHead &head, const QByteArray &token);

/// A body must call itself JSON, which no form can.
Checked<void> checkContentType(const RequestHead &head);

/// "/a/b?c=d" into "/a/b" and "c=d".
std::pair<QByteArray, QByteArray> pathAndQuery(const QByteArray &target);

} // namespace studio::gateway
