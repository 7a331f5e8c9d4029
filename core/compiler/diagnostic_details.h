// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/cargo_messages.h"

namespace studio::compiler {

/// Gives a diagnostic the spans, notes and suggestions of rustc's message. They are bounded in number and size, and
/// text that is too long ends with "…"; a suggestion that is too long, or whose text is not known, is left out.
void addDetails(Diagnostic &diagnostic, const QList<RustcSpan> &spans, const QList<RustcNote> &notes);

/// How much text the details are, in characters.
qsizetype detailCharacters(const Diagnostic &diagnostic);

} // namespace studio::compiler
