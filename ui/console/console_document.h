// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/line_buffer.h"
#include "ui/console/source_links.h"

#include <optional>
#include <unordered_map>

namespace studio {

/// A character of the output. Ordered by line, then index.
struct ConsolePosition
{
    qint64 line = 0;
    qsizetype index = 0; ///< in UTF-16 code units of the text as shown

    auto operator<=>(const ConsolePosition &) const = default;
};

/// What is selected: from the anchor, where selecting began, to the caret, in either order.
struct ConsoleSelection
{
    ConsolePosition anchor;
    ConsolePosition caret;

    [[nodiscard]] bool isEmpty() const { return anchor == caret; }
    [[nodiscard]] ConsolePosition first() const { return std::min(anchor, caret); }
    [[nodiscard]] ConsolePosition last() const { return std::max(anchor, caret); }

    bool operator==(const ConsoleSelection &) const = default;
};

/// The text of the console: lines of a LineBuffer as they are shown, with their links. Only lines that are asked for
/// are decoded; those are kept until trim(). One thread; no widgets.
class ConsoleDocument
{
public:
    struct Line
    {
        AnsiLine content;
        QList<SourceLink> links;
    };

    void append(QByteArrayView utf8, const LineTag &tag) { m_buffer.append(utf8, tag); }
    void clear();
    [[nodiscard]] LineBuffer &buffer() { return m_buffer; }
    [[nodiscard]] const LineBuffer &buffer() const { return m_buffer; }
    [[nodiscard]] bool isEmpty() const { return m_buffer.isEmpty(); }

    /// Good until the next trim() or clear(). `line` must be kept.
    [[nodiscard]] const Line &line(qint64 line) const;
    [[nodiscard]] const QString &content(qint64 number) const { return line(number).content.text; }
    /// Forgets decoded lines where there are many. Between events only: what line() gave is gone then.
    void trim();

    [[nodiscard]] QString text(qint64 line) const; ///< empty where it is not kept; decodes it anew
    /// Of the lines that are shown. `hasTimes`: each begins with when it came.
    [[nodiscard]] QString text(const ConsoleSelection &selection, bool hasTimes = false) const;

    [[nodiscard]] ConsolePosition start() const { return {.line = m_buffer.firstLine(), .index = 0}; }
    [[nodiscard]] ConsolePosition end() const; ///< behind the last character
    /// The nearest position that exists.
    [[nodiscard]] ConsolePosition clamped(ConsolePosition position) const;
    /// A character further, or a word; never inside a surrogate pair.
    [[nodiscard]] ConsolePosition stepped(ConsolePosition from, int direction, bool isWord) const;
    [[nodiscard]] ConsoleSelection wordAt(ConsolePosition position) const;

    /// The first link of the position's line that does not end before it.
    [[nodiscard]] std::optional<SourceLink> linkFrom(ConsolePosition position) const;
    /// The next link behind the selection with 1, before it with -1.
    [[nodiscard]] std::optional<ConsoleSelection> nextLink(const ConsoleSelection &from, int direction) const;

private:
    LineBuffer m_buffer;
    mutable std::unordered_map<qint64, Line> m_decoded;
};

} // namespace studio
