// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_diff.h"
#include "core/model/execution.h"
#include "core/model/invocation.h"

namespace studio {

/// What an answer has otherwise than the one that a record has. The ids of the two executions count as the same text.
struct AnswerComparison
{
    int statusBefore = 0; ///< 0: there was no answer
    int statusAfter = 0;
    bool isBodySame = true;
    bool isCut = false;  ///< of a body only the beginning was kept, and compared
    JsonChanges changes; ///< where both bodies are JSON

    [[nodiscard]] bool isSame() const { return statusBefore == statusAfter && isBodySame; }

    bool operator==(const AnswerComparison &) const = default;
};

/// As long as jsonDiff() for large bodies: worker.
AnswerComparison compareAnswers(const Execution &before, const Invocation &after);

/// "same", or "status 200 → 500, body differs in 3 places".
QString comparisonText(const AnswerComparison &comparison);
/// One change in a line: "changed $.a: 1 → 2".
QString changeText(const JsonChange &change);

} // namespace studio
