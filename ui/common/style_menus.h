// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyleOptionMenuItem>

class QPainter;

/// Parts of WindowStyle: menus. Main thread.
namespace studio::style {

constexpr int menuMargin = 4; ///< between the frame of a menu and its entries

/// The size of an entry; `contents`: of its words, `fusions`: the one that QFusionStyle gives it.
QSize menuItemSize(const QStyleOptionMenuItem &item, const QSize &contents, const QSize &fusions);
/// The ground of a menu with its frame; also of a tool tip.
void drawPopup(const QStyleOption &option, QPainter *painter);
/// A line between two groups of entries.
void drawMenuSeparator(const QStyleOption &option, QPainter *painter);
/// What lies under the words of an entry. The entry as the words are to be drawn over it.
QStyleOptionMenuItem drawnMenuItem(const QStyleOptionMenuItem &item, QPainter *painter);

} // namespace studio::style
