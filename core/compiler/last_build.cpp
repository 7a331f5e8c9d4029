// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/last_build.h"

#include "core/compiler/cargo_settings.h"
#include "core/compiler/files.h"
#include "core/compiler/handler_target.h"

#include <QDateTime>
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

bool hasBuildScript(const SyncState &state, const QByteArray &manifest)
{
    static const QRegularExpression named(QStringLiteral("^\\s*build\\s*="), QRegularExpression::MultilineOption);
    const auto isScript = [](const QString &path) {
        return path == QLatin1String("build.rs") || path.endsWith(QLatin1String("/build.rs"));
    };
    return std::ranges::any_of(state.files.keys(), isScript) || QString::fromUtf8(manifest).contains(named);
}

/// What the result of a build depends on: the sources, the manifests with what they were resolved to, the toolchain,
/// the arguments and the environment of cargo.
QByteArray buildKey(const BuildJob &job, const QByteArray &sourceHash, const QByteArray &resolvedFor)
{
    QStringList environment = job.environment.toStringList();
    environment.sort();
    const QStringList arguments =
        buildArguments(job.request, job.target, unoptimisedPackage(job.manifest), /*offline*/ true);
    return sha256(sourceHash + '\n' + resolvedFor + '\n' + arguments.join(QLatin1Char('\n')).toUtf8() + '\n' +
                  environment.join(QLatin1Char('\n')).toUtf8());
}

/// Nothing where it was made of something else, or its files are not as they were. Blocks, for a moment.
std::optional<Built> unchangedBuild(const SyncState &state, const QByteArray &key)
{
    const LastBuild &last = state.lastBuild;
    if (last.key != key || last.stamp != stampOf(QStringList(last.program) + last.libraries)) {
        return {};
    }
    return Built{
        .program = last.program, .libraries = last.libraries, .crates = last.crates, .handler = {}, .misplaced = {}};
}

LastBuild rememberedBuild(const SyncState &state, const BuildJob &job, const QByteArray &key, const Built &built,
                          bool isSilent)
{
    if (!isSilent || built.program.isEmpty() || hasBuildScript(state, job.manifest)) {
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
    const QByteArray key = buildKey(job, sourceHash, resolvedFor);
    const auto last = co_await onWorker(
        [known = *state, key]() -> Result<std::optional<Built>> { return unchangedBuild(known, key); });
    if (*last) {
        co_return **last;
    }
    const auto hasSaid = std::make_shared<bool>(false);
    CompileObserver listening = observer;
    listening.diagnostic = [hasSaid, told = observer.diagnostic](const Diagnostic &diagnostic) {
        *hasSaid = true;
        if (told) {
            told(diagnostic);
        }
    };
    const QStringList rustFiles = state->files.keys().filter(QRegularExpression(QStringLiteral("\\.rs$")));
    auto built = co_await buildHandler(job, state->targets, rustFiles, listening, stop);
    if (built) {
        state->lastBuild = rememberedBuild(*state, job, key, *built, !*hasSaid);
        const auto written = co_await onWorker([path = job.folder.state, known = *state]() -> Result<bool> {
            return writeState(path, known).transform([] { return true; });
        });
        if (!written) {
            co_return std::unexpected(written.error());
        }
    }
    co_return built;
}

} // namespace studio::compiler
