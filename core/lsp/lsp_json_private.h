// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_json.h"

// What the files that read the protocol's values share.

namespace studio::lsp {

inline constexpr int deprecatedTag = 1; ///< of a completion or a symbol
inline constexpr int snippetFormat = 2; ///< of an InsertTextFormat

inline bool hasTag(const JsonReader &tags, int tag)
{
    for (const JsonReader &one : tags.elements()) {
        if (one.number() == tag) {
            return true;
        }
    }
    return false;
}

template <typename T> void readOptional(const JsonReader &json, std::optional<T> &value)
{
    if (json.isThere()) {
        read(json, value.emplace());
    }
}

} // namespace studio::lsp
