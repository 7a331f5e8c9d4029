// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/manifest_editor.h"

#include "core/base/files.h"
#include "core/base/lifetime.h"
#include "core/compiler/compiler.h"
#include "core/compiler/profile_defaults.h"
#include "core/crates/crate_package.h"
#include "core/crates/crates.h"
#include "core/manifest/dependency_edits.h"
#include "core/manifest/dependency_spec.h"
#include "core/manifest/manifest.h"
#include "core/manifest/setting_edits.h"
#include "core/workspace/document_store.h"

#include <QDir>
#include <QObject>

#include <algorithm>

namespace studio {

namespace {

constexpr std::chrono::milliseconds manifestDelay{200};
constexpr qint64 maxManifestBytes = 4 << 20;

/// The package in a folder that `--path` names.
Result<Manifest> packageIn(const QString &folder)
{
    const QString path = folder + QStringLiteral("/Cargo.toml");
    const auto bytes = readRegularFile(path, maxManifestBytes);
    if (!bytes) {
        return std::unexpected(bytes.error());
    }
    if (!*bytes) {
        return fail(ErrorCode::NotFound, QObject::tr("There is no package in %1: it has no Cargo.toml.").arg(folder));
    }
    return decodeManifest(**bytes).and_then(parseManifest);
}

/// It is parsed on the main thread.
Result<Manifest> parseOfUsualSize(const QString &text)
{
    return text.size() <= maxManifestBytes
               ? parseManifest(text)
               : fail(ErrorCode::InvalidArgument,
                      QObject::tr("Cargo.toml is larger than the %1 MiB that are read. Make it smaller.")
                          .arg(maxManifestBytes >> 20));
}

} // namespace

ManifestEditor::ManifestEditor(DocumentStore *documents, Compiler *compiler, QObject *parent)
    : QObject(parent), m_documents(documents), m_compiler(compiler)
{
    m_textTimer.setSingleShot(true);
    m_textTimer.setInterval(0);
    connect(&m_textTimer, &QTimer::timeout, this, &ManifestEditor::readText);
    m_readTimer.setSingleShot(true);
    m_readTimer.setInterval(manifestDelay);
    connect(&m_readTimer, &QTimer::timeout, this, &ManifestEditor::read);
    connect(documents, &DocumentStore::documentChanged, this, [this](const QString &changed) {
        if (changed == path()) {
            m_readTimer.start();
            m_textTimer.start();
        }
    });
    const auto readNow = [this](const QString &changed) {
        if (changed == path()) {
            read();
        }
    };
    connect(documents, &DocumentStore::documentSaved, this, readNow);
    connect(documents, &DocumentStore::documentClosed, this, readNow);
}

ManifestEditor::~ManifestEditor() = default;

void ManifestEditor::setFolder(const QString &folder)
{
    if (m_folder != folder) {
        m_manifest = {};
    }
    m_folder = folder;
    Q_EMIT busy({});
    read();
}

QString ManifestEditor::path() const
{
    return m_folder + QStringLiteral("/Cargo.toml");
}

void ManifestEditor::read()
{
    m_readTimer.stop();
    readText();
    Q_EMIT manifestChanged();
}

void ManifestEditor::readText()
{
    m_textTimer.stop();
    const auto manifest = m_documents->text(path()).and_then(parseOfUsualSize);
    m_readError = manifest ? std::nullopt : std::optional(manifest.error());
    if (manifest) {
        m_manifest = *manifest;
    }
    Q_EMIT textRead();
}

Task<bool> ManifestEditor::addCrate(QString line)
{
    auto specs = parseDependencySpecs(line);
    if (!specs) {
        co_return report(std::unexpected(specs.error()));
    }
    co_return report(co_await whileAlive(this, add(std::move(*specs))));
}

Task<bool> ManifestEditor::removeCrate(Dependency dependency)
{
    return change([one = std::move(dependency)](const QString &text) { return withDependencyRemoved(text, one); });
}

Task<bool> ManifestEditor::setRequirement(Dependency dependency, QString requirement)
{
    return change([one = std::move(dependency), requirement = std::move(requirement)](const QString &text) {
        return withRequirement(text, one, requirement);
    });
}

Task<bool> ManifestEditor::setRequirements(QList<RequirementChange> changes)
{
    return change([changes = std::move(changes)](const QString &text) -> Result<QString> {
        const auto manifest = parseManifest(text);
        if (!manifest) {
            return std::unexpected(manifest.error());
        }
        Result<QString> edited = text;
        for (const RequirementChange &one : changes) {
            const Dependency &at = one.dependency;
            const bool isThere = std::ranges::any_of(manifest->dependencies, [&](const Dependency &listed) {
                return std::tie(listed.key, listed.table, listed.platform, listed.requirement) ==
                       std::tie(at.key, at.table, at.platform, at.requirement);
            });
            if (isThere) {
                edited = edited.and_then([&](const QString &now) { return withRequirement(now, at, one.requirement); });
            }
        }
        return edited;
    });
}

Task<bool> ManifestEditor::setFeature(Dependency dependency, QString feature, bool isOn)
{
    return change([one = std::move(dependency), feature = std::move(feature), isOn](const QString &text) {
        return isOn ? withFeature(text, one, feature) : withoutFeature(text, one, feature);
    });
}

Task<bool> ManifestEditor::setDefaultFeatures(Dependency dependency, bool isOn)
{
    return change(
        [one = std::move(dependency), isOn](const QString &text) { return withDefaultFeatures(text, one, isOn); });
}

Task<bool> ManifestEditor::setOptional(Dependency dependency, bool isOptional)
{
    return change(
        [one = std::move(dependency), isOptional](const QString &text) { return withOptional(text, one, isOptional); });
}

Task<bool> ManifestEditor::moveCrate(Dependency dependency, DependencyTable table)
{
    return change(
        [one = std::move(dependency), table](const QString &text) { return withDependencyMoved(text, one, table); });
}

Task<bool> ManifestEditor::makeExplicit(Dependency injected)
{
    return change([one = std::move(injected)](const QString &text) {
        return withDependency(text, {.package = one.package, .requirement = one.requirement, .features = one.features});
    });
}

Task<bool> ManifestEditor::step(bool isBack)
{
    co_return report(co_await whileAlive(this, m_documents->step(path(), isBack)));
}

Result<ManifestSettings> ManifestEditor::settings() const
{
    return m_documents->text(path()).and_then(readSettings);
}

QString ManifestEditor::profileDefault(const QString &key, Profile profile, RustTarget target)
{
    return compiler::profileDefault(key, profile, target);
}

Task<bool> ManifestEditor::setSetting(QStringList path, ManifestValue value)
{
    return change([path = std::move(path), value = std::move(value)](const QString &text) {
        return withSetting(text, path, value);
    });
}

Task<bool> ManifestEditor::setLint(LintSetting lint)
{
    return change([lint = std::move(lint)](const QString &text) { return withLint(text, lint); });
}

Task<bool> ManifestEditor::setPatch(PatchSetting patch)
{
    return change([patch = std::move(patch)](const QString &text) { return withPatch(text, patch); });
}

Task<bool> ManifestEditor::removePatch(PatchSetting patch)
{
    return change([patch = std::move(patch)](const QString &text) { return withoutPatch(text, patch); });
}

/// Nothing is written where the text stays as it is.
Task<bool> ManifestEditor::change(std::function<Result<QString>(const QString &text)> edit)
{
    const auto before = m_documents->text(path());
    auto after = before.and_then(edit);
    if (after && *after == *before) {
        co_return true;
    }
    co_return report(co_await whileAlive(this, apply(std::move(after))));
}

Result<bool> ManifestEditor::report(Result<bool> result)
{
    if (!result && result.error().code != ErrorCode::Cancelled) {
        Q_EMIT failed(result.error());
    }
    return result;
}

Task<bool> ManifestEditor::apply(Result<QString> text)
{
    if (!text) {
        co_return std::unexpected(text.error());
    }
    co_return co_await whileAlive(this, m_documents->edit(path(), *text));
}

/// All crates are resolved before any is written, so that one that cannot be added leaves Cargo.toml as it is.
Task<bool> ManifestEditor::add(QList<DependencySpec> specs)
{
    const auto before = m_documents->text(path());
    const auto manifest = before.and_then(parseManifest);
    if (!manifest) {
        co_return std::unexpected(manifest.error());
    }
    const QString folder = m_folder;
    for (DependencySpec &spec : specs) {
        auto resolved = co_await whileAlive(this, resolve(spec, *before, *manifest));
        if (!resolved) {
            co_return std::unexpected(resolved.error());
        }
        if (folder != m_folder) {
            co_return cancelled();
        }
        spec = std::move(*resolved);
    }
    auto text = m_documents->text(path()); // it may have been edited while the registry was asked
    for (const DependencySpec &spec : std::as_const(specs)) {
        text = text.and_then([&](const QString &now) { return withDependency(now, spec); });
    }
    co_return co_await whileAlive(this, apply(std::move(text)));
}

/// Fills in what `cargo add` reads from elsewhere: the name of a package and its version.
Task<DependencySpec> ManifestEditor::resolve(DependencySpec spec, QString text, Manifest manifest)
{
    if (!spec.path.isEmpty() || !spec.git.isEmpty()) {
        co_return co_await whileAlive(this, resolveSource(std::move(spec), manifest));
    }
    const auto listed = listedDependency(manifest, spec);
    const bool isSame = listed && (spec.rename.isEmpty() || listed->package == spec.package);
    if (isSame) {
        spec.package = listed->package; // another name than its own has only the code for it
    }
    if (isSame && spec.requirement.isEmpty()) {
        if (!changesAnything(spec)) {
            co_return nothingToChange(*listed);
        }
        co_return spec;
    }
    if (spec.requirement.isEmpty()) {
        spec.requirement = requirementElsewhere(manifest, spec);
    }
    const bool isShared = spec.requirement.isEmpty() && isSharedByWorkspace(text, spec.key());
    if (spec.fromWorkspace || isShared) {
        co_return spec;
    }
    co_return co_await whileAlive(this, askRegistry(std::move(spec)));
}

bool ManifestEditor::changesAnything(const DependencySpec &spec)
{
    return spec.hasSource() || !spec.features.isEmpty() || spec.defaultFeatures || spec.optional ||
           !spec.registry.isEmpty();
}

std::unexpected<Error> ManifestEditor::nothingToChange(const Dependency &listed)
{
    return fail(
        ErrorCode::AlreadyExists,
        listed.source.isEmpty()
            ? tr("Cargo.toml has %1 already, as %2. Nothing was changed. For another version write it behind "
                 "the name: %1@%3.")
                  .arg(listed.key, listed.requirement, QStringLiteral("VERSION"))
            : tr("Cargo.toml has %1 already: it comes from %2. Nothing was changed.").arg(listed.key, listed.source));
}

/// Whether there is such a crate, and its newest version where none is named.
Task<DependencySpec> ManifestEditor::askRegistry(DependencySpec spec)
{
    Q_EMIT busy(tr("Asking the registry about %1…").arg(spec.package));
    const auto choice = co_await whileAlive(this, m_compiler->toolchain(RustTarget::Native));
    if (!choice) {
        Q_EMIT busy({});
        co_return std::unexpected(choice.error());
    }
    const auto info = co_await whileAlive(this, crateInfo(choice->toolchain, spec.package, spec.registry));
    Q_EMIT busy({});
    if (!info) {
        co_return std::unexpected(info.error());
    }
    spec.package = info->name;
    if (spec.requirement.isEmpty()) {
        spec.requirement = info->version;
    }
    co_return spec;
}

/// A package of a folder or of a repository: its own manifest tells its name and version.
Task<DependencySpec> ManifestEditor::resolveSource(DependencySpec spec, Manifest manifest)
{
    CratePackage found;
    if (!spec.path.isEmpty()) {
        const QString folder = QDir::cleanPath(QDir(m_folder).absoluteFilePath(spec.path));
        const auto package = packageIn(folder);
        if (!package) {
            co_return std::unexpected(package.error());
        }
        if (folder == m_folder) {
            co_return fail(ErrorCode::InvalidArgument, tr("A package cannot depend on itself."));
        }
        found = {.name = package->packageName, .version = package->packageVersion};
        spec.path = QDir(m_folder).relativeFilePath(folder);
    } else {
        const auto package = co_await whileAlive(this, askRepository(spec));
        if (!package) {
            co_return std::unexpected(package.error());
        }
        found = *package;
    }
    if (!spec.package.isEmpty() && spec.package != found.name) {
        co_return fail(ErrorCode::NotFound,
                       tr("The package in %1 is called %2, not %3.")
                           .arg(spec.path.isEmpty() ? spec.git : spec.path, found.name, spec.package));
    }
    spec.package = found.name;
    // What only tests use is never published, so Cargo writes no version for it.
    const auto listed = listedDependency(manifest, spec);
    const bool needsVersion = spec.table != DependencyTable::Dev || (listed && !listed->requirement.isEmpty());
    if (spec.requirement.isEmpty() && needsVersion) {
        spec.requirement = found.version;
    }
    co_return spec;
}

Task<CratePackage> ManifestEditor::askRepository(DependencySpec spec)
{
    Q_EMIT busy(tr("Reading %1…").arg(spec.git));
    const auto choice = co_await whileAlive(this, m_compiler->toolchain(RustTarget::Native));
    if (!choice) {
        Q_EMIT busy({});
        co_return std::unexpected(choice.error());
    }
    auto package = co_await whileAlive(this, packageInRepository(choice->toolchain, std::move(spec)));
    Q_EMIT busy({});
    co_return package;
}

} // namespace studio
