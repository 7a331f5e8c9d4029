// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_runner.h"

#include <QObject>

#include <algorithm>

namespace studio::collection {

namespace {

/// A request and the folders that it is in, the collection first.
struct RunStep
{
    const SavedRequest *request = nullptr;
    QList<const Folder *> folders;
};

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

void collectSteps(const Folder &folder, const RunOptions &options, QList<const Folder *> above, QList<RunStep> &steps)
{
    above.append(&folder);
    for (const Folder &below : folder.folders) {
        collectSteps(below, options, above, steps);
    }
    for (const SavedRequest &request : folder.requests) {
        if (isChosen(request, options)) {
            steps.append({&request, above});
        }
    }
}

/// What one run knows: the environment, and the values that were captured so far.
class Run
{
public:
    Run(std::shared_ptr<const Collection> collection, RunOptions options)
        : m_collection(std::move(collection)), m_options(std::move(options))
    {
    }

    Result<QList<RunStep>> begin()
    {
        if (!m_options.below.isEmpty() && !hasPath(m_collection->root, m_options.below)) {
            return fail(ErrorCode::NotFound, QObject::tr("The collection has no %1.").arg(m_options.below));
        }
        if (!m_options.environment.isEmpty()) {
            const auto found = std::ranges::find(m_collection->environments, m_options.environment, &Environment::name);
            if (found == m_collection->environments.end()) {
                return noEnvironment();
            }
            setEnvironment(*found);
        }
        m_environment.insert(m_options.overrides);
        QList<RunStep> steps;
        collectSteps(m_collection->root, m_options, {}, steps);
        return steps;
    }

    [[nodiscard]] const std::shared_ptr<const Collection> &collection() const { return m_collection; }
    [[nodiscard]] const RunOptions &options() const { return m_options; }

    /// Of the values as they are now.
    [[nodiscard]] Substitution substitution(const RunStep &step) const
    {
        QList<Values> levels{m_options.global, valuesOf(step.folders.first()->defaults.variables), m_environment};
        for (const Folder *const folder : step.folders.sliced(1)) {
            levels << valuesOf(folder->defaults.variables);
        }
        levels << valuesOf(step.request->variables) << m_captured;
        Substitution made(levels);
        for (const QString &name : m_missingSecrets) {
            made.explainMissing(name, QObject::tr("The secret “%1” of the environment “%2” has no value here.")
                                          .arg(name, m_options.environment));
        }
        return made;
    }

    void capture(const QString &name, const QString &value) { m_captured.insert(name, value); }

    [[nodiscard]] const SecretMask &secrets() const { return m_secrets; }
    [[nodiscard]] QString masked(const QString &text) const { return m_secrets.masked(text); }

private:
    std::unexpected<Error> noEnvironment() const
    {
        QStringList names;
        for (const Environment &environment : m_collection->environments) {
            names << environment.name;
        }
        return fail(
            ErrorCode::NotFound,
            names.isEmpty()
                ? QObject::tr("There is no environment “%1”: the collection has none.").arg(m_options.environment)
                : QObject::tr("The collection has no environment “%1”. It has: %2.")
                      .arg(m_options.environment, names.join(QStringLiteral(", "))));
    }

    void setEnvironment(const Environment &environment)
    {
        m_environment = valuesOf(environment.variables);
        for (const Variable &variable : environment.variables) {
            if (!variable.isSecret || variable.isDisabled) {
                continue;
            }
            const QString value = m_options.overrides.value(variable.name, m_options.secrets.value(variable.name));
            if (value.isEmpty()) {
                m_missingSecrets << variable.name;
                continue;
            }
            m_environment.insert(variable.name, value);
            m_secrets.add(value);
        }
    }

    std::shared_ptr<const Collection> m_collection;
    RunOptions m_options;
    Values m_environment;
    Values m_captured;
    QStringList m_missingSecrets;
    SecretMask m_secrets;
};

/// The checks of an answer, and what it gives to later requests.
struct CheckedAnswer
{
    QList<std::pair<QString, QString>> captured; ///< names and values of variables
    QList<CheckResult> checks;
};

/// Checks the answer to one step. Works on a copy of the run: on a worker, since an answer may be large and a pattern
/// slow.
class AnswerChecker
{
public:
    AnswerChecker(Run run, RunStep step) : m_run(std::move(run)), m_step(std::move(step)) {}

    CheckedAnswer check(const Answer &answer)
    {
        const ResponseValue response = responseValue(answer.response, answer.microseconds / 1'000);
        takeCaptures(response); // first: the assertions may compare with them
        checkAssertions(response);
        for (CheckResult &check : m_checked.checks) {
            check.message = m_run.masked(check.message);
        }
        return std::move(m_checked);
    }

private:
    void takeCaptures(const ResponseValue &response)
    {
        for (const Capture &capture : m_step.request->captures) {
            if (capture.isDisabled) {
                continue;
            }
            const auto value = captureValue(capture, response);
            if (value) {
                m_run.capture(capture.variable, *value);
                m_checked.captured.append({capture.variable, *value});
            }
            m_checked.checks.append(
                {.text = QObject::tr("capture %1 from %2").arg(capture.variable, capture.expression),
                 .holds = value.has_value(),
                 .message = value ? QString() : value.error().message});
        }
    }

    void checkAssertions(const ResponseValue &response)
    {
        Substitution substitution = m_run.substitution(m_step);
        for (const Assertion &assertion : m_step.request->assertions) {
            if (assertion.isDisabled) {
                continue;
            }
            const auto value = takesValue(assertion.operatorName) ? substitution.apply(assertion.value) : QString();
            if (value) {
                m_checked.checks << checkAssertion(assertion, *value, response, m_run.secrets());
            } else {
                m_checked.checks << CheckResult{.text = assertion.expression + u' ' + assertion.operatorName + u' ' +
                                                        assertion.value,
                                                .holds = false,
                                                .message = value.error().message};
            }
        }
    }

    Run m_run;
    RunStep m_step;
    CheckedAnswer m_checked;
};

/// Nothing is known of the answer yet.
RequestOutcome outcomeOf(const RunStep &step, RequestOutcome::Verdict verdict)
{
    RequestOutcome outcome;
    outcome.path = step.request->path;
    outcome.name = step.request->name;
    outcome.verdict = verdict;
    return outcome;
}

/// Prepares, sends and checks one request. `run` lives as long as the coroutine that awaits this.
Task<RequestOutcome> runStep(Run *run, RunStep step, RequestSender send, std::stop_token stop)
{
    RequestOutcome outcome = outcomeOf(step, RequestOutcome::Unanswered);
    outcome.hasScripts = step.request->scripts.size() > 0;
    auto prepared =
        co_await onWorker([collection = run->collection(), step, substitution = run->substitution(step)]() mutable {
            return prepareRequest(*step.request, step.folders, collection->folder, substitution);
        });
    if (!prepared) {
        outcome.error = run->masked(prepared.error().message);
        co_return outcome;
    }
    auto answer = co_await send(std::move(*prepared), stop);
    if (!answer && answer.error().code == ErrorCode::Cancelled) {
        co_return std::unexpected(answer.error());
    }
    if (!answer) {
        outcome.error = run->masked(answer.error().message);
        co_return outcome;
    }
    outcome.status = answer->response.status;
    outcome.executionId = answer->executionId;
    outcome.microseconds = answer->microseconds;
    auto checked = co_await onWorker(
        [checker = AnswerChecker(*run, step), answer = std::move(*answer)]() mutable -> Result<CheckedAnswer> {
            return checker.check(answer);
        });
    for (const auto &[name, value] : std::as_const(checked->captured)) {
        run->capture(name, value);
    }
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

Task<RunOutcome> runCollection(std::shared_ptr<const Collection> collection, RunOptions options, RequestSender send,
                               std::function<void(const RequestOutcome &)> told, std::stop_token stop)
{
    Run run(std::move(collection), std::move(options));
    const auto steps = run.begin();
    if (!steps) {
        co_return std::unexpected(steps.error());
    }
    RunOutcome outcome;
    bool isOver = false;
    for (const RunStep &step : *steps) {
        if (stop.stop_requested()) {
            co_return cancelled();
        }
        if (isOver) {
            outcome.requests.append(outcomeOf(step, RequestOutcome::NotRun));
            continue;
        }
        const auto ran = co_await runStep(&run, step, send, stop);
        if (!ran) {
            co_return std::unexpected(ran.error());
        }
        if (told) {
            told(*ran);
        }
        isOver = run.options().bail && ran->verdict != RequestOutcome::Passed;
        outcome.requests.append(*ran);
    }
    co_return outcome;
}

} // namespace studio::collection
