// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// QScintilla's headers say `signals:` and `slots:`, which QT_NO_KEYWORDS takes from everything else here.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#include <Qsci/qscicommandset.h>
#include <Qsci/qscilexercustom.h>
#include <Qsci/qsciscintilla.h>
#undef slots
#undef signals

namespace studio {

/// The first argument of a message, which Scintilla takes unsigned also where it is a position or a line.
inline unsigned long word(long value)
{
    return static_cast<unsigned long>(value);
}

} // namespace studio
