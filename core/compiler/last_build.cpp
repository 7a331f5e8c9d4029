// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/last_build.h"

#include "core/compiler/cargo_settings.h"
#include "core/compiler/files.h"
#include "core/compiler/handler_target.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace studio::compiler {

namespace {

/// By name, size and time; empty where one is missing.
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

/// What the result of a build depends on: the sources, the manifests with what they were resolved to, the toolchain,
/// the arguments, the environment and the configuration of cargo. Blocks, for a moment.
QByteArray buildKey(const BuildJob &job, const QByteArray &sourceHash, const QByteArray &resolvedFor)
{
    QStringList environment = job.environment.toStringList();
    environment.sort();
    const QStringList arguments =
        buildArguments(job.request, job.target, unoptimisedPackage(job.manifest), /*offline*/ true);
    const QByteArray lockfile =
        sha256(readFile(job.folder.source + QStringLiteral("/Cargo.lock")).value_or(QByteArray()));
    return sha256(sourceHash + '\n' + resolvedFor + '\n' + lockfile + '\n' + configurationStamp(job) + '\n' +
                  arguments.join(QLatin1Char('\n')).toUtf8() + '\n' + environment.join(QLatin1Char('\n')).toUtf8());
}

/// Whether all local files that the program was made of are below the build folder's sources or the SDK. Cargo lists
/// them beside the program, also those of crates with a path and what include_str! reads ("Dep-info files" in the
/// Cargo book). What lies elsewhere may change without a change that is seen here.
bool isMadeOfKnownFiles(const BuildJob &job, const QString &program)
{
    static const QRegularExpression space(QStringLiteral("(?<!\\\\)\\s+"));
    const QFileInfo file(program);
    const auto list = readFile(file.path() + u'/' + file.completeBaseName() + QStringLiteral(".d"));
    const QStringList names = QString::fromUtf8(list.value_or(QByteArray())).split(space, Qt::SkipEmptyParts);
    return names.size() > 1 && std::ranges::all_of(names.sliced(1), [&](QString name) { // behind "program:"
               name.replace(QLatin1String("\\ "), QLatin1String(" "));
               return name.startsWith(job.folder.source + u'/') || name.startsWith(job.sdk + u'/');
           });
}

/// Nothing where it was made of something else, or its files are not as they were. Blocks, for a moment.
std::optional<Built> unchangedBuild(const SyncState &state, const QByteArray &key)
{
    const LastBuild &last = state.lastBuild;
    if (last.stamp.isEmpty() || last.key != key || last.stamp != stampOf(QStringList(last.program) + last.libraries)) {
        return {};
    }
    return Built{
        .program = last.program, .libraries = last.libraries, .crates = last.crates, .handler = {}, .misplaced = {}};
}

/// Empty where it is not remembered: see buildChanged(). Blocks, for a moment.
LastBuild rememberedBuild(const BuildJob &job, const QByteArray &key, const Built &built, bool isSilent)
{
    if (!isSilent || built.program.isEmpty() || built.hasOwnBuildScript || !isMadeOfKnownFiles(job, built.program)) {
        return {};
    }
    return {.key = key,
            .stamp = stampOf(QStringList(built.program) + built.libraries),
            .program = built.program,
            .libraries = built.libraries,
            .crates = built.crates};
}

} // namespace

Task<Built> buildChanged(BuildJob job, SyncState *state, QByteArray sourceHash, QByteArray resolvedFor,
                         CompileObserver observer, std::stop_token stop)
{
    struct Known
    {
        QByteArray key;
        std::optional<Built> build;
    };
    const auto known = co_await onWorker([=, last = *state]() -> Result<Known> {
        const QByteArray key = buildKey(job, sourceHash, resolvedFor);
        return Known{.key = key, .build = unchangedBuild(last, key)};
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
    const QStringList rustFiles = state->files.keys().filter(QRegularExpression(QStringLiteral("\\.rs$")));
    auto built = co_await buildHandler(job, state->targets, rustFiles, listening, stop);
    if (built) {
        // The key anew: the build may have written the lockfile.
        const auto last = co_await onWorker([=, made = *built, isSilent = !*hasSaid]() -> Result<LastBuild> {
            return rememberedBuild(job, buildKey(job, sourceHash, resolvedFor), made, isSilent);
        });
        state->lastBuild = *last;
        const auto written = co_await onWorker([path = job.folder.state, changed = *state]() -> Result<bool> {
            return writeState(path, changed).transform([] { return true; });
        });
        if (!written) {
            co_return std::unexpected(written.error());
        }
    }
    co_return built;
}

} // namespace studio::compiler
