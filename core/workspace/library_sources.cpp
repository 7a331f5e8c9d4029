// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/library_sources.h"

#include "core/crates/registry_index.h"

namespace studio {

bool isLibrarySource(const QString &path)
{
    const QString cargo = cargoHome();
    return path.startsWith(cargo + QLatin1String("/registry/src/")) ||
           path.startsWith(cargo + QLatin1String("/git/checkouts/")) ||
           path.contains(QLatin1String("/lib/rustlib/src/"));
}

} // namespace studio
