// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/invoker.h"
#include "core/base/paths.h"
#include "core/model/compile_observer.h"
#include "core/replay/answer_comparison.h"
#include "core/replay/execution_file.h"

#include <map>

namespace studio {

class Compiler;
class HttpClient;
class LocalPlatform;

/// A request that was sent once more.
struct Replay
{
    Execution before;
    Invocation after;
    AnswerComparison comparison;
};

/// Sends the request of an execution to another target, which makes a record of its own, and compares the answers.
/// Main thread. FailedPrecondition: of the request only the beginning was kept, or it held secrets, which were not.
/// Else errors of invoke().
Task<Replay> replayExecution(Invoker *invoker, Execution execution, AppId app, InvokeTarget target,
                             std::stop_token stop = {});

/// Replays executions from files, on platforms of their own below the cache, one for each code: the sources of a file
/// are compiled there as a release (once, while they stay the same) and called, and nothing of it is among the apps and
/// calls of this person. The code is compiled and run, so ask before. Main thread.
class FileReplayer : public QObject
{
    Q_OBJECT

public:
    /// `compiler` and `client` must outlive it.
    FileReplayer(Paths paths, Compiler *compiler, HttpClient *client, QObject *parent = nullptr);
    ~FileReplayer() override;

    using Environment = QList<std::pair<QString, QString>>;

    /// `environment` are values for what the file has names of only. FailedPrecondition: it has no sources. Else errors
    /// of compileDraft() and invoke().
    Task<Replay> replay(ExecutionFile file, Environment environment = {}, CompileObserver observer = {},
                        std::stop_token stop = {});

private:
    Task<LocalPlatform *> platformFor(QByteArray codeHash);
    Task<bool> prepare(LocalPlatform *platform, ExecutionFile file, Environment environment, CompileObserver observer,
                       std::stop_token stop);

    Paths m_paths;
    Compiler *m_compiler;
    HttpClient *m_client;
    std::map<QByteArray, std::unique_ptr<LocalPlatform>> m_platforms; ///< by the hash of the code
};

} // namespace studio
