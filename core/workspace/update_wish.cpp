// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/update_wish.h"

#include "core/crates/crate_version.h"

namespace studio {

namespace {

/// Whether the newest for the platform's Rust is above what the requirement takes, not below it.
bool isBelowNewest(const Dependency &one, const DependencyFact &fact)
{
    const auto newest = CrateVersion::parse(fact.newestCompatible);
    const auto locked = CrateVersion::parse(fact.locked);
    return newest && (!locked || *locked < *newest) && lowerBound(one.requirement) < *newest &&
           !fitsRequirement(*newest, one.requirement.isEmpty() ? QStringLiteral("*") : one.requirement);
}

} // namespace

QList<Dependency> updatableDependencies(QList<Dependency> dependencies)
{
    dependencies.removeIf([](const Dependency &one) {
        const bool isOfRegistry = one.source.isEmpty() || one.source.startsWith(QLatin1String("registry "));
        return one.injected || isSdkCrate(one) || !isOfRegistry;
    });
    return dependencies;
}

UpdateWish planWish(const QList<Dependency> &updatable, const QHash<QString, DependencyFact> &facts,
                    const QList<Dependency> &chosen, UpdateReach reach, bool isRecursive)
{
    UpdateWish wish{.isRecursive = isRecursive};
    for (const Dependency &one : chosen) {
        const DependencyFact fact = facts.value(DependencyFacts::keyOf(one));
        wish.packages << (fact.locked.isEmpty() ? one.package : one.package + u'@' + fact.locked);
        if (reach == UpdateReach::Newest && isBelowNewest(one, fact)) {
            wish.raised.append({.dependency = one, .requirement = fact.newestCompatible});
        }
    }
    wish.packages.removeDuplicates();
    if (isRecursive && chosen.size() == updatable.size()) {
        wish.packages.clear(); // all that is locked
    }
    return wish;
}

} // namespace studio
