// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/compiler/diagnostic.h"
#include "core/compiler/sync_state.h"

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

/// rustc said something.
struct CompilerMessage
{
    QString manifest; ///< of the package it is about, absolute
    Diagnostic diagnostic;
    bool isSummary = false; ///< "aborting due to 2 previous errors": for the console, about no code

    bool operator==(const CompilerMessage &) const = default;
};

using CargoMessage = std::variant<std::monostate, BuiltTarget, CompilerMessage>;

/// One line of `cargo … --message-format=json…`; monostate for whatever else cargo says there. `source` is the build
/// folder: places below it are given relative to it, a place elsewhere is followed to the author's line that caused it.
/// The format: The Cargo Book, External tools; rustc's JSON output, The rustc Book.
CargoMessage readCargoMessage(QByteArrayView line, const QString &source);

/// The targets that a handler can stand in, of the package at `source`, from the output of `cargo metadata`. Internal
/// when that has another shape.
Result<QList<CargoTarget>> readMetadata(QByteArrayView json, const QString &source);

/// Text with its ANSI sequences taken out.
QString withoutAnsi(const QString &text);

} // namespace studio::compiler
