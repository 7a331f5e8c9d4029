// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

namespace studio::cli {

/// What a command means by a folder of saved requests: the collection, and the part of it that was named.
struct CollectionPlace
{
    QString root;
    QString below; ///< in it; empty for all

    bool operator==(const CollectionPlace &) const = default;
};

/// The folder itself, `requests` in it, or what is above it; empty: the current one. InvalidArgument where there is no
/// collection.
Result<CollectionPlace> collectionPlace(const QString &given);

} // namespace studio::cli
