// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/dependency_facts.h"

#include "core/base/detach.h"
#include "core/base/files.h"
#include "core/base/lifetime.h"
#include "core/compiler/compiler.h"
#include "core/compiler/lockfile.h"
#include "core/crates/registry_index.h"
#include "core/manifest/manifest.h"

#include <QQueue>

#include <algorithm>

namespace studio {

namespace {

constexpr qint64 maxLockfileBytes = 16 << 20;
constexpr qsizetype maxFacts = 2'000;
constexpr qsizetype maxShownVersions = 200;
constexpr qsizetype maxDependents = 64; ///< whose features are read
constexpr qsizetype maxRequiredBy = 8;

/// Of the project's own lockfile; else of the one that compiles use, where `paths` are given.
QList<LockedCrate> lockedCrates(const QString &folder, const Paths &paths)
{
    const auto own = readRegularFile(folder + QStringLiteral("/Cargo.lock"), maxLockfileBytes);
    QByteArray bytes = own.value_or(std::nullopt).value_or(QByteArray());
    if (bytes.isEmpty() && !paths.cache.isEmpty()) {
        bytes = usedLockfile(paths, folder, folder);
    }
    return readLockfile(bytes).value_or(QList<LockedCrate>());
}

/// The oldest and the newest version that the requirement takes and that the platform's Rust compiles.
void addFitting(const IndexedCrate &crate, const Dependency &dependency, DependencyFact &fact)
{
    const auto fits =
        requirementFilter(dependency.requirement.isEmpty() ? QStringLiteral("*") : dependency.requirement);
    const QString rust = BuildManifestOptions{}.platformRust;
    for (const IndexedVersion &one : crate.versions) { // the newest first
        if (!one.isYanked && fits(one.version) && one.isFor(rust)) {
            fact.oldestFitting = one.text;
            fact.newestFitting = fact.newestFitting.isEmpty() ? one.text : fact.newestFitting;
        }
    }
}

/// The newest of the locked versions that the requirement takes.
QString lockedVersion(const QList<LockedCrate> &locked, const Dependency &dependency)
{
    std::optional<CrateVersion> best;
    QString text;
    for (const LockedCrate &one : locked) {
        const auto version = one.name == dependency.package ? CrateVersion::parse(one.version) : std::nullopt;
        const bool fits =
            version && (dependency.requirement.isEmpty() || fitsRequirement(*version, dependency.requirement));
        if (fits && (!best || *best < *version)) {
            best = version;
            text = one.version;
        }
    }
    return text;
}

DependencyFact factOf(const QString &home, const QList<LockedCrate> &locked, const Dependency &dependency)
{
    DependencyFact fact{.locked = lockedVersion(locked, dependency)};
    const bool isElsewhere = !dependency.source.isEmpty() && !dependency.source.startsWith(QLatin1String("registry"));
    if (!isElsewhere) {
        fact.advisories = advisoriesOf(advisoryFolder(home), dependency.package, fact.locked);
    }
    const auto crate = isElsewhere ? std::nullopt : readIndexedCrate(home, dependency.package).value_or(std::nullopt);
    if (!crate) {
        return fact;
    }
    fact.isIndexed = true;
    const auto released = [](const IndexedVersion &one) { return !one.isYanked && one.version.pre.isEmpty(); };
    const auto newest = std::ranges::find_if(crate->versions, released);
    fact.newest = newest == crate->versions.end() ? QString() : newest->text;
    if (const auto *compatible = crate->newestFor(BuildManifestOptions{}.platformRust)) {
        fact.newestCompatible = compatible->text;
        const auto lockedNow = CrateVersion::parse(fact.locked);
        fact.isOutdated = lockedNow && *lockedNow < compatible->version;
    }
    addFitting(*crate, dependency, fact);
    const auto now = std::ranges::find(crate->versions, fact.locked, &IndexedVersion::text);
    fact.isLockedYanked = now != crate->versions.end() && now->isYanked;
    return fact;
}

void addRequiredBy(const QString &home, const QList<LockedCrate> &locked, CrateDetails &details)
{
    QHash<QString, qsizetype> byName;
    for (qsizetype i = 0; i < details.features.size(); ++i) {
        byName.insert(details.features[i].name, i);
    }
    qsizetype dependents = 0;
    for (const LockedCrate &one : locked) {
        const bool isDependent =
            one.dependencies.contains(details.package) ||
            one.dependencies.contains(QStringLiteral("%1 %2").arg(details.package, details.version));
        const bool isRead = isDependent && !one.source.isEmpty() && ++dependents <= maxDependents;
        const auto package = isRead ? readIndexedPackage(home, one.name, one.version) : std::nullopt;
        for (const IndexedDependency &dependency : package ? package->dependencies : QList<IndexedDependency>()) {
            if (dependency.package != details.package) {
                continue;
            }
            QStringList asked = dependency.features;
            asked += dependency.hasDefaultFeatures ? QStringList(QStringLiteral("default")) : QStringList();
            for (const QString &feature : std::as_const(asked)) {
                const auto found = byName.constFind(feature);
                QStringList *const names = found == byName.cend() ? nullptr : &details.features[*found].requiredBy;
                if (names && names->size() < maxRequiredBy && !names->contains(one.name)) {
                    *names << one.name;
                }
            }
        }
    }
}

CrateDetails detailsOf(const QString &home, const QString &folder, const Paths &paths, const Dependency &dependency)
{
    CrateDetails details{.package = dependency.package};
    const QList<LockedCrate> locked = lockedCrates(folder, paths);
    details.fact = factOf(home, locked, dependency);
    details.version = details.fact.locked;
    details.advisoriesDate = advisoriesDate(advisoryFolder(home));
    const auto crate = readIndexedCrate(home, dependency.package).value_or(std::nullopt);
    if (!crate) {
        return details;
    }
    for (const IndexedVersion &one : crate->versions) {
        if (!one.isYanked && details.versions.size() < maxShownVersions) {
            details.versions << one.text;
        }
    }
    const QString requirement = dependency.requirement.isEmpty() ? QStringLiteral("*") : dependency.requirement;
    if (const auto *newest = crate->newest(requirement); details.version.isEmpty() && newest) {
        details.version = newest->text;
    }
    if (const auto package = readIndexedPackage(home, crate->name, details.version)) {
        for (auto one = package->features.cbegin(); one != package->features.cend(); ++one) {
            details.features.append({.name = one.key(), .turnsOn = one.value()});
        }
    }
    addRequiredBy(home, locked, details);
    // Another version that is unpacked says the same in most cases.
    QStringList unpacked{details.version};
    for (const QString &version : unpacked + details.versions) {
        if (const auto texts = unpackedTexts(home, crate->name, version)) {
            details.description = texts->description;
            details.license = texts->license;
            details.repository = texts->repository;
            details.documentation = texts->documentation;
            break;
        }
    }
    return details;
}

} // namespace

QHash<QString, QStringList> featureReasons(const QList<CrateFeature> &features, const QStringList &chosen,
                                           bool hasDefault)
{
    QHash<QString, const CrateFeature *> known;
    for (const CrateFeature &one : features) {
        known.insert(one.name, &one);
    }
    QHash<QString, QStringList> reasons;
    QQueue<QString> next;
    const auto turnOn = [&](const QString &feature, const QString &reason) {
        if (!known.contains(feature)) {
            return;
        }
        if (!reasons.contains(feature)) {
            next.enqueue(feature);
        }
        if (QStringList &all = reasons[feature]; all.size() < maxRequiredBy) {
            all << reason;
        }
    };
    for (const QString &one : chosen) {
        turnOn(one, QStringLiteral("chosen"));
    }
    if (hasDefault) {
        turnOn(QStringLiteral("default"), QStringLiteral("default"));
    }
    while (!next.isEmpty()) {
        const QString feature = next.dequeue();
        for (const QString &part : known.value(feature)->turnsOn) {
            // `crate/feature` also turns on the optional crate, `crate?/feature` does not.
            const QString name = part.section(u'/', 0, 0);
            if (!part.startsWith(QLatin1String("dep:")) && !name.endsWith(u'?') && name != feature) {
                turnOn(name, feature);
            }
        }
    }
    return reasons;
}

DependencyFacts::DependencyFacts(QString cargoHome, QObject *parent)
    : QObject(parent), m_home(cargoHome.isEmpty() ? studio::cargoHome() : std::move(cargoHome))
{
}

DependencyFacts::~DependencyFacts() = default;

Paths DependencyFacts::paths() const
{
    return m_compiler ? m_compiler->paths() : Paths{};
}

QString DependencyFacts::keyOf(const Dependency &dependency)
{
    return dependency.package + u' ' + dependency.requirement + u' ' + dependency.source;
}

void DependencyFacts::load(const QString &folder, const Manifest &manifest)
{
    if (folder != m_folder) {
        m_facts.clear();
    }
    m_folder = folder;
    ++m_generation;
    detach(read(folder, manifest.dependencies.first(std::min(manifest.dependencies.size(), maxFacts))));
}

QCoro::Task<void> DependencyFacts::read(QString folder, QList<Dependency> dependencies)
{
    const int generation = m_generation;
    const auto facts = co_await whileAlive(this, onWorker([home = m_home, folder, paths = paths(), dependencies] {
                                               const QList<LockedCrate> locked = lockedCrates(folder, paths);
                                               QHash<QString, DependencyFact> all;
                                               for (const Dependency &one : dependencies) {
                                                   if (const QString key = keyOf(one); !all.contains(key)) {
                                                       all.insert(key, factOf(home, locked, one));
                                                   }
                                               }
                                               return Result<QHash<QString, DependencyFact>>(all);
                                           }));
    if (facts && generation == m_generation && *facts != m_facts) {
        m_facts = *facts;
        Q_EMIT changed();
    }
}

DependencyFact DependencyFacts::fact(const Dependency &dependency) const
{
    return m_facts.value(keyOf(dependency));
}

Task<CrateDetails> DependencyFacts::details(Dependency dependency)
{
    co_return co_await whileAlive(this, onWorker([home = m_home, folder = m_folder, paths = paths(), dependency] {
                                      return Result<CrateDetails>(detailsOf(home, folder, paths, dependency));
                                  }));
}

} // namespace studio
