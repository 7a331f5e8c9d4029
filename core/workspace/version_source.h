// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// Whether a file is one of the sources of a call, which are not to be changed: they are those of that time.
bool isVersionSource(const QString &path);
/// "v3", "draft": which, for a title; empty for any other file.
QString versionLabelOf(const QString &path);

} // namespace studio
