// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyleOptionTab>

class QPainter;
class QWidget;

/// Parts of WindowStyle: the tabs of a QTabBar. Main thread.
namespace studio::style {

constexpr int tabSpaceAcross = 24; ///< beside a tab's text, both sides together
constexpr int tabSpaceDown = 14;   ///< above and below it, with the line of the one that is shown

/// A bar whose tab that is shown is not the one that is worked in has no line of colour. The bar is drawn again.
void setInactive(QWidget *bar, bool isInactive);
bool isInactive(const QWidget *bar);

/// The line below the tab that is shown, and its frame while it has the focus.
void drawTabShape(const QStyleOptionTab &tab, QPainter *painter, const QWidget *bar);
/// The same tab with the colour of its words.
QStyleOptionTab colouredTab(const QStyleOptionTab &tab, const QWidget *bar);

} // namespace studio::style
