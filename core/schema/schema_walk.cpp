// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema_walk.h"

#include <QUrl>

#include <algorithm>

namespace studio {

namespace {

constexpr std::size_t maxSchemas = 200;

void expandInto(std::vector<const Json *> &found, const Json &root, const Json &schema)
{
    if (found.size() >= maxSchemas || std::ranges::contains(found, &schema)) {
        return; // a circle
    }
    found.push_back(&schema);
    if (const Json *const target = schemaReference(root, schema["$ref"].text())) {
        expandInto(found, root, *target);
    }
    for (const char *const keyword : {"allOf", "anyOf", "oneOf"}) {
        for (const Json &part : schema[keyword].elements()) {
            expandInto(found, root, part);
        }
    }
}

} // namespace

const Json *schemaReference(const Json &root, const QString &reference)
{
    if (!reference.startsWith(u'#')) {
        return nullptr;
    }
    const Json *at = &root;
    for (QString part : reference.sliced(1).split(u'/', Qt::SkipEmptyParts)) {
        part = QUrl::fromPercentEncoding(part.toUtf8());
        part.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
        bool isIndex = false;
        const int index = part.toInt(&isIndex);
        at = at->isArray() && isIndex && index >= 0 && static_cast<std::size_t>(index) < at->size()
                 ? &(*at)[static_cast<std::size_t>(index)]
                 : at->find(part.toStdString());
        if (!at) {
            return nullptr;
        }
    }
    return at;
}

std::vector<const Json *> expandSchema(const Json &root, const Json &schema)
{
    std::vector<const Json *> found;
    expandInto(found, root, schema);
    return found;
}

std::vector<const Json *> schemasAt(const Json &root, const QStringList &path)
{
    std::vector<const Json *> here = expandSchema(root, root);
    for (const QString &key : path) {
        std::vector<const Json *> next;
        const auto add = [&](const Json &schema) {
            if (schema.isObject()) {
                expandInto(next, root, schema);
            }
        };
        for (const Json *const schema : here) {
            if (key == QLatin1String("*") && !(*schema)["properties"].contains("*")) {
                add((*schema)["items"]);
                for (const Json &item : (*schema)["prefixItems"].elements()) {
                    add(item);
                }
                continue;
            }
            if (const Json *const property = (*schema)["properties"].find(key.toStdString())) {
                add(*property);
            } else {
                add((*schema)["additionalProperties"]);
            }
        }
        here = std::move(next);
    }
    return here;
}

} // namespace studio
