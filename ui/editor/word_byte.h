// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace studio {

/// Whether a byte of UTF-8 belongs to a word, as Scintilla has it: what is not ASCII does.
constexpr bool isWordByte(char byte)
{
    return byte == '_' || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || static_cast<unsigned char>(byte) >= 0x80;
}

} // namespace studio
