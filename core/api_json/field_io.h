// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api_json/json_fields.h"
#include "core/model/http_message.h"

#include <concepts>

namespace studio::api_json {

// The members of a document are named once, in a function template that takes a FieldWriter and a const value, or a
// FieldReader and one to be filled:
//
//     template <typename Io> void visit(Io &io, auto &line)
//     {
//         io.field("executionId", line.executionId);
//         io.field("timeMs", line.timeMs);
//     }
//
//     Json json = written([&](auto &io) { visit(io, line); });
//     FieldReader reader(json); visit(reader, line); reader.check();
//
// A qint64 is a text, as 64-bit integers of the API are, an int a number; both may be either when they are read.

/// `text` in UTF-8 as it is, and as base 64 under "nameBase64" where it is not UTF-8.
void addBytes(Json &json, const char *name, const QByteArray &bytes);

/// Writes members, in the order in which they are named.
class FieldWriter
{
public:
    static constexpr bool isReading = false;

    explicit FieldWriter(Json &json) : m_json(json) {}

    void field(const char *name, const QString &text) { m_json[name] = text; }
    void field(const char *name, const QByteArray &text) { m_json[name] = QString::fromUtf8(text); }
    void field(const char *name, std::same_as<bool> auto value) { m_json[name] = value; }
    void field(const char *name, std::same_as<int> auto value) { m_json[name] = value; }
    void field(const char *name, std::same_as<qint64> auto value) { m_json[name] = std::to_string(value); }
    void field(const char *name, const QStringList &texts);
    void field(const char *name, const Headers &headers);

    /// Not written where it is the value that stands for none.
    template <typename T> void optional(const char *name, const T &value, const T &none = {})
    {
        if (value != none) {
            field(name, value);
        }
    }
    /// An object of texts, in order.
    void pairs(const char *name, const QList<std::pair<QString, QString>> &pairs);
    /// Written for other programs that read the document; not read here.
    void constant(const char *name, const Json &value) { m_json[name] = value; }
    /// A value with names: `toName(value)`.
    template <typename T, typename ToName, typename FromName>
    void named(const char *name, const T &value, ToName toName, FromName)
    {
        m_json[name] = toName(value);
    }
    /// Bytes that are a character each, as in the head of an HTTP message.
    void latin1(const char *name, const QByteArray &bytes) { m_json[name] = QString::fromLatin1(bytes); }
    /// See addBytes.
    void bytes(const char *name, const QByteArray &bytes) { addBytes(m_json, name, bytes); }
    /// Bytes as base 64.
    void base64(const char *name, const QByteArray &bytes) { m_json[name] = bytes.toBase64().toStdString(); }
    /// JSON that is held as a text; not written where that is empty or no JSON.
    void document(const char *name, const QString &text);

    template <typename Members> void object(const char *name, Members members)
    {
        Json inner = Json::object();
        FieldWriter io(inner);
        members(io);
        m_json[name] = std::move(inner);
    }
    /// Only where it is there.
    template <typename Members> void objectIf(bool isThere, const char *name, Members members)
    {
        if (isThere) {
            object(name, members);
        }
    }
    /// An array of objects.
    template <typename List, typename Members> void list(const char *name, const List &elements, Members members)
    {
        Json array = Json::array();
        for (const auto &element : elements) {
            Json inner = Json::object();
            FieldWriter io(inner);
            members(io, element);
            array.push_back(std::move(inner));
        }
        m_json[name] = std::move(array);
    }

private:
    Json &m_json;
};

/// Reads members. What is absent leaves the value as it is, or gives it the value that stands for none.
class FieldReader
{
public:
    static constexpr bool isReading = true;

    explicit FieldReader(const Json &json) : m_fields(json) {}
    explicit FieldReader(JsonFields fields) : m_fields(std::move(fields)) {}

    void field(const char *name, QString &text) { text = m_fields.text(name, text); }
    void field(const char *name, QByteArray &text) { text = m_fields.bytes(name, text); }
    void field(const char *name, bool &value) { value = m_fields.boolean(name, value); }
    void field(const char *name, int &value) { value = m_fields.number(name, value); }
    void field(const char *name, qint64 &value) { value = m_fields.integer(name, value); }
    void field(const char *name, QStringList &texts) { texts = m_fields.texts(name); }
    void field(const char *name, Headers &headers);

    template <typename T> void optional(const char *name, T &value, const T &none = {})
    {
        value = none;
        field(name, value);
    }
    void pairs(const char *name, QList<std::pair<QString, QString>> &pairs) { pairs = m_fields.pairs(name); }
    void constant(const char *, const Json &) {}
    /// `fromName(text)` gives an optional; a name that is not known leaves the value as it is.
    template <typename T, typename ToName, typename FromName>
    void named(const char *name, T &value, ToName, FromName fromName)
    {
        if (const auto known = fromName(m_fields.text(name))) {
            value = *known;
        }
    }
    void latin1(const char *name, QByteArray &bytes);
    void bytes(const char *name, QByteArray &bytes);
    void base64(const char *name, QByteArray &bytes) { bytes = m_fields.base64(name); }
    void document(const char *name, QString &text) { text = m_fields.jsonText(name); }

    /// The members have their fallbacks where the object is absent.
    template <typename Members> void object(const char *name, Members members)
    {
        FieldReader io(m_fields.object(name));
        members(io);
    }
    template <typename Members> void objectIf(bool, const char *name, Members members)
    {
        if (m_fields.has(name)) {
            object(name, members);
        }
    }
    template <typename List, typename Members> void list(const char *name, List &elements, Members members)
    {
        for (const JsonFields &fields : m_fields.objects(name)) {
            typename List::value_type element;
            FieldReader io(fields);
            members(io, element);
            elements.append(std::move(element));
        }
    }

    [[nodiscard]] bool has(const char *name) const { return m_fields.has(name); }
    void refuse(const QString &message) { m_fields.refuse(message); }
    /// InvalidArgument names the first member that could not be read.
    [[nodiscard]] Result<void> check() const { return m_fields.check(); }

private:
    JsonFields m_fields;
};

/// The object that `members(io)` writes.
template <typename Members> Json written(Members members)
{
    Json json = Json::object();
    FieldWriter io(json);
    members(io);
    return json;
}

/// A value that `members(io, value)` reads from `json`, beginning with `value`.
template <typename T, typename Members> Result<T> readValue(const Json &json, T value, Members members)
{
    FieldReader io(json);
    members(io, value);
    return io.check().transform([&] { return value; });
}

} // namespace studio::api_json
