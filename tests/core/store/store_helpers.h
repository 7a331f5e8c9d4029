// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "core/store/page_checksums.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

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

/// Runs statements on a store's database beside the Store; the first error, or an empty text.
inline QString runSql(const QString &folder, const QStringList &statements)
{
    QString error;
    {
        QSqlDatabase raw = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("raw"));
        raw.setDatabaseName(studio::checksummedName(folder + QStringLiteral("/store.sqlite")));
        raw.setConnectOptions(QStringLiteral("QSQLITE_OPEN_URI"));
        if (!raw.open()) {
            error = raw.lastError().text();
        }
        for (qsizetype at = 0; error.isEmpty() && at < statements.size(); ++at) {
            QSqlQuery query(raw);
            if (!query.exec(statements[at])) {
                error = query.lastError().text();
            }
        }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("raw"));
    return error;
}

} // namespace made
