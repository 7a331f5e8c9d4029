// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/handler/row.h"

#include "tests/support/places.h"

#include <QFile>

namespace studio::test {

namespace {

const QStringList allWays{QStringLiteral("native"),          QStringLiteral("wasmtime"),
                          QStringLiteral("platform native"), QStringLiteral("platform wasm"),
                          QStringLiteral("window native"),   QStringLiteral("window wasm")};

QByteArray textOf(const Json &row, const char *key)
{
    return row.contains(key) ? QByteArray::fromStdString(row[key].utf8()) : QByteArray();
}

QByteArray bodyOf(const Json &row)
{
    if (row.contains("body_base64")) {
        return QByteArray::fromBase64(textOf(row, "body_base64"));
    }
    if (row.contains("body_repeat")) { // what, how often, and what closes each
        const Json &repeat = row["body_repeat"];
        const auto times = repeat[1].integer();
        return QByteArray::fromStdString(repeat[0].utf8()).repeated(times) +
               QByteArray::fromStdString(repeat[2].utf8()).repeated(times);
    }
    return textOf(row, "body");
}

HttpRequest requestOf(const Json &row)
{
    HttpRequest request;
    request.method = row.contains("method") ? textOf(row, "method") : QByteArray("POST");
    request.target = row.contains("target") ? textOf(row, "target") : QByteArray("/");
    if (row.contains("target_repeat")) {
        const Json &repeat = row["target_repeat"];
        request.target += QByteArray::fromStdString(repeat[0].utf8()).repeated(repeat[1].integer());
    }
    if (row.contains("request_headers")) {
        for (const auto &[name, value] : row["request_headers"].members()) {
            QByteArray text = QByteArray::fromStdString(value.utf8());
            if (text.startsWith('@')) { // so many characters
                text = QByteArray(text.sliced(1).toInt(), 'n');
            }
            request.headers.append({QByteArray::fromStdString(name), text});
        }
    }
    request.body = bodyOf(row);
    return request;
}

Row rowOf(const Json &json)
{
    Row row;
    row.name = toQString(json["name"].utf8());
    row.handler = json.contains("handler") ? QString::fromUtf8(textOf(json, "handler")) : QStringLiteral("contract");
    row.ways = allWays;
    if (json.contains("ways")) {
        row.ways.clear();
        for (const Json &way : json["ways"].elements()) {
            row.ways << toQString(way.utf8());
        }
    }
    row.request = requestOf(json);
    if (json.contains("not_in_window")) { // says why
        row.ways.removeIf([](const QString &way) { return way.startsWith(QLatin1String("window")); });
    }
    row.raw =
        json.contains("raw_latin1") ? QString::fromUtf8(textOf(json, "raw_latin1")).toLatin1() : textOf(json, "raw");
    row.parallel = json["parallel"].number(1);
    row.leaves = json["leaves"].boolean(false);
    row.expected = json;
    return row;
}

QString shown(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes.first(std::min<qsizetype>(bytes.size(), 300)));
}

QString checkBody(const Json &expected, const QByteArray &body)
{
    if (expected.contains("json")) {
        const auto json = parseJson(body);
        if (!json || *json != expected["json"]) {
            return QStringLiteral("the body is %1").arg(shown(body));
        }
    }
    if (expected.contains("error")) {
        const auto json = parseJson(body);
        const bool isError =
            json && json->isObject() && json->size() == 1 && json->contains("error") && (*json)["error"].isString();
        if (!isError || !QByteArray::fromStdString((*json)["error"].utf8()).contains(textOf(expected, "error"))) {
            return QStringLiteral("the body is %1").arg(shown(body));
        }
    }
    if ((expected.contains("body_is") && body != textOf(expected, "body_is")) ||
        (expected.contains("body_base64_is") && body != QByteArray::fromBase64(textOf(expected, "body_base64_is")))) {
        return QStringLiteral("the body is %1").arg(shown(body));
    }
    if (expected.contains("body_length") && body.size() != expected["body_length"].integer()) {
        return QStringLiteral("the body has %1 bytes").arg(body.size());
    }
    return {};
}

/// Every text of the list must be in it; or none.
QString checkTexts(const Json &expected, const char *key, const QByteArray &text, bool wanted)
{
    if (expected.contains(key)) {
        for (const Json &entry : expected[key].elements()) {
            const QByteArray part = QByteArray::fromStdString(entry.utf8());
            if (text.contains(part) != wanted) {
                return QStringLiteral("%1 “%2”: %3")
                    .arg(wanted ? QStringLiteral("missing") : QStringLiteral("there is"), QString::fromUtf8(part),
                         shown(text));
            }
        }
    }
    return {};
}

} // namespace

Result<QList<Row>> readRows(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::NotFound, QStringLiteral("Cannot read %1.").arg(path));
    }
    const auto json = parseJson(file.readAll());
    if (!json) {
        return std::unexpected(json.error());
    }
    QList<Row> rows;
    for (const Json &entry : json->elements()) {
        rows << rowOf(entry);
    }
    return rows;
}

QString folderOf(const QString &handler)
{
    if (handler == QLatin1String("@hello")) {
        return sourcePath("/resources/samples/rust-hello");
    }
    return handler.startsWith(QLatin1Char('@')) ? sourcePath("/resources/sdk/examples/") + handler.sliced(1)
                                                : sourcePath("/tests/data/handlers/") + handler;
}

RustTarget targetOf(const QString &way)
{
    return way.endsWith(QLatin1String("native")) ? RustTarget::Native : RustTarget::Wasm;
}

QByteArray onTheWire(const Row &row)
{
    if (!row.raw.isEmpty()) {
        return row.raw;
    }
    QByteArray wire =
        row.request.method + ' ' + row.request.target + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n";
    for (const auto &[name, value] : row.request.headers) {
        wire += name + ": " + value + "\r\n";
    }
    if (!row.request.body.isEmpty() || row.request.method == "POST") {
        wire += "content-length: " + QByteArray::number(row.request.body.size()) + "\r\n";
    }
    return wire + "\r\n" + row.request.body;
}

QString check(const Row &row, const Seen &seen)
{
    const Json &expected = row.expected;
    if (expected.contains("raw_contains")) {
        return checkTexts(expected, "raw_contains", seen.wire, true);
    }
    if (const QString log = checkTexts(expected, "log", seen.log, true); !log.isEmpty()) {
        return QStringLiteral("in the log, ") + log;
    }
    const bool broken = expected["broken"].boolean(false);
    if (seen.broken != broken) {
        return broken ? QStringLiteral("the answer ended as if nothing had happened")
                      : QStringLiteral("the answer broke off: %1").arg(shown(seen.response.body));
    }
    if (broken) {
        return {};
    }
    if (seen.response.status != expected["status"].number(200)) {
        return QStringLiteral("status %1: %2").arg(seen.response.status).arg(shown(seen.response.body));
    }
    if (expected.contains("headers")) {
        for (const auto &[name, value] : expected["headers"].members()) {
            const QByteArray found = headerValue(seen.response.headers, QByteArray::fromStdString(name));
            if (found != QByteArray::fromStdString(value.utf8())) {
                return QStringLiteral("%1: %2").arg(toQString(name), QString::fromUtf8(found));
            }
        }
    }
    if (const QString body = checkBody(expected, seen.response.body); !body.isEmpty()) {
        return body;
    }
    const QString missing = checkTexts(expected, "contains", seen.response.body, true);
    return missing.isEmpty() ? checkTexts(expected, "lacks", seen.response.body, false) : missing;
}

} // namespace studio::test
