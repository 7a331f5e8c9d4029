// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <utility>

namespace studio {

/// Memory in MB and CPU in millicores of a tier. Only medium's are documented (PLATFORM, part 2); the others halve and
/// double it.
inline std::pair<int, int> limitsOfTier(const QString &tier)
{
    if (tier == QLatin1String("small")) {
        return {256, 250};
    }
    if (tier == QLatin1String("large")) {
        return {1024, 1000};
    }
    return tier == QLatin1String("xlarge") ? std::pair{2048, 2000} : std::pair{512, 500};
}

} // namespace studio
