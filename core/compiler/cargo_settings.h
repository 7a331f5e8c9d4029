// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/build_folder.h"
#include "core/compiler/cargo_run.h"
#include "core/compiler/sync_state.h"

#include <QProcessEnvironment>

namespace studio::compiler {

/// What cargo is told by its environment. Everything of the caller's environment that would change what comes out is
/// taken away (RUSTFLAGS, CARGO_BUILD_…, wrappers, a jobserver of make); home, proxies and certificates stay.
/// `manifest` is the text of the author's Cargo.toml: a profile's key that stands there is the author's to choose.
QProcessEnvironment cargoEnvironment(const BuildFolder &folder, const CompileRequest &request,
                                     const Toolchain &toolchain, const QByteArray &manifest,
                                     const QProcessEnvironment &callers);

/// Cargo in the copy of the project there. Without `--offline` it may take git, and that ssh, to fetch what is missing.
CargoRun cargoRunIn(const BuildFolder &folder, const CompileRequest &request, const QString &cargo,
                    const QProcessEnvironment &environment, const QStringList &arguments,
                    MessageStream messages = MessageStream::StandardOutput);

/// What all commands that compile have in common, as `cargo clippy …`: the target, the versions of the lockfile, and
/// messages in JSON.
QStringList compileArguments(const QString &command, const CompileRequest &request, bool offline);

/// `cargo rustc …` for one target of the package. A library is built as a program: the macro has put a `main` into it,
/// so one run of rustc is enough.
/// `unoptimised` is a package to leave so where the rest is optimised.
QStringList buildArguments(const CompileRequest &request, const CargoTarget &target, const QString &unoptimised,
                           bool offline);

/// `package.name` of a manifest; empty where there is none.
QString packageName(const QByteArray &manifest);

/// The handler's own package by its name in the author's manifest; empty when the author chooses how dev is optimised.
QString unoptimisedPackage(const QByteArray &manifest);

/// `cargo metadata …`: resolves, writes the lockfile, and says which targets there are.
QStringList metadataArguments(const CompileRequest &request, bool offline);

} // namespace studio::compiler
