// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <QCryptographicHash>
#include <QFile>

/// What the store tests share.
namespace made {

inline const studio::AppId hello{QStringLiteral("org"), QStringLiteral("hello")};

inline QByteArray hash(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
}

inline QString file(const QString &path, const QByteArray &content)
{
    QFile out(path);
    return out.open(QIODevice::WriteOnly) && out.write(content) == content.size() ? path : QString();
}

inline QByteArray content(const QString &path)
{
    QFile in(path);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("<cannot read>");
}

/// Why a result failed, for QVERIFY2, which evaluates its text also when all is well.
inline QByteArray why(const auto &result)
{
    return result ? QByteArray() : (result.error().message + u' ' + result.error().detail).toUtf8();
}

} // namespace made
