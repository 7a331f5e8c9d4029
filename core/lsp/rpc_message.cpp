// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/rpc_message.h"

#include "core/base/json_reader.h"

#include <QObject>

namespace studio {

namespace {

bool isId(const Json &id)
{
    return id.isInteger() || id.isString();
}

} // namespace

Result<RpcMessage> parseRpcMessage(QByteArrayView utf8)
{
    const auto json = parseJson(utf8);
    if (!json) {
        return std::unexpected(json.error());
    }
    const JsonReader reader(*json);
    RpcMessage message;
    message.id = (*json)["id"];
    message.method = reader["method"].text();
    const bool isCall = json->contains("method");
    if (isCall) {
        message.kind = json->contains("id") ? RpcMessage::Kind::Request : RpcMessage::Kind::Notification;
        message.content = (*json)["params"];
    } else {
        message.kind = RpcMessage::Kind::Answer;
        message.content = (*json)["result"];
        if (const JsonReader error = reader["error"]; error.isThere()) {
            message.error = RpcError{error["code"].required().number(), error["message"].text()};
        }
    }
    const bool needsId =
        message.kind == RpcMessage::Kind::Request || (message.kind == RpcMessage::Kind::Answer && !message.error);
    if (needsId && !isId(message.id)) {
        reader["id"].refuseAs(QObject::tr("a number or a string"));
    }
    return reader.check().transform([&] { return std::move(message); });
}

Json toJson(const RpcMessage &message)
{
    Json json{{"jsonrpc", "2.0"}};
    if (message.kind != RpcMessage::Kind::Notification) {
        json["id"] = message.id;
    }
    if (message.kind != RpcMessage::Kind::Answer) {
        json["method"] = message.method;
        if (!message.content.isNull()) {
            json["params"] = message.content;
        }
    } else if (message.error) {
        json["error"] = Json{{"code", message.error->code}, {"message", message.error->message}};
    } else {
        json["result"] = message.content;
    }
    return json;
}

Error toError(const RpcError &error, const QString &method)
{
    const bool isCancelled = error.code == RpcError::requestCancelled || error.code == RpcError::contentModified ||
                             error.code == RpcError::serverCancelled;
    return {isCancelled ? ErrorCode::Cancelled : ErrorCode::Unavailable,
            QObject::tr("The language server could not answer: %1").arg(error.message),
            QStringLiteral("%1: error %2").arg(method).arg(error.code)};
}

} // namespace studio
