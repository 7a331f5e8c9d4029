// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_colors.h"

#include "ui/common/theme.h"

namespace studio {

QColor tokenColor(JsonTokenKind kind)
{
    const Theme &theme = Theme::current();
    switch (kind) {
    case JsonTokenKind::Key:
        return theme.information;
    case JsonTokenKind::String:
        return theme.success;
    case JsonTokenKind::Number:
    case JsonTokenKind::Literal:
        return theme.accent;
    case JsonTokenKind::Punctuation:
        return theme.muted;
    case JsonTokenKind::Invalid:
        break;
    }
    return theme.danger;
}

QColor matchColor()
{
    QColor color = Theme::current().warning;
    color.setAlpha(Theme::current().dark ? 90 : 70);
    return color;
}

} // namespace studio
