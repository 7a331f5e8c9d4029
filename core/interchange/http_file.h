// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/interchange/import_builder.h"
#include "core/interchange/import_source.h"

namespace studio::interchange {

/// Reads the requests of one .http file into a folder, with the variables that the file sets.
void readHttpFile(const SourceFile &file, collection::Folder &folder, ImportBuilder &builder);

/// A body of multipart/form-data that is written out, as fields. `boundary`: of its content type.
QList<collection::BodyField> multipartFields(const QString &text, const QString &boundary);

} // namespace studio::interchange
