// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_field.h"

#include <QObject>

#include <limits>

namespace studio::collection {

std::optional<QString> scalarText(const Json &value)
{
    if (value.isNumber()) {
        const std::string_view digits = value.digits();
        return QString::fromUtf8(digits.data(), static_cast<qsizetype>(digits.size()));
    }
    if (value.isBoolean()) {
        return value.boolean() ? QStringLiteral("true") : QStringLiteral("false");
    }
    return value.isString() || value.isNull() ? std::optional(value.text()) : std::nullopt;
}

Field Field::operator[](std::string_view name) const
{
    if (isThere() && !m_json->isObject()) {
        refuseAs(QObject::tr("a mapping"));
    }
    return {&std::as_const(*m_json)[name], this, name, 0};
}

QString Field::text(const QString &fallback) const
{
    if (!isThere()) {
        return fallback;
    }
    const auto text = scalarText(*m_json);
    if (!text) {
        refuseAs(QObject::tr("a text"));
    }
    return text.value_or(fallback);
}

bool Field::flag() const
{
    if (isThere() && !m_json->isBoolean()) {
        refuseAs(QObject::tr("true or false"));
    }
    return m_json->boolean();
}

std::optional<int> Field::number() const
{
    if (!isThere()) {
        return {};
    }
    if (!m_json->isNumber()) {
        refuseAs(QObject::tr("a number"));
    }
    constexpr double most = std::numeric_limits<int>::max();
    return static_cast<int>(std::clamp(m_json->real(), -most, most));
}

QStringList Field::texts() const
{
    QStringList list;
    each([&](const Field &element) { list << element.text(); });
    return list;
}

const Field &Field::required() const
{
    if (!isThere()) {
        refuse(QObject::tr("“%1” is missing").arg(path()));
    }
    return *this;
}

void Field::refuse(const QString &message) const
{
    if (!*m_fault) {
        *m_fault = PathFault{path(), message};
    }
}

void Field::refuseAs(const QString &wanted) const
{
    refuse(m_parent ? QObject::tr("“%1” is not %2").arg(path(), wanted)
                    : QObject::tr("the file is not %1").arg(wanted));
}

QString Field::path() const
{
    if (!m_parent) {
        return {};
    }
    const QString before = m_parent->path();
    if (m_name.empty()) {
        return before + u'[' + QString::number(m_index) + u']';
    }
    const QString name = QString::fromUtf8(m_name.data(), static_cast<qsizetype>(m_name.size()));
    return before.isEmpty() ? name : before + u'.' + name;
}

QString Field::sequenceName()
{
    return QObject::tr("a sequence");
}

} // namespace studio::collection
