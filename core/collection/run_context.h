// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/assertions.h"
#include "core/collection/request_sender.h"

#include <memory>

namespace studio::collection {

struct RunOptions
{
    QString environment; ///< its name; empty for none
    Values global;       ///< the lowest level
    Values overrides;    ///< take the place of the environment's
    Values secrets;      ///< values of the environment's secret variables, which are in no file
    QStringList tags;    ///< a request needs one of them; none: all requests
    QStringList excludedTags;
    QString below;     ///< the path of a folder or of a request's file in the collection; empty for all
    bool bail = false; ///< nothing more is sent after the first request that fails

    bool operator==(const RunOptions &) const = default;
};

/// The checks of an answer, and what it gives to later requests.
struct CheckedAnswer
{
    QList<std::pair<QString, QString>> captured; ///< names and values of variables
    QList<CheckResult> checks;                   ///< of captures, then of assertions; secrets are masked

    bool operator==(const CheckedAnswer &) const = default;
};

/// What the requests of one run share: their collection, its environment, and the values that were captured so far. A
/// request may be another one than its file holds, as while it is edited; one without a path is in the collection's
/// own folder. A value; copies may be used on a worker, one thread at a time.
class RunContext
{
public:
    /// NotFound: the collection has no such environment.
    static Result<RunContext> make(std::shared_ptr<const Collection> collection, RunOptions options);

    [[nodiscard]] const Collection &collection() const { return *m_collection; }
    [[nodiscard]] const RunOptions &options() const { return m_options; }

    /// As prepareRequest(), with the values as they are now. Messages are masked. Reads files of the body: worker.
    [[nodiscard]] Result<PreparedRequest> prepare(const SavedRequest &request) const;
    /// An answer may be large and a pattern slow: worker.
    [[nodiscard]] CheckedAnswer check(const SavedRequest &request, const Answer &answer) const;

    void capture(const QList<std::pair<QString, QString>> &values);
    [[nodiscard]] const Values &captured() const { return m_captured; }
    [[nodiscard]] QString masked(const QString &text) const { return m_secrets.masked(text); }

private:
    RunContext(std::shared_ptr<const Collection> collection, RunOptions options)
        : m_collection(std::move(collection)), m_options(std::move(options))
    {
    }

    [[nodiscard]] std::unexpected<Error> noEnvironment() const;
    void setEnvironment(const Environment &environment);
    [[nodiscard]] Substitution substitution(const SavedRequest &request) const;
    CheckResult takeCapture(const Capture &capture, const ResponseValue &response, CheckedAnswer &checked);
    [[nodiscard]] CheckResult checkOne(const Assertion &assertion, Substitution &substitution,
                                       const ResponseValue &response) const;

    std::shared_ptr<const Collection> m_collection;
    RunOptions m_options;
    Values m_environment;
    Values m_captured;
    QStringList m_missingSecrets;
    SecretMask m_secrets;
};

/// Those that a file of the collection is in, the collection's own first.
QList<const Folder *> foldersOf(const Collection &collection, const QString &path);

} // namespace studio::collection
