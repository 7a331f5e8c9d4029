// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/dependency_updates.h"

#include "core/base/files.h"
#include "core/base/lifetime.h"
#include "core/base/user_file.h"
#include "core/compiler/compiler.h"
#include "core/compiler/lockfile.h"
#include "core/crates/registry_index.h"
#include "core/manifest/dependency_edits.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/workspace.h"

#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QSet>

#include <algorithm>

namespace studio {

namespace {

constexpr qint64 maxUpdatedLockfile = 16 << 20;

using Versions = QMap<std::pair<QString, QString>, QStringList>; ///< by name and source, the oldest first

Result<Versions> lockedVersions(const QByteArray &lockfile)
{
    return readLockfile(lockfile).transform([](const QList<LockedCrate> &crates) {
        Versions versions;
        for (const LockedCrate &one : crates) {
            versions[{one.name, one.source}] << one.version;
        }
        return versions;
    });
}

bool isOlder(const QString &one, const QString &other)
{
    const auto first = CrateVersion::parse(one);
    const auto second = CrateVersion::parse(other);
    return first && second ? *first < *second : one < other;
}

QStringList without(const QStringList &all, const QStringList &others)
{
    QStringList left = all;
    left.removeIf([&](const QString &one) { return others.contains(one); });
    std::ranges::sort(left, isOlder);
    return left;
}

QString linkFor(const QString &home, const std::pair<QString, QString> &crate, const QStringList &versions)
{
    if (!crate.second.startsWith(QLatin1String("registry+"))) {
        return {};
    }
    for (const QString &version : versions) {
        const auto texts = unpackedTexts(home, crate.first, version);
        if (texts && texts->repository.startsWith(QLatin1String("https://"))) {
            return texts->repository;
        }
    }
    return {};
}

} // namespace

Result<QList<LockChange>> lockChanges(const QByteArray &before, const QByteArray &after, const QString &cargoHome)
{
    const auto old = lockedVersions(before);
    const auto made = lockedVersions(after);
    if (!old || !made) {
        return std::unexpected(old ? made.error() : old.error());
    }
    QSet<std::pair<QString, QString>> crates;
    for (const Versions *const versions : {&*old, &*made}) {
        for (const auto &crate : versions->keys()) {
            crates.insert(crate);
        }
    }
    QList<LockChange> changes;
    for (const auto &crate : std::as_const(crates)) {
        const QStringList gone = without(old->value(crate), made->value(crate));
        const QStringList come = without(made->value(crate), old->value(crate));
        for (qsizetype i = 0; i < std::max(gone.size(), come.size()); ++i) {
            const QString from = gone.value(i);
            const QString to = come.value(i);
            changes.append({.name = crate.first,
                            .from = from,
                            .to = to,
                            .link = linkFor(cargoHome, crate, {to, from}),
                            .isOlder = !from.isEmpty() && !to.isEmpty() && isOlder(to, from)});
        }
    }
    std::ranges::sort(changes, [](const LockChange &a, const LockChange &b) {
        return std::tie(a.name, a.from, a.to) < std::tie(b.name, b.from, b.to);
    });
    return changes;
}

DependencyUpdates::DependencyUpdates(Workspace *workspace, QString cargoHome, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_home(cargoHome.isEmpty() ? studio::cargoHome() : std::move(cargoHome))
{
    connect(workspace, &Workspace::opened, this, [this](const QString &folder) {
        if (m_applied && m_applied->folder != folder) {
            m_applied.reset();
            Q_EMIT changed();
        }
    });
}

DependencyUpdates::~DependencyUpdates() = default;

QString DependencyUpdates::lockfilePath(const QString &folder) const
{
    return folder + QStringLiteral("/Cargo.lock");
}

namespace {

/// What an update begins with.
struct UpdateStart
{
    std::optional<QByteArray> authors;
    QByteArray used; ///< by compiles; empty where nothing was resolved yet
};

Result<UpdateStart> readStart(const Paths &paths, const QString &folder)
{
    const auto authors = readRegularFile(folder + QStringLiteral("/Cargo.lock"), maxUpdatedLockfile);
    return authors.transform([&](const std::optional<QByteArray> &bytes) {
        return UpdateStart{.authors = bytes, .used = usedLockfile(paths, folder, folder)};
    });
}

Result<QString> withRaised(const QString &manifest, const QList<RequirementChange> &raised)
{
    Result<QString> text = manifest;
    for (const RequirementChange &one : raised) {
        text = text.and_then([&](const QString &now) { return withRequirement(now, one.dependency, one.requirement); });
    }
    return text;
}

QStringList updateArguments(const UpdateWish &wish)
{
    QStringList arguments{QStringLiteral("update")};
    for (const QString &package : wish.packages) {
        arguments << QStringLiteral("--package") << package;
    }
    if (wish.isRecursive && !wish.packages.isEmpty()) {
        arguments << QStringLiteral("--recursive");
    }
    return arguments;
}

const QStringList resolved{QStringLiteral("locate-project")}; ///< cargo is asked for nothing: it has resolved

QStringList specs(const Versions &versions)
{
    QStringList all;
    for (auto one = versions.cbegin(); one != versions.cend(); ++one) {
        for (const QString &version : one.value()) {
            all << one.key().first + u'@' + version;
        }
    }
    return all;
}

/// What a raised requirement has replaced already goes by the version that took its place.
Result<QStringList> replacedSpecs(const QStringList &packages, const QByteArray &before, const QByteArray &after)
{
    const auto old = lockedVersions(before).transform(specs);
    const auto now = lockedVersions(after).transform(specs);
    if (!old || !now) {
        return std::unexpected(old ? now.error() : old.error());
    }
    QStringList replaced;
    for (const QString &package : packages) {
        if (!package.contains(u'@') || now->contains(package)) {
            replaced << package;
            continue;
        }
        const QString start = package.section(u'@', 0, 0) + u'@';
        for (const QString &one : *now) {
            replaced += one.startsWith(start) && !old->contains(one) ? QStringList(one) : QStringList();
        }
    }
    replaced.removeDuplicates();
    return replaced;
}

} // namespace

Task<UpdatePlan> DependencyUpdates::plan(UpdateWish wish, std::stop_token stop)
{
    UpdatePlan plan{.folder = m_workspace->folder(), .raised = wish.raised};
    const auto manifest = m_workspace->documents()->text(m_workspace->manifest()->path());
    const auto text = manifest.and_then([&](const QString &now) { return withRaised(now, wish.raised); });
    if (!text) {
        co_return std::unexpected(text.error());
    }
    plan.manifest = *manifest;
    Compiler *const compiler = m_workspace->compiler();
    auto start = co_await whileAlive(
        this, onWorker([paths = compiler->paths(), folder = plan.folder] { return readStart(paths, folder); }));
    if (!start) {
        co_return std::unexpected(start.error());
    }
    plan.before = start->authors;
    // Of its own: neither the build folder of compiles nor its lockfile is changed.
    CompileRequest request{.projectKey = plan.folder + QStringLiteral(" update"),
                           .sourceFolder = plan.folder,
                           .target = m_workspace->target(),
                           .texts = {{QStringLiteral("Cargo.toml"), manifest->toUtf8()}}};
    if (!start->used.isEmpty()) {
        request.texts.insert(QStringLiteral("Cargo.lock"), start->used);
    }
    const auto now = co_await whileAlive(this, compiler->runCargoCommand(request, resolved, {}, stop));
    if (!now) {
        co_return std::unexpected(now.error());
    }
    request.texts.insert(QStringLiteral("Cargo.toml"), text->toUtf8());
    request.texts.insert(QStringLiteral("Cargo.lock"), now->lockfile);
    const auto lockfile = co_await whileAlive(this, updated(request, wish, stop));
    if (!lockfile) {
        co_return std::unexpected(lockfile.error());
    }
    plan.lockfile = *lockfile;
    const auto changes =
        co_await whileAlive(this, onWorker([home = m_home, before = now->lockfile, after = plan.lockfile] {
                                return lockChanges(before, after, home);
                            }));
    if (!changes) {
        co_return std::unexpected(changes.error());
    }
    plan.changes = *changes;
    co_return plan;
}

/// The lockfile of the request, updated. With raised requirements cargo resolves it anew before it updates.
Task<QByteArray> DependencyUpdates::updated(CompileRequest request, UpdateWish wish, std::stop_token stop)
{
    Compiler *const compiler = m_workspace->compiler();
    if (!wish.raised.isEmpty() && !wish.packages.isEmpty()) {
        const auto raised = co_await whileAlive(this, compiler->runCargoCommand(request, resolved, {}, stop));
        const auto packages = raised.and_then([&](const CargoOutput &answer) {
            return replacedSpecs(wish.packages, request.texts.value(QStringLiteral("Cargo.lock")), answer.lockfile);
        });
        if (!packages) {
            co_return std::unexpected(packages.error());
        }
        request.texts.insert(QStringLiteral("Cargo.lock"), raised->lockfile);
        wish.packages = *packages;
        if (packages->isEmpty()) { // an update of nothing would be one of all
            co_return raised->lockfile;
        }
    }
    const auto answer = co_await whileAlive(this, compiler->runCargoCommand(request, updateArguments(wish), {}, stop));
    co_return answer.transform([](const CargoOutput &made) { return made.lockfile; });
}

Task<bool> DependencyUpdates::writeLockfile(QString folder, std::optional<QByteArray> content)
{
    const QString path = lockfilePath(folder);
    DocumentStore *const documents = m_workspace->documents();
    if (content && documents->isOpen(path)) {
        co_return co_await whileAlive(this, documents->edit(path, QString::fromUtf8(*content)));
    }
    co_return co_await whileAlive(this, onWorker([path, content]() -> Result<bool> {
                                      if (content) {
                                          return saveUserFile(path, *content).transform([] { return true; });
                                      }
                                      if (!QFile::remove(path)) {
                                          return fail(ErrorCode::Unavailable,
                                                      tr("%1 could not be removed.").arg(QFileInfo(path).fileName()));
                                      }
                                      return true;
                                  }));
}

/// Cargo.lock first: of the two it is the one that is put back without a trace in an editor's history.
Task<bool> DependencyUpdates::write(QString folder, std::optional<QByteArray> from, std::optional<QByteArray> to,
                                    QList<RequirementChange> requirements)
{
    if (const auto written = co_await whileAlive(this, writeLockfile(folder, to)); !written) {
        co_return std::unexpected(written.error());
    }
    if (requirements.isEmpty()) {
        co_return true;
    }
    Result<bool> set = cancelled();
    if (folder == m_workspace->folder()) {
        set = co_await whileAlive(this, m_workspace->manifest()->setRequirements(requirements));
    }
    if (!set) {
        if (const auto back = co_await whileAlive(this, writeLockfile(folder, from)); !back) {
            Error both = set.error();
            both.message = tr("%1 Cargo.lock could not be put back: %2").arg(both.message, back.error().message);
            co_return std::unexpected(both);
        }
    }
    co_return set;
}

namespace {

Task<std::optional<QByteArray>> lockfileOnDisk(QString path)
{
    return onWorker([path] { return readRegularFile(path, maxUpdatedLockfile); });
}

} // namespace

Task<bool> DependencyUpdates::apply(UpdatePlan plan)
{
    const auto onDisk = co_await whileAlive(this, lockfileOnDisk(lockfilePath(plan.folder)));
    const auto manifest = m_workspace->documents()->text(m_workspace->manifest()->path());
    if (!manifest || !onDisk) {
        co_return std::unexpected(manifest ? onDisk.error() : manifest.error());
    }
    if (plan.folder != m_workspace->folder() || *manifest != plan.manifest || *onDisk != plan.before) {
        co_return fail(ErrorCode::FailedPrecondition,
                       tr("Cargo.toml or Cargo.lock was changed since the preview was made. Preview again."));
    }
    const auto written = co_await whileAlive(this, write(plan.folder, plan.before, plan.lockfile, plan.raised));
    if (!written) {
        co_return std::unexpected(written.error());
    }
    m_applied = plan;
    Q_EMIT changed();
    co_return true;
}

Task<bool> DependencyUpdates::undo()
{
    if (!m_applied) {
        co_return true;
    }
    const UpdatePlan applied = *m_applied;
    const auto onDisk = co_await whileAlive(this, lockfileOnDisk(lockfilePath(applied.folder)));
    if (!onDisk) {
        co_return std::unexpected(onDisk.error());
    }
    if (*onDisk != std::optional(applied.lockfile)) {
        co_return fail(ErrorCode::FailedPrecondition,
                       tr("Cargo.lock was changed since the update, so it is left as it is."));
    }
    QList<RequirementChange> lowered;
    for (const RequirementChange &one : applied.raised) {
        Dependency raised = one.dependency;
        raised.requirement = one.requirement;
        lowered.append({.dependency = raised, .requirement = one.dependency.requirement});
    }
    const auto written = co_await whileAlive(this, write(applied.folder, applied.lockfile, applied.before, lowered));
    if (!written) {
        co_return std::unexpected(written.error());
    }
    m_applied.reset();
    Q_EMIT changed();
    co_return true;
}

} // namespace studio
