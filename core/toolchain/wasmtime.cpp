// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/toolchain/wasmtime.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QObject>
#include <QStandardPaths>

namespace studio {

Result<Wasmtime> findWasmtime()
{
    const QString name = QStringLiteral("wasmtime");
    QString found = QStandardPaths::findExecutable(name);
    if (found.isEmpty()) {
        found = QStandardPaths::findExecutable(name, {QDir::homePath() + QStringLiteral("/.wasmtime/bin")});
    }
    if (found.isEmpty()) {
        return fail(ErrorCode::Unavailable,
                    QObject::tr("Wasmtime, which runs components, is not installed. Run `cargo install wasmtime-cli "
                                "--locked`, or put the program `wasmtime` on PATH."));
    }
    const QFileInfo info(QFileInfo(found).canonicalFilePath());
    // Not its version: asking for that would start it each time, and two builds may have the same.
    const QString identity =
        QStringLiteral("%1\n%2\n%3").arg(info.filePath()).arg(info.size()).arg(info.lastModified().toMSecsSinceEpoch());
    const QByteArray hash = QCryptographicHash::hash(identity.toUtf8(), QCryptographicHash::Sha256).toHex();
    return Wasmtime{info.filePath(), hash.first(12)};
}

} // namespace studio
