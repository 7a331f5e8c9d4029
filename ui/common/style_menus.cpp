// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/style_menus.h"

#include "ui/common/style_shapes.h"
#include "ui/common/theme.h"

#include <QPainter>

#include <algorithm>

namespace studio::style {

namespace {

constexpr int separatorHeight = 9;
constexpr int menuItemHeight = 24;
constexpr int spareWidth = 40;  ///< that Fusion leaves between the words and the keys
constexpr int markColumn = 21;  ///< of icons and check marks, at least
constexpr int aroundWords = 22; ///< before the marks, between them and the words, and behind the words

} // namespace

/// Fusion leaves more room than it needs, but cuts words that have less than it draws them with.
QSize menuItemSize(const QStyleOptionMenuItem &item, const QSize &contents, const QSize &fusions)
{
    const bool isLine = item.menuItemType == QStyleOptionMenuItem::Separator && item.text.isEmpty();
    const int height = isLine ? separatorHeight : std::max(fusions.height(), menuItemHeight);
    const int marks = std::max(item.maxIconWidth, markColumn);
    return {std::max(fusions.width() - spareWidth, contents.width() + marks + aroundWords), height};
}

void drawPopup(const QStyleOption &option, QPainter *painter)
{
    painter->fillRect(option.rect, Theme::current().border);
    painter->fillRect(option.rect.adjusted(1, 1, -1, -1), Theme::current().surface);
}

void drawMenuSeparator(const QStyleOption &option, QPainter *painter)
{
    painter->fillRect(QRect(option.rect.left(), option.rect.center().y(), option.rect.width(), 1),
                      Theme::current().border);
}

QStyleOptionMenuItem drawnMenuItem(const QStyleOptionMenuItem &item, QPainter *painter)
{
    QStyleOptionMenuItem words = item;
    if (item.state & QStyle::State_Selected && item.state & QStyle::State_Enabled) {
        drawBox(painter, item.rect, item.palette.color(QPalette::Highlight), Qt::transparent);
    }
    words.state &= ~QStyle::State_Selected;
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText}) {
        words.palette.setColor(QPalette::Disabled, role, Theme::current().muted);
    }
    return words;
}

} // namespace studio::style
