// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// Text without the control sequences of a terminal (ECMA-48, 5.4): colours, cursor movements, erased lines. Any
/// thread.
QString withoutAnsi(const QString &text);

} // namespace studio
