// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timing/chart_keys.h"

#include <Qt>

#include <algorithm>

namespace studio {

std::optional<int> itemAfterKey(int key, int current, int count)
{
    const int last = count - 1;
    switch (count > 0 ? key : 0) {
    case Qt::Key_Right:
    case Qt::Key_Down:
        return std::min(current + 1, last);
    case Qt::Key_Left:
    case Qt::Key_Up:
        return current < 0 ? last : std::max(current - 1, 0);
    case Qt::Key_Home:
        return 0;
    case Qt::Key_End:
        return last;
    default:
        return std::nullopt;
    }
}

} // namespace studio
