// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of the things that `draft save` is given: folders beside a real git, and archives.
#include "core/source/left_out_notes.h"
#include "tests/core/source/source_test.h"

#include <QTest>

#include <sys/stat.h>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestCodeSource : public SourceTest
{
    Q_OBJECT

    /// Until the project has been lying there for a while: the time of a change cannot be set back, but waited for.
    void settle() const
    {
        const QDateTime made = QDateTime::currentDateTime();
        QTRY_VERIFY_WITH_TIMEOUT(made.msecsTo(QDateTime::currentDateTime()) > 2'100, 30'000);
    }

    void git(const QStringList &arguments) const { tree::run(u"git"_s, arguments, at(u"p"_s)); }

    const QStringList m_all{u".gitignore"_s,  u"Cargo.toml"_s,       u"a.log"_s,     u"kept.log"_s, u"mixed/b.log"_s,
                            u"mixed/b.txt"_s, u"secrets/deep/key"_s, u"src/lib.rs"_s};
    const QStringList m_respected{u".gitignore"_s, u"Cargo.toml"_s, u"kept.log"_s, u"mixed/b.txt"_s, u"src/lib.rs"_s};

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        m_cache.clear();
        makeProject();
    }

    void ignored_files_are_packed_and_counted()
    {
        git({u"init"_s, u"-q"_s});
        const auto archive = prepare(at(u"p"_s));
        QVERIFY2(archive, tree::why(archive));
        QCOMPARE(held(*archive), m_all);
        QCOMPARE(archive->notes, QStringList{u"The draft holds 3 files that git ignores (a.log and others). Leave such "
                                             "files out with --respect-gitignore."_s});
    }

    void ignored_files_are_left_out_when_asked()
    {
        git({u"init"_s, u"-q"_s});
        DraftSource source(at(u"p"_s));
        source.respectGitignore = true;
        const auto archive = prepare(source);
        QVERIFY2(archive, tree::why(archive));
        QCOMPARE(held(*archive), m_respected);
        QCOMPARE(archive->notes, QStringList{u"Left out what git ignores: a.log, mixed/b.log, secrets."_s});
    }

    void a_tracked_file_is_not_ignored()
    {
        git({u"init"_s, u"-q"_s});
        git({u"add"_s, u"-f"_s, u"a.log"_s, u"secrets/deep/key"_s});
        DraftSource source(at(u"p"_s));
        source.respectGitignore = true;
        const auto archive = prepare(source);
        QVERIFY2(archive, tree::why(archive));
        QCOMPARE(archive->notes, QStringList{u"Left out what git ignores: mixed/b.log."_s});
        QVERIFY(held(*archive).contains(u"secrets/deep/key"_s));
    }

    void the_repository_may_begin_above()
    {
        tree::write(at(u".gitignore"_s), "b.txt\n");
        tree::run(u"git"_s, {u"init"_s, u"-q"_s}, m_place->path());
        const auto archive = prepare(at(u"p"_s));
        QVERIFY2(archive, tree::why(archive));
        QVERIFY2(archive->notes.value(0).contains(u"4 files"_s), qPrintable(archive->notes.value(0)));
    }

    void without_a_repository_nothing_is_ignored_unless_asked()
    {
        const auto plain = prepare(at(u"p"_s));
        QVERIFY2(plain, tree::why(plain));
        QCOMPARE(plain->notes, QStringList());
        DraftSource source(at(u"p"_s));
        source.respectGitignore = true;
        const auto archive = prepare(source);
        QVERIFY2(archive, tree::why(archive));
        QCOMPARE(held(*archive), m_respected);
        QVERIFY(!QFileInfo::exists(at(u"p/.git"_s)));
    }

    void what_cannot_be_packed_is_said_and_refuses_nothing()
    {
        m_cache = at(u"cache"_s);
        tree::write(at(u"common/team.rs"_s), "");
        QVERIFY(QFile::link(u"../../common"_s, at(u"p/src/common"_s)));
        QVERIFY(QFile::link(u"me@host.42:17"_s, at(u"p/src/.#lib.rs"_s)));
        QCOMPARE(::mkfifo(qPrintable(at(u"p/pipe"_s)), 0600), 0);
        tree::write(at(u"p/web/node_modules/x.js"_s), "");
        tree::write(at(u"p/target/debug/hello"_s), "");
        const auto archive = prepare(at(u"p"_s));
        QVERIFY2(archive, tree::why(archive));
        QCOMPARE(held(*archive), m_all);
        QCOMPARE(
            archive->notes,
            (QStringList{u"Left out target, web/node_modules, which tools make."_s, u"Left out pipe: it is a pipe."_s,
                         u"Left out src/.#lib.rs: it is a link to me@host.42:17, which is not there."_s,
                         u"Left out src/common: it is a link that leads out of the folder, to ../../common."_s}));
        const QList<LeftOut> kept = leftOutOf(m_cache, archive->codeHash);
        QCOMPARE(kept.size(), 4); // all but target
        QCOMPARE(kept.last().path, u"web/node_modules"_s);
        QCOMPARE(kept.last().reason, LeftOut::Reason::Name);
    }

    void what_git_ignores_is_not_opened_whatever_it_is()
    {
        git({u"init"_s, u"-q"_s});
        tree::write(at(u"p/.gitignore"_s), "/run/\n*.sock\n");
        QVERIFY(QDir(at(u"p"_s)).mkdir(u"run"_s));
        QCOMPARE(::mkfifo(qPrintable(at(u"p/run/pipe"_s)), 0600), 0);
        QVERIFY(QFile::link(u"/nowhere"_s, at(u"p/a.sock"_s)));
        DraftSource source(at(u"p"_s));
        source.respectGitignore = true;
        const auto archive = prepare(source);
        QVERIFY2(archive, tree::why(archive));
        QCOMPARE(archive->notes, QStringList{u"Left out what git ignores: a.sock, run."_s});
    }

    void a_module_called_like_a_tools_folder_is_kept()
    {
        tree::write(at(u"p/src/target/mod.rs"_s), "");
        tree::write(at(u"p/src/node_modules/mod.rs"_s), "");
        const auto folder = prepare(at(u"p"_s));
        QVERIFY2(folder, tree::why(folder));
        QVERIFY(held(*folder).contains(u"src/target/mod.rs"_s) && held(*folder).contains(u"src/node_modules/mod.rs"_s));
        tree::write(at(u"p/node_modules/x"_s), "");
        tree::run(u"tar"_s, {u"-czf"_s, at(u"own.tar.gz"_s), u"-C"_s, at(u"p"_s), u"."_s}, m_place->path());
        const auto archive = prepare(at(u"own.tar.gz"_s));
        QVERIFY2(archive, tree::why(archive));
        QCOMPARE(archive->notes, QStringList{u"Left out node_modules, which tools make."_s});
    }

    void a_manifest_that_stands_elsewhere_is_named()
    {
        tree::write(at(u"q/export/shop/Cargo.toml"_s), "[package]\nname = \"x\"\n");
        tree::write(at(u"q/README.md"_s), "");
        tree::run(u"zip"_s, {u"-qr"_s, at(u"q.zip"_s), u"."_s}, at(u"q"_s));
        const auto archive = prepare(at(u"q.zip"_s));
        QVERIFY(!archive);
        QCOMPARE(archive.error().message, u"q.zip has no Cargo.toml at its root; there is one deeper, "
                                          "export/shop/Cargo.toml: take the folder that it stands in."_s);
    }

    void a_manifest_that_git_ignores_is_said()
    {
        tree::write(at(u"p/.gitignore"_s), "Cargo.*\n");
        git({u"init"_s, u"-q"_s});
        DraftSource source(at(u"p"_s));
        source.respectGitignore = true;
        const auto archive = prepare(source);
        QVERIFY(!archive);
        QVERIFY2(archive.error().message.startsWith(u"Git ignores the Cargo.toml"_s), tree::why(archive));
    }

    void a_repository_that_is_broken_costs_only_the_count()
    {
        git({u"init"_s, u"-q"_s});
        tree::write(at(u"p/.git/HEAD"_s), "nonsense");
        const auto plain = prepare(at(u"p"_s));
        QVERIFY2(plain, tree::why(plain));
        QCOMPARE(held(*plain), m_all);
        DraftSource source(at(u"p"_s));
        source.respectGitignore = true;
        const auto archive = prepare(source);
        QVERIFY(!archive);
        QCOMPARE(archive.error().code, ErrorCode::FailedPrecondition);
        QVERIFY2(archive.error().message.startsWith(u"Git cannot say what it ignores in "_s), tree::why(archive));
    }

    void nothing_that_a_repository_names_is_run()
    {
        git({u"init"_s, u"-q"_s});
        git({u"add"_s, u"Cargo.toml"_s});
        tree::write(at(u"spy"_s), "#!/bin/sh\ntouch " + at(u"ran"_s).toUtf8() + "\n", true);
        for (const char *key : {"core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.askPass",
                                "filter.x.clean", "diff.external"}) {
            git({u"config"_s, QString::fromLatin1(key), at(u"spy"_s)});
        }
        tree::write(at(u"p/.git/hooks/post-index-change"_s), "#!/bin/sh\ntouch " + at(u"ran"_s).toUtf8() + "\n", true);
        tree::write(at(u"p/.gitattributes"_s), "* filter=x\n");
        // The trap works: git itself, asked without care, runs it.
        tree::run(u"git"_s, {u"status"_s}, at(u"p"_s));
        QVERIFY(QFile::remove(at(u"ran"_s)));
        QVERIFY(prepare(at(u"p"_s)));
        QVERIFY(!QFileInfo::exists(at(u"ran"_s)));
    }

    void an_unchanged_folder_is_not_packed_again()
    {
        git({u"init"_s, u"-q"_s});
        m_cache = at(u"cache"_s);
        const auto young = prepare(at(u"p"_s));
        QVERIFY2(young, tree::why(young));
        QVERIFY2(!prepare(at(u"p"_s))->path.isEmpty(), "too young to be believed");
        settle();
        const auto first = prepare(at(u"p"_s));
        QVERIFY(!first->path.isEmpty());
        const auto second = prepare(at(u"p"_s));
        QCOMPARE(second->path, QString());
        QCOMPARE(second->codeHash, first->codeHash);
        QCOMPARE(second->notes, first->notes);
        DraftSource respected(at(u"p"_s));
        respected.respectGitignore = true;
        QVERIFY(!prepare(respected)->path.isEmpty());
    }

    void what_changes_is_packed_again_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<bool>("otherBytes");
        QTest::newRow("content of the same size and time")
            << u"touch -r src/lib.rs /tmp/ref.$$; printf 'fn handleR() {}\n' >src/lib.rs; touch -r /tmp/ref.$$ src/lib.rs; rm /tmp/ref.$$"_s
            << true;
        QTest::newRow("mode") << u"chmod +x src/lib.rs"_s << true;
        QTest::newRow("name") << u"mv kept.log kept2.log"_s << true;
        QTest::newRow("new file") << u"echo >new"_s << true;
        QTest::newRow("removed") << u"rm kept.log"_s << true;
        QTest::newRow("new ignore rule") << u"echo mixed >.git/info/exclude"_s << false;
        QTest::newRow("tracked now") << u"git add -f a.log"_s << false;
        QTest::newRow("replaced with the same") << u"cp src/lib.rs x && mv x src/lib.rs"_s << false;
    }
    void what_changes_is_packed_again()
    {
        QFETCH(QString, command);
        QFETCH(bool, otherBytes);
        git({u"init"_s, u"-q"_s});
        m_cache = at(u"cache"_s);
        settle();
        const auto before = prepare(at(u"p"_s));
        QVERIFY(prepare(at(u"p"_s))->path.isEmpty());
        tree::run(u"sh"_s, {u"-c"_s, command}, at(u"p"_s));
        const auto after = prepare(at(u"p"_s));
        QVERIFY2(after, tree::why(after));
        QVERIFY(!after->path.isEmpty());
        QCOMPARE(after->codeHash != before->codeHash, otherBytes);
    }

    void a_single_top_folder_is_reported()
    {
        QVERIFY(QDir(m_place->path()).rename(u"p"_s, u"hello-main"_s));
        tree::run(u"zip"_s, {u"-qr"_s, u"hello.zip"_s, u"hello-main"_s}, m_place->path());
        const auto archive = prepare(at(u"hello.zip"_s));
        QVERIFY2(archive, tree::why(archive));
        QVERIFY(!archive->temporary);
        QCOMPARE(archive->notes,
                 QStringList{u"The folder “hello-main” around everything in hello.zip is taken off."_s});
    }
};

QTEST_GUILESS_MAIN(TestCodeSource)
#include "tst_code_source.moc"
