// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/last_build.h"

#include "core/compiler/cargo_settings.h"
#include "core/compiler/direct_build.h"
#include "core/compiler/files.h"
#include "core/compiler/handler_target.h"
#include "core/compiler/rustc_command.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace studio::compiler {

namespace {

/// By name, size and time; empty where one is missing. The stamp of no files is not empty.
QByteArray stampOf(const QStringList &paths)
{
    QByteArray stamp;
    for (const QString &path : paths) {
        const QFileInfo file(path);
        if (!file.isFile()) {
            return {};
        }
        stamp += path.toUtf8() + '\0' + QByteArray::number(file.size()) + '\0' +
                 QByteArray::number(file.lastModified().toMSecsSinceEpoch()) + '\n';
    }
    return sha256(stamp);
}

/// What cargo reads beside the project: the configuration of the user and of each folder above the build folder. By
/// name, size and time; one that is not there counts as such.
QByteArray configurationStamp(const BuildJob &job)
{
    QStringList folders{
        job.environment.value(QStringLiteral("CARGO_HOME"), QDir::homePath() + QStringLiteral("/.cargo"))};
    for (QString folder = job.folder.source; folder != QFileInfo(folder).path(); folder = QFileInfo(folder).path()) {
        folders << folder + QStringLiteral("/.cargo");
    }
    QByteArray stamp;
    for (const QString &folder : std::as_const(folders)) {
        for (const char *name : {"/config.toml", "/config"}) {
            const QFileInfo file(folder + QLatin1StringView(name));
            stamp += QByteArray::number(file.isFile() ? file.size() : -1) + ' ' +
                     QByteArray::number(file.lastModified().toMSecsSinceEpoch()) + '\n';
        }
    }
    return stamp;
}

/// What the result of a build depends on beside the sources: the manifests with what they were resolved to, the
/// toolchain, the arguments, the environment and the configuration of cargo. Blocks, for a moment.
QByteArray surroundingsOf(const BuildJob &job, const QByteArray &resolvedFor)
{
    QStringList environment = job.environment.toStringList();
    environment.sort();
    const QStringList arguments =
        buildArguments(job.request, job.target, unoptimisedPackage(job.manifest), /*offline*/ true);
    const QByteArray lockfile =
        sha256(readFile(job.folder.source + QStringLiteral("/Cargo.lock")).value_or(QByteArray()));
    return sha256(resolvedFor + '\n' + lockfile + '\n' + configurationStamp(job) + '\n' +
                  arguments.join(QLatin1Char('\n')).toUtf8() + '\n' + environment.join(QLatin1Char('\n')).toUtf8());
}

QByteArray keyOf(const QByteArray &sourceHash, const QByteArray &surroundings)
{
    return sha256(sourceHash + '\n' + surroundings);
}

/// Whether all local files that the program was made of are below the build folder's sources or the SDK. Cargo and
/// rustc list them beside the program, also those of crates with a path and what include_str! reads ("Dep-info files"
/// in the Cargo book). What lies elsewhere may change without a change that is seen here.
bool isMadeOfKnownFiles(const BuildJob &job, const QString &program)
{
    static const QRegularExpression space(QStringLiteral("(?<!\\\\)\\s+"));
    const QFileInfo file(program);
    const auto list = readFile(file.path() + u'/' + file.completeBaseName() + QStringLiteral(".d"));
    const QByteArray first = list.value_or(QByteArray()).split('\n').front();
    const QStringList names = QString::fromUtf8(first).split(space, Qt::SkipEmptyParts);
    return names.size() > 1 && std::ranges::all_of(names.sliced(1), [&](QString name) { // behind "program:"
               name.replace(QLatin1String("\\ "), QLatin1String(" "));
               const QString path = QDir::cleanPath(QDir(job.folder.source).absoluteFilePath(name));
               return path.startsWith(job.folder.source + u'/') || path.startsWith(job.sdk + u'/');
           });
}

/// Nothing where it was made of something else, or its files are not as they were. Blocks, for a moment.
std::optional<Built> unchangedBuild(const LastBuild &last, const QByteArray &key)
{
    if (last.key != key || last.stamp != stampOf({last.program}) || last.libraryStamp != stampOf(last.libraries)) {
        return {};
    }
    return Built{
        .program = last.program, .libraries = last.libraries, .crates = last.crates, .handler = {}, .misplaced = {}};
}

/// Whether only sources of the handler's crate have changed since. Blocks, for a moment.
bool isSameCrate(const BuildJob &job, const SyncState &state, const QByteArray &surroundings)
{
    const LastBuild &last = state.lastBuild;
    return last.surroundings == surroundings && last.libraryStamp == stampOf(last.libraries) &&
           handlerCandidates(job.folder.source, state.targets).size() == 1;
}

/// Empty where it is not remembered: see buildChanged(). Blocks, for a moment.
LastBuild rememberedBuild(const BuildJob &job, const QByteArray &sourceHash, const QByteArray &surroundings,
                          const Built &built, bool isSilent)
{
    if (built.program.isEmpty() || built.hasOwnBuildScript || !isMadeOfKnownFiles(job, built.program)) {
        return {};
    }
    const QByteArray record = readRecord(job.folder.record);
    const bool isOneCrate = job.request.profile == Profile::Dev && !built.hasOwnLibrary && !record.isEmpty();
    return {.key = isSilent ? keyOf(sourceHash, surroundings) : QByteArray(),
            .surroundings = isOneCrate ? surroundings : QByteArray(),
            .record = isOneCrate ? sha256(record) : QByteArray(),
            .stamp = stampOf({built.program}),
            .libraryStamp = stampOf(built.libraries),
            .program = built.program,
            .libraries = built.libraries,
            .crates = built.crates,
            .units = built.units};
}

} // namespace

Task<Built> buildChanged(BuildJob job, SyncState *state, QByteArray sourceHash, QByteArray resolvedFor,
                         CompileObserver observer, std::stop_token stop)
{
    struct Known
    {
        std::optional<Built> build;
        bool isSameCrate = false;
    };
    const auto known = co_await onWorker([=, last = *state]() -> Result<Known> {
        const QByteArray surroundings = surroundingsOf(job, resolvedFor);
        return Known{.build = unchangedBuild(last.lastBuild, keyOf(sourceHash, surroundings)),
                     .isSameCrate = isSameCrate(job, last, surroundings)};
    });
    if (known->build) {
        co_return *known->build;
    }
    const auto hasSaid = std::make_shared<bool>(false);
    CompileObserver listening = observer;
    listening.diagnostic = [hasSaid, diagnostic = observer.diagnostic](const Diagnostic &found) {
        *hasSaid = true;
        if (diagnostic) {
            diagnostic(found);
        }
    };
    if (listening.step) {
        listening.step(CompileStep::Compile);
    }
    job.knownUnits = state->lastBuild.units;
    std::optional<Built> built;
    if (known->isSameCrate) {
        const auto direct = co_await buildDirectly(job, state->lastBuild, listening, stop);
        if (!direct) {
            co_return std::unexpected(direct.error());
        }
        built = *direct;
    }
    if (!built) {
        const QStringList rustFiles = state->files.keys().filter(QRegularExpression(QStringLiteral("\\.rs$")));
        const auto made = co_await buildHandler(job, state->targets, rustFiles, listening, stop);
        if (!made) {
            co_return std::unexpected(made.error());
        }
        built = *made;
    }
    const auto last = co_await onWorker([=, made = *built, isSilent = !*hasSaid]() -> Result<LastBuild> {
        // Anew: the build may have written the lockfile.
        return rememberedBuild(job, sourceHash, surroundingsOf(job, resolvedFor), made, isSilent);
    });
    state->lastBuild = *last;
    const auto written = co_await onWorker([path = job.folder.state, changed = *state]() -> Result<bool> {
        return writeState(path, changed).transform([] { return true; });
    });
    if (!written) {
        co_return std::unexpected(written.error());
    }
    co_return *built;
}

} // namespace studio::compiler
