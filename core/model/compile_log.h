// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace studio {

/// What a compile printed.
struct CompileLog
{
    QString deployId;
    QStringList lines; ///< with ANSI colours, from the one that was asked for
    qint64 next = 0;   ///< the number of the next line, to ask for more
    bool running = false;

    bool operator==(const CompileLog &) const = default;
};

} // namespace studio
