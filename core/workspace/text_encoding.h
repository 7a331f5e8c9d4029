// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace studio {

/// How a file's bytes stand for characters. Windows-1252 is that of the Encoding Standard (encoding.spec.whatwg.org),
/// in which each byte is a character: any file can be read in it and written unchanged.
enum class TextEncoding { Utf8, Utf16Le, Utf16Be, Windows1252, Latin1 };

QList<TextEncoding> textEncodings();
QString encodingName(TextEncoding encoding); ///< "UTF-16 LE"; the same in every language

/// What a byte order mark says, else UTF-8.
TextEncoding encodingOfMark(QByteArrayView bytes);

/// The text in UTF-8 without its byte order mark. InvalidArgument: the bytes are not in this encoding, or no text at
/// all.
Result<QByteArray> decodeText(const QByteArray &bytes, TextEncoding encoding);
bool beginsWithMark(QByteArrayView bytes, TextEncoding encoding);

/// The bytes of a text. InvalidArgument names the first character that the encoding has not, with its line.
Result<QByteArray> encodeText(const QString &text, TextEncoding encoding, bool withMark);

} // namespace studio
