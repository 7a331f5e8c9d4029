// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/field_io.h"

#include <QStringDecoder>

#include <algorithm>

namespace studio::api_json {

namespace {

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

void FieldWriter::field(const char *name, const QStringList &texts)
{
    Json array = Json::array();
    for (const QString &text : texts) {
        array.push_back(text);
    }
    m_json[name] = std::move(array);
}

void FieldWriter::field(const char *name, const Headers &headers)
{
    Json array = Json::array();
    for (const auto &[header, value] : headers) {
        array.push_back(Json::array({QString::fromLatin1(header), QString::fromLatin1(value)}));
    }
    m_json[name] = std::move(array);
}

void FieldWriter::pairs(const char *name, const QList<std::pair<QString, QString>> &pairs)
{
    Json object = Json::object();
    for (const auto &[key, value] : pairs) {
        object[toUtf8(key)] = value;
    }
    m_json[name] = std::move(object);
}

void FieldWriter::document(const char *name, const QString &text)
{
    if (text.isEmpty()) {
        return;
    }
    if (auto json = parseJson(text.toUtf8())) {
        m_json[name] = std::move(*json);
    }
}

void FieldReader::field(const char *name, Headers &headers)
{
    if (!m_fields.has(name)) {
        return;
    }
    const auto read = headersOf(m_fields.json()[name]);
    if (!read) {
        refuse(QStringLiteral("“%1” is not a list of [name, value].").arg(QString::fromLatin1(name)));
    }
    headers = read.value_or(headers);
}

void FieldReader::latin1(const char *name, QByteArray &bytes)
{
    if (m_fields.has(name)) {
        bytes = bytesOfText(m_fields.text(name));
    }
}

void FieldReader::bytes(const char *name, QByteArray &bytes)
{
    const QByteArray base64Name = QByteArray(name) + "Base64";
    bytes = m_fields.has(base64Name) ? m_fields.base64(base64Name) : m_fields.bytes(name, bytes);
}

} // namespace studio::api_json
