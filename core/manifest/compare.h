// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifest/layout.h"

#include <toml++/toml.hpp>

namespace studio::manifest {

/// Whether both trees hold the same values everywhere but at and below the paths of `edited`.
bool isEqualOutside(const toml::table &before, const toml::table &after, const std::vector<Path> &edited);

/// The node at `path`; null when there is none.
const toml::node *nodeAt(const toml::table &root, const Path &path);

} // namespace studio::manifest
