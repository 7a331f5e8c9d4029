// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/text_encoding.h"

#include <QCoreApplication>
#include <QStringDecoder>
#include <QStringEncoder>

#include <algorithm>
#include <array>

namespace studio {

namespace {

constexpr int firstSpecial = 0x80;

/// Of the bytes 0x80 to 0x9F; any other byte is the character of its number.
constexpr std::array<char16_t, 32> windows1252{0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                               0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                               0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                               0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

QByteArrayView markOf(TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf8:
        return "\xEF\xBB\xBF";
    case TextEncoding::Utf16Le:
        return "\xFF\xFE";
    case TextEncoding::Utf16Be:
        return "\xFE\xFF";
    case TextEncoding::Windows1252:
    case TextEncoding::Latin1:
        break;
    }
    return {};
}

/// A control character that no text has, other than in UTF-8, where it was always let be.
bool isBinary(QByteArrayView bytes)
{
    return std::ranges::any_of(bytes, [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return code < 0x07 || (code >= 0x0E && code < 0x20 && code != 0x1B);
    });
}

QString decodeBytes(QByteArrayView bytes, TextEncoding encoding)
{
    QString text = QString::fromLatin1(bytes);
    if (encoding == TextEncoding::Windows1252) {
        for (QChar &character : text) {
            const int special = character.unicode() - firstSpecial;
            if (special >= 0 && special < static_cast<int>(windows1252.size())) {
                character = QChar(windows1252[static_cast<std::size_t>(special)]);
            }
        }
    }
    return text;
}

/// -1 where the encoding has no such character.
int byteOf(QChar character, TextEncoding encoding)
{
    const int code = character.unicode();
    const bool isSpecial = code >= firstSpecial && code < firstSpecial + static_cast<int>(windows1252.size());
    if (encoding == TextEncoding::Latin1 || code < firstSpecial || (code < 0x100 && !isSpecial)) {
        return code < 0x100 ? code : -1;
    }
    const auto *const found = std::ranges::find(windows1252, character.unicode());
    return found == windows1252.end() ? -1 : firstSpecial + static_cast<int>(found - windows1252.begin());
}

std::unexpected<Error> notInEncoding(const QString &text, qsizetype at, TextEncoding encoding)
{
    const bool isPair = text[at].isHighSurrogate() && at + 1 < text.size();
    return fail(
        ErrorCode::InvalidArgument,
        QCoreApplication::translate("studio::TextEncoding",
                                    "“%1” in line %2 cannot be written in %3. Save the file in UTF-8, or change it.")
            .arg(text.sliced(at, isPair ? 2 : 1))
            .arg(QStringView(text).first(at).count(u'\n') + 1)
            .arg(encodingName(encoding)));
}

Result<QByteArray> encodeBytes(const QString &text, TextEncoding encoding)
{
    QByteArray bytes(text.size(), Qt::Uninitialized);
    for (qsizetype at = 0; at < text.size(); ++at) {
        const int byte = byteOf(text[at], encoding);
        if (byte < 0) {
            return notInEncoding(text, at, encoding);
        }
        bytes[at] = static_cast<char>(byte);
    }
    return bytes;
}

QStringConverter::Encoding unicodeOf(TextEncoding encoding)
{
    return encoding == TextEncoding::Utf16Le   ? QStringConverter::Utf16LE
           : encoding == TextEncoding::Utf16Be ? QStringConverter::Utf16BE
                                               : QStringConverter::Utf8;
}

Result<QByteArray> binary()
{
    return fail(ErrorCode::InvalidArgument,
                QCoreApplication::translate("studio::TextEncoding", "it is a binary file, not text"));
}

Result<QByteArray> noText(TextEncoding encoding)
{
    return fail(ErrorCode::InvalidArgument,
                QCoreApplication::translate("studio::TextEncoding", "it is not %1 text").arg(encodingName(encoding)));
}

} // namespace

QList<TextEncoding> textEncodings()
{
    return {TextEncoding::Utf8, TextEncoding::Utf16Le, TextEncoding::Utf16Be, TextEncoding::Windows1252,
            TextEncoding::Latin1};
}

QString encodingName(TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf8:
        break;
    case TextEncoding::Utf16Le:
        return QStringLiteral("UTF-16 LE");
    case TextEncoding::Utf16Be:
        return QStringLiteral("UTF-16 BE");
    case TextEncoding::Windows1252:
        return QStringLiteral("Windows-1252");
    case TextEncoding::Latin1:
        return QStringLiteral("ISO 8859-1");
    }
    return QStringLiteral("UTF-8");
}

TextEncoding encodingOfMark(QByteArrayView bytes)
{
    for (const TextEncoding encoding : {TextEncoding::Utf16Le, TextEncoding::Utf16Be}) {
        if (beginsWithMark(bytes, encoding)) {
            return encoding;
        }
    }
    return TextEncoding::Utf8;
}

bool beginsWithMark(QByteArrayView bytes, TextEncoding encoding)
{
    return !markOf(encoding).isEmpty() && bytes.startsWith(markOf(encoding));
}

Result<QByteArray> decodeText(const QByteArray &bytes, TextEncoding encoding)
{
    const bool hasMark = beginsWithMark(bytes, encoding);
    const QByteArray body = hasMark ? bytes.sliced(markOf(encoding).size()) : bytes; // sliced() would copy all of it
    if (encoding == TextEncoding::Utf8) { // nothing to convert: a large file is read as fast as it is checked
        return body.contains('\0') ? binary() : body.isValidUtf8() ? Result<QByteArray>(body) : noText(encoding);
    }
    const bool isUnicode = !markOf(encoding).isEmpty();
    QStringDecoder decoder(unicodeOf(encoding),
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    const QString text = isUnicode ? QString(decoder(body)) : decodeBytes(body, encoding);
    if (text.contains(QChar()) || (!isUnicode && isBinary(body))) {
        return binary();
    }
    // Qt's decoder takes halves of units and of pairs, which could not be written as they were.
    const bool isWhole = body.size() % 2 == 0 && text.isValidUtf16();
    return isUnicode && (decoder.hasError() || !isWhole) ? noText(encoding) : text.toUtf8();
}

Result<QByteArray> encodeText(const QString &text, TextEncoding encoding, bool withMark)
{
    if (markOf(encoding).isEmpty()) {
        return encodeBytes(text, encoding);
    }
    QStringEncoder encoder(unicodeOf(encoding), QStringEncoder::Flag::Stateless);
    const QByteArray bytes = encoder(text);
    return (withMark ? markOf(encoding).toByteArray() : QByteArray()) + bytes;
}

} // namespace studio
