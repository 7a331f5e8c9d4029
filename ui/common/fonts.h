// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace studio {

/// The desktop's font for windows; Inter where no desktop has chosen one. Main thread.
QFont interfaceFont();
/// The desktop's font for code; JetBrains Mono where no desktop has chosen one. Main thread.
QFont monospaceFont();

} // namespace studio
