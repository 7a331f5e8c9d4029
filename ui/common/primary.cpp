// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/primary.h"

#include <QVariant>
#include <QWidget>

namespace studio {

namespace {

constexpr auto primaryProperty = "studioPrimary"; ///< WindowStyle looks for it

} // namespace

void setPrimary(QWidget *button, bool isPrimary)
{
    if (studio::isPrimary(button) == isPrimary) {
        return;
    }
    button->setProperty(primaryProperty, isPrimary);
    button->updateGeometry(); // its font is stronger
    button->update();
}

bool isPrimary(const QWidget *button)
{
    return button && button->property(primaryProperty).toBool();
}

} // namespace studio
