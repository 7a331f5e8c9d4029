// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/run_context.h"

namespace studio::collection {

/// What came of one request.
struct RequestOutcome
{
    /// Failed: a check does not hold. Unanswered: it could not be made, or there was no answer; `error` says why.
    enum Verdict { Passed, Failed, Unanswered, NotRun };

    QString path; ///< of its file
    QString name;
    Verdict verdict = NotRun;
    QList<CheckResult> checks; ///< of captures, then of assertions
    QString error;
    int status = 0; ///< of the answer
    QString executionId;
    qint64 microseconds = 0;
    bool hasScripts = false; ///< which are not run here

    bool operator==(const RequestOutcome &) const = default;
};

struct RunOutcome
{
    QList<RequestOutcome>
        requests; ///< in the order in which they were to run; those that were not chosen are not there

    [[nodiscard]] qsizetype count(RequestOutcome::Verdict verdict) const;
    [[nodiscard]] bool holds() const; ///< all passed
    bool operator==(const RunOutcome &) const = default;
};

/// How many requests the options choose.
qsizetype chosenCount(const Collection &collection, const RunOptions &options);

/// Sends the requests of a collection one after the other, as they stand, and checks the answers. What is captured is a
/// variable of the requests behind. Values of secrets in messages are masked. `told` hears of each as it ends; it may
/// be empty.
///
/// NotFound: there is no such environment, or nothing at `below`. Cancelled. The thread that calls; what takes long is
/// done on a worker.
Task<RunOutcome> runCollection(std::shared_ptr<const Collection> collection, RunOptions options, RequestSender send,
                               std::function<void(const RequestOutcome &)> told, std::stop_token stop);

} // namespace studio::collection
