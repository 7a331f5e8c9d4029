// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/git_folder.h"
#include "git_folder.h"

using namespace studio;
using namespace studio::git;
using namespace Qt::StringLiterals;

class TestGitFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_commit_is_that_of_git()
    {
        const QTemporaryDir without;
        QCOMPARE(gitFolderOf(without.path()), QString());
        QCOMPARE(headCommit({}), QString());
        const test::GitFolder made;
        const auto head = [&](const QString &name = {}) { return headCommit(gitFolderOf(made.at(name))); };
        QCOMPARE(head(), QString()); // nothing is committed yet
        made.commit();
        const QString hash = QString::fromLatin1(made.git({u"rev-parse"_s, u"HEAD"_s}).trimmed());
        QCOMPARE(hash.size(), 40);
        QCOMPARE(head(), hash);
        QVERIFY(QDir(made.path()).mkpath(u"below/it"_s));
        QCOMPARE(head(u"below/it"_s), hash);
        made.git({u"pack-refs"_s, u"--all"_s});
        QCOMPARE(head(), hash);
        made.git({u"worktree"_s, u"add"_s, u"-qb"_s, u"other"_s, u"tree"_s});
        QVERIFY(gitFolderOf(made.at(u"tree"_s)).endsWith(u"/.git/worktrees/tree"_s));
        QCOMPARE(head(u"tree"_s), hash);
        made.git({u"checkout"_s, u"-q"_s, u"--detach"_s});
        QCOMPARE(head(), hash);
    }
};

QTEST_GUILESS_MAIN(TestGitFolder)
#include "tst_git_folder.moc"
