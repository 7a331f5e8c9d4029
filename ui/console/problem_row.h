// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/diagnostic.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace studio {

enum class ProblemRowKind { Group, Problem, Span, Note, Macro, Suggestion };

/// One row of the tree of problems: a group, a problem, or what rustc says beside a problem. It owns the rows below it.
/// What it refers to belongs to the model.
struct ProblemRow
{
    ProblemRowKind kind = ProblemRowKind::Group;
    ProblemRow *parent = nullptr;
    int row = 0;                        ///< in its parent
    QString key;                        ///< of a group: the file, or nothing
    Severity severity = Severity::Note; ///< of a group: the worst
    const Diagnostic *problem = nullptr;
    const DiagnosticSuggestion *suggestion = nullptr;
    QString text;            ///< of a detail
    DiagnosticSpan place;    ///< of a detail
    bool hasDetails = false; ///< they were made
    std::vector<std::unique_ptr<ProblemRow>> children;

    void renumber(std::size_t from); ///< after the children were changed from there on
    /// Of a problem: whether there is something to show below it.
    [[nodiscard]] bool hasSomethingBelow() const;
    void makeDetails(); ///< of a problem, the first time: the rows below it
};

} // namespace studio
