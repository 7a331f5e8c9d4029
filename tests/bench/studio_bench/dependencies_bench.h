// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::bench {

/// Shows the dependency panel of a manifest with `count` crates, without a network. Answers `openMs`, from the text to
/// the painted list, `factsMs` until what Cargo has kept of each is read on a
/// worker, `factsShownMs` until that is painted, and `keyMs`, the median of 50 keys in the
/// text until the list is painted again, and
/// `searchMs`, from an answer of 20 crates to a word that is typed until they are painted.
Json showDependencies(const Json &command);

} // namespace studio::bench
