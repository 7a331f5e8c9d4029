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

/// What `cargo search` prints; lines of another form are left out.
QList<CrateInfo> parseSearch(const QString &text);

/// Asks the registry for crates whose name or description has these words (`cargo search`), at most 20. They have name,
/// version and description only. InvalidArgument: nothing that a crate is called. Unavailable: no network, or a
/// registry that cannot be searched.
Task<QList<CrateInfo>> searchCrates(Toolchain toolchain, QString words, std::stop_token stop = {});

} // namespace studio
