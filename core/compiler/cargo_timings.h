// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/compile_timing.h"

#include <QByteArrayView>

namespace studio::compiler {

constexpr qsizetype maxTimedUnits = 5'000; ///< more are left out

/// What `cargo build --timings` says of each unit that it compiled anew: of the page of HTML that it writes, the data
/// that its own chart is drawn from. The Cargo Book, Reporting build timings. Not trusted, because a build script can
/// write that file too: empty where it has another shape. Times count from cargo's start.
QList<CompiledUnit> readCargoTimings(QByteArrayView html);

/// The page of the last build in this target folder; empty where there is none. Blocks.
QList<CompiledUnit> takeCargoTimings(const QString &targetFolder);
/// Removes those that are there: cargo keeps one of each build. Blocks.
void removeCargoTimings(const QString &targetFolder);

} // namespace studio::compiler
