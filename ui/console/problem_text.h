// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/diagnostic.h"

#include <array>

namespace studio {

/// How problems are written in the list, for a screen reader and on the clipboard. Main thread, for the translations.

QString severityName(Severity severity);                     ///< "Error"
QString severitiesName(Severity severity);                   ///< "Errors"
QString problemCountsText(const std::array<int, 3> &counts); ///< by severity: "2 errors, 1 warning"

QString placeText(const Diagnostic &diagnostic); ///< "src/lib.rs:4:5", or empty
QString spanText(const DiagnosticSpan &span);    ///< likewise
/// "4:5" in the group of its file, which has the name.
QString shortPlace(const QString &file, int line, int column, const QString &group);

QString oneLine(const QString &text);                           ///< without line ends, at most 200 characters
QString firstLineOf(const Diagnostic &diagnostic);              ///< of its message; the rest explains it
QString suggestionText(const DiagnosticSuggestion &suggestion); ///< "consider borrowing here: `&`"
QString certaintyText(const DiagnosticSuggestion &suggestion);  ///< "certain", "perhaps"

/// All of a problem as plain text, for the clipboard.
QString problemText(const Diagnostic &diagnostic);

} // namespace studio
