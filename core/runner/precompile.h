// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QString>

namespace studio {

/// The machine code of a component as Wasmtime starts it without compiling: made once for each component and each build
/// of Wasmtime, and kept below `cache` (which may vanish at any time) under the component's SHA-256. Several processes
/// may ask for the same one. The path of the `.cwasm`. NotFound: no such component. Unavailable: no Wasmtime.
/// ResourceExhausted: disk full. InvalidArgument: Wasmtime refuses the component. Cancelled.
Task<QString> precompiled(QString component, QString cache, std::stop_token stop = {});

} // namespace studio
