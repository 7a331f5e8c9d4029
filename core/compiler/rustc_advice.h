// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/cargo_messages.h"

namespace studio::compiler {

/// Adds to an error of the author's code what rustc leaves unsaid about a handler: the message names the value and the
/// help the way out. What is not known stays as rustc says it. `needsBrowser`: for Wasm, where the build has the crate
/// of a browser; what is wrong with that one is reported at the end of the build.
void advise(CompilerMessage &error, bool needsBrowser);

/// The sentence for a project whose handlers stand at these places, two at least.
QString handlersText(QStringList places);

/// The sentence for a `handler` or a `main` that is there twice, where one of the errors says so.
std::optional<QString> definedTwice(const QList<CompilerMessage> &errors);

} // namespace studio::compiler
