// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace studio {

struct RealManifest
{
    QString crate; ///< "name version"
    QByteArray text;
};

/// Cargo.toml of the crates of tests/data/manifests.txt, as their authors wrote it. Cargo fetches the crates once, from
/// the registry that it is set up for, into its own cache; copies of the manifests are kept in $STUDIO_TEST_CACHE.
/// Unavailable, with cargo's words as detail, where they cannot be had. Blocks.
Result<QList<RealManifest>> realManifests();

} // namespace studio
