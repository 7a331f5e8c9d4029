// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeyEvent>

namespace studio {

/// For QWidget::event() of a pane that has a use for Escape at this moment: takes the key before the window's shortcut
/// does, so that it arrives as an ordinary key press.
inline bool claimEscape(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return false;
}

} // namespace studio
