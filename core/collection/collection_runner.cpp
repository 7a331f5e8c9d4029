// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_runner.h"

#include <QObject>

#include <algorithm>

namespace studio::collection {

namespace {

bool isBelow(const QString &path, const QString &folder)
{
    return folder.isEmpty() || path == folder || path.startsWith(folder + u'/');
}

bool isChosen(const SavedRequest &request, const RunOptions &options)
{
    const auto has = [&](const QString &tag) { return request.tags.contains(tag); };
    return isBelow(request.path, options.below) && (options.tags.isEmpty() || std::ranges::any_of(options.tags, has)) &&
           std::ranges::none_of(options.excludedTags, has);
}

/// Whether a folder, also one without requests, or a request has this path.
bool hasPath(const Folder &folder, const QString &path)
{
    return folder.path == path || std::ranges::contains(folder.requests, path, &SavedRequest::path) ||
           std::ranges::any_of(folder.folders, [&](const Folder &each) { return hasPath(each, path); });
}

void collectRequests(const Folder &folder, const RunOptions &options, QList<const SavedRequest *> &requests)
{
    for (const Folder &below : folder.folders) {
        collectRequests(below, options, requests);
    }
    for (const SavedRequest &request : folder.requests) {
        if (isChosen(request, options)) {
            requests << &request;
        }
    }
}

/// Nothing is known of the answer yet.
RequestOutcome outcomeOf(const SavedRequest &request, RequestOutcome::Verdict verdict)
{
    RequestOutcome outcome;
    outcome.path = request.path;
    outcome.name = request.name;
    outcome.verdict = verdict;
    return outcome;
}

/// Prepares, sends and checks one request. `context` and `request`, which is of its collection, live as long as the
/// coroutine that awaits this.
Task<RequestOutcome> runRequest(RunContext *context, const SavedRequest *request, RequestSender send,
                                std::stop_token stop)
{
    RequestOutcome outcome = outcomeOf(*request, RequestOutcome::Unanswered);
    outcome.hasScripts = request->scripts.size() > 0;
    auto prepared = co_await onWorker([copy = *context, request] { return copy.prepare(*request); });
    if (!prepared) {
        outcome.error = prepared.error().message;
        co_return outcome;
    }
    auto answer = co_await send(std::move(*prepared), stop);
    if (!answer && answer.error().code == ErrorCode::Cancelled) {
        co_return std::unexpected(answer.error());
    }
    if (!answer) {
        outcome.error = context->masked(answer.error().message);
        co_return outcome;
    }
    outcome.status = answer->response.status;
    outcome.executionId = answer->executionId;
    outcome.microseconds = answer->microseconds;
    auto checked =
        co_await onWorker([copy = *context, request, answer = std::move(*answer)]() -> Result<CheckedAnswer> {
            return copy.check(*request, answer);
        });
    context->capture(checked->captured);
    outcome.checks = std::move(checked->checks);
    outcome.verdict =
        std::ranges::all_of(outcome.checks, &CheckResult::holds) ? RequestOutcome::Passed : RequestOutcome::Failed;
    co_return outcome;
}

} // namespace

qsizetype RunOutcome::count(RequestOutcome::Verdict verdict) const
{
    return std::ranges::count(requests, verdict, &RequestOutcome::verdict);
}

bool RunOutcome::holds() const
{
    return count(RequestOutcome::Passed) == requests.size();
}

qsizetype chosenCount(const Collection &collection, const RunOptions &options)
{
    QList<const SavedRequest *> requests;
    collectRequests(collection.root, options, requests);
    return requests.size();
}

Task<RunOutcome> runCollection(std::shared_ptr<const Collection> collection, RunOptions options, RequestSender send,
                               std::function<void(const RequestOutcome &)> told, std::stop_token stop)
{
    if (!options.below.isEmpty() && !hasPath(collection->root, options.below)) {
        co_return fail(ErrorCode::NotFound, QObject::tr("The collection has no %1.").arg(options.below));
    }
    auto context = RunContext::make(std::move(collection), std::move(options));
    if (!context) {
        co_return std::unexpected(context.error());
    }
    QList<const SavedRequest *> requests;
    collectRequests(context->collection().root, context->options(), requests);
    RunOutcome outcome;
    bool isOver = false;
    for (const SavedRequest *const request : std::as_const(requests)) {
        if (stop.stop_requested()) {
            co_return cancelled();
        }
        if (isOver) {
            outcome.requests.append(outcomeOf(*request, RequestOutcome::NotRun));
            continue;
        }
        const auto ran = co_await runRequest(&*context, request, send, stop);
        if (!ran) {
            co_return std::unexpected(ran.error());
        }
        if (told) {
            told(*ran);
        }
        isOver = context->options().bail && ran->verdict != RequestOutcome::Passed;
        outcome.requests.append(*ran);
    }
    co_return outcome;
}

} // namespace studio::collection
