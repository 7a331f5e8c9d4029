// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/window_style.h"

#include "ui/common/focus_frame.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QDateTime>
#include <QPainter>
#include <QStyleOption>
#include <QTabBar>

#include <algorithm>

namespace studio {

namespace {

constexpr qreal corner = 4;
constexpr int buttonPadding = 12; ///< beside its text
constexpr int rowHeight = 28;
constexpr int scrollExtent = 12;
constexpr int shortestSlider = 32;
constexpr int progressHeight = 6;
constexpr int progressTurnMs = 1'500;

QColor faint(QColor color, float alpha)
{
    color.setAlphaF(alpha);
    return color;
}

void drawBox(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &line)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(line, 1));
    painter->setBrush(fill);
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
    painter->restore();
}

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

void drawChevron(QPainter *painter, const QRect &rect, const QColor &color)
{
    const QPointF center = QRectF(rect).center();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(
        QPolygonF({center + QPointF(-3.5, -1.5), center + QPointF(0, 2), center + QPointF(3.5, -1.5)}));
    painter->restore();
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

bool isAcross(const QStyleOptionSlider &bar)
{
    return bar.orientation == Qt::Horizontal;
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

} // namespace

WindowStyle::WindowStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void WindowStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractScrollArea *>(widget)) {
        FocusFrame::watch(widget);
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
    case PE_PanelButtonCommand: {
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
        // In lists the selection shows where the focus is; a tab has its frame from the style sheet.
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

QRect WindowStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                  const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            const QRect slider = sliderOf(*bar);
            const QRect all = bar->rect;
            switch (part) {
            case SC_ScrollBarSlider:
                return slider;
            case SC_ScrollBarGroove:
                return all;
            case SC_ScrollBarSubPage:
                return isAcross(*bar) ? QRect(all.topLeft(), slider.bottomLeft() - QPoint(1, 0))
                                      : QRect(all.topLeft(), slider.topRight() - QPoint(0, 1));
            case SC_ScrollBarAddPage:
                return isAcross(*bar) ? QRect(slider.topRight() + QPoint(1, 0), all.bottomRight())
                                      : QRect(slider.bottomLeft() + QPoint(0, 1), all.bottomRight());
            default:
                return {};
            }
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
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    if (type == CT_PushButton) {
        size.rwidth() = std::max(size.width(), contents.width() + 2 * buttonPadding);
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
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
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
