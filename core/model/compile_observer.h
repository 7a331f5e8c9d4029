// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/compile_timing.h"
#include "core/model/diagnostic.h"

#include <functional>

namespace studio {

/// Told while a compile runs, on the thread that started it. Any member may be left empty.
struct CompileObserver
{
    std::function<void(const QString &deployId)> started; ///< by the platform: what its log is asked for by
    std::function<void(const QString &line)>
        line; ///< one line for the console, with ANSI colours, paths relative to the project
    std::function<void(const Diagnostic &)> diagnostic;
    std::function<void(int done, int total, const QString &unit)> progress; ///< crates; total 0 when unknown
    std::function<void(const QString &phase, double milliseconds)>
        phase;                             ///< how long each part took: toolchain, lock, sync, resolve, cargo, keep
    std::function<void(CompileStep)> step; ///< it begins, and the one before has ended
    std::function<void(const CompileTiming &timing)> timing; ///< once, at the end, also of a compile that failed
    std::function<void(const QString &line)> waiting;        ///< something else is waited for; `line` is told of it too
};

} // namespace studio
