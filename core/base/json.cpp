// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace studio {

namespace {

const Json nothing;

template <typename T> std::optional<T> numberFrom(std::string_view digits)
{
    T number{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() ? std::optional(number) : std::nullopt;
}

/// The shortest digits that are read as the same number; 1.0 and not 1, so that it stays one with a fraction.
std::string digitsOf(double value)
{
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    std::string text(digits.data(), end);
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

} // namespace

Json::Json() = default;
Json::Json(std::nullptr_t) {}
Json::Json(Boolean boolean) : m_value(boolean.value) {}
Json::Json(Number number) : m_value(std::move(number)) {}
Json::Json(const char *utf8) : m_value(std::string(utf8)) {}
Json::Json(std::string utf8) : m_value(std::move(utf8)) {}
Json::Json(std::string_view utf8) : m_value(std::string(utf8)) {}
Json::Json(const QString &text) : m_value(text.toStdString()) {}
Json::Json(const QByteArray &utf8) : m_value(utf8.toStdString()) {}
Json::Json(std::initializer_list<JsonMember> members) : m_value(Object(members)) {}
Json::Json(const Json &) = default;
Json::Json(Json &&) noexcept = default;
Json &Json::operator=(const Json &) = default;
Json &Json::operator=(Json &&) noexcept = default;
Json::~Json() = default;

Json::Json(double value)
{
    if (std::isfinite(value)) {
        m_value = Number{digitsOf(value)};
    }
}

Json Json::object()
{
    return Json(std::initializer_list<JsonMember>{});
}

Json Json::array(std::initializer_list<Json> elements)
{
    Json json;
    json.m_value = Array(elements);
    return json;
}

bool Json::isNull() const
{
    return std::holds_alternative<std::monostate>(m_value);
}

bool Json::isBoolean() const
{
    return std::holds_alternative<bool>(m_value);
}

bool Json::isNumber() const
{
    return std::holds_alternative<Number>(m_value);
}

bool Json::isInteger() const
{
    return numberFrom<qint64>(digits()).has_value();
}

bool Json::isString() const
{
    return std::holds_alternative<std::string>(m_value);
}

bool Json::isArray() const
{
    return std::holds_alternative<Array>(m_value);
}

bool Json::isObject() const
{
    return std::holds_alternative<Object>(m_value);
}

bool Json::boolean(bool fallback) const
{
    const bool *value = std::get_if<bool>(&m_value);
    return value ? *value : fallback;
}

qint64 Json::integer(qint64 fallback) const
{
    return numberFrom<qint64>(digits()).value_or(fallback);
}

int Json::number(int fallback) const
{
    return numberFrom<int>(digits()).value_or(fallback);
}

double Json::real(double fallback) const
{
    return numberFrom<double>(digits()).value_or(fallback);
}

QString Json::text(const QString &fallback) const
{
    if (!isString()) {
        return fallback;
    }
    constexpr std::string_view mark("\xef\xbb\xbf"); // a character like others here; fromUtf8() drops the first
    std::string_view rest = utf8();
    QString made;
    while (rest.starts_with(mark)) {
        made += QChar(QChar::ByteOrderMark);
        rest.remove_prefix(mark.size());
    }
    return made.append(QString::fromUtf8(rest.data(), static_cast<qsizetype>(rest.size())));
}

const std::string &Json::utf8() const
{
    static const std::string empty;
    const auto *value = std::get_if<std::string>(&m_value);
    return value ? *value : empty;
}

std::string_view Json::digits() const
{
    const auto *value = std::get_if<Number>(&m_value);
    return value ? std::string_view(value->digits) : std::string_view();
}

QByteArray Json::raw() const
{
    const auto *value = std::get_if<Raw>(&m_value);
    return value ? value->text : QByteArray();
}

const Json *Json::find(std::string_view name) const
{
    const Object &all = members();
    const auto found = std::find_if(all.rbegin(), all.rend(), [&](const JsonMember &one) { return one.name == name; });
    return found == all.rend() ? nullptr : &found->value;
}

const Json &Json::operator[](std::string_view name) const
{
    const Json *found = find(name);
    return found ? *found : nothing;
}

const Json &Json::operator[](std::size_t index) const
{
    const Array &all = elements();
    return index < all.size() ? all[index] : nothing;
}

std::size_t Json::size() const
{
    return isObject() ? members().size() : elements().size();
}

const Json::Array &Json::elements() const
{
    static const Array none;
    const auto *value = std::get_if<Array>(&m_value);
    return value ? *value : none;
}

const Json::Object &Json::members() const
{
    static const Object none;
    const auto *value = std::get_if<Object>(&m_value);
    return value ? *value : none;
}

Json &Json::operator[](std::string_view name)
{
    if (!isObject()) {
        m_value = Object();
    }
    if (const Json *found = find(name)) {
        return const_cast<Json &>(*found); // of this object, which is not const
    }
    return std::get_if<Object>(&m_value)->emplace_back(std::string(name), Json()).value;
}

void Json::push_back(Json element)
{
    if (!isArray()) {
        m_value = Array();
    }
    std::get_if<Array>(&m_value)->push_back(std::move(element));
}

bool Json::operator==(const Json &other) const
{
    return m_value == other.m_value;
}

} // namespace studio
