// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/dependency_tidy.h"

#include "core/base/files.h"
#include "core/base/json_reader.h"
#include "core/base/lifetime.h"
#include "core/compiler/compiler.h"
#include "core/compiler/lockfile.h"
#include "core/crates/registry_index.h"
#include "core/manifest/manifest.h"
#include "core/model/compile_observer.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/workspace.h"

#include <QDateTime>
#include <QDir>
#include <QHash>
#include <QMap>
#include <QRegularExpression>

#include <algorithm>

namespace studio {

namespace {

constexpr qint64 maxRootBytes = 8 << 20;
constexpr auto lintName = "unused_crate_dependencies";

CompileRequest requestOf(const Workspace &workspace, const QString &suffix)
{
    return {
        .projectKey = workspace.folder() + suffix, .sourceFolder = workspace.folder(), .target = workspace.target()};
}

/// What is not saved, by its path in the folder.
QMap<QString, QByteArray> unsavedTexts(const Workspace &workspace)
{
    QMap<QString, QByteArray> texts;
    const QDir root(workspace.folder());
    const DocumentStore *const documents = workspace.documents();
    for (const QString &path : documents->openPaths()) {
        const QString file = root.relativeFilePath(path);
        if (!documents->isDirty(path) || file.startsWith(QLatin1String("../"))) {
            continue;
        }
        if (const auto text = documents->text(path)) {
            texts.insert(file, text->toUtf8());
        }
    }
    return texts;
}

/// `deny` of the author's own would end the compile before all is said, so the lint stands before all else. Another
/// text each time: what was compiled before is not compiled again, and says nothing.
QByteArray withLint(QByteArray text)
{
    text = text.startsWith("\xef\xbb\xbf") ? text.sliced(3) : text;
    const bool isScript = text.startsWith("#!") && !text.startsWith("#![");
    const qsizetype start = isScript ? std::max<qsizetype>(text.indexOf('\n') + 1, 0) : 0;
    return text.first(start) + "#![warn(" + lintName + ")] " + text.sliced(start) + "\n// " +
           QByteArray::number(QDateTime::currentMSecsSinceEpoch()) + '\n';
}

/// What is compiled of the project's own package.
struct OwnTargets
{
    QStringList roots;    ///< root files, relative
    QStringList features; ///< that some of them need to be compiled at all
    PackageGraph graph;
};

Result<OwnTargets> ownTargets(const CargoAnswer &answer)
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

/// Counts what cargo compiles of the project's own package, and how often a dependency is unused in it. A library and a
/// program have one crate name, and each is compiled for its tests too: a dependency is unused where all of these say
/// so.
class UnusedReader
{
public:
    explicit UnusedReader(QString manifest) : m_manifest(std::move(manifest)) {}

    void read(const QByteArray &messages)
    {
        for (const QByteArray &line : messages.split('\n')) {
            if (line.contains(lintName) || line.contains("\"compiler-artifact\"")) {
                readLine(line);
            }
        }
    }
    [[nodiscard]] bool isUnused(const QString &name) const { return m_units > 0 && m_unused.value(name) >= m_units; }

private:
    void readLine(const QByteArray &line)
    {
        // “extern crate `foo` is unused in crate `bar`”
        static const QRegularExpression quoted(QStringLiteral("`([A-Za-z0-9_]+)`"));
        constexpr int deepestMessage = 600; // places nest in the macros that they come from
        const auto document = parseJson(line, deepestMessage);
        if (!document) {
            return;
        }
        const JsonReader json(*document);
        const bool isOwn = json["manifest_path"].text() == m_manifest &&
                           !json["target"]["kind"].texts().contains(QStringLiteral("custom-build"));
        if (!isOwn) {
            return;
        }
        if (json["reason"].text() == QLatin1String("compiler-artifact")) {
            ++m_units;
            return;
        }
        const JsonReader message = json["message"];
        if (message["code"].isThere() && message["code"]["code"].text() == QLatin1String(lintName)) {
            ++m_unused[quoted.match(message["message"].text()).captured(1)];
        }
    }

    QString m_manifest;
    int m_units = 0;
    QHash<QString, int> m_unused;
};

QStringList checkArguments(RustTarget target, const QStringList &features)
{
    QStringList arguments{QStringLiteral("check"),    QStringLiteral("--all-targets"),    QStringLiteral("--target"),
                          targetTriple(target),       QStringLiteral("--message-format"), QStringLiteral("json"),
                          QStringLiteral("--locked"), QStringLiteral("--offline")};
    if (!features.isEmpty()) {
        arguments << QStringLiteral("--features") << features.join(u',');
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

QList<Dependency> unusedOf(const QList<Dependency> &dependencies, const PackageGraph &graph, const UnusedReader &reader)
{
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
        workspace, workspace->compiler()->askCargo(request, metadataArguments(request.target), {}, stop));
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

Task<QList<Dependency>> unusedDependencies(Workspace *workspace, std::function<void(int, int)> progress,
                                           std::stop_token stop)
{
    const QString folder = workspace->folder();
    const QList<Dependency> dependencies = workspace->manifest()->manifest().dependencies;
    CompileRequest request = requestOf(*workspace, QStringLiteral(" unused"));
    request.texts = unsavedTexts(*workspace);
    const auto metadata = co_await whileAlive(
        workspace, workspace->compiler()->askCargo(request, metadataArguments(request.target), {}, stop));
    if (!metadata) {
        co_return std::unexpected(metadata.error());
    }
    const auto own = co_await whileAlive(workspace, onWorker([answer = *metadata] { return ownTargets(answer); }));
    if (!own) {
        co_return std::unexpected(own.error());
    }
    const auto texts = co_await whileAlive(workspace, onWorker([folder, roots = own->roots, texts = request.texts] {
                                               return lintedTexts(folder, roots, texts);
                                           }));
    if (!texts) {
        co_return std::unexpected(texts.error());
    }
    request.texts = *texts;
    const CompileObserver observer{.progress = [progress](int done, int total, const QString &) {
        if (progress) {
            progress(done, total);
        }
    }};
    const auto checked = co_await whileAlive(
        workspace,
        workspace->compiler()->askCargo(request, checkArguments(request.target, own->features), observer, stop));
    if (!checked) {
        co_return std::unexpected(ofCompile(checked.error()));
    }
    co_return co_await onWorker([answer = *checked, graph = own->graph, dependencies]() -> Result<QList<Dependency>> {
        UnusedReader reader(answer.folder + QStringLiteral("/Cargo.toml"));
        reader.read(answer.output);
        return unusedOf(dependencies, graph, reader);
    });
}

} // namespace studio
