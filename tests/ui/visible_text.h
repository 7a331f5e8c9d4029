// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

#include <algorithm>

namespace studio::test {

/// Whether a label of the widget that can be seen has these words.
inline bool hasVisibleText(const QWidget &widget, const QString &words)
{
    const auto labels = widget.findChildren<QLabel *>();
    return std::ranges::any_of(
        labels, [&](const QLabel *label) { return label->isVisible() && label->text().contains(words); });
}

} // namespace studio::test
