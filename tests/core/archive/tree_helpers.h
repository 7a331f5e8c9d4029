// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QProcess>
#include <QString>
#include <QTest>

/// What the archive tests share: trees as maps, and real tools.
namespace tree {

inline void write(const QString &path, const QByteArray &content, bool executable = false)
{
    QVERIFY2(QDir().mkpath(QFileInfo(path).path()), qPrintable(path));
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    QCOMPARE(file.write(content), content.size());
    file.close();
    const auto mode = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
    QVERIFY(file.setPermissions(executable ? mode | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther : mode));
}

/// All below a folder: relative path → "x " or "- " and the content; a link as "l target", a folder that holds nothing
/// as "d".
inline QMap<QString, QByteArray> read(const QString &folder)
{
    QMap<QString, QByteArray> found;
    QDirIterator at(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    while (at.hasNext()) {
        const QFileInfo info = at.nextFileInfo();
        const QString path = QDir(folder).relativeFilePath(info.filePath());
        if (info.isSymLink()) {
            found[path] = "l " + info.symLinkTarget().toUtf8();
        } else if (info.isDir()) {
            if (QDir(info.filePath()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
                found[path] = "d";
            }
        } else {
            QFile file(info.filePath());
            if (file.open(QIODevice::ReadOnly)) {
                found[path] = (info.permission(QFile::ExeOwner) ? "x " : "- ") + file.readAll();
            }
        }
    }
    return found;
}

/// Why a result failed, for QVERIFY2, which evaluates its text also when all is well.
inline QByteArray why(const auto &result)
{
    return result ? QByteArray() : (result.error().message + u' ' + result.error().detail).toUtf8();
}

inline QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<cannot read>");
}

/// Runs a tool to its end in a folder; its output, or what it complained about when it failed.
inline QByteArray run(const QString &program, const QStringList &arguments, const QString &folder = {},
                      int *exitCode = nullptr)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForStarted() || !process.waitForFinished(300'000)) {
        QTest::qFail(qPrintable(program + QStringLiteral(": ") + process.errorString()), __FILE__, __LINE__);
        return {};
    }
    const QByteArray output = process.readAll();
    if (exitCode != nullptr) {
        *exitCode = process.exitCode();
    } else if (process.exitCode() != 0) {
        QTest::qFail(qPrintable(program + QStringLiteral(": ") + QString::fromUtf8(output)), __FILE__, __LINE__);
    }
    return output;
}

} // namespace tree
