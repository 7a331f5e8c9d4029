// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/compiler/cargo_messages.h"
#include "core/process/process.h"

#include <functional>

namespace studio::compiler {

/// One run of cargo.
struct CargoRun
{
    ProcessSpec spec;
    QString source;   ///< the build folder's copy of the project …
    QString shownAs;  ///< … and the author's folder, which lines name instead
    bool json = true; ///< stdout holds messages; else it is kept whole

    bool operator==(const CargoRun &) const = default;
};

/// Told while cargo runs, on the thread that started it.
struct CargoListener
{
    std::function<void(const QString &line)>
        line; ///< of stderr, with colours, or of stdout and no message; no progress bars
    std::function<void(const CargoMessage &)> message;
    std::function<void(int done, int total, const QString &unit)> progress;
};

/// How it ended.
struct CargoEnd
{
    ProcessExit exit;
    QByteArray standardOutput; ///< only without `json`
    QString errors;            ///< the last lines of stderr, without colours

    bool operator==(const CargoEnd &) const = default;
};

/// Runs cargo to its end and reads along. A stop kills it with everything it started and gives Cancelled.
/// ResourceExhausted where its programs together took more memory than they may: `spec.memoryBytes`, else three
/// quarters of the machine's.
Task<CargoEnd> runCargo(CargoRun run, CargoListener listener, std::stop_token stop);

/// "Building [===>   ] 12/52: tokio, serde" → 12, 52 and the first unit. Nothing when the line is no progress bar.
struct CargoProgress
{
    int done = 0;
    int total = 0;
    QString unit;

    bool operator==(const CargoProgress &) const = default;
};
std::optional<CargoProgress> readProgress(const QString &line);

/// "Blocking waiting for file lock on build directory" → "build directory". Empty when the line says no such thing.
QString readBlocked(const QString &line);

} // namespace studio::compiler
