// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/git_ignored.h"

#include "core/base/temporary_folder.h"
#include "core/process/process.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>

namespace studio {

namespace {

bool isInRepository(const QString &folder)
{
    for (QDir at(folder);;) {
        if (at.exists(QStringLiteral(".git"))) { // a folder, or a file in a worktree and a submodule
            return true;
        }
        if (!at.cdUp()) {
            return false;
        }
    }
}

/// A configuration may name programs for git to run. What is asked here needs none, and a folder that was only
/// downloaded must run nothing (PLATFORM, part 3, Trust).
ProcessSpec git(const QString &folder, const QStringList &arguments)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}) { // of a hook that calls us
        environment.remove(QString::fromLatin1(name));
    }
    environment.insert(QStringLiteral("GIT_OPTIONAL_LOCKS"), QStringLiteral("0"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    const QStringList terminalText{QStringLiteral("-c"), QStringLiteral("core.fsmonitor=false"), QStringLiteral("-c"),
                                   QStringLiteral("core.hooksPath=/dev/null")};
    return {.program = QStringLiteral("git"),
            .arguments = terminalText + arguments,
            .workingDirectory = folder,
            .environment = environment};
}

Result<QByteArray> outputOf(Result<ProcessOutput> ran)
{
    if (!ran) {
        return std::unexpected(ran.error());
    }
    if (ran->exit != ProcessExit{}) {
        const QString said = QString::fromUtf8(ran->standardError).trimmed();
        return fail(ErrorCode::FailedPrecondition, said.section(u'\n', 0, 0), said);
    }
    if (!ran->isComplete) { // what is left out would be taken for files that are not ignored
        return fail(ErrorCode::ResourceExhausted, QObject::tr("git ignores more files than can be listed."));
    }
    return ran->standardOutput;
}

/// What git lists: files, and folders of which nothing is tracked, with a '/' at the end.
Task<QByteArray> listIgnored(QString folder, QString temporaryFolder, std::stop_token stop)
{
    const QStringList list{QStringLiteral("ls-files"),    QStringLiteral("-z"),
                           QStringLiteral("--others"),    QStringLiteral("--ignored"),
                           QStringLiteral("--directory"), QStringLiteral("--exclude-standard")};
    if (isInRepository(folder)) {
        co_return outputOf(co_await runProcess(git(folder, list), stop));
    }
    QDir().mkpath(temporaryFolder);
    const auto empty = makeTemporaryFolder(temporaryFolder + QStringLiteral("/git-XXXXXX"));
    if (!empty) {
        co_return std::unexpected(empty.error());
    }
    const QStringList make{QStringLiteral("init"), QStringLiteral("--quiet"), QStringLiteral("--template="),
                           (*empty)->path()};
    if (const auto made = outputOf(co_await runProcess(git(folder, make), stop)); !made) {
        co_return made;
    }
    const QStringList where{QStringLiteral("--git-dir=%1/.git").arg((*empty)->path()),
                            QStringLiteral("--work-tree=%1").arg(folder)};
    co_return outputOf(co_await runProcess(git(folder, where + list), stop));
}

QSet<QString> pathsOf(const QByteArray &listed)
{
    QSet<QString> paths;
    for (const QByteArray &path : listed.split('\0')) {
        if (!path.isEmpty()) {
            paths.insert(QString::fromUtf8(path.endsWith('/') ? path.chopped(1) : path));
        }
    }
    return paths;
}

} // namespace

QStringList ignoredAmong(const QList<SourceFile> &files, const GitIgnored &ignored)
{
    QStringList found;
    for (const SourceFile &file : files) {
        bool hit = ignored.paths.contains(file.path);
        for (qsizetype slash = file.path.indexOf(u'/'); !hit && slash >= 0;
             slash = file.path.indexOf(u'/', slash + 1)) {
            hit = ignored.paths.contains(file.path.left(slash));
        }
        if (hit) {
            found << file.path;
        }
    }
    return found;
}

Task<GitIgnored> gitIgnored(QString folder, bool needed, QString temporaryFolder, std::stop_token stop)
{
    if (!needed && !isInRepository(folder)) {
        co_return GitIgnored{};
    }
    const auto listed = co_await listIgnored(folder, temporaryFolder, stop);
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    if (!listed && needed) {
        co_return fail(ErrorCode::FailedPrecondition,
                       QObject::tr("Git cannot say what it ignores in %1: %2").arg(folder, listed.error().message),
                       listed.error().detail);
    }
    co_return GitIgnored{.paths = listed ? pathsOf(*listed) : QSet<QString>(), .known = listed.has_value()};
}

} // namespace studio
