// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/style_bars.h"

#include "ui/common/primary.h"
#include "ui/common/style_shapes.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QStatusBar>
#include <QStyleOptionToolButton>
#include <QToolBar>
#include <QToolButton>

namespace studio::style {

namespace {

constexpr QSize toolPadding{9, 5};   ///< at each side of a button's text, with its line
constexpr QSize statusPadding{5, 2}; ///< likewise, in the status bar
constexpr int slack = 3;             ///< pixels that Qt adds to a tool button in each direction

QSize paddingIn(const QWidget *button)
{
    return isInStatusBar(button) ? statusPadding : toolPadding;
}

QFont labelFont(const QStyleOptionToolButton &option, const QWidget *button)
{
    return isPrimary(button) || option.state & QStyle::State_On ? strong(option.font) : option.font;
}

void drawFace(const QStyleOptionToolButton &option, QPainter *painter, const QWidget *button)
{
    const Theme &theme = Theme::current();
    const bool isEnabled = option.state & QStyle::State_Enabled;
    const bool hasFocus = isEnabled && option.state & QStyle::State_HasFocus;
    if (isPrimary(button)) {
        drawBox(painter, option.rect, isEnabled ? theme.accent : theme.border, Qt::transparent);
        if (hasFocus) {
            drawFrame(painter, option.rect, theme.text);
        }
        return;
    }
    const bool isFilled = option.state & (QStyle::State_On | QStyle::State_Sunken) ||
                          (isEnabled && option.state & QStyle::State_MouseOver);
    drawBox(painter, option.rect, isFilled ? theme.border : QColor(Qt::transparent),
            hasFocus ? theme.accent : QColor(Qt::transparent));
}

} // namespace

bool isInStatusBar(const QWidget *widget)
{
    for (; widget && !widget->isWindow(); widget = widget->parentWidget()) {
        if (qobject_cast<const QStatusBar *>(widget)) {
            return true;
        }
    }
    return false;
}

bool isBarButton(const QWidget *button)
{
    const bool isButton = qobject_cast<const QToolButton *>(button);
    return isButton && (qobject_cast<const QToolBar *>(button->parentWidget()) || isInStatusBar(button));
}

QSize barButtonSize(const QStyleOptionToolButton &option, const QSize &contents, const QWidget *button)
{
    const QSize padding = paddingIn(button);
    QSize size = contents + QSize(slack, slack) + 2 * padding;
    const auto *const tool = qobject_cast<const QToolButton *>(button);
    if (isPrimary(button) || (tool && tool->isCheckable())) { // as wide as with the stronger font, at all times
        const auto widthIn = [&option](const QFont &font) {
            return QFontMetrics(font).size(Qt::TextShowMnemonic, option.text).width();
        };
        size.rwidth() += widthIn(strong(option.font)) - widthIn(option.font);
    }
    return size;
}

void drawBarButton(const QStyleOptionToolButton &option, QPainter *painter, const QWidget *button, const QStyle *style)
{
    const Theme &theme = Theme::current();
    QStyleOptionToolButton label = option;
    label.rect = style->subControlRect(QStyle::CC_ToolButton, &option, QStyle::SC_ToolButton, button);
    QStyleOptionToolButton face = option;
    face.rect = label.rect;
    drawFace(face, painter, button);
    const QSize padding = paddingIn(button);
    label.rect.adjust(padding.width(), padding.height(), -padding.width(), -padding.height());
    label.state &= ~(QStyle::State_HasFocus | QStyle::State_Sunken);
    label.font = labelFont(option, button);
    if (isPrimary(button)) {
        label.palette.setColor(QPalette::Active, QPalette::ButtonText, theme.onAccent);
        label.palette.setColor(QPalette::Inactive, QPalette::ButtonText, theme.onAccent);
    }
    label.palette.setColor(QPalette::Disabled, QPalette::ButtonText, theme.muted);
    style->drawControl(QStyle::CE_ToolButtonLabel, &label, painter, button);
}

void drawToolBar(const QStyleOption &option, QPainter *painter)
{
    const Theme &theme = Theme::current();
    painter->fillRect(option.rect, theme.window);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.border);
}

void drawStatusBar(const QStyleOption &option, QPainter *painter)
{
    const Theme &theme = Theme::current();
    painter->fillRect(option.rect, theme.window);
    painter->fillRect(QRect(option.rect.left(), option.rect.top(), option.rect.width(), 1), theme.border);
}

} // namespace studio::style
