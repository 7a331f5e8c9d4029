// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api_json/api_json.h"
#include "core/model/app.h"
#include "core/model/draft.h"
#include "core/model/version.h"
#include "core/remote/gateway_client.h"

#include <QObject>

#include <algorithm>

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
inline GatewayRequest post(QString path, Json body, Retry retry)
{
    return {.verb = "POST", .path = std::move(path), .body = std::move(body), .retry = retry};
}

/// What `read` makes of the object of this name; where an answer is not wrapped, of the answer. InvalidArgument names
/// what is wrong: every such object has an `identity`.
template <typename Read>
auto readMember(const Json &json, const char *name, const char *identity, Read read) -> decltype(read(json))
{
    const Json *const found = json.find(name);
    const bool isWrapped = found && found->isObject();
    const Json &object = isWrapped ? *found : json;
    if (!object[identity].isNull()) {
        return read(object);
    }
    const QString place = QString::fromLatin1(name);
    return fail(ErrorCode::InvalidArgument,
                found && !isWrapped ? QObject::tr("“%1” is not an object.").arg(place)
                                    : QObject::tr("“%1.%2” is missing.").arg(place, QString::fromLatin1(identity)));
}

inline Result<App> readApp(const Json &json, const AppId &id)
{
    return readMember(json, "app", "appId", [&](const Json &app) { return appFrom(app, id); });
}
inline Result<Version> readVersion(const Json &json, const AppId &id)
{
    return readMember(json, "version", "version", [&](const Json &version) { return versionFrom(version, id); });
}
inline Result<Draft> readDraft(const Json &json, const AppId &id)
{
    auto read = readMember(json, "draft", "codeHash", [&](const Json &draft) { return draftFrom(draft, id); });
    if (read) {
        std::ranges::transform(read->notes, read->notes.begin(),
                               &escapeControlCharacters); // each stands in a line of its own
    }
    return read;
}

/// The same result; that a value could not be read is a damaged answer.
template <typename T> Result<T> checkedRead(Result<T> read, const GatewayClient &link, Retry retry)
{
    if (!read && read.error().code == ErrorCode::InvalidArgument) {
        return std::unexpected(link.damaged(read.error().message, retry));
    }
    return read;
}

/// One answer read.
template <typename T, typename Read>
Task<T> sent(std::shared_ptr<GatewayClient> link, GatewayRequest request, Read read, std::stop_token stop = {})
{
    const Retry retry = request.retry;
    const auto answer = co_await link->send(std::move(request), stop);
    if (!answer) {
        co_return std::unexpected(answer.error());
    }
    co_return checkedRead<T>(read(*answer), *link, retry);
}

} // namespace studio::remote
