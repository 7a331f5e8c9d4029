// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/window_style.h"

#include "ui/common/focus_frame.h"
#include "ui/common/icons.h"
#include "ui/common/primary.h"
#include "ui/common/style_bars.h"
#include "ui/common/style_controls.h"
#include "ui/common/style_menus.h"
#include "ui/common/style_shapes.h"
#include "ui/common/style_tabs.h"
#include "ui/common/theme.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QLabel>
#include <QListView>
#include <QMainWindow>
#include <QPainter>
#include <QStyleOption>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>

namespace studio {

using namespace style;

namespace {

constexpr int buttonPadding = 12; ///< beside its text
constexpr int rowHeight = 28;
constexpr int itemHeight = 22; ///< of a row in a list or tree, at least
constexpr int itemPadding = 6; ///< behind its text
constexpr int toolBarMargin = 8;
constexpr int toolBarSpacing = 4;
constexpr int tipMargin = 5;
constexpr int statusTextMargin = 6; ///< beside a text in the status bar
constexpr int scrollExtent = 12;

/// The line around what can be typed in or pressed.
QColor edgeOf(const QStyleOption *option)
{
    const Theme &theme = Theme::current();
    return option->state & QStyle::State_HasFocus && option->state & QStyle::State_Enabled ? theme.accent
                                                                                           : theme.border;
}

/// The face of a button: it lifts a little under the pointer and goes down when it is pressed.
QColor faceOf(const QStyleOption *option)
{
    const Theme &theme = Theme::current();
    const bool isDown = option->state & (QStyle::State_Sunken | QStyle::State_On);
    const bool isOver = option->state & QStyle::State_MouseOver && option->state & QStyle::State_Enabled;
    return isDown ? theme.border : isOver ? theme.window : theme.surface;
}

} // namespace

WindowStyle::WindowStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void WindowStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractScrollArea *>(widget)) {
        FocusFrame::watch(widget);
    }
    if (qobject_cast<QTreeView *>(widget) || qobject_cast<QListView *>(widget) || qobject_cast<QTableView *>(widget)) {
        static_cast<QFrame *>(widget)->setFrameShape(QFrame::NoFrame);
    } else if (qobject_cast<QTabBar *>(widget) || qobject_cast<QMainWindow *>(widget) ||
               qobject_cast<QToolButton *>(widget)) {
        widget->setAttribute(Qt::WA_Hover);
    } else if (auto *const label = qobject_cast<QLabel *>(widget); label && isInStatusBar(label)) {
        label->setContentsMargins(statusTextMargin, 0, statusTextMargin, 0);
        label->setForegroundRole(QPalette::PlaceholderText); // muted, also where the theme changes
    }
}

void WindowStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    switch (element) {
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0) {
            drawBox(painter, option->rect, option->palette.color(QPalette::Base), edgeOf(option));
        } else {
            painter->fillRect(option->rect, option->palette.color(QPalette::Base));
        }
        return;
    }
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawCheck(*option, painter);
        return;
    case PE_FrameLineEdit:   // the panel has drawn it
    case PE_FrameTabBarBase: // the pane below has the line
        return;
    case PE_FrameStatusBarItem:
    case PE_PanelScrollAreaCorner:
        return;
    case PE_PanelStatusBar:
        drawStatusBar(*option, painter);
        return;
    case PE_PanelMenu:
    case PE_PanelTipLabel:
        drawPopup(*option, painter);
        return;
    case PE_FrameMenu: // the panel has drawn it
        return;
    case PE_FrameTabWidget:
        painter->fillRect(QRect(option->rect.left(), option->rect.top(), option->rect.width(), 1),
                          Theme::current().border);
        return;
    case PE_IndicatorDockWidgetResizeHandle:
        painter->fillRect(option->rect,
                          option->state & State_MouseOver ? Theme::current().accent : Theme::current().border);
        return;
    case PE_PanelButtonCommand: {
        if (isPrimary(widget)) {
            const Theme &theme = Theme::current();
            drawBox(painter, option->rect, option->state & State_Enabled ? theme.accent : theme.border,
                    Qt::transparent);
            if (option->state & State_HasFocus) {
                drawFrame(painter, option->rect, theme.text);
            }
            return;
        }
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        const bool isDefault = button && button->features & QStyleOptionButton::DefaultButton &&
                               option->state & State_Enabled; // Enter presses it
        drawBox(painter, option->rect, faceOf(option), isDefault ? Theme::current().accent : edgeOf(option));
        return;
    }
    case PE_PanelButtonTool:
        if (option->state & (State_On | State_Sunken | State_MouseOver) && option->state & State_Enabled) {
            drawBox(painter, option->rect, Theme::current().border, Qt::transparent);
        }
        return;
    case PE_FrameFocusRect:
        // In lists the selection shows where the focus is; a tab draws its own.
        if (!qobject_cast<const QAbstractItemView *>(widget) && !qobject_cast<const QTabBar *>(widget)) {
            drawBox(painter, option->rect, Qt::transparent, faint(Theme::current().accent, 0.8F));
        }
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void WindowStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    if (element == CE_HeaderSection) {
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          Theme::current().border);
        return;
    }
    switch (element) {
    case CE_ToolBar:
        drawToolBar(*option, painter);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, Theme::current().border);
        return;
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            drawTabShape(*tab, painter, widget);
        }
        return;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            const QStyleOptionTab coloured = colouredTab(*tab, widget);
            QProxyStyle::drawControl(element, &coloured, painter, widget);
        }
        return;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator && item->text.isEmpty()) {
                drawMenuSeparator(*option, painter);
                return;
            }
            const QStyleOptionMenuItem words = drawnMenuItem(*item, painter);
            QProxyStyle::drawControl(element, &words, painter, widget);
        }
        return;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option); button && isPrimary(widget)) {
            QStyleOptionButton label = *button;
            label.palette.setColor(QPalette::ButtonText,
                                   option->state & State_Enabled ? Theme::current().onAccent : Theme::current().muted);
            painter->setFont(strong(painter->font()));
            QProxyStyle::drawControl(element, &label, painter, widget);
            return;
        }
        break;
    default:
        break;
    }
    if (element == CE_ProgressBar) {
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option)) {
            drawProgress(*bar, painter);
            return;
        }
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void WindowStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                     const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            drawScrollBar(*bar, painter);
            return;
        }
    }
    if (control == CC_ToolButton) {
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
            drawToolButton(*button, painter, widget);
            return;
        }
    }
    if (control == CC_SpinBox) {
        if (const auto *box = qstyleoption_cast<const QStyleOptionSpinBox *>(option)) {
            drawBox(painter, box->rect, option->palette.color(QPalette::Base), edgeOf(option));
            const auto colorOf = [box](QAbstractSpinBox::StepEnabledFlag step) {
                return box->palette.color(box->stepEnabled & step ? QPalette::Active : QPalette::Disabled,
                                          QPalette::ButtonText);
            };
            drawStep(painter, subControlRect(control, option, SC_SpinBoxUp, widget), true,
                     colorOf(QAbstractSpinBox::StepUpEnabled));
            drawStep(painter, subControlRect(control, option, SC_SpinBoxDown, widget), false,
                     colorOf(QAbstractSpinBox::StepDownEnabled));
            return;
        }
    }
    if (control == CC_ComboBox) {
        if (const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option); box && !box->editable) {
            drawBox(painter, box->rect, faceOf(option), edgeOf(option));
            const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
            drawChevron(painter, arrow, option->palette.color(QPalette::ButtonText));
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void WindowStyle::drawToolButton(const QStyleOptionToolButton &button, QPainter *painter, const QWidget *widget) const
{
    const bool hasArrow = button.features & QStyleOptionToolButton::MenuButtonPopup;
    if (isBarButton(widget)) {
        drawBarButton(button, painter, widget, this);
        if (hasArrow) {
            const QRect arrow = subControlRect(CC_ToolButton, &button, SC_ToolButtonMenu, widget);
            const bool isDown = button.state & State_Sunken && button.activeSubControls & SC_ToolButtonMenu;
            const bool isOver = button.state & State_MouseOver && button.state & State_Enabled;
            drawBox(painter, arrow, isDown || isOver ? Theme::current().border : Theme::current().surface,
                    Theme::current().border);
            drawChevron(painter, arrow, button.palette.color(QPalette::ButtonText));
        }
        return;
    }
    QStyleOptionToolButton plain = button;
    if (!hasArrow) {
        plain.features &= ~QStyleOptionToolButton::HasMenu; // its icon or text says that it has one
    }
    QProxyStyle::drawComplexControl(CC_ToolButton, &plain, painter, widget);
}

QRect WindowStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                  const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            return scrollBarPart(*bar, part);
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QRect WindowStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto *frame = element == SE_LineEditContents ? qstyleoption_cast<const QStyleOptionFrame *>(option) : nullptr;
    return frame && frame->lineWidth > 0 ? rect.adjusted(4, 0, -4, 0) : rect;
}

QSize WindowStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                                    const QWidget *widget) const
{
    if (const auto *tool = type == CT_ToolButton ? qstyleoption_cast<const QStyleOptionToolButton *>(option) : nullptr;
        tool && isBarButton(widget)) {
        return barButtonSize(*tool, contents, widget);
    }
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    if (const auto *entry = type == CT_MenuItem ? qstyleoption_cast<const QStyleOptionMenuItem *>(option) : nullptr) {
        return menuItemSize(*entry, contents, size);
    }
    if (type == CT_ItemViewItem) {
        return {size.width() + itemPadding, std::max(size.height(), itemHeight)};
    }
    if (type == CT_PushButton) {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        const int more = button && isPrimary(widget)
                             ? QFontMetrics(strong(widget->font())).horizontalAdvance(button->text) -
                                   widget->fontMetrics().horizontalAdvance(button->text)
                             : 0;
        size.rwidth() = std::max(size.width(), contents.width() + 2 * buttonPadding) + more;
    }
    if (type == CT_SpinBox) {
        return {size.width(), rowHeight}; // its line has a row's height already, and would add a frame
    }
    return type == CT_PushButton || type == CT_LineEdit || type == CT_ComboBox
               ? QSize(size.width(), std::max(size.height(), rowHeight))
               : size;
}

int WindowStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return scrollExtent;
    case PM_ScrollBarSliderMin:
        return shortestSlider;
    case PM_ToolBarFrameWidth:
        return toolBarMargin;
    case PM_ToolBarItemSpacing:
        return toolBarSpacing;
    case PM_DockWidgetSeparatorExtent:
        return 1;
    case PM_TabBarTabHSpace:
        return tabSpaceAcross;
    case PM_TabBarTabVSpace:
        return tabSpaceDown;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return menuMargin;
    case PM_MenuPanelWidth:
        return 1;
    case PM_ToolTipLabelFrameWidth:
        return tipMargin;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ToolBarItemMargin:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabOverlap:
    case PM_TabBarBaseOverlap:
    case PM_TabBarBaseHeight:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QIcon WindowStyle::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    switch (which) {
    case SP_TabCloseButton:
    case SP_DockWidgetCloseButton:
    case SP_TitleBarCloseButton:
        return icon("window-close");
    case SP_LineEditClearButton:
        return icon("edit-clear-locationbar-rtl");
    case SP_DirIcon:
    case SP_DirClosedIcon:
    case SP_DirOpenIcon:
        return icon("folder");
    case SP_FileIcon:
        return icon("text-x-generic");
    case SP_ToolBarHorizontalExtensionButton: // each bar asks at once: the style's pictures would load what reads files
        return icon("arrow-right-double");
    case SP_ToolBarVerticalExtensionButton:
        return icon("arrow-down-double");
    case SP_MessageBoxInformation:
    case SP_MessageBoxQuestion:
        return icon("dialog-information");
    case SP_MessageBoxWarning:
        return icon("dialog-warning");
    case SP_MessageBoxCritical:
        return icon("dialog-error");
    case SP_TitleBarNormalButton: // no title bar shows it
    case SP_DialogOkButton:
    case SP_DialogCancelButton:
    case SP_DialogYesButton:
    case SP_DialogNoButton:
    case SP_DialogCloseButton:
    case SP_DialogSaveButton:
    case SP_DialogDiscardButton:
        return {};
    default:
        return QProxyStyle::standardIcon(which, option, widget);
    }
}

} // namespace studio
