// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pane_scroll.h"

#include <QEvent>

namespace studio {

PaneScroll::PaneScroll(QWidget *content, QWidget *parent) : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    setWidget(content); // which it watches from now on, see eventFilter()
    content->setAutoFillBackground(false);
}

QSize PaneScroll::sizeHint() const
{
    return widget()->sizeHint();
}

QSize PaneScroll::minimumSizeHint() const
{
    return {std::max(1, widget()->minimumSizeHint().width()), 1};
}

/// A content that needs more width gets it.
bool PaneScroll::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest) {
        updateGeometry();
    }
    return QScrollArea::eventFilter(watched, event);
}

} // namespace studio
