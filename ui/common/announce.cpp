// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/announce.h"

#include <QAccessible>
#include <QWidget>

namespace studio {

void announce(QWidget *widget, const QString &text)
{
    QAccessibleAnnouncementEvent announcement(widget, text);
    QAccessible::updateAccessibility(&announcement);
}

} // namespace studio
