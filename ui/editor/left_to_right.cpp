// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/left_to_right.h"

#include <QEvent>
#include <QGuiApplication>

namespace studio {

LeftToRightPainting::LeftToRightPainting() : m_isNeeded(QGuiApplication::isRightToLeft())
{
    if (m_isNeeded) {
        QCoreApplication::instance()->installEventFilter(this);
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }
}

LeftToRightPainting::~LeftToRightPainting()
{
    if (m_isNeeded) {
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    }
}

bool LeftToRightPainting::eventFilter(QObject *watched, QEvent *event)
{
    return watched == QCoreApplication::instance() && event->type() == QEvent::ApplicationLayoutDirectionChange;
}

} // namespace studio
