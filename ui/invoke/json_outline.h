// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/line_text.h"

#include <QByteArray>

#include <memory>
#include <stop_token>
#include <unordered_map>
#include <vector>

namespace studio {

/// A JSON document set in lines without being copied: where in the document each line begins, how deep it stands, and
/// which line closes what it opens. Nine bytes a line, whatever stands in it; a line's text is made when it is asked
/// for. The lines are those of indentJson(). It is also what a tree needs: the value after one that opens stands behind
/// the line that closes it, so that a level is listed without looking at what is below.
///
/// Lines count from 0. A value stands in the line it begins in. Never changes; any thread.
class JsonOutline final : public LineText
{
public:
    /// Null where `body` is not one JSON value (RFC 8259), has more than `maxOutlineLines`, or a stop was asked for.
    /// Any depth; escapes of lone surrogates are taken as they are. Some 200 MB a second.
    static std::shared_ptr<const JsonOutline> read(const QByteArray &body, const std::stop_token &stop = {});

    [[nodiscard]] qint64 lineCount() const override { return static_cast<qint64>(m_starts.size()); }
    [[nodiscard]] QString text(qint64 line) const override;
    /// The line with its indentation, of a value no more than `maxValue` bytes; says how many it left out.
    [[nodiscard]] QByteArray utf8(qint64 line, qsizetype maxValue, qsizetype *leftOut = nullptr) const;
    /// Of the parts of text(), in UTF-16 code units.
    struct LineSizes
    {
        qsizetype indentation = 0;
        qsizetype key = 0; ///< with its quotes; 0 for none
        qsizetype value = 0;
        bool hasComma = false;

        [[nodiscard]] qsizetype valueStart() const { return indentation + key + (key > 0 ? 2 : 0); }
        [[nodiscard]] qsizetype valueEnd() const { return valueStart() + value; }
        [[nodiscard]] qsizetype lineEnd() const { return valueEnd() + (hasComma ? 1 : 0); }
    };
    [[nodiscard]] LineSizes sizes(qint64 line) const;                 ///< reads the line, but makes no text of it
    [[nodiscard]] qsizetype bytesOf(qint64 first, qint64 last) const; ///< of the document that these lines stand for
    [[nodiscard]] qsizetype longestLine() const { return m_longest; } ///< bytes of the document, at least

    [[nodiscard]] bool opens(qint64 line) const { return m_partners[line] > line; } ///< an array or object with content
    [[nodiscard]] bool closes(qint64 line) const { return m_partners[line] < line; }
    [[nodiscard]] qint64 partner(qint64 line) const { return m_partners[line]; } ///< closing or opening; else itself
    /// The line of the value after this one; of the closing bracket where there is none.
    [[nodiscard]] qint64 next(qint64 line) const { return m_partners[line] + 1; }
    [[nodiscard]] qint64 childCount(qint64 line) const; ///< of a line that opens, else 0; looks at 1000 at most
    [[nodiscard]] qint64 child(qint64 line, qint64 index) const; ///< likewise; the index is below childCount()

    [[nodiscard]] bool hasKey(qint64 line) const { return (m_levels[line] & keyBit) != 0; }
    [[nodiscard]] QByteArrayView key(qint64 line) const; ///< with its quotes; empty for none
    /// As it stands in the document: of an array or object its first bracket, or both where it is empty.
    [[nodiscard]] QByteArrayView value(qint64 line) const;
    [[nodiscard]] QByteArrayView wholeValue(qint64 line) const; ///< the value with all that is in it
    [[nodiscard]] QString plainText(qint64 line) const;         ///< wholeValue(), but of a string what it means
    [[nodiscard]] bool isObject(qint64 line) const { return value(line).startsWith('{'); }
    [[nodiscard]] bool isArray(qint64 line) const { return value(line).startsWith('['); }

private:
    friend class JsonOutlineReader;
    static constexpr quint8 keyBit = 0x80;
    static constexpr qint64 markInterval = 1'000;

    [[nodiscard]] qsizetype valueStart(qint64 line) const;
    [[nodiscard]] qsizetype contentEnd(qint64 line) const; ///< behind the last byte, a comma included
    [[nodiscard]] bool hasComma(qint64 line) const { return !opens(line) && m_body[contentEnd(line) - 1] == ','; }

    /// Of an array or object with more than `markInterval` children.
    struct LargeValue
    {
        qint64 count = 0;
        std::vector<quint32> marks; ///< the lines of the children 1000, 2000, …
    };

    QByteArray m_body;
    std::unordered_map<quint32, LargeValue> m_large; ///< by the line
    std::vector<quint32> m_starts;
    std::vector<quint32> m_partners;
    std::vector<quint8> m_levels; ///< as it is indented, and whether there is a key
    qsizetype m_longest = 0;
};

constexpr std::size_t maxOutlineLines = 16'000'000;

} // namespace studio
