// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/platform/gateway_link.h"
#include "core/store/store.h"

namespace studio::remote {

/// "/v1/ignite/app/org", and "/v1/ignite/app/org/hello" + `rest`.
inline QString organizationPath(const QString &organization)
{
    return QStringLiteral("/v1/ignite/app/") + pathPart(organization);
}
inline QString appPath(const AppId &id, const QString &rest = {})
{
    return organizationPath(id.organization) + u'/' + pathPart(id.name) + rest;
}

inline GatewayRequest get(QString path, QUrlQuery query = {})
{
    return {.path = std::move(path), .query = std::move(query)};
}
inline GatewayRequest post(QString path, Json body, Repeat repeat)
{
    return {.verb = "POST", .path = std::move(path), .body = std::move(body), .repeat = repeat};
}

/// The object of this name; where an answer is not wrapped, the answer.
inline const Json &member(const Json &json, const char *name)
{
    const Json *found = json.find(name);
    return found && found->isObject() ? *found : json;
}

} // namespace studio::remote
