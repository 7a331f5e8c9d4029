// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRect>

class QPainter;
class QStyleOption;
class QStyleOptionProgressBar;
class QStyleOptionSlider;
class QStyleOptionSpinBox;

/// Parts of WindowStyle: check boxes, scroll bars, progress and the arrows of spin boxes. Main thread.
namespace studio::style {

constexpr int shortestSlider = 32;

QColor faint(QColor color, float alpha);

void drawCheck(const QStyleOption &option, QPainter *painter);
void drawScrollBar(const QStyleOptionSlider &bar, QPainter *painter);
void drawProgress(const QStyleOptionProgressBar &bar, QPainter *painter);
void drawStep(QPainter *painter, const QRect &rect, bool isUp, const QColor &color);

/// The part of a scroll bar that is moved.
QRect sliderOf(const QStyleOptionSlider &bar);
/// Any part of a scroll bar; `part` is a QStyle::SubControl.
QRect scrollBarPart(const QStyleOptionSlider &bar, int part);

} // namespace studio::style
