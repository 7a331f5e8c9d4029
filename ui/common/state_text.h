// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QLabel;

namespace studio {

/// Shows what the state of a part of the window is: muted, or in the colour of errors. Main thread.
void setStateText(QLabel *label, const QString &text, bool isError);

} // namespace studio
