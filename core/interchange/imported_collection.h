// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "core/collection/collection_reader.h"

#include <optional>
#include <span>

namespace studio::interchange {

enum class ImportFormat { Bruno, HttpFile, Hurl, Postman, OpenApi };

/// "bruno", "http", "hurl", "postman", "openapi", and back.
QLatin1StringView importFormatName(ImportFormat format);
std::optional<ImportFormat> importFormatNamed(const QString &name);
std::span<const ImportFormat> importFormats();

/// A collection made from files of another program. It has no folder yet; each request, folder and environment has the
/// path that it gets below it, so that it is written and read again as the same.
struct ImportedCollection
{
    ImportFormat format = ImportFormat::Bruno;
    collection::Collection collection;
    QList<collection::ReadWarning> warnings; ///< what could not be carried over; the path is a file or a request's name

    bool operator==(const ImportedCollection &) const = default;
};

inline constexpr int maxImportedRequests = 20'000;
inline constexpr qsizetype maxImportWarnings = 1'000; ///< of which one says how many more there are

} // namespace studio::interchange
