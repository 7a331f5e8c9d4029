// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/paths.h"

namespace studio::compiler {

/// How the crate `ignite` is built.
enum class SdkVariant {
    Linked, ///< into the handler: what is published, and wasm
    Shared, ///< a dylib: compiled and linked once, so that a changed handler links in a moment
};

/// The bundled SDK as the build folders use it.
struct SdkLayout
{
    QString crate;    ///< folder of the crate `ignite`: one path for all projects, with times that stay
    QString lockfile; ///< the versions that the SDK was tested with

    bool operator==(const SdkLayout &) const = default;
};

/// Copies the SDK from the resources (which may be read-only, or move with the next release) to a folder of the cache
/// named after its content, once; renamed into place whole. Blocks: worker.
/// Internal: the resources hold no SDK. Unavailable, ResourceExhausted: not writable, disk full.
Result<SdkLayout> layOutSdk(const Paths &paths, SdkVariant variant);

} // namespace studio::compiler
