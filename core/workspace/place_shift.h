// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/text_change.h"

#include <QList>

#include <optional>

namespace studio {

/// Where ranges of an earlier text are after edits of it. A value.
///
///     shift.add(change);                         // each about the text that the one before left
///     const auto now = shift.shifted(range);     // nothing: its text was deleted
class PlaceShift
{
public:
    void add(const TextChange &change);
    void clear() { m_edits.clear(); }
    [[nodiscard]] bool isEmpty() const { return m_edits.isEmpty(); }
    [[nodiscard]] qsizetype size() const { return m_edits.size(); }

    /// What is inserted at an end of the range is no part of it.
    [[nodiscard]] std::optional<TextRange> shifted(TextRange range) const;

private:
    struct Edit
    {
        TextRange before;
        TextPlace end; ///< of what stands there afterwards
    };

    QList<Edit> m_edits;
};

} // namespace studio
