// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/style_shapes.h"

#include <QPainter>

namespace studio::style {

QFont strong(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

void drawBox(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &line)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(line, 1));
    painter->setBrush(fill);
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
    painter->restore();
}

void drawFrame(QPainter *painter, const QRect &rect, const QColor &line)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(line, 2));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), corner - 1, corner - 1);
    painter->restore();
}

void drawChevron(QPainter *painter, const QRect &rect, const QColor &color)
{
    const QPointF center = QRectF(rect).center();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(
        QPolygonF({center + QPointF(-3.5, -1.5), center + QPointF(0, 2), center + QPointF(3.5, -1.5)}));
    painter->restore();
}

} // namespace studio::style
