// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/diagnostic.h"

#include <QByteArray>

#include <optional>

namespace studio::compiler {

/// A build for Wasm that ended badly because of a dependency.
struct WasmFailure
{
    QString crate;       ///< whose code, or build script, failed, or which a component cannot use
    QString words;       ///< the first thing that rustc or the build script said
    QString errors;      ///< all of it: where several dependencies bring the crate, it tells which is meant
    QByteArray manifest; ///< the author's Cargo.toml …
    QByteArray lockfile; ///< … and what it was resolved to

    bool operator==(const WasmFailure &) const = default;
};

/// The crate whose build failed: from cargo's last lines ("could not compile `mio`", "failed to run custom build
/// command for `openssl-sys v0.9`"). Empty when they name none.
QString failedCrate(const QString &cargoErrors);

/// The crate by which others call a browser's JavaScript. It compiles to Wasm, and what uses it does not work there.
inline constexpr QLatin1StringView browserCrate("wasm-bindgen");

/// Whether "name version" is that crate.
bool isBrowserCrate(const QString &crate);

/// Whether a text of rustc names a browser's crate or one of its types.
bool namesBrowserCrate(const QString &text);

/// Whether an error of the author's code, in plain text, comes from a crate that needs a browser, such as `reqwest`,
/// which compiles by itself; `crates` are those that were compiled.
bool needsBrowser(const QString &error, const QStringList &crates);

/// What the author can do about it: a sentence that names the crate, which dependency and feature brings it in, and
/// what to write instead. It stands at the dependency's line in Cargo.toml.
Diagnostic wasmDiagnostic(const WasmFailure &failure);

} // namespace studio::compiler
