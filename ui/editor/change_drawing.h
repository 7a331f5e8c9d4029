// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>

class QPainter;

// The marks of ChangeMarks. Each kind has a form of its own: colour is not the only sign.

namespace studio {

/// A bar beside lines, which is hatched unless they are added ones. `at`: its upper left corner; pixels.
void drawChangedLines(QPainter &painter, QPoint at, int height, bool isAdded);

/// A triangle between two lines. `at`: the middle of its left side.
void drawRemovedLines(QPainter &painter, QPoint at);

} // namespace studio
