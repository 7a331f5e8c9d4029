// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/http.h"
#include "core/invocation/http_limits.h"

namespace studio {

/// Whether the request can go on the wire as one request: a method and header names that are tokens, no line breaks
/// smuggled in, and no more than maxHeadBytes of it. InvalidArgument says what is wrong.
Result<void> checkRequest(const HttpRequest &request);

/// The target as it is sent to a handler. Clients leave `"`, `<`, `>` and the backtick unescaped, and bytes that are no
/// UTF-8, which the handlers' servers refuse before a handler sees them; these are percent-encoded, all else stays.
QByteArray targetForHandler(const QByteArray &target);

/// Internal: a handler's answer is no HTTP/1.1 message, or beyond http_limits.h; `fault` says how.
Error malformedAnswer(const QString &fault);

/// Bytes as a sentence can hold them: in one line, with nothing that a terminal would obey, and of many the first.
QString shownBytes(QByteArrayView bytes);

} // namespace studio
