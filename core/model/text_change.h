// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace studio {

/// A place in a text of UTF-8: line and byte in it, both from 0.
struct TextPlace
{
    int line = 0;
    int byte = 0;

    auto operator<=>(const TextPlace &) const = default;
};

/// From `start` to behind the last byte.
struct TextRange
{
    TextPlace start;
    TextPlace end;

    bool operator==(const TextRange &) const = default;
};

/// One replacement in a text of UTF-8. A plain value.
struct TextChange
{
    TextRange range; ///< what is replaced, in the text before
    QByteArray text; ///< what stands there afterwards

    bool operator==(const TextChange &) const = default;
};

} // namespace studio
