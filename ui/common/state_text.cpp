// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/state_text.h"

#include "ui/common/theme.h"

#include <QLabel>

namespace studio {

void setStateText(QLabel *label, const QString &text, bool isError)
{
    QPalette colours = label->palette();
    colours.setColor(QPalette::WindowText, isError ? Theme::current().danger : Theme::current().muted);
    label->setPalette(colours);
    label->setText(text);
}

} // namespace studio
