// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/platform/compute_service.h"

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
    bool isText = true; ///< both sides are UTF-8 and not too large to be shown
    QString before;     ///< empty where the file is none there
    QString after;
    QList<LineChange> changes; ///< in order; empty where it is no text

    bool operator==(const FileChange &) const = default;
};

/// The files that differ between the archives of two versions (0 is the draft), by path. They are unpacked below
/// `scratch` and removed again. Errors: of versionCode and unpackArchive; Unavailable where the program diff is
/// missing.
Task<QList<FileChange>> compareCode(ComputeService *service, AppId id, int before, int after, QString scratch,
                                    std::stop_token stop = {});

/// Reads what `diff` prints: "5,7c8,10" and the like. The format: GNU diffutils, "Detailed Description of Normal
/// Format".
QList<LineChange> readDiff(const QByteArray &output);

} // namespace studio
