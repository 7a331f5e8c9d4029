// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace studio {

/// Whether a folder of this name does not belong to the sources: `target` beside a Cargo.toml; `.git`, `node_modules`,
/// `__pycache__` and `.venv` anywhere but below the `src` of a package.
bool isExcludedFolder(std::string_view name, bool isInPackage, bool isInSourceFolder);

/// Whether the folder begins a package's own sources, in which a folder of any such name is a module.
bool isSourceFolder(std::string_view name, bool isInPackage);

/// What is wrong with one part of a path ("holds a control character"), or null. The same rule on both ways, so that
/// whatever is packed can be unpacked.
const char *faultOfNamePart(std::string_view part);

/// The path of an archive's entry as bytes in the archive, in its one form: '/' between parts, no "." and no empty
/// parts, none at the end. Empty for the root itself. InvalidArgument names the entry: absolute, "..", not UTF-8,
/// control characters, parts over 255 bytes, over 4,000 bytes in all.
Result<std::string> entryPath(std::string_view raw);

/// All names of one tree. Refuses a name that is used twice, as a file and as a folder, or that differs from another
/// one only in case or Unicode form: not every system could lay such a tree out.
class NameBook
{
public:
    Result<void> addFile(const std::string &path);
    Result<void> addFolder(const std::string &path);

private:
    struct Name
    {
        std::string path;
        bool folder = false;
    };

    Result<void> add(const std::string &path, bool folder);
    Result<void> addParents(const std::string &path);

    std::unordered_map<std::string, Name> m_names; // by what a forgiving file system would compare
    std::string m_lastParent;                      // siblings follow one another, so this saves most look-ups
};

} // namespace studio
