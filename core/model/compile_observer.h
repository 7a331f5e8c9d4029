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
    /// Once, at the end, also of a compile that failed; not of one that was cancelled, or had no build folder yet.
    std::function<void(const CompileTiming &timing)> timing;
    std::function<void(const QString &line)> waiting; ///< something else is waited for; `line` is told of it too
    /// What `timing` is made of, within the compiler only: what one of its programs, which began `agoMs` milliseconds
    /// ago, has compiled anew. Their starts count from its begin.
    std::function<void(const QList<CompiledUnit> &units, double agoMs)> units;
};

} // namespace studio
