// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// What a handler is compiled to.
enum class RustTarget {
    Native, ///< a Linux binary, x86_64-unknown-linux-gnu
    Wasm,   ///< a wasm32-wasip2 component
};

/// How it is compiled. Only a Release artifact can be published.
enum class Profile { Dev, Release };

/// "native" or "wasm", as --rust-target takes it.
inline QString targetName(RustTarget target)
{
    return target == RustTarget::Native ? QStringLiteral("native") : QStringLiteral("wasm");
}

/// The target triple that rustc takes.
inline QString targetTriple(RustTarget target)
{
    return target == RustTarget::Native ? QStringLiteral("x86_64-unknown-linux-gnu") : QStringLiteral("wasm32-wasip2");
}

inline QString profileName(Profile profile)
{
    return profile == Profile::Dev ? QStringLiteral("dev") : QStringLiteral("release");
}

} // namespace studio
