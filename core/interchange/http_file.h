// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/interchange/import_builder.h"
#include "core/interchange/import_source.h"

namespace studio::interchange {

/// Reads the requests of one .http file into a folder, with the variables that the file sets.
void readHttpFile(const SourceFile &file, collection::Folder &folder, ImportBuilder &builder);

} // namespace studio::interchange
