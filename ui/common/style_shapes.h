// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QRect>

class QPainter;

/// Shapes that the parts of WindowStyle share. Main thread.
namespace studio::style {

constexpr double corner = 4; ///< radius, pixels

/// The same font as primary buttons have it.
QFont strong(QFont font);

/// A filled box with a line of one pixel around it; either colour may be transparent.
void drawBox(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &line);
/// A line of two pixels around a box.
void drawFrame(QPainter *painter, const QRect &rect, const QColor &line);
/// An arrow down.
void drawChevron(QPainter *painter, const QRect &rect, const QColor &color);

} // namespace studio::style
