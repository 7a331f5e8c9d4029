// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QString>

namespace studio::compiler {

/// The whole file. Unavailable names it. Blocks.
Result<QByteArray> readFile(const QString &path);

/// Writes to a temporary name beside it and renames, so that a kill leaves the old or the new content. Not synced: what
/// the compiler writes lies in the cache. Blocks.
Result<void> writeFile(const QString &path, const QByteArray &content);

/// Writes only when the content differs; whether it did.
Result<bool> writeIfChanged(const QString &path, const QByteArray &content);

inline QByteArray sha256(QByteArrayView content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
}

/// What errno means for a path, as systemError() says it: ResourceExhausted for a full disk, else Unavailable.
std::unexpected<Error> failedFile(const QString &sentence, const QString &path, int number);

} // namespace studio::compiler
