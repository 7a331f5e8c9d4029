// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "core/model/http_message.h"

#include <optional>

namespace studio {

/// How a call stands, or how it ended.
enum class ExecutionStatus {
    Running,
    Succeeded, ///< the handler answered, with whatever status below 500
    Failed,    ///< a status from 500 on, a panic, a process that died or did not start
    TimedOut,  ///< no answer in the app's time, or no free instance in it
    Cancelled, ///< the caller went away
    Lost,      ///< the studio or command that made the call ended before it
};

/// "running", "succeeded", "failed", "timeout", "cancelled", "lost".
QString executionStatusName(ExecutionStatus status);
/// The other way round; nothing for any other word.
std::optional<ExecutionStatus> executionStatusFrom(const QString &name);

/// One line that the handler wrote to stderr in a call.
struct ExecutionLine
{
    qint64 timeMs = 0; ///< Unix milliseconds
    QByteArray text;   ///< without its line end

    bool operator==(const ExecutionLine &) const = default;
};

/// A panic as Rust's own hook prints it.
struct Panic
{
    QString message;
    QString file; ///< as rustc wrote it, such as src/lib.rs
    int line = 0; ///< from 1
    int column = 0;

    bool operator==(const Panic &) const = default;
};

/// The record of one call.
struct Execution
{
    QString id; ///< a UUID version 7, so ids sort by time
    AppId app;
    int version = 0;     ///< 0: of no version, but of the draft, or of what was being written (dev)
    bool dev = false;    ///< the instance that Run starts, with code that is not saved
    QByteArray codeHash; ///< SHA-256 of the archive; of a dev instance over its source files
    QByteArray artifactHash;
    RustTarget target = RustTarget::Native;
    QString toolchain; ///< the Rust version that compiled it
    ExecutionStatus status = ExecutionStatus::Running;
    QString error; ///< a sentence of the platform's where the handler gave no answer of its own
    std::optional<Panic> panic;
    HttpRequest request;
    HttpResponse response; ///< its status is 0 where there is none (yet)
    qint64 requestBytes = 0;
    qint64 responseBytes = 0; ///< of the bodies
    bool coldStart = false;
    qint64 createdAtMs = 0;     ///< when the call arrived
    qint64 queuedUs = 0;        ///< microseconds until it had an instance
    qint64 startUs = 0;         ///< that this instance took to start, 0 when warm
    qint64 handlerUs = -1;      ///< inside the handler, -1 when it did not say
    qint64 firstByteUs = -1;    ///< from the arrival to the first byte of the answer, -1 when it was not told
    qint64 totalUs = 0;         ///< from the arrival to the answer
    qint64 memoryPeakBytes = 0; ///< of the instance until then, 0 when it could not be told
    qint64 cpuUs = -1;          ///< of the instance in this call, -1 when it could not be told
    QList<ExecutionLine> lines;
    qint64 linesDropped = 0; ///< written beyond what is kept

    bool operator==(const Execution &) const = default;
};

} // namespace studio
