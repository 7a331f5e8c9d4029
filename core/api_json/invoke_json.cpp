// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/invoke_json.h"

#include "core/api_json/api_json_private.h"
#include "core/api_json/json_fields.h"

#include <QStringDecoder>

#include <algorithm>

namespace studio {

namespace {

std::string streamName(LogStream stream)
{
    return stream == LogStream::Stdout ? "stdout" : "stderr";
}

/// Bytes that were written as Latin-1, each a character; what no byte can be is meant as the text that it is.
QByteArray bytesOfText(const QString &text)
{
    const bool isBytes = std::ranges::all_of(text, [](QChar c) { return c.unicode() <= 0xff; });
    return isBytes ? text.toLatin1() : text.toUtf8();
}

/// [[name, value], …], or nothing where it is something else.
std::optional<Headers> headersOf(const Json &json)
{
    if (!json.isArray()) {
        return {};
    }
    Headers headers;
    for (const Json &pair : json.elements()) {
        if (!pair.isArray() || pair.size() != 2 || !pair[0].isString() || !pair[1].isString()) {
            return {};
        }
        headers.append({bytesOfText(pair[0].text()), bytesOfText(pair[1].text())});
    }
    return headers;
}

QByteArray readBytes(JsonFields &fields, const char *name, const char *base64Name)
{
    return fields.has(base64Name) ? fields.base64(base64Name) : fields.bytes(name);
}

void readTrailer(JsonFields &fields, const Json &json, InvokeFrame &frame)
{
    Invocation &invocation = frame.invocation;
    invocation.executionId = fields.text("executionId");
    invocation.coldStart = fields.boolean("coldStart");
    invocation.startUs = fields.integer("startUs");
    invocation.handlerUs = fields.integer("handlerUs", -1);
    invocation.fromPlatform = fields.boolean("fromPlatform");
    invocation.timings = {.connected = fields.integer("connectedUs"),
                          .firstByte = fields.integer("firstByteUs"),
                          .total = fields.integer("totalUs")};
    if (fields.has("error")) {
        frame.error = errorFrom(500, bytesOf(json["error"]));
    }
}

} // namespace

void addBytes(Json &json, const char *name, const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    if (decoder.hasError()) {
        json[std::string(name) + "Base64"] = bytes.toBase64().toStdString();
    } else {
        json[name] = toUtf8(text);
    }
}

Headers headersFrom(const Json &json, JsonFields &fields, const Headers &fallback)
{
    if (!fields.has("headers")) {
        return fallback;
    }
    const auto headers = headersOf(json["headers"]);
    if (!headers) {
        fields.refuse(QStringLiteral("“headers” is not a list of [name, value]."));
    }
    return headers.value_or(fallback);
}

Json headersJson(const Headers &headers)
{
    Json json = Json::array();
    for (const auto &[name, value] : headers) {
        json.push_back(Json::array({toUtf8(QString::fromLatin1(name)), toUtf8(QString::fromLatin1(value))}));
    }
    return json;
}

Json toJson(const InvokeCall &call)
{
    Json json = Json::object();
    if (call.target.kind != InvokeTarget::Active) {
        json["version"] = call.target.kind == InvokeTarget::Draft ? 0 : call.target.version;
    }
    json["method"] = call.request.method.toStdString();
    json["target"] = toUtf8(QString::fromLatin1(call.request.target));
    json["headers"] = headersJson(call.request.headers);
    addBytes(json, "body", call.request.body);
    return json;
}

Result<InvokeCall> invokeCallFrom(const Json &json)
{
    JsonFields fields(json);
    InvokeCall call;
    if (fields.has("version")) {
        const int version = fields.number("version", 0, 0, maxVersion);
        call.target = {version == 0 ? InvokeTarget::Draft : InvokeTarget::Numbered, version};
    }
    call.request.method = fields.bytes("method", call.request.method);
    call.request.target = bytesOfText(fields.text("target", QStringLiteral("/")));
    call.request.headers = headersFrom(json, fields, {{"content-type", "application/json"}});
    call.request.body = readBytes(fields, "body", "bodyBase64");
    return fields.check().transform([&] { return call; });
}

Json startedFrame(const QString &executionId)
{
    return {{"started", {{"executionId", toUtf8(executionId)}}}};
}

Json logFrame(const LogLine &line)
{
    return {{"log",
             {{"executionId", toUtf8(line.executionId)},
              {"stream", streamName(line.stream)},
              {"timeMs", api_json::number(line.timeMs)},
              {"text", toUtf8(QString::fromUtf8(line.text))}}}};
}

Json headFrame(const QString &executionId, const HttpResponse &head)
{
    return {{"head",
             {{"executionId", toUtf8(executionId)},
              {"status", head.status},
              {"reason", toUtf8(QString::fromLatin1(head.reason))},
              {"headers", headersJson(head.headers)}}}};
}

Json chunkFrame(QByteArrayView bytes)
{
    return {{"chunk", {{"data", QByteArray::fromRawData(bytes.data(), bytes.size()).toBase64().toStdString()}}}};
}

Json trailerFrame(const Invocation &invocation, const std::optional<Error> &error)
{
    Json trailer{{"executionId", toUtf8(invocation.executionId)},
                 {"coldStart", invocation.coldStart},
                 {"startUs", api_json::number(invocation.startUs)}};
    if (invocation.handlerUs >= 0) {
        trailer["handlerUs"] = api_json::number(invocation.handlerUs);
    }
    trailer["fromPlatform"] = invocation.fromPlatform;
    trailer["connectedUs"] = api_json::number(invocation.timings.connected);
    trailer["firstByteUs"] = api_json::number(invocation.timings.firstByte);
    trailer["totalUs"] = api_json::number(invocation.timings.total);
    if (error) {
        trailer["error"] = toJson(*error);
    }
    return {{"trailer", trailer}};
}

Result<InvokeFrame> invokeFrameFrom(const Json &json)
{
    JsonFields fields(json);
    InvokeFrame frame;
    if (fields.has("started")) {
        frame.kind = InvokeFrame::Started;
        frame.executionId = fields.object("started").text("executionId");
    } else if (fields.has("log")) {
        JsonFields log = fields.object("log");
        frame.kind = InvokeFrame::Log;
        frame.line = {.executionId = log.text("executionId"),
                      .stream = log.text("stream") == QLatin1String("stdout") ? LogStream::Stdout : LogStream::Stderr,
                      .text = log.text("text").toUtf8(),
                      .timeMs = log.integer("timeMs")};
    } else if (fields.has("head")) {
        JsonFields head = fields.object("head");
        frame.kind = InvokeFrame::Head;
        frame.executionId = head.text("executionId");
        frame.head.status = head.number("status");
        frame.head.reason = head.text("reason").toLatin1();
        frame.head.headers = headersFrom(json["head"], head, {});
    } else if (fields.has("chunk")) {
        frame.kind = InvokeFrame::Chunk;
        frame.data = fields.object("chunk").base64("data");
    } else if (fields.has("trailer")) {
        JsonFields trailer = fields.object("trailer");
        frame.kind = InvokeFrame::Trailer;
        readTrailer(trailer, json["trailer"], frame);
        frame.executionId = frame.invocation.executionId;
    }
    return fields.check().transform([&] { return frame; });
}

} // namespace studio
