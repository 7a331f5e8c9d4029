// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/dependency_tidy.h"

#include "core/base/files.h"
#include "core/base/lifetime.h"
#include "core/compiler/compiler.h"
#include "core/compiler/lockfile.h"
#include "core/crates/registry_index.h"
#include "core/manifest/manifest.h"
#include "core/model/compile_observer.h"
#include "core/project/project.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/workspace.h"

#include <QDateTime>
#include <QHash>
#include <QRegularExpression>
#include <QSet>

namespace studio {

namespace {

constexpr qint64 maxRootBytes = 8 << 20;
constexpr auto lintName = "unused_crate_dependencies";

CompileRequest requestOf(const Workspace &workspace, const QString &suffix)
{
    return {
        .projectKey = workspace.folder() + suffix, .sourceFolder = workspace.folder(), .target = workspace.target()};
}

/// The root files that a compile of the handler compiles, with the lint turned on before all that stands there.
QMap<QString, QByteArray> lintedRoots(const QString &folder)
{
    const QString handler = readProject(folder).value_or(Project{}).handlerFile;
    QStringList roots{QStringLiteral("src/lib.rs")};
    if (handler != roots.front() && !handler.isEmpty()) {
        roots << handler;
    }
    QMap<QString, QByteArray> texts;
    for (const QString &root : std::as_const(roots)) {
        const auto text = readRegularFile(folder + u'/' + root, maxRootBytes);
        if (text && *text) {
            QByteArray content = **text;
            content = content.startsWith("\xef\xbb\xbf") ? content.sliced(3) : content;
            // `deny` of the author's own would end the compile before all is said.
            texts.insert(root, QByteArray("#![warn(") + lintName + ")] " + content);
        }
    }
    return texts;
}

/// As code names it.
QString crateName(QString key)
{
    return key.replace(u'-', u'_');
}

/// Collects by which crates of the project a dependency is said to be unused.
class UnusedReader
{
public:
    void read(const Diagnostic &diagnostic)
    {
        // “extern crate `foo` is unused in crate `bar`”
        static const QRegularExpression quoted(QStringLiteral("`([A-Za-z0-9_]+)`"));
        if (diagnostic.code != QLatin1String(lintName)) {
            return;
        }
        QStringList names;
        for (auto all = quoted.globalMatch(diagnostic.message); all.hasNext();) {
            names << all.next().captured(1);
        }
        m_unusedIn[names.value(0)].insert(names.value(1));
    }
    [[nodiscard]] bool isUnused(const QString &name, qsizetype roots) const
    {
        return m_unusedIn.value(name).size() >= roots;
    }

private:
    QHash<QString, QSet<QString>> m_unusedIn;
};

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
    const QStringList arguments{QStringLiteral("metadata"), QStringLiteral("--format-version=1"),
                                QStringLiteral("--filter-platform=") + targetTriple(request.target),
                                QStringLiteral("--offline"), QStringLiteral("--locked")};
    const auto answer = co_await whileAlive(workspace, workspace->compiler()->askCargo(request, arguments, {}, stop));
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
    CompileRequest request = requestOf(*workspace, QStringLiteral(" unused"));
    const auto texts = co_await whileAlive(
        workspace, onWorker([folder] { return Result<QMap<QString, QByteArray>>(lintedRoots(folder)); }));
    if (!texts) {
        co_return std::unexpected(texts.error());
    }
    request.texts = *texts;
    // Another text each time: what was compiled before is not compiled again, and says nothing.
    const QByteArray edit = "\n// " + QByteArray::number(QDateTime::currentMSecsSinceEpoch()) + '\n';
    for (QByteArray &text : request.texts) {
        text += edit;
    }
    UnusedReader reader;
    const CompileObserver observer{.diagnostic = [&reader](const Diagnostic &one) { reader.read(one); },
                                   .progress =
                                       [progress](int done, int total, const QString &) {
                                           if (progress) {
                                               progress(done, total);
                                           }
                                       }};
    const auto compiled = co_await whileAlive(workspace, workspace->compiler()->compile(request, observer, stop));
    if (!compiled) {
        co_return std::unexpected(compiled.error());
    }
    QStringList injected;
    for (const Dependency &one : injectedDependencies()) {
        injected << one.key;
    }
    QList<Dependency> unused;
    for (const Dependency &one : workspace->manifest()->manifest().dependencies) {
        const bool isListed = one.table == DependencyTable::Normal && !one.injected && !injected.contains(one.key);
        if (isListed && reader.isUnused(crateName(one.key), request.texts.size())) {
            unused << one;
        }
    }
    co_return unused;
}

} // namespace studio
