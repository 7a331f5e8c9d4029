// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace studio {

/// Lines of one text that stand for lines of another, both counted from 0. One side may be empty.
struct LineChange
{
    int before = 0;
    int beforeCount = 0;
    int after = 0;
    int afterCount = 0;

    bool operator==(const LineChange &) const = default;
};

/// What became of one file between two versions.
struct FileChange
{
    enum Kind { Added, Removed, Changed };

    QString path; ///< relative to the archive's root
    Kind kind = Changed;
    bool isText = true; ///< both sides are UTF-8, and neither they nor the changes are too many to be shown
    QString before;     ///< empty where the file is none there
    QString after;
    QList<LineChange> changes; ///< in order; empty where it is no text

    bool operator==(const FileChange &) const = default;
};

} // namespace studio
