// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace studio {

enum class LogStream { Stderr, Stdout };

/// One line that a handler wrote.
struct LogLine
{
    QString executionId;                  ///< empty outside of a call
    LogStream stream = LogStream::Stderr; ///< stdout is shown, but the platform does not keep it
    QByteArray text;                      ///< without its line end
    qint64 timeMs = 0;                    ///< Unix milliseconds
    qint64 leftOut = 0; ///< not a line of the handler's: so many of this call's are left out here, as the text says

    bool operator==(const LogLine &) const = default;
};

} // namespace studio
