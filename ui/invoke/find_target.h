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
    /// False where it is, at least in part, in what the view leaves out of a long line.
    [[nodiscard]] virtual bool showsMatch(const AnswerMatch & /*match*/) const { return true; }
    [[nodiscard]] virtual LinePlace findStart() const = 0; ///< where the selection, or the cursor, begins
    [[nodiscard]] virtual QString
    selectionToFind() const = 0; ///< empty where nothing, or more than a line, is selected
};

} // namespace studio
