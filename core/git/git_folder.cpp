// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/git_folder.h"

#include "core/base/files.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

namespace studio::git {

namespace {

constexpr qint64 maxGitFile = 4096;
constexpr qint64 maxPackedRefs = 4 << 20;

/// Trimmed; empty where it is not there or too large.
QByteArray contentOf(const QString &path, qint64 most = maxGitFile)
{
    const auto content = readRegularFile(path, most);
    return content && *content ? (*content)->trimmed() : QByteArray();
}

QString hashIn(const QByteArray &text)
{
    static const QRegularExpression shape(QStringLiteral("\\A(?:[0-9a-f]{40}|[0-9a-f]{64})\\z"));
    const QString hash = QString::fromLatin1(text);
    return shape.match(hash).hasMatch() ? hash : QString();
}

QString packedHash(const QString &folder, const QByteArray &reference)
{
    for (const QByteArray &line : contentOf(folder + QStringLiteral("/packed-refs"), maxPackedRefs).split('\n')) {
        if (line.endsWith(' ' + reference)) {
            return hashIn(line.first(line.indexOf(' ')));
        }
    }
    return {};
}

} // namespace

/// A worktree's `.git` is a file: "gitdir: …".
QString gitFolderOf(QString folder)
{
    for (;; folder = QFileInfo(folder).path()) {
        const QFileInfo git(folder + QStringLiteral("/.git"));
        if (git.isDir()) {
            return git.filePath();
        }
        if (git.isFile()) {
            const QByteArray line = contentOf(git.filePath());
            const QString named = line.startsWith("gitdir: ") ? QFile::decodeName(line.sliced(8)) : QString();
            return QFileInfo(named).isRelative() && !named.isEmpty() ? folder + u'/' + named : named;
        }
        if (folder == QFileInfo(folder).path()) {
            return {};
        }
    }
}

QString headCommit(const QString &gitFolder)
{
    if (gitFolder.isEmpty()) {
        return {};
    }
    const QByteArray head = contentOf(gitFolder + QStringLiteral("/HEAD"));
    if (!head.startsWith("ref: refs/") || head.contains("..")) {
        return hashIn(head);
    }
    const QByteArray reference = head.sliced(5);
    // A worktree has its HEAD for itself and the branches in common.
    const QString common = QFile::decodeName(contentOf(gitFolder + QStringLiteral("/commondir")));
    const QString folder = common.isEmpty()                 ? gitFolder
                           : QFileInfo(common).isRelative() ? gitFolder + u'/' + common
                                                            : common;
    const QString loose = hashIn(contentOf(folder + u'/' + QFile::decodeName(reference)));
    return loose.isEmpty() ? packedHash(folder, reference) : loose;
}

} // namespace studio::git
