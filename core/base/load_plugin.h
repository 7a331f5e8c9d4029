// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

class QObject;

namespace studio {

/// The root object of one of our own plugins, `libNAME.so`: in the build folder beside the programs or beside the
/// tests, else where it is installed, wherever that was moved. It stays loaded. Unavailable: the reason, such as a
/// library that is missing. Takes some 10 ms at the first call; any thread.
Result<QObject *> loadPlugin(const QString &name);

} // namespace studio
