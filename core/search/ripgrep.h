// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/process/process.h"
#include "core/search/search_values.h"

#include <optional>

// What ripgrep is asked, and what it answers. Its expressions are matched in linear time; it reads .gitignore in the
// same way as git does, runs nothing and writes nothing.

namespace studio {

/// Searches below `folder`, or in what it is given as standard input. Prints JSON, one object a line.
ProcessSpec searchSpec(const QString &folder, const ProjectQuery &query);
ProcessSpec searchTextSpec(const QString &text, const ProjectQuery &query);

/// Lists the files that searchSpec() reads, relative to the folder and ended by a NUL.
ProcessSpec listFilesSpec(const QString &folder, const ProjectQuery &query = {});

/// Reads a line of what the searches print (ripgrep's --json, documented in grep_printer::JSON). Nothing where it is
/// about something else than matches. InvalidArgument: not JSON. Any thread.
Result<std::optional<FileMatches>> parseMatches(QByteArrayView line);

/// What ripgrep printed as its error, in a sentence for a person.
QString searchError(const QByteArray &standardError, bool isRegex);

} // namespace studio
