// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"
#include "core/base/task.h"
#include "core/crates/advisories.h"
#include "core/model/cargo_manifest.h"

#include <QHash>
#include <QObject>

namespace studio {

class Compiler;

/// What is known on this machine of a dependency beside what Cargo.toml says: from Cargo.lock, and from the entries of
/// the registry's index that Cargo has kept. Texts are empty where it is not known.
struct DependencyFact
{
    QString locked;
    QString newest;             ///< not yanked and no prerelease
    QString newestCompatible;   ///< of these, with the platform's Rust
    QString oldestFitting;      ///< of those that fit the requirement, with the platform's Rust …
    QString newestFitting;      ///< … and the newest of these
    QList<Advisory> advisories; ///< about the locked version, where the person has a database of them
    bool isLockedYanked = false;
    bool isOutdated = false; ///< newestCompatible is newer than locked
    bool isIndexed = false;  ///< Cargo has met the crate

    bool operator==(const DependencyFact &) const = default;
};

/// A feature of one version of a crate.
struct CrateFeature
{
    QString name;
    QStringList turnsOn;    ///< features, "dep:crate", "crate/feature", as the crate writes them
    QStringList requiredBy; ///< locked crates that ask for it, at most 8

    bool operator==(const CrateFeature &) const = default;
};

/// One version of a crate, and what to choose from.
struct CrateDetails
{
    QString package;
    QString version; ///< that the rest is about; empty where none is known
    DependencyFact fact;
    QList<CrateFeature> features;
    QStringList versions; ///< not yanked, the newest first, at most 200
    QString description;
    QString license;
    QString repository;
    QString documentation;
    std::optional<QDateTime> advisoriesDate; ///< of the database; nothing where there is none

    bool operator==(const CrateDetails &) const = default;
};

/// The features that are on, each with the reason: "chosen" or "default" itself, or the features that turn it on.
/// `chosen`: those that Cargo.toml lists. Linear in the size of the features.
QHash<QString, QStringList> featureReasons(const QList<CrateFeature> &features, const QStringList &chosen,
                                           bool hasDefault);

/// Reads these on a worker, for one project. Asks no registry. Main thread.
class DependencyFacts : public QObject
{
    Q_OBJECT

public:
    /// `cargoHome` as in core/crates/registry_index.h; empty for this user's own.
    explicit DependencyFacts(QString cargoHome = {}, QObject *parent = nullptr);
    ~DependencyFacts() override;

    /// Whose cache has the lockfile of compiles, which counts where the project has none; null: none does. It outlives
    /// this.
    void setCompiler(const Compiler *compiler) { m_compiler = compiler; }

    /// Reads what is known of the dependencies of this manifest; changed() tells its end, where something is another.
    void load(const QString &folder, const Manifest &manifest);
    [[nodiscard]] DependencyFact fact(const Dependency &dependency) const;
    [[nodiscard]] QHash<QString, DependencyFact> facts() const { return m_facts; } ///< by keyOf()
    /// Package and requirement: what a fact is about.
    static QString keyOf(const Dependency &dependency);

    /// Of the locked version, else of the newest that fits the requirement and is known.
    Task<CrateDetails> details(Dependency dependency);

Q_SIGNALS:
    void changed();

private:
    QCoro::Task<void> read(QString folder, QList<Dependency> dependencies);

    [[nodiscard]] Paths paths() const;

    const Compiler *m_compiler = nullptr;
    QString m_home;
    QString m_folder;
    QHash<QString, DependencyFact> m_facts;
    int m_generation = 0;
};

} // namespace studio
