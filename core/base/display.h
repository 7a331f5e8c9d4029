// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

// Quantities as people read them, in the window and on the command line, three digits of them. Any thread.

QString sizeText(qint64 bytes); ///< "512 B", "2.9 MiB"
/// Of a body of which only the first `kept` bytes are there.
QString keptText(qint64 bytes, qint64 kept);
QString durationText(qint64 microseconds);     ///< "420 µs", "1.4 ms", "2.31 s", "3 min 5 s"
QString millisecondsText(double milliseconds); ///< the same
/// Of something that goes on, as a clock that is looked at: "0.3 s", "12 s", "2 min 5 s".
QString elapsedText(qint64 milliseconds);

/// What would break a line, turn its direction or speak to a terminal, as something that does not: a control character
/// as its picture (Unicode's block at 2400), others as U+FFFD. Anything else as it is.
QChar escapeControlCharacter(QChar c);

} // namespace studio
