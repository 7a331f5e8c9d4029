// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/file_change.h"

namespace studio {

/// The files that differ between two archives, by path. They are unpacked below `scratch` and removed again. Errors: of
/// unpackArchive; Unavailable where the program diff is missing.
Task<QList<FileChange>> compareArchives(QString before, QString after, QString scratch, std::stop_token stop = {});

/// Reads what `diff` prints: "5,7c8,10" and the like. The format: GNU diffutils, "Detailed Description of Normal
/// Format".
QList<LineChange> readDiff(const QByteArray &output);

} // namespace studio
