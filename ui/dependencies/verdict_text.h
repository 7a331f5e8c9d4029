// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/crate_verdict.h"

namespace studio {

// A verdict in words. Any thread.

/// "Native", "WebAssembly"
QString targetText(RustTarget target);
QString secondsText(double seconds);               ///< as durationText()
QString addedBytesText(qint64 bytes);              ///< "+118 KiB", "−2.93 KiB", "no change"
QString licencesText(const CrateVerdict &verdict); ///< of all that it brings, each once
QString runsText(const CrateVerdict &verdict);     ///< "ring 0.17.8 (build script), …"; empty where nothing runs
QString bringsText(const CrateVerdict &verdict);   ///< "3 crates: …"
/// What it costs for its target, or why it does not compile: one or two lines.
QString costText(const CrateVerdict &verdict);

} // namespace studio
