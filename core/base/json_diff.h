// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QList>
#include <QString>

namespace studio {

/// One difference between two JSON values.
struct JsonChange
{
    enum class Kind {
        Added,
        Removed,
        Changed, ///< another value, or one of another type
        Moved,   ///< an element of an array, which stands at another place of it
    };

    Kind kind = Kind::Changed;
    QString path;   ///< JSONPath (RFC 9535): `$.items[0]["a b"]`; of Removed where it was, else where it is
    QString from;   ///< of Moved: where it was
    QString before; ///< the value as JSON in one line, its beginning where it is long; empty for Added
    QString after;  ///< likewise; empty for Removed

    bool operator==(const JsonChange &) const = default;
};

struct JsonChanges
{
    QList<JsonChange> changes; ///< in the order of the document
    bool isCut = false;        ///< there are more

    bool operator==(const JsonChanges &) const = default;
};

/// What differs, by value: neither blanks nor the order of members count, nor does a member that stands twice before
/// its last. Elements of arrays are aligned so that few differ. At most `most` changes. Time and memory are linear in
/// the size of the values, but for arrays of some hundred elements that differ, which cost their product. Any thread.
JsonChanges jsonDiff(const Json &before, const Json &after, qsizetype most = 2'000);

} // namespace studio
