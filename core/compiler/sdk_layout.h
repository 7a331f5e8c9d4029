// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/target.h"

#include <QByteArray>

namespace studio {

/// A copy of the bundled SDK, at a path that is the same for all projects and never changes its content.
struct SdkLayout
{
    QString folder;  ///< absolute; holds Cargo.lock, ignite/ and ignite-macros/
    QByteArray hash; ///< of the sources, 16 hex digits

    [[nodiscard]] QString crate() const { return folder + QStringLiteral("/ignite"); }
    bool operator==(const SdkLayout &) const = default;
};

/// Lays the SDK out below `cache`/sdk, once per content. For the dev profile on native it is a dynamic library, so that
/// a handler links in a moment. Blocks: worker.
Result<SdkLayout> layOutSdk(const QString &resources, const QString &cache, RustTarget target, Profile profile);

} // namespace studio
