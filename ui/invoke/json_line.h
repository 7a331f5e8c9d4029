// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/json_text.h"
#include "ui/invoke/line_text.h"

#include <QTextLayout>

#include <memory>
#include <optional>

namespace studio {

class JsonOutline;

/// One line of a JSON document as it is drawn: of a long key or value the beginning, with a mark for all that is left
/// out; behind a line that is folded what the fold stands for. Units count UTF-16 code units, in the whole line or in
/// what is drawn, as the names say. Reads the whole line only where a place is behind the mark. Main thread.
class JsonLine
{
public:
    JsonLine(std::shared_ptr<const JsonOutline> outline, qint64 line, bool isFolded);

    [[nodiscard]] const QString &text() const { return m_text; } ///< as it is drawn
    [[nodiscard]] bool shows(qsizetype wholeUnit) const { return !isShortened() || wholeUnit <= m_cut; }
    /// Where a place of the whole line is drawn; in what is left out at the beginning of the mark, or at its end.
    [[nodiscard]] qsizetype shownUnit(qsizetype wholeUnit, bool isEnd) const;
    /// The place in the whole line for one in what is drawn: of the mark it is the end of the value.
    [[nodiscard]] qsizetype wholeUnit(qsizetype shownUnit) const;
    /// Key or value at the place, in the whole line; of a string what is between its quotes.
    [[nodiscard]] std::optional<JsonToken> tokenAt(qsizetype wholeUnit) const;

    /// Lays it out, not wrapped and in its colours, with what was found in it marked.
    void layOut(QTextLayout &layout, const QFont &font, const QList<AnswerMatch> &matches) const;

    static constexpr qsizetype maxValueBytes = 2'000; ///< of a key or value that are drawn

private:
    [[nodiscard]] bool isShortened() const { return m_cut < m_end; }
    [[nodiscard]] QList<QTextLayout::FormatRange> formats(const QList<AnswerMatch> &matches) const;

    std::shared_ptr<const JsonOutline> m_outline;
    qint64 m_line;
    QString m_text;
    qsizetype m_cut = 0; ///< where the mark for what is left out begins; m_end where nothing is
    qsizetype m_end = 0; ///< of the line itself; what a fold stands for is behind it
};

} // namespace studio
