// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// A tooltip with words that are not the studio's own (a path, a compiler's message), shown as they are written: Qt
/// takes `Vec<u>` for underlined text. Long lines are wrapped.
inline QString asTip(const QString &text)
{
    return text.isEmpty() ? text : QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(text.toHtmlEscaped());
}

} // namespace studio
