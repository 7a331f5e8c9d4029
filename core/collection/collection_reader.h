// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/collection/collection.h"

#include <stop_token>

namespace studio::collection {

/// A file or folder that was passed over.
struct ReadWarning
{
    QString path; ///< below the collection's folder
    int line = 0; ///< from 1; 0 where it is not about one
    QString message;

    [[nodiscard]] QString text() const; ///< "orders/get.yml, line 3: …"
    bool operator==(const ReadWarning &) const = default;
};

struct CollectionReading
{
    Collection collection;
    QList<ReadWarning> warnings;

    bool operator==(const CollectionReading &) const = default;
};

inline constexpr int maxCollectionFiles = 50'000;
inline constexpr int maxCollectionDepth = 32;                ///< folders in folders
inline constexpr qint64 maxCollectionFileBytes = 16LL << 20; ///< of one file
inline constexpr qint64 maxCollectionBytes = 64LL << 20;     ///< of all
inline constexpr qint64 maxCollectionValues = 4'000'000;     ///< of YAML, in all files; each takes memory

/// Reads a folder that has an opencollection.yml. A damaged file, a merge conflict, a link, and anything that is no
/// regular file is passed over with a warning; links are never followed. Order: folders before requests, by `seq` (1
/// where it is missing), then by name.
///
/// NotFound: there is no opencollection.yml. InvalidArgument: it is damaged. ResourceExhausted: beyond the limits
/// above. Cancelled. Blocks: worker.
Result<CollectionReading> readCollection(const QString &folder, const std::stop_token &stop = {});

/// The folder of the collection that a folder belongs to: itself or one above it; empty where there is none.
QString collectionFolderOf(const QString &folder);

} // namespace studio::collection
