// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/dependency_tidy.h"

#include "core/base/files.h"
#include "core/base/lifetime.h"
#include "core/compiler/compiler.h"
#include "core/compiler/lockfile.h"
#include "core/crates/registry_index.h"
#include "core/manifest/manifest.h"
#include "core/model/compile_observer.h"
#include "core/workspace/crate_trials.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/unused_reader.h"
#include "core/workspace/workspace.h"

#include <QDateTime>
#include <QMap>
#include <QPointer>
#include <QSet>

#include <algorithm>

namespace studio {

namespace {

constexpr qint64 maxRootBytes = 8 << 20;

CompileRequest requestOf(const Workspace &workspace, const QString &suffix)
{
    return {
        .projectKey = workspace.folder() + suffix, .sourceFolder = workspace.folder(), .target = workspace.target()};
}

/// An inner attribute stands before all items; a level of the author's own that follows it counts instead. Another text
/// each time, so that it is compiled whatever was compiled before.
QByteArray withLint(QByteArray text)
{
    text = text.startsWith("\xef\xbb\xbf") ? text.sliced(3) : text;
    const bool isScript = text.startsWith("#!") && !text.startsWith("#![");
    const qsizetype start = isScript ? std::max<qsizetype>(text.indexOf('\n') + 1, 0) : 0;
    return text.first(start) + "#![warn(" + UnusedReader::lintName + ")] " + text.sliced(start) + "\n// " +
           QByteArray::number(QDateTime::currentMSecsSinceEpoch()) + '\n';
}

/// What is compiled of the project's own package.
struct OwnTargets
{
    QStringList roots;    ///< root files, relative
    QStringList features; ///< that some of them need to be compiled at all
    PackageGraph graph;
};

Result<OwnTargets> ownTargets(const CargoOutput &answer)
{
    auto graph = readPackageGraph(answer.output);
    if (!graph) {
        return std::unexpected(graph.error());
    }
    OwnTargets own{.roots = {}, .features = {}, .graph = std::move(*graph)};
    const QString below = answer.folder + u'/';
    for (const PackageTarget &target : std::as_const(own.graph.ownTargets)) {
        if (target.path.startsWith(below) && !target.isBuildScript) {
            own.roots << target.path.sliced(below.size());
            own.features << target.requiredFeatures;
        }
    }
    own.roots.removeDuplicates();
    own.features.removeDuplicates();
    return own;
}

/// As code names it.
QString crateName(const PackageGraph &graph, const Dependency &one)
{
    QString key = one.key;
    key.replace(u'-', u'_');
    if (one.key != one.package || graph.root < 0) {
        return key;
    }
    QString name = key;
    for (const PackageEdge &edge : graph.packages[graph.root].uses) {
        const bool isIts = graph.packages[edge.package].name == one.package && edge.isNormal;
        if (isIts && edge.name == key) {
            return key;
        }
        name = isIts ? edge.name : name; // a library may be called otherwise than its package
    }
    return name;
}

/// Features of the project that are on in a check.
struct CheckedFeatures
{
    bool areAll = false;
    QStringList added; ///< to the default ones
};

QStringList checkArguments(RustTarget target, const CheckedFeatures &features)
{
    QStringList arguments{QStringLiteral("check"),    QStringLiteral("--all-targets"),    QStringLiteral("--target"),
                          targetTriple(target),       QStringLiteral("--message-format"), QStringLiteral("json"),
                          QStringLiteral("--locked"), QStringLiteral("--offline")};
    if (features.areAll) {
        arguments << QStringLiteral("--all-features");
    } else if (!features.added.isEmpty()) {
        arguments << QStringLiteral("--features") << features.added.join(u',');
    }
    return arguments;
}

Result<QMap<QString, QByteArray>> lintedTexts(const QString &folder, const QStringList &roots,
                                              QMap<QString, QByteArray> texts)
{
    for (const QString &root : roots) {
        std::optional<QByteArray> text;
        if (const auto unsaved = texts.constFind(root); unsaved != texts.cend()) {
            text = *unsaved;
        } else {
            const auto saved = readRegularFile(folder + u'/' + root, maxRootBytes);
            if (!saved) {
                return std::unexpected(saved.error());
            }
            text = *saved;
        }
        if (text) {
            texts.insert(root, withLint(*text));
        }
    }
    return texts;
}

/// Cargo turns a crate's features on for all packages that use it: a dependency that no code names may be there to turn
/// on features of a crate that another package uses. Of another major version they are features of their own.
bool turnsFeaturesOn(const PackageGraph &graph, const Dependency &one)
{
    if (one.features.isEmpty() || graph.root < 0) {
        return false;
    }
    QSet<qsizetype> its;
    for (const PackageEdge &edge : graph.packages[graph.root].uses) {
        if (graph.packages[edge.package].name == one.package) {
            its << edge.package;
        }
    }
    for (qsizetype user = 0; user < graph.packages.size(); ++user) {
        const bool usesIt = std::ranges::any_of(graph.packages[user].uses, [&](const PackageEdge &edge) {
            return !edge.isDev && its.contains(edge.package);
        });
        if (usesIt && user != graph.root) {
            return true;
        }
    }
    return false;
}

/// Those that are listed in Cargo.toml and unused in one check.
Result<QList<Dependency>> unusedOf(const QList<Dependency> &dependencies, const PackageGraph &graph,
                                   const CargoOutput &answer)
{
    UnusedReader reader(answer.folder + QStringLiteral("/Cargo.toml"));
    reader.read(answer.output);
    if (!reader.isComplete()) {
        return fail(ErrorCode::Internal, QObject::tr("Cargo did not say that all of the project is compiled."));
    }
    QStringList injected;
    for (const Dependency &one : injectedDependencies()) {
        injected << one.key;
    }
    QList<Dependency> unused;
    for (const Dependency &one : dependencies) {
        const bool isListed = one.table == DependencyTable::Normal && !one.injected && !injected.contains(one.key);
        if (isListed && reader.isUnused(crateName(graph, one))) {
            unused << one;
        }
    }
    return unused;
}

/// Of code that does not compile cargo says no more than that.
Error ofCompile(Error error)
{
    if (error.code == ErrorCode::InvalidArgument && error.detail.contains(QLatin1String("could not compile"))) {
        error.code = ErrorCode::CompileFailed;
    }
    return error;
}

} // namespace

Task<PackageGraph> resolvedPackages(Workspace *workspace, std::stop_token stop)
{
    const auto manifest = workspace->documents()->text(workspace->manifest()->path());
    if (!manifest) {
        co_return std::unexpected(manifest.error());
    }
    // Of its own, so that it waits for no compile, with the versions of the compiles.
    CompileRequest request = requestOf(*workspace, QStringLiteral(" packages"));
    request.texts.insert(QStringLiteral("Cargo.toml"), manifest->toUtf8());
    const auto lockfile =
        co_await whileAlive(workspace, onWorker([paths = workspace->compiler()->paths(), folder = workspace->folder()] {
                                return Result<QByteArray>(usedLockfile(paths, folder, folder));
                            }));
    if (lockfile && !lockfile->isEmpty()) {
        request.texts.insert(QStringLiteral("Cargo.lock"), *lockfile);
    }
    const auto answer = co_await whileAlive(
        workspace, workspace->compiler()->runCargoCommand(request, metadataArguments(request.target), {}, stop));
    if (!answer) {
        co_return std::unexpected(answer.error());
    }
    co_return co_await onWorker([output = answer->output] { return readPackageGraph(output); });
}

Task<PackageAdvisories> packageAdvisories(PackageGraph graph, QString cargoHome)
{
    return onWorker([graph = std::move(graph), home = cargoHome.isEmpty()
                                                          ? studio::cargoHome()
                                                          : std::move(cargoHome)]() -> Result<PackageAdvisories> {
        const QString folder = advisoryFolder(home);
        PackageAdvisories found{.date = folder.isEmpty() ? std::nullopt : advisoriesDate(folder)};
        for (const qsizetype at : graph.neededBy(graph.root)) {
            const GraphPackage &one = graph.packages[at];
            const bool isOfRegistry = one.source.startsWith(QLatin1String("registry+"));
            if (auto advisories = isOfRegistry ? advisoriesOf(folder, one.name, one.version) : QList<Advisory>();
                !advisories.isEmpty()) {
                found.advisories.insert(at, std::move(advisories));
            }
        }
        return found;
    });
}

namespace {

/// The project, ready to be checked for crates that nothing names.
struct UnusedSearch
{
    QPointer<Workspace> workspace;
    CompileRequest request; ///< with the lint in its texts
    OwnTargets own;
    QList<Dependency> dependencies;
    std::function<void(int, int)> progress;
};

Task<QList<Dependency>> unusedWith(UnusedSearch search, CheckedFeatures features, std::stop_token stop)
{
    const CompileObserver observer{.progress = [progress = search.progress](int done, int total, const QString &) {
        if (progress) {
            progress(done, total);
        }
    }};
    const auto checked = co_await whileAlive(
        search.workspace.data(), search.workspace->compiler()->runCargoCommand(
                                     search.request, checkArguments(search.request.target, features), observer, stop));
    if (!checked) {
        co_return std::unexpected(ofCompile(checked.error()));
    }
    co_return co_await onWorker([answer = *checked, graph = search.own.graph, dependencies = search.dependencies] {
        return unusedOf(dependencies, graph, answer);
    });
}

Task<UnusedSearch> startSearch(Workspace *workspace, std::stop_token stop)
{
    UnusedSearch search{.workspace = workspace,
                        .request = requestOf(*workspace, QStringLiteral(" unused")),
                        .own = {},
                        .dependencies = workspace->manifest()->manifest().dependencies,
                        .progress = {}};
    search.request.texts = workspace->documents()->unsavedTexts(workspace->folder());
    const auto metadata = co_await whileAlive(
        workspace,
        workspace->compiler()->runCargoCommand(search.request, metadataArguments(search.request.target), {}, stop));
    if (!metadata) {
        co_return std::unexpected(metadata.error());
    }
    const auto own = co_await whileAlive(workspace, onWorker([answer = *metadata] { return ownTargets(answer); }));
    if (!own) {
        co_return std::unexpected(own.error());
    }
    search.own = *own;
    const auto texts = co_await whileAlive(
        workspace, onWorker([folder = workspace->folder(), roots = own->roots, texts = search.request.texts] {
            return lintedTexts(folder, roots, texts);
        }));
    if (!texts) {
        co_return std::unexpected(texts.error());
    }
    search.request.texts = *texts;
    co_return search;
}

} // namespace

Task<UnusedDependencies> unusedDependencies(Workspace *workspace, std::function<void(int, int)> progress,
                                            std::stop_token stop)
{
    if (workspace->crateTrials()->trust() != std::optional(true)) {
        co_return fail(ErrorCode::FailedPrecondition,
                       QObject::tr("The project is not compiled, because its folder is not trusted."));
    }
    auto search = co_await whileAlive(workspace, startSearch(workspace, stop));
    if (!search) {
        co_return std::unexpected(search.error());
    }
    search->progress = std::move(progress);
    const auto usual =
        co_await whileAlive(workspace, unusedWith(*search, {.areAll = false, .added = search->own.features}, stop));
    if (!usual) {
        co_return std::unexpected(usual.error());
    }
    UnusedDependencies unused;
    QList<Dependency> left = *usual;
    if (!left.isEmpty() && !search->own.graph.ownFeatures.isEmpty()) {
        const auto all = co_await whileAlive(workspace, unusedWith(*search, {.areAll = true, .added = {}}, stop));
        if (!all && (stop.stop_requested() || all.error().code == ErrorCode::Cancelled)) {
            co_return std::unexpected(all.error());
        }
        if (all) {
            left.removeIf([&](const Dependency &one) { return !all->contains(one); });
        } else { // features may exclude each other, or need crates that were never fetched
            unused.note = QObject::tr("The project does not compile with all of its features on, so code under a "
                                      "feature that is off may use these.");
        }
    }
    for (const Dependency &one : std::as_const(left)) {
        unused.crates.append(
            {.dependency = one, .mayBeWanted = !unused.note.isEmpty() || turnsFeaturesOn(search->own.graph, one)});
    }
    co_return unused;
}

} // namespace studio
