// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/trusted_folders.h"

#include "core/base/private_json.h"

#include <QCryptographicHash>

namespace studio {

QString TrustedFolders::fileOf(const QString &folder) const
{
    const QByteArray hash = QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256).toHex();
    return m_place + QLatin1Char('/') + QString::fromLatin1(hash.first(32)) + QStringLiteral(".json");
}

std::optional<bool> TrustedFolders::answer(const QString &folder) const
{
    constexpr qint64 maxBytes = 64 << 10;
    return readPrivateJson(fileOf(folder), maxBytes, [&](const JsonReader &document) {
        const bool isOfFolder = document["folder"].required().text() == folder;
        const bool isTrusted = document["trusted"].required().boolean();
        return isOfFolder ? std::optional(isTrusted) : std::nullopt;
    });
}

Result<void> TrustedFolders::setAnswer(const QString &folder, bool isTrusted) const
{
    if (auto made = makeFolder(m_place); !made) {
        return made;
    }
    return writePrivateFile(fileOf(folder), Json{{"folder", folder}, {"trusted", isTrusted}}.toUtf8(2));
}

} // namespace studio
