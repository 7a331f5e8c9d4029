// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/request_state.h"

#include <QObject>
#include <QUrl>

#include <algorithm>

namespace studio {

namespace {

/// The path as it was typed, with only what may not stand in a request line encoded (RFC 9112, section 3).
QByteArray encodedPath(const QString &path)
{
    QByteArray out;
    for (const char c : path.trimmed().section(u'#', 0, 0).toUtf8()) {
        const bool plain = c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>';
        out += plain ? QByteArray(1, c) : '%' + QByteArray(1, c).toHex().toUpper();
    }
    return out.startsWith('/') ? out : '/' + out;
}

bool isToken(QByteArrayView name)
{
    constexpr QByteArrayView allowed("!#$%&'*+-.^_`|~");
    return !name.isEmpty() && std::ranges::all_of(name, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || allowed.contains(c);
    });
}

bool isFieldValue(QByteArrayView value)
{
    return std::ranges::none_of(value, [](char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7f; });
}

QByteArray contentTypeOf(collection::Body::Kind kind)
{
    switch (kind) {
    case collection::Body::Text:
        return "text/plain";
    case collection::Body::Xml:
        return "application/xml";
    case collection::Body::Sparql:
        return "application/sparql-query";
    default:
        return "application/json";
    }
}

Json toJson(const QList<Pair> &pairs)
{
    Json out = Json::array();
    for (const Pair &pair : pairs) {
        out.push_back({{"name", toUtf8(pair.name)}, {"value", toUtf8(pair.value)}, {"enabled", pair.enabled}});
    }
    return out;
}

QList<Pair> pairsFrom(const JsonReader &list)
{
    QList<Pair> out;
    for (const JsonReader &entry : list.elements()) {
        out.append(Pair{
            .name = entry["name"].text(), .value = entry["value"].text(), .enabled = entry["enabled"].boolean(true)});
    }
    return out;
}

} // namespace

QList<QByteArray> requestMethods()
{
    return {"POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};
}

bool carriesPayload(QByteArrayView method)
{
    return method != "GET" && method != "HEAD";
}

Result<HttpRequest> requestOf(const RequestState &state)
{
    if (!isToken(state.method)) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("“%1” is not a valid HTTP method. Choose another one.")
                                                    .arg(QString::fromLatin1(state.method.left(100))));
    }
    HttpRequest request{.method = state.method, .target = encodedPath(state.path), .headers = {}, .body = {}};
    for (const Pair &pair : state.query) {
        if (pair.enabled) {
            request.target += request.target.contains('?') ? '&' : '?';
            request.target += QUrl::toPercentEncoding(pair.name) + '=' + QUrl::toPercentEncoding(pair.value);
        }
    }
    for (const Pair &pair : state.headers) {
        const QByteArray name = pair.name.trimmed().toUtf8();
        const QByteArray value = pair.value.trimmed().toUtf8();
        if (pair.enabled && (!isToken(name) || !isFieldValue(value))) {
            return fail(
                ErrorCode::InvalidArgument,
                QStringLiteral("The header “%1” cannot be sent: a name holds letters, digits and “-”, a value no "
                               "line break. Change it under Headers, or clear its box.")
                    .arg(pair.name));
        }
        if (pair.enabled) {
            request.headers.append(std::pair(name, value));
        }
    }
    if (carriesPayload(state.method)) {
        request.body = state.payload;
        if (headerValue(request.headers, "content-type").isEmpty()) {
            request.headers.append(std::pair(QByteArray("content-type"), contentTypeOf(state.bodyKind)));
        }
    }
    return request;
}

RequestState stateOf(const HttpRequest &request)
{
    RequestState state{.method = request.method,
                       .path = QString::fromUtf8(request.target),
                       .payload = request.body,
                       .query = {},
                       .headers = {}};
    for (const auto &[name, value] : request.headers) {
        const QByteArray lower = name.toLower();
        const bool isAdded = lower == "host" || lower == "content-length" || lower.startsWith("x-ignite-") ||
                             (lower == "content-type" && value == "application/json");
        if (!isAdded) {
            state.headers.append(Pair{.name = QString::fromUtf8(name), .value = QString::fromUtf8(value)});
        }
    }
    return state;
}

Json toJson(const RequestState &state)
{
    Json json{{"method", state.method.toStdString()},
              {"path", toUtf8(state.path)},
              {"payload", toUtf8(QString::fromUtf8(state.payload))},
              {"query", toJson(state.query)},
              {"headers", toJson(state.headers)}};
    if (state.bodyKind != collection::Body::Json) {
        const std::string_view kind = collection::bodyKindName(state.bodyKind);
        json["bodyKind"] = std::string(kind);
        json["fields"] = toJson(state.fields);
    }
    if (!QUtf8StringView(state.payload).isValidUtf8()) { // which no string of JSON can hold
        json["payloadBytes"] = state.payload.toBase64();
    }
    return json;
}

RequestState requestStateFrom(const JsonReader &document)
{
    RequestState state;
    const QByteArray method = document["method"].text().toLatin1();
    state.method = isToken(method) ? method : state.method;
    state.path = document["path"].text(state.path);
    const JsonReader bytes = document["payloadBytes"];
    state.payload =
        bytes.isThere() ? QByteArray::fromBase64(bytes.text().toLatin1()) : document["payload"].text().toUtf8();
    state.query = pairsFrom(document["query"]);
    state.headers = pairsFrom(document["headers"]);
    state.bodyKind = collection::bodyKindNamed(document["bodyKind"].text().toStdString()).value_or(state.bodyKind);
    state.fields = pairsFrom(document["fields"]);
    return state;
}

} // namespace studio
