// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/http_message.h"
#include "core/runner/call_marks.h"

namespace studio {

// What the platform and the SDK of a handler tell each other in headers (PLATFORM, part 2), for every way in:
// LocalInvoker and the gateway's reverse proxy. Any thread.

/// Whether it is a header of the platform's own. A client's is dropped.
bool isPlatformHeader(QByteArrayView name);

/// What an instance is told of a call. `functionId` is "org/app"; without `marks` its log lines are attributed to no
/// call.
Headers platformHeaders(const QString &executionId, const QString &functionId, const CallMarks::Call *marks);

/// How long the handler says that it took, in microseconds; -1 where it does not, or where that cannot be: anything in
/// its process can write it, and more than `mostUs` have not passed. Takes the header out of the answer's.
qint64 takeHandlerMicros(Headers &headers, qint64 mostUs);

/// Whether an answer comes whole, as most do: it has an announced length, and a small one. To hand it on as a stream
/// would take longer than the call.
bool isShortAnswer(const Headers &headers);

} // namespace studio
