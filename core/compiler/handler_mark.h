// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/build.h"

namespace studio::compiler {

/// Where the handler stands that a program serves, after the mark that the `main` of `#[ignite::main]` holds
/// (resources/sdk/ignite/src/context.rs); nothing where the program has another `main`. Unavailable: not readable.
/// Blocks: worker.
Result<std::optional<SourcePlace>> handlerOf(const QString &program);

/// The same of a program's bytes.
std::optional<SourcePlace> handlerIn(QByteArrayView program);

} // namespace studio::compiler
