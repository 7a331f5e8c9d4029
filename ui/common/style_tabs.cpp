// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/style_tabs.h"

#include "ui/common/style_shapes.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QVariant>
#include <QWidget>

namespace studio::style {

namespace {

constexpr auto inactiveProperty = "studioInactive";

} // namespace

void setInactive(QWidget *bar, bool isInactive)
{
    if (studio::style::isInactive(bar) != isInactive) {
        bar->setProperty(inactiveProperty, isInactive);
        bar->update();
    }
}

bool isInactive(const QWidget *bar)
{
    return bar && bar->property(inactiveProperty).toBool();
}

void drawTabShape(const QStyleOptionTab &tab, QPainter *painter, const QWidget *bar)
{
    if (!(tab.state & QStyle::State_Selected)) {
        return;
    }
    const Theme &theme = Theme::current();
    if (tab.state & QStyle::State_HasFocus) {
        drawFrame(painter, tab.rect, theme.accent);
        return;
    }
    painter->fillRect(QRect(tab.rect.left(), tab.rect.bottom() - 1, tab.rect.width(), 2),
                      isInactive(bar) ? theme.border : theme.accent);
}

QStyleOptionTab colouredTab(const QStyleOptionTab &tab, const QWidget *bar)
{
    const bool isShown = tab.state & QStyle::State_Selected && !isInactive(bar);
    const bool isOver = tab.state & QStyle::State_MouseOver && !(tab.state & QStyle::State_Selected);
    QStyleOptionTab coloured = tab;
    const QPalette::ColorRole role = bar ? bar->foregroundRole() : QPalette::WindowText;
    coloured.palette.setColor(role, isShown || isOver ? Theme::current().text : Theme::current().muted);
    return coloured;
}

} // namespace studio::style
