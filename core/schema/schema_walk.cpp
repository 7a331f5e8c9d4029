// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema_walk.h"

#include <QUrl>

#include <algorithm>

namespace studio {

namespace {

constexpr std::size_t maxSearched = 8; ///< members of an object that are searched through; more have an index
constexpr std::size_t bytesOfStep = 16;

} // namespace

bool SchemaWalk::take(qint64 steps, std::size_t bytes)
{
    constexpr int askInterval = 64;
    m_left -= m_left < 0 ? 0 : steps + static_cast<qint64>(bytes / bytesOfStep);
    if (++m_taken % askInterval == 0 && m_stop.stop_requested()) {
        m_left = -1;
    }
    return m_left >= 0;
}

const Json *SchemaWalk::find(const Json &object, std::string_view name)
{
    if (!object.isObject() || !take(1, name.size())) {
        return nullptr;
    }
    if (object.size() <= maxSearched) {
        return object.find(name);
    }
    auto index = m_members.find(&object);
    if (index == m_members.end()) {
        index = m_members.emplace(&object);
        for (const JsonMember &member : object.members()) { // the last of a name counts, as with Json::find()
            if (!take(2, member.name.size())) {
                return nullptr;
            }
            index->insert(QByteArrayView(member.name), &member.value);
        }
    }
    return index->value(QByteArrayView(name));
}

const Json &SchemaWalk::member(const Json &object, std::string_view name)
{
    static const Json none;
    const Json *const found = find(object, name);
    return found ? *found : none;
}

const Json *SchemaWalk::reference(const Json &schema)
{
    const std::string &text = member(schema, "$ref").utf8();
    if (text.empty() || text.size() > maxReference) {
        return nullptr;
    }
    const auto known = m_references.constFind(&schema);
    if (known != m_references.cend()) {
        return *known;
    }
    const Json *const target = resolve(text);
    if (!isOver()) {
        m_references.insert(&schema, target);
    }
    return target;
}

const Json *SchemaWalk::resolve(std::string_view reference)
{
    if (!reference.starts_with('#') || !take(4, reference.size())) {
        return nullptr;
    }
    const Json *at = &m_root;
    const QString way = QString::fromUtf8(reference.data(), static_cast<qsizetype>(reference.size())).sliced(1);
    for (QString part : way.split(u'/', Qt::SkipEmptyParts)) {
        part = QUrl::fromPercentEncoding(part.toUtf8());
        part.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
        bool isIndex = false;
        const int index = part.toInt(&isIndex);
        const bool isElement =
            at->isArray() && isIndex && index >= 0 && static_cast<std::size_t>(index) < at->size() && take();
        at = isElement ? &(*at)[static_cast<std::size_t>(index)] : find(*at, part.toStdString());
        if (!at) {
            return nullptr;
        }
    }
    return at;
}

void SchemaWalk::expandInto(std::vector<const Json *> &found, const Json &schema)
{
    if (found.size() >= maxSchemas || !take(1 + static_cast<qint64>(found.size()) / 4) ||
        std::ranges::contains(found, &schema)) {
        return; // a circle
    }
    found.push_back(&schema);
    if (const Json *const target = reference(schema)) {
        expandInto(found, *target);
    }
    for (const char *const keyword : {"allOf", "anyOf", "oneOf"}) {
        for (const Json &part : member(schema, keyword).elements()) {
            if (found.size() >= maxSchemas || isOver()) {
                return;
            }
            expandInto(found, part);
        }
    }
}

std::vector<const Json *> SchemaWalk::expand(const Json &schema)
{
    std::vector<const Json *> found;
    expandInto(found, schema);
    return found;
}

void SchemaWalk::addBelow(std::vector<const Json *> &found, const Json &schema, const QString &key)
{
    const auto add = [&](const Json &below) {
        if (below.isObject()) {
            expandInto(found, below);
        }
    };
    const Json &properties = member(schema, "properties");
    if (key == QLatin1String("*") && !find(properties, "*")) {
        add(member(schema, "items"));
        for (const Json &item : member(schema, "prefixItems").elements()) {
            if (found.size() >= maxSchemas || !take()) {
                return;
            }
            add(item);
        }
    } else if (const Json *const property = find(properties, key.toStdString())) {
        add(*property);
    } else {
        add(member(schema, "additionalProperties"));
    }
}

std::vector<const Json *> SchemaWalk::at(const QStringList &path)
{
    std::vector<const Json *> here = expand(m_root);
    for (const QString &key : path) {
        std::vector<const Json *> next;
        for (const Json *const schema : here) {
            if (!take(1, static_cast<std::size_t>(key.size()))) {
                return {};
            }
            addBelow(next, *schema, key);
        }
        here = std::move(next);
    }
    return here;
}

} // namespace studio
