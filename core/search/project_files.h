// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QStringList>

namespace studio {

inline constexpr qsizetype maxProjectFiles = 200'000;

/// The files below a folder that git does not ignore, relative to it and sorted; at most maxProjectFiles. Unavailable:
/// ripgrep is missing.
Task<QStringList> listProjectFiles(QString folder, std::stop_token stop = {});

} // namespace studio
