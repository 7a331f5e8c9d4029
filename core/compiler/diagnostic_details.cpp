// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/diagnostic_details.h"

#include <algorithm>

namespace studio::compiler {

namespace {

constexpr qsizetype maxSpans = 50;
constexpr qsizetype maxNotes = 50;
constexpr qsizetype maxSuggestions = 30;
constexpr qsizetype maxEdits = 200;
constexpr qsizetype maxMacros = 16;
constexpr qsizetype maxWords = 4'000;            ///< of a label or a note
constexpr qsizetype maxCharacters = 256LL << 10; ///< of the suggestions of one message

QString limited(const QString &text)
{
    return text.size() <= maxWords ? text : text.first(maxWords) + QChar(0x2026);
}

DiagnosticSpan spanOf(const RustcSpan &span)
{
    QStringList macros;
    for (const QString &name : span.macroNames.first(std::min(span.macroNames.size(), maxMacros))) {
        macros << limited(name);
    }
    return {.file = span.file,
            .line = span.line,
            .column = span.column,
            .endLine = span.endLine,
            .endColumn = span.endColumn,
            .isPrimary = span.isPrimary,
            .label = limited(span.label),
            .macros = macros};
}

QList<DiagnosticSpan> spansOf(const QList<RustcSpan> &all)
{
    QList<DiagnosticSpan> spans;
    for (const RustcSpan &span : all) {
        if (!span.file.isEmpty() && spans.size() < maxSpans) {
            spans << spanOf(span);
        }
    }
    return spans;
}

bool isSuggestion(const RustcNote &note)
{
    return std::ranges::any_of(note.spans, [](const RustcSpan &span) { return span.replacement.has_value(); });
}

bool isOverlapping(const DiagnosticEdit &one, const DiagnosticEdit &other)
{
    const auto begin = [](const DiagnosticEdit &edit) { return std::pair(edit.line, edit.column); };
    const auto end = [](const DiagnosticEdit &edit) { return std::pair(edit.endLine, edit.endColumn); };
    return one.file == other.file &&
           (begin(one) == begin(other) || (begin(one) < end(other) && begin(other) < end(one)));
}

/// rustc writes the alternatives of one suggestion one after the other: what overlaps begins the next.
QList<DiagnosticSuggestion> suggestionsOf(const RustcNote &note)
{
    QList<DiagnosticSuggestion> found;
    bool isWhole = true;
    qsizetype characters = 0;
    DiagnosticSuggestion current;
    const auto end = [&] {
        if (isWhole && !current.edits.isEmpty()) {
            found << current;
        }
    };
    const auto begin = [&] {
        isWhole = true;
        current = {.message = limited(note.message), .isCertain = true, .edits = {}};
    };
    begin();
    for (const RustcSpan &span : note.spans) {
        if (!span.replacement) {
            continue;
        }
        const DiagnosticEdit edit{.file = span.file,
                                  .line = span.line,
                                  .column = span.column,
                                  .endLine = span.endLine,
                                  .endColumn = span.endColumn,
                                  .text = *span.replacement,
                                  .sourceLines = span.sourceLines.value_or(QString())};
        if (std::ranges::any_of(current.edits, [&](const DiagnosticEdit &one) { return isOverlapping(one, edit); })) {
            end();
            begin();
        }
        const qsizetype size = edit.text.size() + edit.sourceLines.size();
        characters += size;
        if (!span.sourceLines || size > maxEditCharacters || current.edits.size() == maxEdits ||
            characters > maxCharacters) {
            isWhole = false;
            continue;
        }
        current.isCertain = current.isCertain && span.applicability == QLatin1String("MachineApplicable");
        current.hasPlaceholders = current.hasPlaceholders || span.applicability == QLatin1String("HasPlaceholders");
        current.edits << edit;
    }
    end();
    if (found.size() > 1) { // which of them is a choice
        for (DiagnosticSuggestion &one : found) {
            one.isCertain = false;
        }
    }
    return found;
}

} // namespace

void addDetails(Diagnostic &diagnostic, const QList<RustcSpan> &spans, const QList<RustcNote> &notes)
{
    diagnostic.spans = spansOf(spans);
    for (const RustcNote &note : notes) {
        const QList<DiagnosticSuggestion> suggestions =
            isSuggestion(note) ? suggestionsOf(note) : QList<DiagnosticSuggestion>();
        for (const DiagnosticSuggestion &one : suggestions) {
            if (diagnostic.suggestions.size() < maxSuggestions && detailCharacters(diagnostic) < maxCharacters) {
                diagnostic.suggestions << one;
            }
        }
        if (suggestions.isEmpty() && diagnostic.notes.size() < maxNotes) {
            diagnostic.notes << DiagnosticNote{.isHelp = note.level == QLatin1String("help"),
                                               .message = limited(note.message),
                                               .spans = spansOf(note.spans)};
        }
    }
}

qsizetype detailCharacters(const Diagnostic &diagnostic)
{
    qsizetype characters = 0;
    const auto count = [&](const QList<DiagnosticSpan> &spans) {
        for (const DiagnosticSpan &span : spans) {
            characters += span.file.size() + span.label.size() + span.macros.join(QString()).size();
        }
    };
    count(diagnostic.spans);
    for (const DiagnosticNote &note : diagnostic.notes) {
        characters += note.message.size();
        count(note.spans);
    }
    for (const DiagnosticSuggestion &one : diagnostic.suggestions) {
        characters += one.message.size();
        for (const DiagnosticEdit &edit : one.edits) {
            characters += edit.file.size() + edit.text.size() + edit.sourceLines.size();
        }
    }
    return characters;
}

} // namespace studio::compiler
