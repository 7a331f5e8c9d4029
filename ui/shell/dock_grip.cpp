// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/dock_grip.h"

#include "ui/common/theme.h"

#include <QContextMenuEvent>
#include <QPainter>

namespace studio {

namespace {

constexpr int gripHeight = 7;
constexpr int dots = 5;
constexpr int dotSize = 2;
constexpr int dotStep = 6;

} // namespace

DockGrip::DockGrip(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setCursor(Qt::SizeAllCursor);
    setToolTip(tr("Drag it to move this part of the window"));
}

QSize DockGrip::sizeHint() const
{
    return {dots * dotStep, gripHeight};
}

void DockGrip::contextMenuEvent(QContextMenuEvent *event)
{
    Q_EMIT menuRequested(event->globalPos());
}

void DockGrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor color = Theme::current().muted;
    const int left = (width() - (dots - 1) * dotStep - dotSize) / 2;
    for (int dot = 0; dot < dots; ++dot) {
        painter.fillRect(left + dot * dotStep, (height() - dotSize) / 2, dotSize, dotSize, color);
    }
}

} // namespace studio
