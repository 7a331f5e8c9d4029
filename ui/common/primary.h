// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace studio {

/// Draws a button on the accent colour, or as any other. There is one at a time: what is to be done next. Main thread.
void setPrimary(QWidget *button, bool isPrimary);
[[nodiscard]] bool isPrimary(const QWidget *button);

} // namespace studio
