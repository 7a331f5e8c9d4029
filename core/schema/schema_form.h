// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/json_nodes.h"
#include "core/schema/schema_walk.h"

#include <QStringList>

#include <vector>

namespace studio {

/// One row of a form over a JSON text: a value that the schema knows or the text has, and how it is edited.
struct FormNode
{
    enum class Kind {
        Text,    ///< `value` is what the string means
        Integer, ///< here and below, `value` is JSON
        Number,
        Boolean,
        Choice, ///< one of `choices`
        Object,
        List,
        Any, ///< nothing is known of it, or the text has something else there
    };

    Kind kind = Kind::Any;
    QString name; ///< the key; of an element its number, from 1
    QString type; ///< "u32", "string"; empty where any
    QString description;
    QStringList path;        ///< as setJsonValue() takes it
    bool isRequired = false; ///< it belongs there
    bool isPresent = false;  ///< the text has it
    bool isKnown = true;     ///< the schema has it
    bool isElement = false;  ///< of a list
    QString value;           ///< empty where it is null or not present
    QStringList choices;     ///< JSON
    QString minimum;
    QString maximum;
    QByteArray beginning;  ///< JSON to begin with when it is added
    QByteArray newElement; ///< the same of an element that is added to a list
    qsizetype left = 0;    ///< children that are not here, because they are too many
    std::vector<FormNode> children;

    bool operator==(const FormNode &) const = default;
};

/// The form of a value by the schema that is the root of `walk`; `value` is Missing where the text is empty. At most
/// 100 children of one value, 400 in all.
FormNode readForm(SchemaWalk &walk, const JsonNode &value);

/// A value that fits the schema, for a person to begin with: its own example or default where it has one. With
/// `isWhole` with what may be missing, too.
Json exampleOf(SchemaWalk &walk, const Json &schema, bool isWhole);

} // namespace studio
