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

/// Reads what the program core/compiler/rustc_recorder left; its source says how it is written. Nothing where it has
/// another shape: any program of the build can write there.
std::optional<RustcCommand> readRustcCommand(const QByteArray &record);

/// The program that the command makes, by name without its folder and ending: "hello-60bf28446cae00a5". Empty where it
/// names no crate.
QString programOf(const RustcCommand &command);

/// The files of the crates that it names.
QStringList cratesOf(const RustcCommand &command);

/// The same command with what it makes in another folder. Empty where it names none.
QStringList argumentsFor(const RustcCommand &command, const QString &folder);

} // namespace studio::compiler
