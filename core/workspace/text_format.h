// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/document_text.h"

#include <optional>

namespace studio {

/// How lines of a file are indented. A plain value.
struct EditorIndent
{
    bool usesTabs = false;
    int width = 4;    ///< of a level, in columns
    int tabWidth = 4; ///< of a tab character, in columns

    bool operator==(const EditorIndent &) const = default;
};

/// How a file is to be written. A plain value.
struct TextFormat
{
    EditorIndent indent;
    std::optional<LineEnd> lineEnd; ///< of a file that has no lines yet; others keep theirs
    bool insertsFinalNewline = false;
    bool trimsTrailingWhitespace = false;
    bool byteOrderMark = false; ///< charset = utf-8-bom; of a file that is empty yet

    bool operator==(const TextFormat &) const = default;
};

/// From .editorconfig, for Rust before that from rustfmt.toml (`hard_tabs`, `tab_spaces`), which the formatter obeys;
/// what they do not say of the indentation is found in `text`. Reads the disk. Any thread.
TextFormat textFormatOf(const QString &path, const QString &text);

/// What most lines of a text are indented with; nothing where none is. Any thread.
std::optional<EditorIndent> findIndent(const QString &text);

/// Whether textFormatOf() reads a file of this name.
bool isTextFormatFile(const QString &fileName);

} // namespace studio
