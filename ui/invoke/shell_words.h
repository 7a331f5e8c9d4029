// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArrayList>

namespace studio {

/// The words of a command as a POSIX shell takes them apart, with $'…' as bash has it; nothing is expanded. Bytes, for
/// words may be any. InvalidArgument: a quote has no end. Any thread.
Result<QByteArrayList> readShellWords(const QByteArray &command);

} // namespace studio
