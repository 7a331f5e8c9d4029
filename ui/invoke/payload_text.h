// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

class QTextBlock;
class QTextCursor;
class QTextDocument;

namespace studio {

// The text of a payload, byte for byte, and how a text document holds it. Any thread for the first two functions; the
// others where the document lives.
//
//     insertPayload(cursor, payloadText(bytes));
//     Q_ASSERT(payloadBytes(payloadOf(*document)) == bytes);
//
// A document lays out a whole line for each key that is typed in it, which takes a second for 6 MiB. So a long line is
// held as several blocks. The break between two of them stands for nothing. What a break stands for is a property of
// its character format, which undo keeps; a break without it is a line feed.

/// What is no UTF-8 becomes a lone low surrogate for each byte: 0xff is U+DCFF. (Python's "surrogateescape" does so.)
QString payloadText(QByteArrayView bytes);
/// The way back. Any other lone surrogate becomes its three bytes, which are no UTF-8: "\xed\xa0\x80" is U+D800.
QByteArray payloadBytes(const QString &text);

constexpr qsizetype maxPayloadBlock = 8'000; ///< characters, of what is inserted; typing may make a block longer

/// Replaces the selection, in one step of undo.
void insertPayload(QTextCursor &cursor, const QString &text);
/// What stands between two positions of the document; up to its end without `to`.
QString payloadOf(const QTextDocument &document, int from = 0, int to = -1);
/// Whether the block goes on with the line of the one before it.
bool continuesLine(const QTextBlock &block);
/// Whether it began inside a string of JSON, when it was broken.
bool continuesString(const QTextBlock &block);

// Places in payloadOf(document) and in the document, in characters.
qsizetype payloadPosition(const QTextDocument &document, int position);
int documentPosition(const QTextDocument &document, qsizetype place);

} // namespace studio
