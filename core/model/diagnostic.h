// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

enum class Severity { Error, Warning, Note };

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

    bool operator==(const Diagnostic &) const = default;
};

/// Codes of what the studio itself says, as rustc draws them for a lint, in a note: a client that has only the lines of
/// a log knows by them what a message is, whatever language it is in.
namespace diagnosticCode {

/// A file of settings of the author's, which is the diagnostic's file, is not used.
inline constexpr QLatin1StringView unusedSettings("ignite::unused_settings");

} // namespace diagnosticCode

} // namespace studio
