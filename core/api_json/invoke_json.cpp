// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/invoke_json.h"

#include "core/api_json/field_tables.h"

namespace studio {

namespace {

using api_json::readValue;
using api_json::written;

std::string streamName(LogStream stream)
{
    return stream == LogStream::Stdout ? "stdout" : "stderr";
}

std::optional<LogStream> streamFrom(const QString &name)
{
    return name == QLatin1String("stdout") ? LogStream::Stdout : LogStream::Stderr;
}

template <typename Io> void visitRequest(Io &io, auto &request)
{
    io.field("method", request.method);
    io.latin1("target", request.target);
    io.field("headers", request.headers);
    io.bytes("body", request.body);
}

template <typename Io> void visitInvokeLine(Io &io, auto &line)
{
    io.field("executionId", line.executionId);
    io.named("stream", line.stream, streamName, streamFrom);
    io.field("timeMs", line.timeMs);
    io.field("text", line.text);
}

template <typename Io> void visitHead(Io &io, auto &executionId, auto &head)
{
    io.field("executionId", executionId);
    io.field("status", head.status);
    io.latin1("reason", head.reason);
    io.field("headers", head.headers);
}

/// `isFromPlatform`: what stands for the answer is the platform's own.
template <typename Io> void visitTrailer(Io &io, auto &invocation, auto &isFromPlatform)
{
    io.field("executionId", invocation.executionId);
    io.field("coldStart", invocation.coldStart);
    io.field("startUs", invocation.startUs);
    io.optional("handlerUs", invocation.handlerUs, qint64(-1));
    io.field("fromPlatform", isFromPlatform);
    io.field("brokeOff", invocation.brokeOff);
    io.field("connectedUs", invocation.timings.connected);
    io.field("firstByteUs", invocation.timings.firstByte);
    io.field("totalUs", invocation.timings.total);
}

} // namespace

Json toJson(const InvokeCall &call)
{
    return written([&](auto &io) {
        if (call.target.kind != InvokeTarget::Active) {
            io.field("version", call.target.kind == InvokeTarget::Draft ? 0 : call.target.version);
        }
        visitRequest(io, call.request);
    });
}

Result<InvokeCall> invokeCallFrom(const Json &json)
{
    JsonFields fields(json);
    InvokeCall call;
    if (fields.has("version")) {
        const int version = fields.number("version", 0, 0, maxVersion);
        call.target = {version == 0 ? InvokeTarget::Draft : InvokeTarget::Numbered, version};
    }
    if (!fields.has("headers")) {
        call.request.headers = {{"content-type", "application/json"}};
    }
    api_json::FieldReader io(fields);
    visitRequest(io, call.request);
    return io.check().transform([&] { return call; });
}

Json startedFrame(const QString &executionId)
{
    return {{"started", written([&](auto &io) { io.field("executionId", executionId); })}};
}

Json logFrame(const LogLine &line)
{
    return {{"log", written([&](auto &io) { visitInvokeLine(io, line); })}};
}

Json headFrame(const QString &executionId, const HttpResponse &head)
{
    return {{"head", written([&](auto &io) { visitHead(io, executionId, head); })}};
}

Json chunkFrame(QByteArrayView bytes)
{
    const QByteArray data = QByteArray::fromRawData(bytes.data(), bytes.size());
    return {{"chunk", written([&](auto &io) { io.base64("data", data); })}};
}

Json trailerFrame(const Invocation &invocation)
{
    const bool isFromPlatform = invocation.error && invocation.response.status > 0;
    Json trailer = written([&](auto &io) { visitTrailer(io, invocation, isFromPlatform); });
    if (invocation.error) {
        trailer["error"] = toJson(*invocation.error);
    }
    return {{"trailer", trailer}};
}

Result<InvokeFrame> invokeFrameFrom(const Json &json)
{
    return readValue(json, InvokeFrame(), [&](auto &io, InvokeFrame &frame) {
        if (io.has("started")) {
            frame.kind = InvokeFrame::Started;
            io.object("started", [&](auto &started) { started.field("executionId", frame.executionId); });
        } else if (io.has("log")) {
            frame.kind = InvokeFrame::Log;
            io.object("log", [&](auto &log) { visitInvokeLine(log, frame.line); });
        } else if (io.has("head")) {
            frame.kind = InvokeFrame::Head;
            io.object("head", [&](auto &head) { visitHead(head, frame.executionId, frame.head); });
        } else if (io.has("chunk")) {
            frame.kind = InvokeFrame::Chunk;
            io.object("chunk", [&](auto &chunk) { chunk.base64("data", frame.data); });
        } else if (io.has("trailer")) {
            frame.kind = InvokeFrame::Trailer;
            io.object("trailer", [&](auto &trailer) {
                bool isFromPlatform = false;
                visitTrailer(trailer, frame.invocation, isFromPlatform);
                if (trailer.has("error")) {
                    frame.invocation.error = errorFrom(500, bytesOf(json["trailer"]["error"]));
                    frame.isAnswered = isFromPlatform;
                }
            });
            frame.executionId = frame.invocation.executionId;
        }
    });
}

} // namespace studio
