// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection.h"

namespace studio::collection {

int requestCount(const Folder &folder)
{
    int count = static_cast<int>(folder.requests.size());
    for (const Folder &below : folder.folders) {
        count += requestCount(below);
    }
    return count;
}

} // namespace studio::collection
