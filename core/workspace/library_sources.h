// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// Whether a file is the source of a crate that Cargo has downloaded, or of Rust's own libraries: these are not to be
/// changed, since all projects share them and Cargo does not notice it.
bool isLibrarySource(const QString &path);

} // namespace studio
