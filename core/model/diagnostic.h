// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace studio {

enum class Severity { Error, Warning, Note };

/// A place that a diagnostic or one of its notes points to; counted as in Diagnostic.
struct DiagnosticSpan
{
    QString file;
    int line = 0;
    int column = 0;
    int endLine = 0;
    int endColumn = 0;
    bool isPrimary = false;
    QString label;      ///< rustc's words at the place; may be empty
    QStringList macros; ///< whose expansion it comes from, the innermost first: "println!", "#[derive(Debug)]"

    bool operator==(const DiagnosticSpan &) const = default;
};

/// What stands below a diagnostic.
struct DiagnosticNote
{
    bool isHelp = false;
    QString message;
    QList<DiagnosticSpan> spans;

    bool operator==(const DiagnosticNote &) const = default;
};

constexpr qsizetype maxEditCharacters = 64LL << 10; ///< of the text and the lines of one DiagnosticEdit

/// One replacement of a suggestion; counted as in Diagnostic, the end is behind the last character.
struct DiagnosticEdit
{
    QString file;
    int line = 0;
    int column = 0;
    int endLine = 0;
    int endColumn = 0;
    QString text; ///< what stands there afterwards, with \n as line end
    /// The whole lines from `line` to `endLine` that it was found in, between them \n; empty at the start of a file.
    QString sourceLines;

    bool operator==(const DiagnosticEdit &) const = default;
};

/// A change that mends what the diagnostic is about. All edits or none; none overlaps another.
struct DiagnosticSuggestion
{
    QString message;              ///< "consider borrowing here"
    bool isCertain = false;       ///< machine-applicable: it may be made unseen
    bool hasPlaceholders = false; ///< the author has to fill something in
    QList<DiagnosticEdit> edits;

    bool operator==(const DiagnosticSuggestion &) const = default;
};

/// One message of rustc, or of the studio, about the author's code.
struct Diagnostic
{
    Severity severity = Severity::Error;
    QString code;    ///< "E0425", a lint's name, one of diagnosticCode, or empty
    QString message; ///< rustc's main line
    QString file;    ///< relative to the project's root; empty when it is about no file
    int line = 0;    ///< from 1; 0 when it is about no place
    int column = 0;  ///< from 1, in characters
    int endLine = 0;
    int endColumn = 0;
    QString rendered; ///< the whole text as rustc draws it, with ANSI colours
    QString help;     ///< first help or note, when there is one
    // Of all three a limited number, and of a limited size: a macro can write anything.
    QList<DiagnosticSpan> spans = {};             ///< in the author's files; the place above is of one of them
    QList<DiagnosticNote> notes = {};             ///< without those that are a suggestion
    QList<DiagnosticSuggestion> suggestions = {}; ///< each alone: of two only one can be made

    bool operator==(const Diagnostic &) const = default;
};

/// Codes of what the studio itself says, as rustc draws them for a lint, in a note: a client that has only the lines of
/// a log knows by them what a message is, whatever language it is in.
namespace diagnosticCode {

/// A file of settings of the author's, which is the diagnostic's file, is not used.
inline constexpr QLatin1StringView unusedSettings("ignite::unused_settings");
/// What is printed is kept nowhere.
inline constexpr QLatin1StringView standardOutput("ignite::standard_output");
inline constexpr QLatin1StringView debugOutput("ignite::debug_output");

} // namespace diagnosticCode

} // namespace studio
