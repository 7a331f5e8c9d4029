// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/resolve.h"

#include "core/compiler/build.h"
#include "core/compiler/cargo_errors.h"
#include "core/compiler/cargo_settings.h"
#include "core/compiler/files.h"

#include <QFile>
#include <QFileInfo>
#include <QObject>
#include <QSet>

namespace studio::compiler {

namespace {

/// The lockfile that the variants of a project share: one for each lockfile that the author packs, one where there is
/// none.
QString sharedLockfile(const ResolveJob &job, const QByteArray &seed)
{
    return sharedLockfileOf(job.folder.project, job.authorsLockfile ? seed : QByteArray());
}

QString workingLockfile(const ResolveJob &job)
{
    return job.folder.source + QStringLiteral("/Cargo.lock");
}

/// The crates of a lockfile that come from a registry or a git, each as one line of "name version".
QSet<QByteArray> lockedCrates(const QByteArray &lockfile)
{
    QSet<QByteArray> crates;
    QByteArray name;
    QByteArray version;
    for (const QByteArray &line : lockfile.split('\n')) {
        if (line.startsWith("name = ")) {
            name = line.sliced(7);
        } else if (line.startsWith("version = ")) {
            version = line.sliced(10);
        } else if (line.startsWith("source = ")) {
            crates.insert(name + ' ' + version);
        }
    }
    return crates;
}

struct Seed
{
    std::optional<QString> path; ///< of the lockfile that variants share; a given one is for this compile alone
    QByteArray content;          ///< what the build folder's begins with
};

Result<Seed> prepareLockfile(const ResolveJob &job)
{
    if (job.givenLockfile) {
        const Seed given{.path = {}, .content = *job.givenLockfile};
        const auto written = writeFile(workingLockfile(job), given.content);
        return written.transform([&] { return given; });
    }
    auto seed = readFile(job.seedLockfile);
    if (!seed) {
        return std::unexpected(seed.error());
    }
    Seed start{.path = sharedLockfile(job, *seed), .content = *seed};
    if (const auto kept = readFile(*start.path)) {
        start.content = *kept;
    }
    if (const auto written = writeIfChanged(workingLockfile(job), start.content); !written) {
        return std::unexpected(written.error());
    }
    return start;
}

/// Whether cargo chose a version that the lockfile it began with does not have.
bool choseAnew(const ResolveJob &job, const QByteArray &before)
{
    const auto after = readFile(workingLockfile(job));
    return after && !lockedCrates(before).contains(lockedCrates(*after));
}

CargoRun metadataRun(const ResolveJob &job, bool offline)
{
    return cargoRunIn(job.folder, job.request, job.cargo, job.environment, metadataArguments(job.request, offline),
                      MessageStream::None);
}

Result<QList<CargoTarget>> keepLockfileAndReadTargets(const ResolveJob &job, const CargoEnd &end, const Seed &seed)
{
    if (const auto lockfile = readFile(workingLockfile(job)); lockfile && seed.path) {
        if (const auto kept = writeIfChanged(*seed.path, *lockfile); !kept) {
            return std::unexpected(kept.error());
        }
    }
    return readMetadata(end.standardOutput, job.folder.source);
}

bool succeeded(const Result<CargoEnd> &end)
{
    return end && end->exit == ProcessExit{};
}

} // namespace

QString sharedLockfileOf(const QString &projectFolder, const QByteArray &authors)
{
    return projectFolder + (authors.isEmpty()
                                ? QStringLiteral("/Cargo.lock")
                                : QStringLiteral("/Cargo.lock-") + QString::fromLatin1(sha256(authors).first(16)));
}

Task<QList<CargoTarget>> resolve(ResolveJob job, CompileObserver observer, std::stop_token stop)
{
    const auto seed = co_await onWorker([job] { return prepareLockfile(job); });
    if (!seed) {
        co_return std::unexpected(seed.error());
    }
    const CargoListener quiet{.line = {}, .message = {}, .progress = {}, .waiting = observer.waiting};
    const CargoRun withoutNetwork = metadataRun(job, true);
    const auto offline = co_await runCargo(withoutNetwork, quiet, stop);
    if (!offline) {
        co_return std::unexpected(offline.error());
    }
    const bool worked = succeeded(offline);
    if (worked && !choseAnew(job, seed->content)) {
        co_return keepLockfileAndReadTargets(job, *offline, *seed);
    }
    const auto chosenOffline = readFile(workingLockfile(job));
    if (const auto written = writeFile(workingLockfile(job), seed->content); !written) {
        co_return std::unexpected(written.error());
    }
    observer.step ? observer.step(CompileStep::Fetch) : void();
    const CargoRun withNetwork = metadataRun(job, false);
    const CargoListener listener{.line = [&](const QString &said) { say(observer, said); },
                                 .message = {},
                                 .progress = {},
                                 .waiting = observer.waiting};
    const auto online = co_await runCargo(withNetwork, listener, stop);
    if (!online) {
        co_return std::unexpected(online.error());
    }
    if (succeeded(online)) {
        co_return keepLockfileAndReadTargets(job, *online, *seed);
    }
    if (worked && chosenOffline && lacksNetwork(online->errors)) {
        say(observer, QObject::tr("The registry cannot be reached: using crates that were fetched before."));
        if (const auto written = writeFile(workingLockfile(job), *chosenOffline); !written) {
            co_return std::unexpected(written.error());
        }
        co_return keepLockfileAndReadTargets(job, *offline, *seed);
    }
    co_return std::unexpected(cargoError(online->errors));
}

} // namespace studio::compiler
