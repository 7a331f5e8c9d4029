// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/interchange/import_source.h"
#include "core/interchange/imported_collection.h"

#include <QLatin1StringView>

#include <array>

// What each importer makes of the files that were read. Each takes anything: what it does not know it reports as a
// warning. InvalidArgument: nothing of it can be read. NotFound: it holds no requests. Any thread; time and memory are
// linear in the source, but for examples made from a schema, which have a limit of their own.

namespace studio::interchange {

/// A folder of Bruno's with bruno.json, collection.bru, folder.bru, environments/*.bru and requests as .bru files, or
/// one such request.
Result<ImportedCollection> importBruno(const ImportSource &source);

/// Files for the HTTP clients of JetBrains and of VS Code: requests behind lines of ###. Each file of several is a
/// folder.
Result<ImportedCollection> importHttpFiles(const ImportSource &source);
bool isHttpFileName(const QString &name);
inline constexpr std::array<QLatin1StringView, 2> httpEnvironmentFiles{
    QLatin1StringView("http-client.env.json"), QLatin1StringView("http-client.private.env.json")};

/// Files for Hurl. Each file of several is a folder.
Result<ImportedCollection> importHurl(const ImportSource &source);

/// A collection of Postman as it exports it (2.0 or 2.1), with its environments as files beside it.
Result<ImportedCollection> importPostman(const ImportSource &source);

/// A description by OpenAPI 3.0 or 3.1, in JSON or YAML.
Result<ImportedCollection> importOpenApi(const ImportSource &source);

} // namespace studio::interchange
