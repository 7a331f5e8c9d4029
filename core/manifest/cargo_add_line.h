// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifest/dependency_spec.h"

namespace studio {

/// A specification that cannot be read.
inline std::unexpected<Error> invalidSpec(const QString &sentence)
{
    return fail(ErrorCode::InvalidArgument, sentence);
}

/// Reads the words behind `cargo add`: crates, as name or name@requirement, and options in any order. Internal to
/// core/manifest; see parseDependencySpecs().
Result<QList<DependencySpec>> parseCargoAddLine(const QString &text);

} // namespace studio
