// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/build.h"

namespace studio::compiler {

/// Compiles the handler's crate with the command that cargo gave rustc the last time, where nothing but sources of this
/// crate has changed since: the caller has compared the rest. Cargo takes 60 ms to find out as much, a third of what
/// passes between an edit and the answer. Cargo still takes every step that is not the same as the last time, and it
/// never takes what is made here for its own: it lies in a folder of its own, and the changed source is newer than what
/// cargo has.
/// Nothing where this cannot be told so: there is no command, its program or libraries are not as they were, or rustc
/// fails for another reason than the author's code. The caller then runs cargo, which says what is wrong.
/// `last` is what cargo made. Errors: as build().
Task<std::optional<Built>> buildDirectly(BuildJob job, LastBuild last, CompileObserver observer, std::stop_token stop);

} // namespace studio::compiler
