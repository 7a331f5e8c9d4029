// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/collection/collection.h"

// Files that are new in a collection. Blocks: worker.

namespace studio::collection {

/// The name of a request, folder or environment as one of a file that every system takes: letters, digits and a few
/// signs, not hidden, at most 60 characters. `fallback` where nothing is left. Without an ending. Any thread.
QString fileNameOf(const QString &name, const QString &fallback);

/// Writes the request to a new file in the folder `below` of the collection, which is named after it, and returns its
/// path. What is there is never written over. InvalidArgument as saveRequest().
Result<QString> addRequest(const QString &folder, SavedRequest request, const QString &below);
/// The same of a folder, with a folder.yml.
Result<QString> addFolder(const QString &folder, const QString &below, const QString &name);
Result<QString> addEnvironment(const QString &folder, Environment environment);

} // namespace studio::collection
