// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QString>

namespace studio {

/// Wasmtime's program.
struct Wasmtime
{
    QString program;  ///< absolute, links followed
    QByteArray build; ///< tells one build of it from another: what one has compiled, no other may run

    bool operator==(const Wasmtime &) const = default;
};

/// The first on PATH, or in ~/.wasmtime/bin where its own installer puts it. Unavailable, with the way to get it.
Result<Wasmtime> findWasmtime();

} // namespace studio
