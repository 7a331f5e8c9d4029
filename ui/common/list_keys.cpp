// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/list_keys.h"

#include <QKeyEvent>

#include <utility>

namespace studio {

ListKeys::ListKeys(Actions actions) : m_actions(std::move(actions)) {}

bool ListKeys::isOurs(const QKeyEvent &event)
{
    switch (event.key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Escape:
        return true;
    default:
        return false;
    }
}

bool ListKeys::handle(QKeyEvent *event) const
{
    if (!isOurs(*event)) {
        return false;
    }
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_actions.choose();
        return true;
    case Qt::Key_Escape:
        m_actions.dismiss();
        return true;
    default:
        m_actions.move(event);
        return true;
    }
}

} // namespace studio
