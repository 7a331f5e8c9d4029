// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QByteArrayView>

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace studio {

struct JsonMember;

/// One JSON value (RFC 8259), read or built. No function here throws, whatever the value is: a lookup of what is absent
/// gives null, a read of another type gives the fallback. To be told what is wrong, and where, read through JsonReader.
///
///     const auto json = parseJson(text);                       // Result<Json>
///     const QString name = (*json)["package"]["name"].text();  // empty where it is absent or no string
///     const Json answer{{"name", "hello"}, {"sizes", Json::array({1, 2})}};
///     file.write(answer.toUtf8(2));
///
/// Members keep their order, and one that stands twice stays twice (a lookup finds the last). A number keeps its
/// digits as they were written. A value; may be read on several threads at a time.
class Json
{
public:
    using value_type = Json; // NOLINT(readability-identifier-naming): for std::back_inserter
    using Array = std::vector<Json>;
    using Object = std::vector<JsonMember>;

    Json();
    Json(std::nullptr_t); // NOLINT(google-explicit-constructor): a literal of C++ is one of JSON, here and below
    template <std::same_as<bool> Bool> Json(Bool value) : Json(Boolean{value}) {} // NOLINT(google-explicit-constructor)
    template <std::integral Integer>
        requires(!std::same_as<Integer, bool> && !std::same_as<Integer, char>)
    Json(Integer value) : Json(Number{std::to_string(value)}) // NOLINT(google-explicit-constructor)
    {
    }
    Json(double value);           // NOLINT(google-explicit-constructor): null where it is no finite number
    Json(const char *utf8);       // NOLINT(google-explicit-constructor)
    Json(std::string utf8);       // NOLINT(google-explicit-constructor): what is no UTF-8 is printed as U+FFFD
    Json(std::string_view utf8);  // NOLINT(google-explicit-constructor)
    Json(const QString &text);    // NOLINT(google-explicit-constructor)
    Json(const QByteArray &utf8); // NOLINT(google-explicit-constructor)
    Json(std::initializer_list<JsonMember> members); ///< an object: {{"name", value}, …}
    Json(const Json &);
    Json(Json &&) noexcept;
    Json &operator=(const Json &);
    Json &operator=(Json &&) noexcept;
    ~Json();

    static Json object();
    static Json array(std::initializer_list<Json> elements = {});
    /// A document that is printed byte for byte as it stands, also inside an indented one. For reading it is a null;
    /// `raw()` gives the bytes. InvalidArgument where it is not one JSON value; see parseJson.
    static Result<Json> raw(QByteArray utf8);

    [[nodiscard]] bool isNull() const;
    [[nodiscard]] bool isBoolean() const;
    [[nodiscard]] bool isNumber() const;
    [[nodiscard]] bool isInteger() const; ///< written without fraction and exponent, and fits into 64 bits with a sign
    [[nodiscard]] bool isString() const;
    [[nodiscard]] bool isArray() const;
    [[nodiscard]] bool isObject() const;

    /// The value itself, or the fallback where it is of another type or out of range.
    [[nodiscard]] bool boolean(bool fallback = false) const;
    [[nodiscard]] qint64 integer(qint64 fallback = 0) const;
    [[nodiscard]] int number(int fallback = 0) const; ///< an integer that fits into an int
    [[nodiscard]] double real(double fallback = 0) const;
    [[nodiscard]] QString text(const QString &fallback = {}) const;
    [[nodiscard]] const std::string &utf8() const; ///< of a string, else empty. Valid UTF-8 where it was parsed
    [[nodiscard]] std::string_view digits() const; ///< of a number as it was written, else empty
    [[nodiscard]] QByteArray raw() const;          ///< of a raw document, else empty

    /// The member of this name, null where there is none. Never null as a pointer is: `find` tells absent from null.
    const Json &operator[](std::string_view name) const;
    const Json &operator[](const char *name) const { return (*this)[std::string_view(name)]; }
    [[nodiscard]] const Json *find(std::string_view name) const;
    [[nodiscard]] bool contains(std::string_view name) const { return find(name) != nullptr; }
    const Json &operator[](std::size_t index) const; ///< of an array, null behind its end
    template <std::integral Integer> const Json &operator[](Integer index) const
    {
        return (*this)[static_cast<std::size_t>(index)];
    }
    template <std::integral Integer> const Json &operator[](Integer index) // else ambiguous with the member to write
    {
        return std::as_const(*this)[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] std::size_t size() const; ///< of elements or members, 0 of anything else
    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] const Array &elements() const; ///< in order; none where it is no array
    [[nodiscard]] const Object &members() const; ///< in order; none where it is no object

    /// The member to write, made where it is missing. What is no object becomes an empty one first.
    Json &operator[](std::string_view name);
    Json &operator[](const char *name) { return (*this)[std::string_view(name)]; }
    /// What is no array becomes an empty one first.
    void push_back(Json element); // NOLINT(readability-identifier-naming): for std::back_inserter

    /// Without blanks, or with a line per member and `indent` blanks a level.
    [[nodiscard]] QByteArray toUtf8(int indent = -1) const;

    bool operator==(const Json &other) const; ///< numbers are equal where they are written alike

private:
    friend class JsonBuilder;
    struct Boolean
    {
        bool value;
    };
    struct Number
    {
        std::string digits;
        bool operator==(const Number &) const = default;
    };
    struct Raw
    {
        QByteArray text;
        bool operator==(const Raw &) const = default;
    };

    // Not inline: the variant cannot be made where JsonMember is not complete.
    explicit Json(Boolean boolean);
    explicit Json(Number number);

    std::variant<std::monostate, bool, Number, std::string, Array, Object, Raw> m_value;
};

struct JsonMember
{
    std::string name;
    Json value;

    bool operator==(const JsonMember &) const = default;
};

/// How many arrays and objects may stand in each other. As serde_json, which the handlers read with.
inline constexpr int maxJsonDepth = 127;

/// Why a text is not JSON, and where.
struct JsonFault
{
    qsizetype offset = 0; ///< of the byte that does not belong there
    QString reason;       ///< the parser's words: "unexpected '}'"
    QString expected;     ///< "expected string literal"; may be empty

    bool operator==(const JsonFault &) const = default;
};

/// Nothing where `utf8` is one JSON value with nothing but blanks around it. Builds no value. A byte order mark, a NUL
/// and deeper nesting than `maxDepth` are faults. Any thread.
std::optional<JsonFault> findJsonFault(QByteArrayView utf8, int maxDepth = maxJsonDepth);

/// Reads one document. InvalidArgument names line and column. The caller bounds the size of the text. Any thread.
Result<Json> parseJson(QByteArrayView utf8, int maxDepth = maxJsonDepth);

/// UTF-8 as QString and back.
inline QString toQString(const std::string &text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
inline std::string toUtf8(const QString &text)
{
    return text.toStdString();
}

} // namespace studio
