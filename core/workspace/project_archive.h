// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

#include <stop_token>

namespace studio {

/// Whether a file is called as an archive of a project is: .zip, .tar.gz, .tgz.
bool isProjectArchive(const QString &path);

/// What a folder for what is in the archive would be called: the archive's name without its ending.
QString projectNameOf(const QString &archive);

/// Unpacks an archive into the new folder `parent`/`name` and returns it. On failure and when stopped there is no such
/// folder. AlreadyExists: there is one. InvalidArgument: not a name of a folder. Else as unpackArchive(). Blocks:
/// worker.
Result<QString> unpackProject(const QString &archive, const QString &parent, const QString &name,
                              std::stop_token stop = {});

} // namespace studio
