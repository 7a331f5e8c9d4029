// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"

#include "core/base/whole_number.h"

#include <QObject>

#include <cmath>

namespace studio {

namespace {

const Json missingValue;

std::optional<qint64> integerOf(const Json &value)
{
    if (value.isInteger()) {
        return value.integer();
    }
    if (value.isNumber()) { // 1.0 is a whole number to JSON Schema
        constexpr double most = 1LL << 53;
        const double number = value.real(std::numeric_limits<double>::infinity());
        return std::abs(number) <= most && std::trunc(number) == number ? std::optional(static_cast<qint64>(number))
                                                                        : std::nullopt;
    }
    return wholeNumber(value.utf8());
}

std::optional<QByteArray> base64Of(const std::string &text)
{
    const QByteArrayView view(text.data(), static_cast<qsizetype>(text.size()));
    const auto alphabet =
        view.contains('-') || view.contains('_') ? QByteArray::Base64UrlEncoding : QByteArray::Base64Encoding;
    auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromRawData(view.data(), view.size()),
                                                  alphabet | QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? std::optional(*decoded) : std::nullopt;
}

} // namespace

JsonReader::JsonReader(const Json &document) : JsonReader(&document, {}, std::make_shared<std::optional<Error>>()) {}

JsonReader::JsonReader(const Json *value, QString path, std::shared_ptr<std::optional<Error>> error)
    : m_value(value), m_path(std::move(path)), m_error(std::move(error))
{
}

JsonReader JsonReader::operator[](std::string_view name) const
{
    if (isThere() && !m_value->isObject()) {
        refuseAs(QObject::tr("an object"));
    }
    const QString member = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    return {json().find(name), m_path.isEmpty() ? member : m_path + u'.' + member, m_error};
}

JsonReader JsonReader::operator[](std::size_t index) const
{
    if (isThere() && !m_value->isArray()) {
        refuseAs(QObject::tr("an array"));
    }
    const Json::Array &all = json().elements();
    return {index < all.size() ? &all[index] : nullptr, m_path + u'[' + QString::number(index) + u']', m_error};
}

bool JsonReader::isThere() const
{
    return m_value && !m_value->isNull();
}

bool JsonReader::isNull() const
{
    return m_value && m_value->isNull();
}

const Json &JsonReader::json() const
{
    return m_value ? *m_value : missingValue;
}

QString JsonReader::path() const
{
    return m_path;
}

const JsonReader &JsonReader::required() const
{
    if (!isThere()) {
        refuse(QObject::tr("“%1” is missing.").arg(m_path));
    }
    return *this;
}

void JsonReader::refuse(const QString &message) const
{
    if (!*m_error) {
        *m_error = Error{ErrorCode::InvalidArgument, message, {}};
    }
}

void JsonReader::refuseAs(const QString &wanted) const
{
    refuse(m_path.isEmpty() ? QObject::tr("The document is not %1.").arg(wanted)
                            : QObject::tr("“%1” is not %2.").arg(m_path, wanted));
}

Result<void> JsonReader::check() const
{
    if (*m_error) {
        return std::unexpected(**m_error);
    }
    return {};
}

QString JsonReader::text(const QString &fallback) const
{
    if (isThere() && !m_value->isString()) {
        refuseAs(QStringLiteral("a string"));
    }
    return json().text(fallback);
}

QByteArray JsonReader::bytes(const QByteArray &fallback) const
{
    if (isThere() && !m_value->isString()) {
        refuseAs(QStringLiteral("a string"));
    }
    return json().isString() ? QByteArray::fromStdString(m_value->utf8()) : fallback;
}

QByteArray JsonReader::base64() const
{
    const auto bytes = json().isString() ? base64Of(m_value->utf8()) : std::nullopt;
    if (isThere() && !bytes) {
        refuseAs(QObject::tr("bytes in base 64"));
    }
    return bytes.value_or(QByteArray());
}

bool JsonReader::boolean(bool fallback) const
{
    if (isThere() && !m_value->isBoolean()) {
        refuseAs(QObject::tr("true or false"));
    }
    return json().boolean(fallback);
}

qint64 JsonReader::integer(qint64 fallback, qint64 least, qint64 most) const
{
    if (!isThere()) {
        return fallback;
    }
    const auto number = integerOf(*m_value);
    if (number && *number >= least && *number <= most) {
        return *number;
    }
    const bool isBounded = least != std::numeric_limits<qint64>::min() || most != std::numeric_limits<qint64>::max();
    refuseAs(isBounded ? QObject::tr("a whole number from %1 to %2").arg(least).arg(most)
                       : QObject::tr("a whole number of 64 bits"));
    return fallback;
}

int JsonReader::number(int fallback, int least, int most) const
{
    return static_cast<int>(integer(fallback, least, most));
}

double JsonReader::real(double fallback) const
{
    if (isThere() && !m_value->isNumber()) {
        refuseAs(QStringLiteral("a number"));
    }
    return json().real(fallback);
}

QStringList JsonReader::texts() const
{
    QStringList list;
    for (const JsonReader &element : elements()) {
        list << element.required().text();
    }
    return list;
}

QList<JsonReader> JsonReader::elements(std::size_t most) const
{
    if (isThere() && !m_value->isArray()) {
        refuseAs(QObject::tr("an array"));
    }
    if (json().size() > most) {
        refuseAs(QObject::tr("an array of at most %1 elements").arg(most));
        return {};
    }
    QList<JsonReader> list;
    for (std::size_t at = 0; at < json().elements().size(); ++at) {
        list.append((*this)[at]);
    }
    return list;
}

QList<std::pair<QString, JsonReader>> JsonReader::members() const
{
    if (isThere() && !m_value->isObject()) {
        refuseAs(QObject::tr("an object"));
    }
    QList<std::pair<QString, JsonReader>> list;
    for (const auto &[name, value] : json().members()) {
        const QString member = toQString(name);
        list.append({member, JsonReader(&value, m_path.isEmpty() ? member : m_path + u'.' + member, m_error)});
    }
    return list;
}

} // namespace studio
