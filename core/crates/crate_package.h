// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/manifest/dependency_spec.h"
#include "core/toolchain/toolchain.h"

namespace studio {

/// What a package's own manifest says of it.
struct CratePackage
{
    QString name;
    QString version;

    bool operator==(const CratePackage &) const = default;
};

/// The package of a git repository that `spec` names, or the only one where it names none. Cargo fetches it, with the
/// person's own git configuration. InvalidArgument: several packages, or none of that name. Unavailable: the repository
/// cannot be reached.
Task<CratePackage> packageInRepository(Toolchain toolchain, DependencySpec spec, std::stop_token stop = {});

} // namespace studio
