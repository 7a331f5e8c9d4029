// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>

class QPainter;
class QStyle;
class QStyleOption;
class QStyleOptionToolButton;
class QWidget;

/// Parts of WindowStyle: tool bar, status bar and what stands in them. Main thread.
namespace studio::style {

/// Whether a widget lies in a status bar, at any depth.
bool isInStatusBar(const QWidget *widget);
/// Whether a tool button lies in a tool bar or a status bar.
bool isBarButton(const QWidget *button);

/// The size of such a button around its contents.
QSize barButtonSize(const QStyleOptionToolButton &option, const QSize &contents, const QWidget *button);
/// The button without its menu's arrow, which the caller draws.
void drawBarButton(const QStyleOptionToolButton &option, QPainter *painter, const QWidget *button, const QStyle *style);

/// The ground of a tool bar, with a line below.
void drawToolBar(const QStyleOption &option, QPainter *painter);
/// The ground of a status bar, with a line above.
void drawStatusBar(const QStyleOption &option, QPainter *painter);

} // namespace studio::style
