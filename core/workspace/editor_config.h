// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

namespace studio {

// What .editorconfig files say of a file (https://spec.editorconfig.org, 0.17). Any thread; reads the disk.

/// The properties of a file by their names, both in lower case, such as "indent_size" → "4". From the .editorconfig
/// files of its folder and those above it, up to one with `root = true`; the nearest and the last one wins. A file that
/// cannot be read, or is larger than 1 MiB, says nothing.
QHash<QString, QString> editorConfigOf(const QString &path);

/// Whether a section of an .editorconfig is about a file. `path` is relative to the folder of the .editorconfig.
bool matchesEditorConfigGlob(const QString &glob, const QString &path);

} // namespace studio
