// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/text_position.h"

#include <algorithm>

namespace studio::lsp {

namespace {

struct Character
{
    qsizetype bytes;
    int units; ///< in the server's encoding
};

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The character that begins at `at`.
Character characterAt(QByteArrayView line, qsizetype at, PositionEncoding encoding)
{
    const auto lead = static_cast<unsigned char>(line[at]);
    const qsizetype wanted = lead >= 0xF0U && lead < 0xF8U ? 4 : lead >= 0xE0U ? 3 : lead >= 0xC2U ? 2 : 1;
    const bool isWhole =
        lead < 0xF8U && at + wanted <= line.size() &&
        std::all_of(line.begin() + at + 1, line.begin() + at + wanted, [](char byte) { return isContinuation(byte); });
    const qsizetype bytes = isWhole ? wanted : 1;
    switch (encoding) {
    case PositionEncoding::Utf8:
        return {bytes, static_cast<int>(bytes)};
    case PositionEncoding::Utf16:
        return {bytes, bytes == 4 ? 2 : 1};
    case PositionEncoding::Utf32:
        return {bytes, 1};
    }
    return {bytes, 1};
}

} // namespace

PositionEncoding positionEncoding(const QString &name)
{
    return name == QLatin1String("utf-8")    ? PositionEncoding::Utf8
           : name == QLatin1String("utf-32") ? PositionEncoding::Utf32
                                             : PositionEncoding::Utf16;
}

int toCharacter(QByteArrayView line, qsizetype byte, PositionEncoding encoding)
{
    int units = 0;
    for (qsizetype at = 0; at < std::min(byte, line.size());) {
        const Character character = characterAt(line, at, encoding);
        if (at + character.bytes > byte) {
            break;
        }
        at += character.bytes;
        units += character.units;
    }
    return units;
}

qsizetype toByte(QByteArrayView line, int character, PositionEncoding encoding)
{
    qsizetype at = 0;
    for (int units = 0; at < line.size();) {
        const Character next = characterAt(line, at, encoding);
        units += next.units;
        if (units > character) {
            break;
        }
        at += next.bytes;
    }
    return at;
}

} // namespace studio::lsp
