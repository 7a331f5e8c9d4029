// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/cargo_manifest.h"

namespace studio {

// Edits of one dependency that a Cargo.toml lists. Each returns the new text, and changes the bytes of the value that
// is edited and no others: comments, order, spacing, line endings and a byte order mark stay. What is read back
// is checked as withDependency() does. The entry is the one of `at.key` in the table and for the platform of `at`;
// NotFound where the text has none. InvalidArgument says in a sentence what Cargo would not take. Any thread.
//
//     text = withRequirement(text, manifest.dependencies[0], "1.2");

/// The version requirement, of a path or git dependency beside its source. InvalidArgument: no requirement, or an entry
/// that takes its version from the workspace.
Result<QString> withRequirement(const QString &text, const Dependency &at, const QString &requirement);

/// InvalidArgument: nothing that a feature is called.
Result<QString> withFeature(const QString &text, const Dependency &at, const QString &feature);
/// The last one takes the field `features` with it, unless there is a comment in it. The same text where it is not
/// listed.
Result<QString> withoutFeature(const QString &text, const Dependency &at, const QString &feature);

/// On is Cargo's default, so the field is removed, unless there is a comment behind it.
Result<QString> withDefaultFeatures(const QString &text, const Dependency &at, bool isOn);

/// One that becomes optional gets a feature that switches it on, where no feature has it, as `cargo add` does.
/// InvalidArgument: a dev-dependency; one that is used as optional by a feature.
Result<QString> withOptional(const QString &text, const Dependency &at, bool isOptional);

/// Moves it to the normal, dev or build dependencies of the same platform, at their end, with the comment behind it.
/// AlreadyExists: the other table has a dependency of this name. InvalidArgument: an optional one to the
/// dev-dependencies.
Result<QString> withDependencyMoved(const QString &text, const Dependency &at, DependencyTable table);

/// Removes it as withoutDependency() does, and what [features] say of it, unless that is about an entry of the same
/// name in another table: Cargo refuses a feature that turns on what is not there. As `cargo remove` does.
Result<QString> withDependencyRemoved(const QString &text, const Dependency &at);

} // namespace studio
