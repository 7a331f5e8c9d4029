// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api_json/api_json.h"
#include "core/model/invocation.h"
#include "core/model/invoke_target.h"
#include "core/model/log_line.h"

// What Invoke, TestDraft, TestAppVersion and InvokeAsync take, and what the first three answer: newline-delimited JSON,
// a frame a line. The platform's documentation says “head, chunks, trailer”; their members are our choice.

namespace studio {

/// What a call is to be.
struct InvokeCall
{
    InvokeTarget target; ///< of Invoke and InvokeAsync; the other routes say it
    HttpRequest request;

    bool operator==(const InvokeCall &) const = default;
};

/// {"version", "method", "target", "headers": [[name, value], …], "body" or "bodyBase64"}, as a record of a call has
/// its request. All may be left out: without a version the active one is called (0 is the draft), without the others it
/// is `POST /` with `content-type: application/json` and an empty body.
Json toJson(const InvokeCall &call);
Result<InvokeCall> invokeCallFrom(const Json &json);

/// {"started": {"executionId"}}: before anything is sent. This and the log only with ?events=true.
Json startedFrame(const QString &executionId);
/// {"log": {"executionId", "stream": "stderr", "timeMs", "text"}}.
Json logFrame(const LogLine &line);
/// {"head": {"executionId", "status", "reason", "headers": [[name, value], …]}}.
Json headFrame(const QString &executionId, const HttpResponse &head);
/// {"chunk": {"data": base 64}}.
Json chunkFrame(QByteArrayView bytes);
/// {"trailer": {"executionId", "coldStart", "startUs", "handlerUs", "fromPlatform", "brokeOff", "connectedUs",
/// "firstByteUs", "totalUs", "error": {"code", "message", "details"}}}. The error says why the handler gave no answer:
/// with "fromPlatform" the platform has answered in its place, or where "brokeOff" would have; else there is no answer.
Json trailerFrame(const Invocation &invocation);

/// One line of the answer.
struct InvokeFrame
{
    enum Kind { Started, Log, Head, Chunk, Trailer, Unknown } kind = Unknown;
    QString executionId;
    LogLine line;
    HttpResponse head;      ///< without a body
    QByteArray data;        ///< of a chunk
    Invocation invocation;  ///< of the trailer: all but request, response and lines
    bool isAnswered = true; ///< of the trailer: by the handler or in its place
};
/// InvalidArgument: not a frame. One of a kind that is not known is Unknown, and to be passed over.
Result<InvokeFrame> invokeFrameFrom(const Json &json);

} // namespace studio
