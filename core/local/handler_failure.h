// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/invocation.h"
#include "core/runner/instance.h"

#include <QPointer>

namespace studio {

// What the platform says and does where a handler gave no answer. None of this is on the way of a call that is
// answered. The instance's thread; the instance may go away at any time.

/// Makes the answer the platform's own: `{"error": …}` with this status, explained by the error.
void answerInstead(Invocation &invocation, int status, Error error);

/// Why a call was not sent of which the time had passed before an instance was ready: its handler runs nothing of it,
/// so the instance goes on.
Error overdueError(std::chrono::milliseconds timeout);

/// Completes a call that got no answer: 504 when it was late (the instance is then stopped: it may be in an endless
/// loop), 502 where the handler answered but not as HTTP (Internal), else 500 with how it died. The connection of the
/// call must have been closed: a handler that goes on with it has its instance stopped (see quitCall), so that the
/// instance is not given to the next call.
QCoro::Task<void> answerForSilence(QPointer<Instance> instance, Invocation &invocation, Error error,
                                   std::chrono::milliseconds timeout);

/// Whether an answer may be Wasmtime's own page for a component that ended in the middle of the call: the SDK's
/// answers name their execution.
bool isAnswerOfWasmtime(RustTarget target, const HttpResponse &head);

/// Completes such a call: 500 with the reason that Wasmtime writes to stderr.
QCoro::Task<void> answerForTrap(QPointer<Instance> instance, Invocation &invocation);

/// After the connection of a call was closed: a handler that waits for something ends with it. One that computes may
/// never, and would keep the next calls from their answers: its process is stopped. What is said of that, else nothing.
QCoro::Task<QString> quitCall(QPointer<Instance> instance, QString executionId);

/// Waits until all log lines of the call have arrived, for a moment: they come beside its answer. The connection's
/// thread has looked for them when it had the answer, so there is seldom anything to wait for.
QCoro::Task<void> waitForLogsDrained(QPointer<Instance> instance, QString executionId);

} // namespace studio
