// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/user_file.h"
#include "ui/editor/editor_format.h"

namespace studio {

/// Writes a person's file. InvalidArgument: the encoding has not all characters of the text; else as saveUserFile().
/// Blocks: worker.
inline Result<void> saveText(const QString &path, const QString &text, const FileEncoding &how)
{
    const auto bytes = encodeText(text, how.encoding, how.hasMark);
    return bytes ? saveUserFile(path, *bytes) : std::unexpected(bytes.error());
}

} // namespace studio
