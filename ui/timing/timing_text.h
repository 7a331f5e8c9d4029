// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/display.h"
#include "core/model/compile_timing.h"
#include "core/workspace/compile_history.h"

#include <QString>

namespace studio {

/// "serde 1.0.228", "quote 1.0.47 (build script)".
QString unitTitle(const CompiledUnit &unit);
/// All that is known of it, in words.
QString unitText(const CompiledUnit &unit);
/// "12.11.2026 10:41 · native · dev: compiled in 1.2 s, answer after 1.3 s, 2.1 MB · version 3 · commit 12ab34cd".
QString recordText(const CompileRecord &record);
QString kindText(const CompileRecord &record);   ///< "native · dev"
QString sourceText(const CompileRecord &record); ///< "version 3 · 12ab34cd"

/// Which row each unit is drawn in, so that no two that overlap share one: as many rows as ran at the same time.
/// `units` is sorted by the start.
QList<int> lanesOf(const QList<CompiledUnit> &units);

} // namespace studio
