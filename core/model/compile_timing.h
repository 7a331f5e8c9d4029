// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/target.h"

#include <QList>
#include <QString>

namespace studio {

/// What a compile is at.
enum class CompileStep {
    Prepare, ///< toolchain, waiting for another compile of the project, copying what has changed
    Resolve, ///< which versions of crates
    Fetch,   ///< from a registry or a repository
    Compile,
    Link,       ///< the program itself
    Precompile, ///< the machine code of a component
    Keep,       ///< what was made is read and copied
};

/// How long one step took, all its parts together.
struct StepTime
{
    CompileStep step = CompileStep::Prepare;
    double milliseconds = 0;

    bool operator==(const StepTime &) const = default;
};

/// One run of rustc, or of a build script.
struct CompiledUnit
{
    QString crate;
    QString version;          ///< may be empty
    QString target;           ///< "build script", "bin hello"; empty for the crate's library
    bool isScriptRun = false; ///< the build script was run, not compiled
    double startMs = 0;       ///< since the compile began
    double durationMs = 0;
    double codegenAfterMs = 0; ///< of that, until the code was generated; 0 where it is not known

    bool operator==(const CompiledUnit &) const = default;
};

/// Where the time of one compile went.
struct CompileTiming
{
    QList<StepTime> steps;     ///< in the order in which they began, each once
    QList<CompiledUnit> units; ///< that were compiled anew, by their start; the number is limited
    double milliseconds = 0;   ///< all together
    bool isGood = false;       ///< it made an artifact
    qint64 artifactBytes = 0;  ///< of a good one
    RustTarget target = RustTarget::Native;
    Profile profile = Profile::Dev;

    bool operator==(const CompileTiming &) const = default;
};

} // namespace studio
