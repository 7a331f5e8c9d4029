// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/compiler/sync_state.h"
#include "core/model/diagnostic.h"

#include <QStringList>

#include <optional>
#include <variant>

namespace studio::compiler {

/// cargo built a target of some package.
struct BuiltTarget
{
    QString manifest; ///< of the package, absolute
    QString package;  ///< "name version"; empty where its id has another shape
    QString name;
    QStringList kinds; ///< "bin", "lib", "dylib", "proc-macro"
    QStringList files; ///< absolute

    bool operator==(const BuiltTarget &) const = default;
};

/// A place that rustc points to.
struct RustcSpan
{
    QString
        file; ///< relative to the project; empty where neither it nor a call of the macro that made it is the author's
    int line = 0;   ///< from 1
    int column = 0; ///< from 1, in characters
    int endLine = 0;
    int endColumn = 0;
    bool isPrimary = false;
    QString label;
    QStringList macros;     ///< files that define the macros it comes from, the innermost first
    QStringList macroNames; ///< "println!", likewise
    /// What to write in its place, where that is the author's own text and not what a macro makes of it.
    std::optional<QString> replacement;
    QString applicability;              ///< of the replacement: "MachineApplicable", …
    std::optional<QString> sourceLines; ///< the whole lines, between them \n

    bool operator==(const RustcSpan &) const = default;
};

/// What stands below a message.
struct RustcNote
{
    QString level; ///< "note", "help"
    QString message;
    QList<RustcSpan> spans;

    bool operator==(const RustcNote &) const = default;
};

/// rustc said something.
struct CompilerMessage
{
    QString manifest; ///< of the package it is about, absolute
    Diagnostic diagnostic;
    QList<RustcSpan> spans;
    QList<RustcNote> notes;
    QStringList handlers;   ///< where they stand, of an error about several; filled by advise()
    bool isSummary = false; ///< "aborting due to 2 previous errors": for the console, about no code

    bool operator==(const CompilerMessage &) const = default;
};

/// cargo ran the build script of some package.
struct ScriptRun
{
    QString package; ///< as in BuiltTarget

    bool operator==(const ScriptRun &) const = default;
};

/// Something that is no message: a procedural macro prints to the same stream.
struct PrintedText
{
    QString text;

    bool operator==(const PrintedText &) const = default;
};

using CargoMessage = std::variant<std::monostate, BuiltTarget, ScriptRun, CompilerMessage, PrintedText>;

/// One line of `cargo … --message-format=json…`; monostate for what else cargo says there. The line is not trusted:
/// code of the project's dependencies can write it. One that has not exactly the shape of a message is text. `source`
/// is the build folder: places below it are given relative to it, a place elsewhere is followed to the author's line
/// that caused it. The format: The Cargo Book, External tools; rustc's JSON output, The rustc Book.
CargoMessage readCargoMessage(QByteArrayView line, const QString &source);

/// One line of `rustc --error-format=json`, of the package in the build folder. As above: a macro can write to the same
/// stream. monostate for what rustc says of its files.
CargoMessage readRustcMessage(QByteArrayView line, const QString &source);

/// The targets that a handler can stand in, of the package at `source`, from the output of `cargo metadata`. Internal
/// when that has another shape.
Result<QList<CargoTarget>> readMetadata(QByteArrayView json, const QString &source);

/// Whether the code at the place was made by `#[ignite::main]`, whatever the author calls it.
bool isMadeBySdk(const RustcSpan &span);

} // namespace studio::compiler
