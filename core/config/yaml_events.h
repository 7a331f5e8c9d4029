// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QList>

namespace studio::config {

/// A stretch of a text in code points: from its begin up to its end.
struct Span
{
    qsizetype begin = 0;
    qsizetype end = 0;

    bool operator==(const Span &) const = default;
};

/// A scalar of a YAML file below nested mappings.
struct Entry
{
    QString key;         ///< "ignite.token"
    QString value;       ///< unescaped
    bool isNull = false; ///< nothing, ~ or null
    Span keySpan;
    Span valueSpan;           ///< with its quotes
    int indent = 0;           ///< the key's column
    bool isBlock = false;     ///< in a mapping that is written in lines, not in braces
    bool isMultiline = false; ///< | or >

    bool operator==(const Entry &) const = default;
};

/// A mapping or sequence.
struct Group
{
    QString key; ///< "ignite"; empty for the whole document
    bool isBlockMapping = false;

    bool operator==(const Group &) const = default;
};

struct Outline
{
    QList<Entry> entries; ///< in the order of the file; those of sequences are not among them
    QList<Group> groups;

    bool operator==(const Outline &) const = default;
};

/// Reads the outline of a document. InvalidArgument with line and column: no YAML, a key twice, an alias, more than one
/// document, something that is no mapping.
Result<Outline> readOutline(const QString &text);

} // namespace studio::config
