// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifest/dependency_spec.h"
#include "core/manifest/document.h"

namespace studio::manifest {

/// What of a dependency's entry is to be another. Values are TOML as it is written. Internal to core/manifest.
struct EntryChange
{
    std::vector<std::pair<std::string, std::string>> set; ///< in the order in which a new entry has them
    std::vector<std::string> removed;                     ///< that are there
    std::optional<bool> isOptional;                       ///< where that is to be another
};

/// What `cargo add` would change of the entry at `key`, which is `before` now, or null. InvalidArgument: what the entry
/// takes from the workspace and cannot change, or an entry that is no dependency.
Result<EntryChange> entryChange(const toml::table &root, const toml::node *before, const std::string &key,
                                const DependencySpec &spec);

/// The table under the name that the file uses for it: Cargo also took `dev_dependencies`. The older one where it has
/// the entry `key`.
Path dependencyTablePath(const Document &document, DependencyTable table, const QString &platform,
                         const std::string &key);

} // namespace studio::manifest
