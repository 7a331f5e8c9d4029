// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/http.h"

namespace studio {

/// Of a request's target and headers together, here and at the gateway.
constexpr qsizetype headBytes = 32 << 10;

/// Whether the request can go on the wire as one request: a method and header names that are tokens, no line breaks
/// smuggled in, and no more than headBytes of it. InvalidArgument says what is wrong.
Result<void> checkRequest(const HttpRequest &request);

/// Bytes as a sentence can hold them: in one line, and with nothing that a terminal would obey.
QString shownBytes(QByteArrayView bytes);

} // namespace studio
