// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/ansi_text.h"

#include <QByteArray>

namespace studio {

/// One line of a program's output as a terminal leaves it: a carriage return goes back to the first column, and what
/// follows overwrites what stands there; `ESC [ K` erases (ECMA-48, 8.3.41). The result has no carriage return, and
/// colours as SGR sequences that begin from `start` and end in ansiStyleAfter(utf8, start). Text without a carriage
/// return is returned as it is.
QByteArray terminalLine(const QByteArray &utf8, const AnsiStyle &start = {});

} // namespace studio
