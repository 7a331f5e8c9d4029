// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/json_fields.h"

#include <QHash>

namespace studio {

JsonFields::JsonFields(const Json &json) : m_reader(json)
{
    if (!json.isObject()) {
        refuse(QStringLiteral("A JSON object is wanted."));
    }
}

bool JsonFields::has(const char *name) const
{
    return m_reader.json().find(name) && !isNull(name);
}

bool JsonFields::isNull(const char *name) const
{
    const Json *found = m_reader.json().find(name);
    return found && found->isNull();
}

void JsonFields::refuse(const QString &message)
{
    m_reader.refuse(message);
}

Result<void> JsonFields::check() const
{
    return m_reader.check();
}

QString JsonFields::text(const char *name, const QString &fallback)
{
    return m_reader[name].text(fallback);
}

QByteArray JsonFields::bytes(const char *name, const QByteArray &fallback)
{
    return m_reader[name].bytes(fallback);
}

QByteArray JsonFields::base64(const char *name)
{
    return m_reader[name].base64();
}

bool JsonFields::boolean(const char *name, bool fallback)
{
    return m_reader[name].boolean(fallback);
}

qint64 JsonFields::integer(const char *name, qint64 fallback, qint64 least, qint64 most)
{
    return m_reader[name].integer(fallback, least, most);
}

int JsonFields::number(const char *name, int fallback, int least, int most)
{
    return m_reader[name].number(fallback, least, most);
}

QStringList JsonFields::texts(const char *name)
{
    return m_reader[name].texts();
}

JsonFields JsonFields::object(const char *name)
{
    const JsonReader inner = m_reader[name];
    if (inner.isThere() && !inner.json().isObject()) {
        inner.refuseAs(QStringLiteral("an object"));
    }
    return JsonFields(inner);
}

QList<JsonFields> JsonFields::objects(const char *name)
{
    QList<JsonFields> list;
    for (const JsonReader &element : m_reader[name].elements()) {
        if (!element.json().isObject()) {
            element.refuseAs(QStringLiteral("an object"));
            break;
        }
        list.append(JsonFields(element));
    }
    return list;
}

QList<std::pair<QString, QString>> JsonFields::pairs(const char *name)
{
    QList<std::pair<QString, QString>> list;
    QHash<QString, qsizetype> places; // the last of two of one name counts
    for (const auto &[key, value] : m_reader[name].members()) {
        if (const auto known = places.constFind(key); known != places.cend()) {
            list[*known].second = value.required().text();
            continue;
        }
        places.insert(key, list.size());
        list.append({key, value.required().text()});
    }
    return list;
}

QString JsonFields::jsonText(const char *name)
{
    return has(name) ? QString::fromUtf8(m_reader.json()[name].toUtf8()) : QString();
}

} // namespace studio
