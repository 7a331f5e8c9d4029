// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio::git {

/// Where the working tree that the folder is in keeps its index; empty where it is in none. Blocks for a moment.
QString gitFolderOf(QString folder);

/// The hash of the commit that is checked out there, in hexadecimal; empty where it cannot be told. Reads the files of
/// a repository as they are usual (gitrepository-layout(5)), not its configuration and not reftables. Blocks for a
/// moment.
QString headCommit(const QString &gitFolder);

} // namespace studio::git
