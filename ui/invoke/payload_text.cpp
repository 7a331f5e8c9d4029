// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/payload_text.h"

#include <QStringDecoder>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>

namespace studio {

namespace {

constexpr int breakText = QTextFormat::UserProperty + 1;     ///< what the break before a block stands for
constexpr int breakInString = QTextFormat::UserProperty + 2; ///< it is within a string of JSON
constexpr qsizetype leastBlock = maxPayloadBlock / 2;
constexpr char16_t escapedByte = 0xdc00; ///< to which a byte from 0x80 on is added

/// The length of the character of UTF-8 that begins here; 0 where none does.
qsizetype characterLength(QByteArrayView bytes)
{
    const auto first = static_cast<uchar>(bytes.front());
    const qsizetype length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return length <= bytes.size() && QUtf8StringView(bytes.first(length)).isValidUtf8() ? length : 0;
}

QTextCharFormat formatOfBreak(const QString &text, bool isInString = false)
{
    QTextCharFormat format;
    format.setProperty(breakText, text);
    if (isInString) {
        format.setProperty(breakInString, true);
    }
    return format;
}

QString textOfBreak(const QTextBlock &next)
{
    const QVariant text = next.charFormat().property(breakText);
    return text.isValid() ? text.toString() : QStringLiteral("\n");
}

/// What a text document breaks a line at: besides line feeds, and kept as they are, these.
bool isBreak(QChar c)
{
    return c == u'\n' || c == u'\r' || c == QChar::ParagraphSeparator || c.unicode() == 0xfdd0 || c.unicode() == 0xfdd1;
}

/// Follows JSON along a line, to know where it can be broken.
class LineScan
{
public:
    void take(QChar c)
    {
        if (m_isEscaped) {
            m_isEscaped = false;
        } else if (m_isInString && c == u'\\') {
            m_isEscaped = true;
        } else if (c == u'"') {
            m_isInString = !m_isInString;
        }
    }
    [[nodiscard]] bool isInString() const { return m_isInString; }

private:
    bool m_isInString = false;
    bool m_isEscaped = false;
};

/// Where the part of a line that begins a block ends: behind a comma between values where there is one, and never
/// within a surrogate pair. `scan` goes along.
qsizetype endOfPart(QStringView line, LineScan &scan)
{
    const qsizetype most = std::min(maxPayloadBlock, line.size());
    qsizetype end = 0;
    for (; end < most; ++end) {
        scan.take(line[end]);
        if (end >= leastBlock && line[end] == u',' && !scan.isInString()) {
            return end + 1;
        }
    }
    if (end < line.size() && line[end].isLowSurrogate() && line[end - 1].isHighSurrogate()) {
        scan.take(line[end++]);
    }
    return end;
}

void insertLine(QTextCursor &cursor, QStringView line)
{
    LineScan scan;
    while (line.size() > maxPayloadBlock) {
        const qsizetype end = endOfPart(line, scan);
        cursor.insertText(line.first(end).toString(), QTextCharFormat());
        line = line.sliced(end);
        if (!line.isEmpty()) {
            cursor.insertBlock(QTextBlockFormat(), formatOfBreak({}, scan.isInString()));
        }
    }
    if (!line.isEmpty()) {
        cursor.insertText(line.toString(), QTextCharFormat());
    }
}

void insertLines(QTextCursor &cursor, QStringView all)
{
    for (qsizetype at = 0; at < all.size();) {
        const auto end = std::find_if(all.begin() + at, all.end(), isBreak) - all.begin();
        insertLine(cursor, all.sliced(at, end - at));
        at = end;
        if (at < all.size()) {
            const QStringView what = all.sliced(at, all.sliced(at).startsWith(u"\r\n") ? 2 : 1);
            cursor.insertBlock(QTextBlockFormat(), what == u"\n" ? QTextCharFormat() : formatOfBreak(what.toString()));
            at += what.size();
        }
    }
}

void breakLongBlock(const QTextBlock &block)
{
    if (block.length() <= 2 * maxPayloadBlock) {
        return;
    }
    const QString text = block.text();
    LineScan scan;
    if (continuesString(block)) {
        scan.take(u'"');
    }
    QTextCursor cursor(block);
    int at = block.position();
    for (QStringView rest = text; rest.size() > maxPayloadBlock;) {
        const qsizetype end = endOfPart(rest, scan);
        rest = rest.sliced(end);
        at += static_cast<int>(end);
        if (!rest.isEmpty()) {
            cursor.setPosition(at++);
            cursor.insertBlock(QTextBlockFormat(), formatOfBreak({}, scan.isInString()));
        }
    }
}

/// Whether inserting the text as it stands makes a block of each line, and no long one.
bool isPlainText(QStringView text)
{
    qsizetype start = 0;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        if (i == text.size() || text[i] == u'\n') {
            if (i - start > maxPayloadBlock) {
                return false;
            }
            start = i + 1;
        } else if (isBreak(text[i])) {
            return false;
        }
    }
    return true;
}

} // namespace

QString payloadText(QByteArrayView bytes)
{
    if (QUtf8StringView(bytes).isValidUtf8()) {
        // A byte order mark is a part of it.
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
        return decoder.decode(bytes);
    }
    QString text;
    text.reserve(bytes.size());
    while (!bytes.isEmpty()) {
        qsizetype end = 0;
        for (qsizetype length = 1; length > 0 && end < bytes.size(); end += length) {
            length = characterLength(bytes.sliced(end));
        }
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
        text += QString(decoder.decode(bytes.first(end)));
        bytes = bytes.sliced(end);
        if (!bytes.isEmpty()) {
            text += QChar(static_cast<char16_t>(escapedByte + static_cast<uchar>(bytes.front())));
            bytes = bytes.sliced(1);
        }
    }
    return text;
}

QByteArray payloadBytes(const QString &text)
{
    if (text.isValidUtf16()) {
        return text.toUtf8();
    }
    QByteArray bytes;
    bytes.reserve(text.size());
    qsizetype start = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        if (!QChar::isSurrogate(unit)) {
            continue;
        }
        if (QChar::isHighSurrogate(unit) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            ++i;
            continue;
        }
        bytes += QStringView(text).sliced(start, i - start).toUtf8();
        start = i + 1;
        if (unit >= escapedByte + 0x80 && unit <= escapedByte + 0xff) {
            bytes += static_cast<char>(unit - escapedByte);
        } else {
            bytes += static_cast<char>(0xe0 | (unit >> 12));
            bytes += static_cast<char>(0x80 | ((unit >> 6) & 0x3f));
            bytes += static_cast<char>(0x80 | (unit & 0x3f));
        }
    }
    return bytes + QStringView(text).sliced(start).toUtf8();
}

void insertPayload(QTextCursor &cursor, const QString &text)
{
    cursor.beginEditBlock();
    cursor.removeSelectedText();
    const int start = cursor.position();
    if (isPlainText(text)) {
        cursor.insertText(text, QTextCharFormat());
    } else {
        insertLines(cursor, text);
    }
    breakLongBlock(cursor.block()); // what it was inserted into may have been long already
    breakLongBlock(cursor.document()->findBlock(start));
    cursor.endEditBlock();
}

QString payloadOf(const QTextDocument &document, int from, int to)
{
    const int last = to < 0 ? document.characterCount() - 1 : to;
    QString text;
    text.reserve(last - from);
    const QTextBlock first = document.findBlock(from);
    for (QTextBlock block = first; block.isValid() && block.position() <= last; block = block.next()) {
        if (block != first) {
            text += textOfBreak(block);
        }
        const int begin = std::max(from - block.position(), 0);
        const int end = std::min(last - block.position(), block.length() - 1);
        text += QStringView(block.text()).sliced(begin, end - begin);
    }
    return text;
}

bool continuesLine(const QTextBlock &block)
{
    const QVariant text = block.charFormat().property(breakText);
    return block.previous().isValid() && text.isValid() && text.toString().isEmpty();
}

bool continuesString(const QTextBlock &block)
{
    return continuesLine(block) && block.charFormat().hasProperty(breakInString);
}

qsizetype payloadPosition(const QTextDocument &document, int position)
{
    qsizetype place = 0;
    const QTextBlock last = document.findBlock(position);
    for (QTextBlock block = document.begin(); block != last; block = block.next()) {
        place += block.length() - 1 + textOfBreak(block.next()).size();
    }
    return place + position - last.position();
}

int documentPosition(const QTextDocument &document, qsizetype place)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const qsizetype inside = block.length() - 1;
        const QTextBlock next = block.next();
        const qsizetype step = next.isValid() ? inside + textOfBreak(next).size() : inside;
        if (place < step || !next.isValid()) {
            return block.position() + static_cast<int>(std::clamp<qsizetype>(place, 0, inside));
        }
        place -= step;
    }
    return 0;
}

} // namespace studio
