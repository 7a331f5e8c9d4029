// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/collection/collection.h"

// One file of a collection. Unknown members are kept, a number or a truth value where a text belongs is taken for its
// text. `values` is set to how many values of YAML were read, also where there is a fault. Any thread.

namespace studio::collection {

/// Why a file is not read, and where.
struct FileFault
{
    int line = 0; ///< from 1
    QString message;

    bool operator==(const FileFault &) const = default;
};

template <typename T> using Parsed = std::expected<T, FileFault>;

/// A saved request, without its path. The fault of another kind than http says which.
Parsed<SavedRequest> parseRequest(const QByteArray &utf8, int *values = nullptr);
/// A folder.yml, without what is in the folder.
Parsed<Folder> parseFolder(const QByteArray &utf8, int *values = nullptr);
/// An opencollection.yml, as the folder of all.
Parsed<Folder> parseRoot(const QByteArray &utf8, int *values = nullptr);
Parsed<Environment> parseEnvironment(const QByteArray &utf8, int *values = nullptr);

/// The line, from 1, of the first of git's conflict markers; 0 where there is none.
int conflictLine(QByteArrayView utf8);

} // namespace studio::collection
