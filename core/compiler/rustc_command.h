// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QProcessEnvironment>
#include <QStringList>

#include <optional>

namespace studio::compiler {

/// rustc's command as cargo gave it. A plain value.
struct RustcCommand
{
    QStringList arguments;         ///< the first one is the program
    QProcessEnvironment variables; ///< those that cargo sets for the crate

    bool operator==(const RustcCommand &) const = default;
};

/// The record of the build folder as it is; empty where there is none, or where it is larger than a command can be: any
/// program of the build can write there. Blocks.
QByteArray readRecord(const QString &path);

/// What a record says, which core/compiler/rustc_recorder left; its source says how it is written. Nothing where it has
/// another shape.
std::optional<RustcCommand> readRustcCommand(const QByteArray &record);

/// The program that the command makes, by name without its folder and ending: "hello-60bf28446cae00a5". Empty where it
/// names no crate.
QString programOf(const RustcCommand &command);

/// The files of the crates that it names.
QStringList cratesOf(const RustcCommand &command);

/// The same command with what it makes in another folder. Empty where it names none.
QStringList argumentsFor(const RustcCommand &command, const QString &folder);

} // namespace studio::compiler
