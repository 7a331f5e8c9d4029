// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QTemporaryDir>

#include <memory>

namespace studio {

/// A folder for temporary files, for this user alone, which is removed with the value. The only place that makes one in
/// core: where it cannot be made, QTemporaryDir has an empty path, and what is written “in” it lands in the root of the
/// file system, or in the folder that the program was started in.
///
/// `shape`: its path, which ends with XXXXXX; empty for one in the system's folder. ResourceExhausted: disk full.
/// Unavailable. Blocks shortly.
Result<std::unique_ptr<QTemporaryDir>> makeTemporaryFolder(const QString &shape = {});

} // namespace studio
