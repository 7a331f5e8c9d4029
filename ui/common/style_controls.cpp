// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/style_controls.h"

#include "ui/common/theme.h"

#include <QDateTime>
#include <QPainter>
#include <QStyleOptionSlider>

#include <algorithm>

namespace studio::style {

namespace {

constexpr int progressHeight = 6;
constexpr int progressTurnMs = 1'500;

bool isAcross(const QStyleOptionSlider &bar)
{
    return bar.orientation == Qt::Horizontal;
}

} // namespace

QColor faint(QColor color, float alpha)
{
    color.setAlphaF(alpha);
    return color;
}

/// Its edge is seen on every ground, also where it is not checked.
void drawCheck(const QStyleOption &option, QPainter *painter)
{
    const Theme &theme = Theme::current();
    const bool isOn = option.state & QStyle::State_On;
    const bool isPartly = option.state & QStyle::State_NoChange;
    const bool isEnabled = option.state & QStyle::State_Enabled;
    const QColor edge = isOn || isPartly || option.state & QStyle::State_HasFocus ? theme.accent : theme.muted;
    painter->save();
    painter->setOpacity(isEnabled ? 1 : 0.45);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(edge, 1));
    painter->setBrush(isOn || isPartly ? theme.accent : theme.surface);
    const QRectF box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->drawRoundedRect(box, 3, 3);
    painter->setPen(QPen(theme.onAccent, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto at = [&box](qreal x, qreal y) { return QPointF(box.x() + x * box.width(), box.y() + y * box.height()); };
    if (isOn) {
        painter->drawPolyline(QPolygonF({at(0.25, 0.52), at(0.43, 0.7), at(0.76, 0.3)}));
    } else if (isPartly) {
        painter->drawLine(at(0.28, 0.5), at(0.72, 0.5));
    }
    painter->restore();
}

/// Along the whole bar: there are no arrows at its ends.
QRect sliderOf(const QStyleOptionSlider &bar)
{
    const int length = isAcross(bar) ? bar.rect.width() : bar.rect.height();
    const qint64 range = static_cast<qint64>(bar.maximum) - bar.minimum;
    if (range <= 0) {
        return bar.rect;
    }
    const auto wanted = static_cast<int>(length * static_cast<qint64>(bar.pageStep) / (range + bar.pageStep));
    const int size = std::clamp(wanted, std::min(shortestSlider, length), length);
    const int at =
        QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, length - size, bar.upsideDown);
    return isAcross(bar) ? QRect(bar.rect.x() + at, bar.rect.y(), size, bar.rect.height())
                         : QRect(bar.rect.x(), bar.rect.y() + at, bar.rect.width(), size);
}

void drawStep(QPainter *painter, const QRect &rect, bool isUp, const QColor &color)
{
    const QPointF center = QRectF(rect).center();
    const qreal tip = isUp ? -1.5 : 1.5;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(
        QPolygonF({center + QPointF(-2.5, -tip / 2), center + QPointF(0, tip), center + QPointF(2.5, -tip / 2)}));
    painter->restore();
}

void drawScrollBar(const QStyleOptionSlider &bar, QPainter *painter)
{
    const Theme &theme = Theme::current();
    painter->fillRect(bar.rect, bar.palette.color(QPalette::Base));
    if (bar.maximum <= bar.minimum) {
        return;
    }
    const bool isHeld = bar.state & QStyle::State_Sunken && bar.activeSubControls & QStyle::SC_ScrollBarSlider;
    const bool isOver = bar.state & QStyle::State_MouseOver;
    QRectF slider(sliderOf(bar));
    slider.adjust(isAcross(bar) ? 1 : 3, isAcross(bar) ? 3 : 1, isAcross(bar) ? -1 : -3, isAcross(bar) ? -3 : -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(faint(theme.muted, isHeld ? 0.9F : isOver ? 0.65F : 0.4F));
    painter->drawRoundedRect(slider, 3, 3);
    painter->restore();
}

/// A line that fills; where the amount is not known, a part of it that moves with the time.
void drawProgress(const QStyleOptionProgressBar &bar, QPainter *painter)
{
    const Theme &theme = Theme::current();
    QRectF line(bar.rect);
    line.setHeight(std::min<qreal>(line.height(), progressHeight));
    line.moveCenter(QRectF(bar.rect).center());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.border);
    painter->drawRoundedRect(line, line.height() / 2, line.height() / 2);
    QRectF done = line;
    if (bar.maximum > bar.minimum) {
        done.setWidth(line.width() * (bar.progress - bar.minimum) / (bar.maximum - bar.minimum));
    } else {
        const double turn = static_cast<double>(QDateTime::currentMSecsSinceEpoch() % progressTurnMs) / progressTurnMs;
        done.setWidth(line.width() / 4);
        done.moveLeft(line.left() + turn * (line.width() - done.width()));
    }
    painter->setBrush(theme.accent);
    painter->drawRoundedRect(done, line.height() / 2, line.height() / 2);
    painter->restore();
}

QRect scrollBarPart(const QStyleOptionSlider &bar, int part)
{
    const QRect slider = sliderOf(bar);
    const QRect all = bar.rect;
    switch (part) {
    case QStyle::SC_ScrollBarSlider:
        return slider;
    case QStyle::SC_ScrollBarGroove:
        return all;
    case QStyle::SC_ScrollBarSubPage:
        return isAcross(bar) ? QRect(all.topLeft(), slider.bottomLeft() - QPoint(1, 0))
                             : QRect(all.topLeft(), slider.topRight() - QPoint(0, 1));
    case QStyle::SC_ScrollBarAddPage:
        return isAcross(bar) ? QRect(slider.topRight() + QPoint(1, 0), all.bottomRight())
                             : QRect(slider.bottomLeft() + QPoint(0, 1), all.bottomRight());
    default:
        return {};
    }
}

} // namespace studio::style
