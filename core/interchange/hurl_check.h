// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"

#include <optional>

// Lines of [Asserts] and [Captures] of a Hurl file as what a collection has. Any thread.

namespace studio::interchange {

/// Nothing where the studio has no such query, filter or predicate.
std::optional<collection::Assertion> assertionOfHurl(const QString &line);
/// "name: jsonpath …". Nothing as above.
std::optional<collection::Capture> captureOfHurl(const QString &line);

} // namespace studio::interchange
