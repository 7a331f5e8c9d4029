// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace studio::lsp {

/// How a server counts the characters of a line (LSP 3.17, PositionEncodingKind). Scintilla counts bytes of UTF-8, so
/// where the server takes Utf8 nothing is converted.
enum class PositionEncoding { Utf8, Utf16, Utf32 };

/// The name in the protocol. What is unknown, and nothing, is Utf16, as the protocol has it.
PositionEncoding positionEncoding(const QString &name);

/// The place of byte `byte` in a line of UTF-8 (without its end), counted by the server. A byte inside a character
/// counts as its first one; one behind the line's end as the end. What is no UTF-8 counts as one character a byte.
int toCharacter(QByteArrayView line, qsizetype byte, PositionEncoding encoding);

/// The byte of a place that a server names. One inside a character is the character's first byte; one behind the end
/// is the end (LSP: "defaults back to the line length").
qsizetype toByte(QByteArrayView line, int character, PositionEncoding encoding);

} // namespace studio::lsp
