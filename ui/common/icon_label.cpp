// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icon_label.h"

#include <QEvent>

namespace studio {

IconLabel::IconLabel(int size, QWidget *parent) : QLabel(parent), m_size(size) {}

void IconLabel::setIcon(const QIcon &icon)
{
    m_icon = icon;
    updateGeometry();
    if (isVisible()) { // else when it is shown
        draw();
    }
}

QSize IconLabel::sizeHint() const
{
    return m_icon.isNull() ? QLabel::sizeHint() : QSize(m_size, m_size).grownBy(contentsMargins());
}

QSize IconLabel::minimumSizeHint() const
{
    return sizeHint();
}

bool IconLabel::event(QEvent *event)
{
    const bool isHandled = QLabel::event(event);
    switch (event->type()) {
    case QEvent::DevicePixelRatioChange:
    case QEvent::LayoutDirectionChange:
    case QEvent::PaletteChange:
    case QEvent::Show:
        draw();
        break;
    default:
        break;
    }
    return isHandled;
}

void IconLabel::draw()
{
    if (!m_icon.isNull()) {
        setPixmap(m_icon.pixmap(QSize(m_size, m_size), devicePixelRatioF()));
    }
}

} // namespace studio
