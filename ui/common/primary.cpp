// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/primary.h"

#include <QStyle>
#include <QVariant>
#include <QWidget>

namespace studio {

namespace {

constexpr auto primaryProperty = "primary"; ///< the style sheet looks for it

} // namespace

void setPrimary(QWidget *button, bool isPrimary)
{
    if (studio::isPrimary(button) == isPrimary) {
        return;
    }
    button->setProperty(primaryProperty, isPrimary);
    button->style()->unpolish(button); // rules that look at a property are chosen when a widget is polished
    button->style()->polish(button);
    button->update();
}

bool isPrimary(const QWidget *button)
{
    return button->property(primaryProperty).toBool();
}

} // namespace studio
