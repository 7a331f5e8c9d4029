// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/change_drawing.h"

#include "ui/common/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace studio {

void drawChangedLines(QPainter &painter, QPoint at, int height, bool isAdded)
{
    constexpr int barWidth = 4;
    const Theme &theme = Theme::current();
    const QRect bar(at.x(), at.y(), barWidth, height);
    if (isAdded) {
        painter.fillRect(bar, theme.success);
        return;
    }
    constexpr int stripe = 3;
    for (int y = bar.top() - bar.top() % (2 * stripe); y <= bar.bottom(); y += 2 * stripe) {
        painter.fillRect(QRect(bar.left(), y, bar.width(), stripe).intersected(bar), theme.information);
    }
    painter.fillRect(QRect(bar.left(), bar.top(), 1, bar.height()), theme.information);
}

void drawRemovedLines(QPainter &painter, QPoint at)
{
    constexpr int triangleSize = 5;
    QPainterPath path(QPointF(at.x(), at.y() - triangleSize));
    path.lineTo(at.x() + triangleSize, at.y());
    path.lineTo(at.x(), at.y() + triangleSize);
    path.closeSubpath();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(path, Theme::current().danger);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace studio
