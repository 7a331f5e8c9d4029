// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/prepare_sources.h"

#include "core/compiler/cargo_settings.h"
#include "core/compiler/files.h"
#include "core/compiler/left_out.h"
#include "core/compiler/manifest_error.h"
#include "core/compiler/missing_files.h"
#include "core/compiler/resolve.h"
#include "core/model/diagnostic.h"

#include <QDateTime>
#include <QDir>
#include <QObject>

namespace studio::compiler {

namespace {

SdkVariant variantFor(const CompileRequest &request)
{
    return request.target == RustTarget::Native && request.profile == Profile::Dev ? SdkVariant::Shared
                                                                                   : SdkVariant::Linked;
}

Result<PreparedSources> prepare(const CompileJob &job, const std::stop_token &stop)
{
    PreparedSources prepared;
    QDir(job.folder.temporary).removeRecursively(); // of a compile that was killed
    if (auto made = makeFolder(job.folder.temporary); !made) {
        return std::unexpected(made.error());
    }
    auto sdk = layOutSdk(job.paths, variantFor(job.request));
    if (!sdk) {
        return std::unexpected(sdk.error());
    }
    prepared.sdk = *sdk;
    prepared.state = readState(job.folder.state);
    if (prepared.state.files.isEmpty()) {
        QDir(job.folder.source).removeRecursively(); // what is not in the state must not be in the folder
        if (auto made = makeFolder(job.folder.source); !made) {
            return std::unexpected(made.error());
        }
    }
    const QDateTime lastBuild = QFileInfo(job.folder.lock).lastModified();
    prepared.state.clock = std::max(prepared.state.clock, lastBuild.toMSecsSinceEpoch() * 1'000'000);
    const ManifestSettings settings{
        .sdkPath = prepared.sdk.crate,
        .platformRust = QStringLiteral("%1.%2").arg(platformRust().majorVersion()).arg(platformRust().minorVersion())};
    auto report = syncSources(job.request.sourceFolder, job.folder.source, settings, job.folder.state, prepared.state,
                              stop, job.request.texts);
    if (!report) {
        return std::unexpected(report.error());
    }
    prepared.report = *report;
    const auto given = job.request.texts.constFind(QStringLiteral("Cargo.toml"));
    auto manifest = given != job.request.texts.cend()
                        ? Result<QByteArray>(*given)
                        : readFile(job.request.sourceFolder + QStringLiteral("/Cargo.toml"));
    if (!manifest) {
        return std::unexpected(manifest.error());
    }
    prepared.manifest = *manifest;
    return prepared;
}

void report(const CompileObserver &observer, const Error &error)
{
    if (const auto diagnostic = manifestDiagnostic(error); diagnostic && observer.diagnostic) {
        observer.diagnostic(*diagnostic);
    }
}

std::optional<QByteArray> givenLockfile(const CompileRequest &request)
{
    const auto given = request.texts.constFind(QStringLiteral("Cargo.lock"));
    return given == request.texts.cend() ? std::nullopt : std::optional(*given);
}

ResolveJob resolveJob(const CompileJob &job, const PreparedSources &prepared, const QProcessEnvironment &environment)
{
    return {.folder = job.folder,
            .request = job.request,
            .cargo = job.toolchain.cargo,
            .environment = environment,
            .seedLockfile = prepared.report.hasLockfile ? job.request.sourceFolder + QStringLiteral("/Cargo.lock")
                                                        : prepared.sdk.lockfile,
            .authorsLockfile = prepared.report.hasLockfile,
            .givenLockfile = givenLockfile(job.request)};
}

/// What the lockfile in the build folder was made for; empty for nothing that holds. `state` must outlive it.
Task<bool> noteResolved(CompileJob job, SyncState *state, QByteArray key)
{
    state->resolvedFor = key;
    co_return co_await onWorker([path = job.folder.state, changed = *state]() -> Result<bool> {
        return writeState(path, changed).transform([] { return true; });
    });
}

void sayLeftOut(const CompileObserver &observer, const SyncReport &report)
{
    for (const LeftOut &one : report.notPacked) {
        if (!isOrdinary(one)) {
            say(observer, QObject::tr("\x1b[33mnote\x1b[0m: %1 is left out: %2.").arg(one.path, one.why));
        }
    }
    warnOfLeftOut(observer, report.leftOut);
}

} // namespace

QProcessEnvironment environmentOf(const CompileJob &job, const QByteArray &manifest)
{
    return cargoEnvironment(job.folder, job.request, job.toolchain, manifest, QProcessEnvironment::systemEnvironment());
}

QByteArray resolvedKey(const CompileJob &job, const PreparedSources &prepared)
{
    return sha256(prepared.report.resolvedFor + (job.toolchain.cargo + job.toolchain.commit).toUtf8());
}

QCoro::Task<Error> explainAndReport(CompileJob job, Error error, SyncReport found, CompileObserver observer)
{
    const Error explained = co_await onWorker([job, error, found] {
        const Error placed = withMissingFiles(inAuthorsLines(job.folder.source, job.request.sourceFolder, error),
                                              found.notPacked, job.request.sourceFolder);
        return explainedByLeftOut(placed, job.request.sourceFolder, found.leftOut);
    });
    report(observer, explained);
    co_return explained;
}

Task<PreparedSources> prepareSources(CompileJob job, CompileObserver observer, Stopwatch *watch, std::stop_token stop)
{
    auto prepared = co_await onWorker([job, stop] { return prepare(job, stop); });
    if (!prepared) {
        report(observer, prepared.error());
        co_return std::unexpected(prepared.error());
    }
    sayLeftOut(observer, prepared->report);
    watch->lap("sync");
    const QByteArray key = resolvedKey(job, *prepared);
    const bool isResolved = prepared->state.resolvedFor == key && !givenLockfile(job.request) &&
                            QFileInfo::exists(job.folder.source + QStringLiteral("/Cargo.lock"));
    if (!isResolved) {
        // Until it has ended well the lockfile there may be anything's.
        if (const auto noted = co_await noteResolved(job, &prepared->state, {}); !noted) {
            co_return std::unexpected(noted.error());
        }
        const ResolveJob wanted = resolveJob(job, *prepared, environmentOf(job, prepared->manifest));
        observer.step ? observer.step(CompileStep::Resolve) : void();
        const auto targets = co_await resolve(wanted, observer, stop);
        if (!targets) {
            co_return std::unexpected(co_await explainAndReport(job, targets.error(), prepared->report, observer));
        }
        prepared->state.targets = *targets;
        // A given lockfile stays where it is, and the next compile must not take it for the project's.
        const QByteArray resolved = givenLockfile(job.request) ? QByteArray() : key;
        if (const auto noted = co_await noteResolved(job, &prepared->state, resolved); !noted) {
            co_return std::unexpected(noted.error());
        }
        watch->lap("resolve");
    }
    co_return prepared;
}

} // namespace studio::compiler
