// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// Rust source with each comment, string and character literal replaced by spaces. Line ends stay, so every place in
/// the result is the same place in the source. What is left can be searched for code without a parser. Linear in the
/// size; any text is accepted. The Rust Reference, Tokens and Comments.
QString withoutLiterals(const QString &source);

} // namespace studio
