// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/manifest_settings.h"

#include <QStringList>

namespace studio {

/// InvalidArgument where the text is no TOML. Any thread.
Result<ManifestSettings> readSettings(const QString &text);

/// Why Cargo would not take the value for this field of [package] or of a profile, in a sentence; empty where it would,
/// as far as the field is known here.
QString settingProblem(const QStringList &path, const ManifestValue &value);

// Edits of one value each, as those of core/manifest/dependency_edits.h: all other bytes stay, what is read back is
// checked. InvalidArgument: settingProblem(), a field that takes its value from the workspace or is a table.

/// `path`: the table's names and the field's, {"profile", "release", "lto"}. A table that is missing is made at the
/// end. Kind::Missing removes the field.
Result<QString> withSetting(const QString &text, const QStringList &path, const ManifestValue &value);

/// Its priority stays. An empty level removes it.
Result<QString> withLint(const QString &text, const LintSetting &lint);

/// From a folder or a git repository: `source` is "path …" or "git …". What was written for the crate there is
/// replaced.
Result<QString> withPatch(const QString &text, const PatchSetting &patch);
Result<QString> withoutPatch(const QString &text, const PatchSetting &patch);

} // namespace studio
