// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QString>

#include <optional>

namespace studio {

/// Why a peer did not do what it was asked. The codes are those of JSON-RPC 2.0 and of LSP 3.17.
struct RpcError
{
    static constexpr int methodNotFound = -32601;
    static constexpr int invalidParams = -32602;
    static constexpr int internalError = -32603;
    static constexpr int serverCancelled = -32802;
    static constexpr int contentModified = -32801;
    static constexpr int requestCancelled = -32800;

    int code = internalError;
    QString message;

    bool operator==(const RpcError &) const = default;
};

/// One message of JSON-RPC 2.0 (jsonrpc.org/specification), either way. A plain value.
struct RpcMessage
{
    enum class Kind { Request, Notification, Answer };

    Kind kind = Kind::Notification;
    Json id;        ///< of a request or an answer: an integer or a string; null in an answer to what was not readable
    QString method; ///< of a request or a notification
    Json content;   ///< the params, or the result of an answer; null where there is none
    std::optional<RpcError> error; ///< of an answer, instead of a result

    bool operator==(const RpcMessage &) const = default;
};

/// InvalidArgument: not JSON, or no message.
Result<RpcMessage> parseRpcMessage(QByteArrayView utf8);

Json toJson(const RpcMessage &message);

/// Cancelled where the peer cancelled it or the document has changed meanwhile; else Unavailable with the peer's words.
Error toError(const RpcError &error, const QString &method);

} // namespace studio
