// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/problem_row.h"

#include "ui/console/problem_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace studio {

namespace {

DiagnosticSpan placeOfEdit(const DiagnosticSuggestion &suggestion)
{
    const DiagnosticEdit first = suggestion.edits.value(0);
    return {.file = first.file, .line = first.line, .column = first.column, .label = {}, .macros = {}};
}

} // namespace

void ProblemRow::renumber(std::size_t from)
{
    for (std::size_t at = from; at < children.size(); ++at) {
        children[at]->row = static_cast<int>(at);
    }
}

bool ProblemRow::hasSomethingBelow() const
{
    const bool isLabelled = std::ranges::any_of(
        problem->spans, [](const DiagnosticSpan &span) { return !span.label.isEmpty() || !span.macros.isEmpty(); });
    return isLabelled || !problem->notes.isEmpty() || !problem->suggestions.isEmpty();
}

void ProblemRow::makeDetails()
{
    if (std::exchange(hasDetails, true)) {
        return;
    }
    const auto add = [this](ProblemRowKind newKind, const QString &words, const DiagnosticSpan &where,
                            const DiagnosticSuggestion *of = nullptr) {
        auto made = std::make_unique<ProblemRow>();
        made->kind = newKind;
        made->parent = this;
        made->row = static_cast<int>(children.size());
        made->severity = Severity::Note;
        made->problem = problem;
        made->suggestion = of;
        made->text = words;
        made->place = where;
        children.push_back(std::move(made));
    };
    const auto addSpans = [&](const QList<DiagnosticSpan> &spans) {
        for (const DiagnosticSpan &span : spans) {
            if (!span.label.isEmpty()) {
                add(ProblemRowKind::Span, span.label, span);
            }
            if (!span.macros.isEmpty()) {
                add(ProblemRowKind::Macro,
                    QCoreApplication::translate("ProblemRow", "in the expansion of %1")
                        .arg(span.macros.join(QStringLiteral(" ← "))),
                    span);
            }
        }
    };
    const Diagnostic &found = *problem;
    for (const DiagnosticSuggestion &one : found.suggestions) {
        add(ProblemRowKind::Suggestion, suggestionText(one), placeOfEdit(one), &one);
    }
    addSpans(found.spans);
    for (const DiagnosticNote &note : found.notes) {
        const auto primary = std::ranges::find(note.spans, true, &DiagnosticSpan::isPrimary);
        add(ProblemRowKind::Note,
            note.isHelp ? QCoreApplication::translate("ProblemRow", "help: %1").arg(note.message)
                        : QCoreApplication::translate("ProblemRow", "note: %1").arg(note.message),
            primary != note.spans.end() ? *primary : DiagnosticSpan{.label = {}, .macros = {}});
        addSpans(note.spans);
    }
}

} // namespace studio
