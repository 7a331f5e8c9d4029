// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace studio {

/// A place in a file that a line of output names, such as `src/lib.rs:4:5`, and where it stands in that line.
struct SourceLink
{
    QString file;
    int line = 0;   ///< from 1
    int column = 0; ///< from 1; 0 when the text names none
    qsizetype start = 0;
    qsizetype length = 0;

    bool operator==(const SourceLink &) const = default;
};

/// Finds `file:line`, `file:line:column` and rustc's ` --> file:line:column` (there the path may hold spaces). Not
/// taken for one: times, ports, URLs.
QList<SourceLink> findSourceLinks(const QString &text);

} // namespace studio
