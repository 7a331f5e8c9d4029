// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <vector>

namespace studio {

/// A value of a JSON text with its place, in bytes. The text need not be JSON yet: what is missing is left out.
struct JsonNode
{
    enum class Type {
        Missing, ///< a member without a value
        Object,
        Array,
        String,
        Word, ///< a number, true, false, null, or what is none of them
    };

    Type type = Type::Missing;
    qsizetype from = 0;
    qsizetype to = 0;       ///< behind its last character
    bool isClosed = true;   ///< it has its closing bracket or quote
    QString key;            ///< of a member
    qsizetype keyFrom = -1; ///< with its quote
    qsizetype keyTo = -1;
    QString text; ///< of a string without escapes that could not be read, or of a word
    std::vector<JsonNode> children;
};

/// Reads what there is of a value. Nothing beyond 64 levels or 50,000 values is read. Any thread.
JsonNode readJsonNodes(QByteArrayView text);

/// What could be typed at a place of a JSON text.
struct JsonPlace
{
    enum class Kind { Nothing, Key, Value };

    Kind kind = Kind::Nothing;
    QStringList path;   ///< of the object that the key is of, or of the value; elements of arrays are "*"
    qsizetype from = 0; ///< of the word there, with its quote
    qsizetype to = 0;
    QStringList siblings;  ///< the other keys of the object
    bool hasColon = false; ///< the key is followed by one

    bool operator==(const JsonPlace &) const = default;
};
JsonPlace jsonPlaceAt(QByteArrayView text, qsizetype at);

} // namespace studio
