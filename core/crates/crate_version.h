// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <array>
#include <compare>
#include <functional>
#include <optional>

namespace studio {

/// The version of a crate (Semantic Versioning 2.0.0). What stands behind a + does not count. A plain value.
struct CrateVersion
{
    std::array<quint64, 3> numbers{};
    QStringList pre; ///< "beta", "1" of 1.0.0-beta.1

    /// Nothing where it is no whole version, such as "1.2".
    static std::optional<CrateVersion> parse(const QString &text);

    std::strong_ordering operator<=>(const CrateVersion &other) const; ///< 1.0.0-beta is less than 1.0.0
    bool operator==(const CrateVersion &) const = default;
};

/// Whether Cargo takes this version for the requirement, by the rules of the crate semver 1: also that a prerelease is
/// taken only where the requirement names one of the same three numbers. A requirement that Cargo does not take
/// (isVersionRequirement()) fits nothing.
bool fitsRequirement(const CrateVersion &version, const QString &requirement);

/// The same for many versions: the requirement is read once.
std::function<bool(const CrateVersion &)> requirementFilter(const QString &requirement);

/// Whether the version lies between the bounds of the requirement in the order of versions, prereleases too: as of
/// advisories, whose `>= 1.2` takes 2.0.0-rc.1, but not 1.2.0-rc.1, and whose `^1.2` takes no prerelease of 2.0.0.
/// False for a requirement that Cargo does not take.
bool isWithinBounds(const CrateVersion &version, const QString &requirement);

/// No version that is less fits: 1.2.0 of "1.2", 1.0.0-rc.1 of "=1.0.0-rc.1". 0.0.0 where it says nothing of it.
CrateVersion lowerBound(const QString &requirement);

} // namespace studio
