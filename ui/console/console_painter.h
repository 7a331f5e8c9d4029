// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/ansi_colors.h"
#include "ui/console/console_layout.h"

#include <QFont>
#include <QPainter>
#include <QPalette>

namespace studio {

/// What is drawn beside the text.
struct ConsoleMarks
{
    ConsoleSelection selection;
    bool isCaretVisible = false;
    QString found;                     ///< each place of this text, in whatever case; empty marks none
    std::optional<SourceLink> hovered; ///< underlined
    qint64 hoveredLine = -1;
};

/// Draws the visible rows of a console. Made for one paint event; what it is given must outlive it.
class ConsolePainter
{
public:
    ConsolePainter(QPainter &painter, const ConsoleDocument &document, const ConsoleLayout &layout,
                   const AnsiColors &colors, const QPalette &palette, const QFont &font);

    void paint(const QRect &area, const ConsoleMarks &marks);

private:
    void paintRow(const ConsoleRow &row, const ConsoleMarks &marks);
    template <typename Visit> void forEachRun(const ConsoleRow &row, Visit visit) const;
    void paintText(const ConsoleRow &row, qsizetype from, qsizetype to, const AnsiStyle &style);
    void paintSelection(const ConsoleRow &row, const ConsoleSelection &selection);
    void paintHover(const ConsoleRow &row, const ConsoleMarks &marks);
    void paintRange(const ConsoleRow &row, qsizetype from, qsizetype to, const QColor &color);
    void paintFound(const ConsoleRow &row, const QString &text);
    void paintGutter(const ConsoleRow &row, bool isFirstVisible);
    void paintCaret(const ConsoleRow &row, ConsolePosition caret);
    [[nodiscard]] QColor baseColor(LineKind kind) const;

    QPainter &m_painter;
    const ConsoleDocument &m_document;
    const ConsoleLayout &m_layout;
    const AnsiColors &m_colors;
    const QPalette &m_palette;
    const QFont &m_font;
};

} // namespace studio
