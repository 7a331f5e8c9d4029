// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/toolchain/toolchain.h"

#include <QStringList>

namespace studio {

/// What the registry says of one crate.
struct CrateInfo
{
    QString name;    ///< as the registry spells it: it finds serde_json for serde-json
    QString version; ///< newest that suits the platform's Rust
    QString description;
    QString license;
    QString rustVersion; ///< empty when it does not say
    QStringList features;

    bool operator==(const CrateInfo &) const = default;
};

/// Asks Cargo (`cargo info`), also of another registry than crates.io where one is named, so the person's own
/// registries, mirrors and credentials are respected. NotFound: no such crate. Unavailable: no network, no cargo.
Task<CrateInfo> crateInfo(Toolchain toolchain, QString name, QString registry = {}, std::stop_token stop = {});

} // namespace studio
