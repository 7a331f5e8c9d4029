// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/compiler/cargo_messages.h"
#include "core/process/process.h"

#include <functional>

namespace studio::compiler {

/// Where a run writes its JSON messages.
enum class MessageStream {
    None,           ///< its stdout is kept whole
    StandardOutput, ///< as cargo does
    StandardError,  ///< as rustc does
};

/// One run of cargo, or of rustc without it.
struct CargoRun
{
    ProcessSpec spec;
    QString source;  ///< the build folder's copy of the project …
    QString shownAs; ///< … and the author's folder, which lines name instead
    MessageStream messages = MessageStream::StandardOutput;

    bool operator==(const CargoRun &) const = default;
};

/// "Building [===>   ] 12/52: tokio, serde" → 12, 52 and the first unit.
struct CargoProgress
{
    int done = 0;
    int total = 0; ///< 0: not known; the unit then says what is waited for
    QString unit;
    bool isFetch = false; ///< something is downloaded

    bool operator==(const CargoProgress &) const = default;
};

/// Told while cargo runs, on the thread that started it.
struct CargoListener
{
    std::function<void(const QString &line)> line; ///< of either stream, with colours; no messages and no progress bars
    std::function<void(const CargoMessage &)> message;
    std::function<void(const CargoProgress &bar)> progress;
    std::function<void(const QString &line)> waiting = {}; ///< another cargo has what all projects share
};

/// How it ended.
struct CargoEnd
{
    ProcessExit exit;
    QByteArray standardOutput; ///< only without messages
    QString errors;            ///< the last lines of stderr, without colours

    bool operator==(const CargoEnd &) const = default;
};

/// Runs cargo to its end and reads along. A stop kills it with everything it started and gives Cancelled.
/// ResourceExhausted where its programs together took more memory than they may: `spec.memoryBytes`, else three
/// quarters of the machine's; and where an output that is kept whole is longer than 64 MiB.
Task<CargoEnd> runCargo(CargoRun run, CargoListener listener, std::stop_token stop);

/// Nothing when the line is no progress bar.
std::optional<CargoProgress> readProgress(const QString &line);

/// "Blocking waiting for file lock on build directory" → "build directory". Empty when the line says no such thing.
QString readBlocked(const QString &line);

} // namespace studio::compiler
