// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"

#include <QStringList>

namespace studio {

/// The sentences for the person about what packing left out. None about `.git`, which is not expected in a
/// draft.
QStringList notesOnLeftOut(const QList<LeftOut> &leftOut);

/// Keeps what packing left out of an archive, for the error of a compile that misses it: an archive does not tell. A
/// small file in the cache for each such archive, the newest 64. That it cannot be written costs only the explanation.
/// Both block.
void rememberLeftOut(const QString &cache, const QByteArray &codeHash, const QList<LeftOut> &leftOut);
QList<LeftOut> leftOutOf(const QString &cache, const QByteArray &codeHash);

} // namespace studio
