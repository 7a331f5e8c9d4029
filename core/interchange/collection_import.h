// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/interchange/import_source.h"
#include "core/interchange/imported_collection.h"

namespace studio::interchange {

/// What a file or folder is, by names and contents; nothing where it is of no format that is known.
std::optional<ImportFormat> detectFormat(const ImportSource &source);

/// The same for a source that was read already. Any thread.
Result<ImportedCollection> importCollection(ImportSource source, std::optional<ImportFormat> format);

/// Makes a collection of a file or folder of another program. `format`: where it is not to be found out.
/// InvalidArgument: it is of no known format, or damaged as a whole. NotFound: it is not there, or holds no requests.
/// ResourceExhausted, Cancelled. Values of secrets are not in the result. Blocks: worker.
Result<ImportedCollection> importCollection(const QString &path, std::optional<ImportFormat> format = {},
                                            const std::stop_token &stop = {});

/// Writes an imported collection to a folder, which becomes one, or to a new folder of the collection that is there:
/// named as the imported one, or the folder itself where it is below the collection's. Never writes over a file. The
/// paths of what was written, below `folder` or the collection. AlreadyExists names what is there. Blocks: worker.
Result<QStringList> writeImported(const collection::Collection &imported, const QString &folder);

} // namespace studio::interchange
