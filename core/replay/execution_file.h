// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"

#include <QTemporaryDir>

#include <memory>

namespace studio {

/// One execution as a file that another studio opens without a network: a .tar.gz with
///
///     manifest.json   {"format": "ignite-execution", "version": 1, "execution", "target", "toolchain", "codeFile",
///                      "codeHash", "memoryMb", "timeoutSecs", "environment": [names], "secrets": [names],
///                      "crates": [[name, version], …]}
///     record.json     the execution in the JSON of the HTTP API: request, answer, stderr, panic, times
///     code.tar.gz     (or code.zip) the archive of the sources as it was saved, with their Cargo.lock
///
/// Of environment variables and secrets it has the names and never a value.
struct ExecutionFile
{
    Execution execution;
    QString code;        ///< absolute, the archive of its sources in `folder`; empty where they were not kept
    QByteArray codeHash; ///< its SHA-256, in hexadecimal
    QStringList absent;  ///< names of environment variables and secrets, of which the file has no values
    int memoryMb = 0;    ///< of the app; 0 where it was not known
    int timeoutSecs = 0;
    QList<std::pair<QString, QString>> crates; ///< name and version, as they were compiled
    std::shared_ptr<QTemporaryDir> folder;     ///< where it is unpacked; goes with the last copy
};

inline constexpr int executionFileVersion = 1;
inline constexpr auto executionFileSuffix = ".ignite-execution";

/// Whether a file is called as one.
bool isExecutionFile(const QString &path);

/// Writes one; tells what it lacks, or nothing. `scratch` is a folder for temporary files. Main thread; the service
/// must outlive it. NotFound: no such execution. Else errors of getExecution() and saveUserFile().
Task<QString> exportExecution(ComputeService *service, QString executionId, QString path, QString scratch);

/// Reads one, which anybody may have written: nothing is written outside of a temporary folder, what is larger than
/// any that exportExecution() writes is refused, nothing of it runs. InvalidArgument says what is wrong with it.
/// FailedPrecondition: a newer Ignite Studio has written it. NotFound. Blocks: worker.
Result<ExecutionFile> readExecutionFile(const QString &path, const QString &scratch, std::stop_token stop = {});

/// Its manifest alone, without a folder, and as `code` the name of the file that has to be in it; `record` is
/// record.json, in which there are not more than two million values. For readExecutionFile() and its tests.
Result<ExecutionFile> readExecutionManifest(const QByteArray &manifest, const QByteArray &record);

} // namespace studio
