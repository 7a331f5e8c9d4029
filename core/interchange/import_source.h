// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection_reader.h"

#include <stop_token>

namespace studio::interchange {

struct SourceFile
{
    QString path; ///< below the folder that is imported; of a single file its name
    QByteArray content;

    [[nodiscard]] QString text() const; ///< what is no UTF-8 is U+FFFD; line ends are "\n", without a byte order mark
    [[nodiscard]] QString name() const { return path.section(u'/', -1); }
    [[nodiscard]] QString folder() const { return path.section(u'/', 0, -2); } ///< empty for the folder itself
    [[nodiscard]] QString baseName() const;                                    ///< "orders" of "a/orders.http"

    bool operator==(const SourceFile &) const = default;
};

/// What is imported, read.
struct ImportSource
{
    QString name;            ///< of the folder or file, for a collection that has none
    QList<SourceFile> files; ///< in the order of their paths
    QList<collection::ReadWarning> warnings;

    bool operator==(const ImportSource &) const = default;
};

/// Reads a file, and beside an .http file its environments, or the files of a folder that an importer could know. Links
/// in the folder are not followed, and what is hidden is left out. Limits: those of collection_reader.h. NotFound,
/// ResourceExhausted, Cancelled, Unavailable. Blocks: worker.
Result<ImportSource> readImportSource(const QString &path, const std::stop_token &stop = {});

} // namespace studio::interchange
