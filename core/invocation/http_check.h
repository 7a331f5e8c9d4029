// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/invocation/http_limits.h"
#include "core/model/http_message.h"

namespace studio {

/// Whether the request can go on the wire as one request: a method and header names that are tokens, no line breaks
/// smuggled in, and no more than maxHeadBytes of it. InvalidArgument says what is wrong.
Result<void> checkRequest(const HttpRequest &request);

/// The target as it is sent to a handler. Clients leave `"`, `<`, `>` and the backtick unescaped, and bytes that are no
/// UTF-8, which the handlers' servers refuse before a handler sees them; these are percent-encoded, all else stays.
QByteArray targetForHandler(const QByteArray &target);

/// By this header a handler is told which execution a request is, and says which one an answer belongs to.
inline constexpr QByteArrayView executionIdHeader("x-ignite-execution-id");

/// Whether an answer names another execution. A handler that writes to its connections itself can make the answer of
/// its SDK come late, when the next request is on the connection. An answer that names none is accepted.
bool isOfAnotherExecution(const Headers &answer, QByteArrayView executionId);

/// Internal: a handler's answer is no HTTP/1.1 message, or beyond http_limits.h; `fault` says how.
Error malformedAnswer(const QString &fault);

/// Bytes as a sentence can hold them: in one line, with nothing that a terminal would obey, and of many the first.
QString escapeBytes(QByteArrayView bytes);

} // namespace studio
