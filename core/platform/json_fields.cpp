// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/json_fields.h"

#include "core/platform/whole_number.h"

#include <cmath>

namespace studio {

namespace {

const Json emptyObject = Json::object();

std::optional<qint64> integerOf(const Json &value)
{
    if (value.is_number_unsigned()) {
        const auto number = value.get<quint64>();
        return number <= quint64(std::numeric_limits<qint64>::max()) ? std::optional(qint64(number)) : std::nullopt;
    }
    if (value.is_number_integer()) {
        return value.get<qint64>();
    }
    if (value.is_number_float()) { // 1.0 is a whole number to JSON Schema
        constexpr double most = 1LL << 53;
        const auto number = value.get<double>();
        return std::abs(number) <= most && std::trunc(number) == number ? std::optional(static_cast<qint64>(number))
                                                                        : std::nullopt;
    }
    if (!value.is_string()) {
        return {};
    }
    return wholeNumber(value.get_ref<const std::string &>());
}

} // namespace

JsonFields::JsonFields(const Json &json) : JsonFields(json, {}, std::make_shared<std::optional<Error>>())
{
    if (!json.is_object()) {
        refuse(QStringLiteral("A JSON object is wanted."));
    }
}

JsonFields::JsonFields(const Json &json, QString path, std::shared_ptr<std::optional<Error>> error)
    : m_json(json.is_object() ? &json : &emptyObject), m_path(std::move(path)), m_error(std::move(error))
{
}

const Json *JsonFields::find(const char *name) const
{
    const auto found = m_json->find(name);
    return found == m_json->end() || found->is_null() ? nullptr : &*found;
}

QString JsonFields::pathOf(const char *name) const
{
    return m_path.isEmpty() ? QString::fromUtf8(name) : m_path + u'.' + QString::fromUtf8(name);
}

void JsonFields::refuse(const QString &message)
{
    if (!*m_error) {
        *m_error = Error{ErrorCode::InvalidArgument, message, {}};
    }
}

void JsonFields::wrong(const char *name, const QString &wanted)
{
    refuse(QStringLiteral("“%1” is not %2.").arg(pathOf(name), wanted));
}

Result<void> JsonFields::check() const
{
    if (*m_error) {
        return std::unexpected(**m_error);
    }
    return {};
}

bool JsonFields::isNull(const char *name) const
{
    const auto found = m_json->find(name);
    return found != m_json->end() && found->is_null();
}

bool JsonFields::has(const char *name) const
{
    return find(name) != nullptr;
}

QString JsonFields::text(const char *name, const QString &fallback)
{
    const Json *value = find(name);
    if (value && !value->is_string()) {
        wrong(name, QStringLiteral("a text"));
        return fallback;
    }
    return value ? toQString(value->get_ref<const std::string &>()) : fallback;
}

QByteArray JsonFields::bytes(const char *name, const QByteArray &fallback)
{
    const Json *value = find(name);
    if (value && !value->is_string()) {
        wrong(name, QStringLiteral("a text"));
        return fallback;
    }
    return value ? QByteArray::fromStdString(value->get_ref<const std::string &>()) : fallback;
}

QByteArray JsonFields::base64(const char *name)
{
    const Json *value = find(name);
    if (!value) {
        return {};
    }
    if (value->is_string()) {
        const auto &text = value->get_ref<const std::string &>();
        const QByteArrayView view(text.data(), static_cast<qsizetype>(text.size()));
        const auto options =
            view.contains('-') || view.contains('_') ? QByteArray::Base64UrlEncoding : QByteArray::Base64Encoding;
        auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromRawData(view.data(), view.size()),
                                                      options | QByteArray::AbortOnBase64DecodingErrors);
        if (decoded) {
            return *decoded;
        }
    }
    wrong(name, QStringLiteral("bytes in base 64"));
    return {};
}

bool JsonFields::boolean(const char *name, bool fallback)
{
    const Json *value = find(name);
    if (value && !value->is_boolean()) {
        wrong(name, QStringLiteral("true or false"));
        return fallback;
    }
    return value ? value->get<bool>() : fallback;
}

qint64 JsonFields::integer(const char *name, qint64 fallback, qint64 least, qint64 most)
{
    const Json *value = find(name);
    if (!value) {
        return fallback;
    }
    const auto number = integerOf(*value);
    if (!number || *number < least || *number > most) {
        const bool bounded = least != std::numeric_limits<qint64>::min() || most != std::numeric_limits<qint64>::max();
        wrong(name, bounded ? QStringLiteral("a whole number from %1 to %2").arg(least).arg(most)
                            : QStringLiteral("a whole number of 64 bits"));
        return fallback;
    }
    return *number;
}

int JsonFields::number(const char *name, int fallback, int least, int most)
{
    return static_cast<int>(integer(name, fallback, least, most));
}

QStringList JsonFields::texts(const char *name)
{
    QStringList list;
    const Json *value = find(name);
    if (value && !value->is_array()) {
        wrong(name, QStringLiteral("a list of texts"));
        return list;
    }
    for (const Json &element : value ? *value : Json::array()) {
        if (!element.is_string()) {
            wrong(name, QStringLiteral("a list of texts"));
            break;
        }
        list.append(toQString(element.get_ref<const std::string &>()));
    }
    return list;
}

JsonFields JsonFields::object(const char *name)
{
    const Json *value = find(name);
    if (value && !value->is_object()) {
        wrong(name, QStringLiteral("an object"));
    }
    return JsonFields(value ? *value : emptyObject, pathOf(name), m_error);
}

QList<JsonFields> JsonFields::objects(const char *name)
{
    QList<JsonFields> list;
    const Json *value = find(name);
    if (value && !value->is_array()) {
        wrong(name, QStringLiteral("a list of objects"));
        return list;
    }
    if (!value) {
        return list;
    }
    for (const Json &element : *value) {
        if (!element.is_object()) {
            wrong(name, QStringLiteral("a list of objects"));
            break;
        }
        list.append(JsonFields(element, QStringLiteral("%1[%2]").arg(pathOf(name)).arg(list.size()), m_error));
    }
    return list;
}

QList<std::pair<QString, QString>> JsonFields::pairs(const char *name)
{
    QList<std::pair<QString, QString>> list;
    const Json *value = find(name);
    if (value && !value->is_object()) {
        wrong(name, QStringLiteral("an object of texts"));
        return list;
    }
    if (!value) {
        return list;
    }
    for (const auto &item : value->items()) {
        if (!item.value().is_string()) {
            wrong(name, QStringLiteral("an object of texts"));
            break;
        }
        list.append({toQString(item.key()), toQString(item.value().get_ref<const std::string &>())});
    }
    return list;
}

QString JsonFields::jsonText(const char *name)
{
    const Json *value = find(name);
    return value ? toQString(value->dump(-1, ' ', false, Json::error_handler_t::replace)) : QString();
}

} // namespace studio
