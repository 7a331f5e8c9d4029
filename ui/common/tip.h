// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// A tooltip with words that are not the studio's own (a path, a compiler's message), shown as they are written: Qt
/// takes `Vec<u>` for underlined text. Plain text, for screen readers read a tooltip aloud; long lines are wrapped,
/// which Qt does in rich text only.
QString asTip(const QString &text);

} // namespace studio
