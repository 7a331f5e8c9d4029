// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/file_change.h"

#include <QList>
#include <QString>

namespace studio {

/// A part of a line, in UTF-16 units.
struct LinePart
{
    int from = 0;
    int length = 0;

    bool operator==(const LinePart &) const = default;
};

/// One line of a side; a gap where only the other side has one.
struct CompareRow
{
    QString text;
    int number = 0; ///< from 1, 0 for a gap
    bool isChanged = false;
    QList<LinePart> changed; ///< what the line beside it has otherwise; empty where all of it is

    bool operator==(const CompareRow &) const = default;
};

/// Both sides of a file, in as many rows each: what stands in one row belongs together.
struct CompareRows
{
    QList<CompareRow> before;
    QList<CompareRow> after;
    QList<int> differences; ///< the first row of each
};

/// Any thread.
CompareRows compareRows(const FileChange &change);

} // namespace studio
