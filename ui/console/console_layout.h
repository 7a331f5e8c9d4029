// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/console_document.h"

#include <QPoint>
#include <QRect>
#include <QSize>

#include <vector>

class QFont;

namespace studio {

/// A row of the console's grid: a line, or a part of one that is broken.
struct ConsoleRow
{
    qint64 line = 0;
    qsizetype from = 0; ///< indices in the line's text
    qsizetype to = 0;
    bool isFirst = true; ///< of its line
    int y = 0;           ///< of its top in the viewport
};

/// Where the characters of a document are on a grid of columns and rows: from positions to pixels of the viewport and
/// back. One thread; no widgets.
class ConsoleLayout
{
public:
    static constexpr int padding = 8; ///< at the left and the right; half of it at the top

    /// `document` must outlive it.
    explicit ConsoleLayout(const ConsoleDocument *document) : m_document(document) {}

    void setFont(const QFont &font);
    void setViewport(QSize size) { m_viewport = size; }
    void setGutter(bool isOn) { m_hasGutter = isOn; }
    void setWrap(bool isOn) { m_wraps = isOn; }
    /// What is at the top left.
    void scrollTo(qint64 row, int column);

    [[nodiscard]] bool wraps() const { return m_wraps; }
    [[nodiscard]] double columnWidth() const { return m_columnWidth; }
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }
    [[nodiscard]] int ascent() const { return m_ascent; }
    [[nodiscard]] QSize viewport() const { return m_viewport; }
    [[nodiscard]] int gutterWidth() const; ///< padding alone where there is no gutter, or no room for one
    [[nodiscard]] bool hasGutter() const { return gutterWidth() > padding; }
    [[nodiscard]] int visibleRows() const;
    [[nodiscard]] int columns() const;      ///< that fit
    [[nodiscard]] int breakColumns() const; ///< after which lines are broken; 0 when they are not

    [[nodiscard]] std::vector<ConsoleRow> visible() const;
    [[nodiscard]] ConsoleRow rowAt(const LineBuffer::Place &place) const; ///< without y
    [[nodiscard]] LineBuffer::Place placeOf(ConsolePosition position) const;
    [[nodiscard]] qint64 rowNumber(ConsolePosition position) const; ///< counted from the oldest line
    [[nodiscard]] double xOf(const ConsoleRow &row, qsizetype index) const;
    [[nodiscard]] int columnOf(ConsolePosition position) const; ///< in its row
    /// In another row, as near to this column as its text allows.
    [[nodiscard]] ConsolePosition positionIn(qint64 rowNumber, int column) const;
    [[nodiscard]] ConsolePosition positionAt(QPoint point) const; ///< the nearest
    [[nodiscard]] std::optional<SourceLink> linkAt(QPoint point) const;
    /// Invalid where the character is not in sight.
    [[nodiscard]] QRect rectOf(ConsolePosition position) const;

private:
    [[nodiscard]] QStringView textOf(const ConsoleRow &row) const;
    [[nodiscard]] std::optional<ConsoleRow> rowUnder(int y) const; ///< none below the last one
    [[nodiscard]] double columnUnder(int x) const;

    const ConsoleDocument *m_document;
    QSize m_viewport;
    qint64 m_topRow = 0;
    int m_firstColumn = 0;
    double m_columnWidth = 8;
    int m_rowHeight = 16;
    int m_ascent = 12;
    bool m_hasGutter = true;
    bool m_wraps = true;
};

} // namespace studio
