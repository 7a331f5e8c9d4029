// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/line_text.h"

#include <memory>

namespace studio {

/// A view that AnswerFind finds in. Main thread.
class FindTarget
{
public:
    FindTarget() = default;
    FindTarget(const FindTarget &) = delete;
    FindTarget &operator=(const FindTarget &) = delete;
    virtual ~FindTarget() = default;

    [[nodiscard]] virtual std::shared_ptr<const LineText> lineText() const = 0; ///< as it is now; never null
    virtual void markMatches(const QList<AnswerMatch> &matches) = 0;            ///< in order; replaces those before
    virtual void selectMatch(const AnswerMatch &match) = 0;                     ///< and brings it into view
    [[nodiscard]] virtual LinePlace findStart() const = 0; ///< where the selection, or the cursor, begins
    [[nodiscard]] virtual QString
    selectionToFind() const = 0; ///< empty where nothing, or more than a line, is selected
};

} // namespace studio
