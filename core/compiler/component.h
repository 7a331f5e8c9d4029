// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QStringList>

namespace studio {

/// What a component asks of its host and what it offers: WIT interfaces, as "wasi:http/types@0.2.4".
struct ComponentInterface
{
    QStringList imports;
    QStringList exports;

    bool operator==(const ComponentInterface &) const = default;
};

/// Reads the outermost import and export sections of a component; the rest is skipped. InvalidArgument when it is none.
/// The format: WebAssembly Component Model, Binary.md. wasm-tools would tell the same after 5 to 30 ms, as a program of
/// 17 MB that Debian 13 has in its backports only.
Result<ComponentInterface> readComponent(QByteArrayView bytes);

} // namespace studio
