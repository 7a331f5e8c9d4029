// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

#include <thread>

namespace studio {

/// Reads the system's list of fonts on a thread of its own: a tenth of the time that the first window takes, which may
/// go on while Qt connects to the display. Before the QGuiApplication; keep what it returns as long as that.
[[nodiscard]] std::jthread preloadFonts();

/// The desktop's font for windows; Inter where no desktop has chosen one. Main thread.
QFont interfaceFont();
/// The desktop's font for code; JetBrains Mono where no desktop has chosen one. Main thread.
QFont monospaceFont();
/// The same with the family and the size in points of the person's choice; empty and 0: as it is.
QFont monospaceFont(const QString &family, int points);

} // namespace studio
