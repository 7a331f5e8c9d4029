// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QString;
class QWidget;

namespace studio {

/// Has a screen reader say a text that shows in the widget without the focus. Main thread.
void announce(QWidget *widget, const QString &text);

} // namespace studio
