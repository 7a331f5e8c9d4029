// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/left_out_notes.h"

#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QObject>

namespace studio {

namespace {

constexpr qsizetype maxNamed = 5;  ///< paths in one sentence
constexpr qsizetype maxLines = 10; ///< sentences about links
constexpr qsizetype maxKept = 64;  ///< files in the cache
constexpr qint64 largestFile = 1 << 20;
constexpr int lastReason = static_cast<int>(LeftOut::Reason::Special);

QString listOf(const QStringList &paths)
{
    QString text = paths.first(std::min(paths.size(), maxNamed)).join(QStringLiteral(", "));
    if (paths.size() > maxNamed) {
        text += QStringLiteral(" and %1 more").arg(paths.size() - maxNamed);
    }
    return text;
}

QString folderOf(const QString &cache)
{
    return cache + QStringLiteral("/left-out");
}

void forgetOldest(const QString &folder)
{
    const QFileInfoList all = QDir(folder).entryInfoList(QDir::Files, QDir::Time);
    for (qsizetype at = maxKept; at < all.size(); ++at) {
        QFile::remove(all[at].absoluteFilePath());
    }
}

} // namespace

QStringList notesOnLeftOut(const QList<LeftOut> &leftOut)
{
    QStringList named;
    QStringList ignored;
    QStringList notes;
    qsizetype special = 0;
    for (const LeftOut &one : leftOut) {
        if (one.reason == LeftOut::Reason::Name) {
            if (one.path.section(QLatin1Char('/'), -1) != QLatin1String(".git")) {
                named << one.path;
            }
        } else if (one.reason == LeftOut::Reason::Ignored) {
            ignored << one.path;
        } else if (++special <= maxLines) {
            notes << QObject::tr("Left out %1: %2.").arg(one.path, one.why);
        }
    }
    if (special > maxLines) {
        notes << QObject::tr("Left out %n more links, sockets, pipes or devices.", nullptr,
                             static_cast<int>(special - maxLines));
    }
    if (!named.isEmpty()) {
        notes.prepend(QObject::tr("Left out %1, which tools make.").arg(listOf(named)));
    }
    if (!ignored.isEmpty()) {
        notes.prepend(QObject::tr("Left out what git ignores: %1.").arg(listOf(ignored)));
    }
    return notes;
}

void rememberLeftOut(const QString &cache, const QByteArray &codeHash, const QList<LeftOut> &leftOut)
{
    QByteArray lines;
    for (const LeftOut &one : leftOut) {
        if (isOrdinary(one)) {
            continue;
        }
        lines += QByteArray::number(static_cast<int>(one.reason)) + '\t' + one.path.toUtf8() + '\t' + one.why.toUtf8() +
                 '\n';
    }
    const QString path = folderOf(cache) + u'/' + QString::fromLatin1(codeHash);
    if (lines.isEmpty()) {
        QFile::remove(path);
    } else if (writePrivateFile(path, lines, Durability::Cache)) {
        forgetOldest(folderOf(cache));
    }
}

QList<LeftOut> leftOutOf(const QString &cache, const QByteArray &codeHash)
{
    const QString path = folderOf(cache) + u'/' + QString::fromLatin1(codeHash);
    const QByteArray lines = readRegularFile(path, largestFile).value_or(std::nullopt).value_or(QByteArray());
    QList<LeftOut> leftOut;
    for (const QByteArray &line : lines.split('\n')) {
        const QList<QByteArray> fields = line.split('\t');
        if (const int reason = fields.value(0).toInt(); fields.size() == 3 && reason >= 0 && reason <= lastReason) {
            leftOut.append(
                {QString::fromUtf8(fields[1]), static_cast<LeftOut::Reason>(reason), QString::fromUtf8(fields[2])});
        }
    }
    return leftOut;
}

} // namespace studio
