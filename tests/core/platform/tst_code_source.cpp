// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of the things that `draft save` is given: folders beside a real git, archives, single files.
#include "core/platform/code_source.h"
#include "core/platform/left_out_notes.h"
#include "core/platform/source_file.h"
#include "core/platform/unpacked_sources.h"
#include "tests/core/archive/tree_helpers.h"

#include <QCoroTask>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <thread>

using namespace studio;
using namespace Qt::StringLiterals;

class TestCodeSource : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_place;
    QString m_cache; // none, unless a test wants one

    /// Until the project has been lying there for a while: the time of a change cannot be set back, but waited for.
    void settle() const
    {
        const QDateTime made = QDateTime::currentDateTime();
        QTRY_VERIFY_WITH_TIMEOUT(made.msecsTo(QDateTime::currentDateTime()) > 2'100, 30'000);
    }

    [[nodiscard]] QString at(const QString &path) const { return m_place->filePath(path); }

    [[nodiscard]] Result<PreparedArchive> prepare(const DraftSource &source) const
    {
        return QCoro::waitFor(prepareArchive(source, u"hello"_s, at(u"tmp"_s), m_cache, {}));
    }

    /// What is in the archive.
    [[nodiscard]] QStringList held(const PreparedArchive &archive) const
    {
        const QTemporaryDir to;
        const auto unpacked = unpackArchive(archive.path, to.filePath(u"to"_s));
        QStringList paths;
        for (const SourceFile &file : unpacked ? unpacked->files : QList<SourceFile>()) {
            paths << file.path;
        }
        return paths;
    }

    /// A project with files that its .gitignore names.
    void makeProject() const
    {
        tree::write(at(u"p/Cargo.toml"_s), "[package]\nname = \"hello\"\n");
        tree::write(at(u"p/src/lib.rs"_s), "fn handler() {}\n");
        tree::write(at(u"p/.gitignore"_s), "*.log\n/secrets/\n!/kept.log\n");
        tree::write(at(u"p/a.log"_s), "a");
        tree::write(at(u"p/kept.log"_s), "k");
        tree::write(at(u"p/secrets/deep/key"_s), "s");
        tree::write(at(u"p/mixed/b.log"_s), "b");
        tree::write(at(u"p/mixed/b.txt"_s), "b");
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

    void a_single_file_gets_a_manifest()
    {
        tree::write(at(u"handler.rs"_s), "use ignite::prelude::*;\n");
        DraftSource source(at(u"handler.rs"_s));
        source.dependencies = QStringList{u"serde@1"_s, u"uuid=1.10"_s, u"hex"_s};
        const auto archive = prepare(source);
        QVERIFY2(archive, tree::why(archive));
        QVERIFY(archive->temporary);
        QCOMPARE(held(*archive), QStringList({u"Cargo.toml"_s, u"src/lib.rs"_s}));
        QCOMPARE(archive->notes, QStringList{u"Made a Cargo.toml around handler.rs, which is src/lib.rs there."_s});
        const auto again = prepare(source);
        QCOMPARE(again->codeHash, archive->codeHash);
        const QTemporaryDir to;
        QVERIFY(unpackArchive(archive->path, to.filePath(u"to"_s)));
        QCOMPARE(tree::content(to.filePath(u"to/src/lib.rs"_s)), "use ignite::prelude::*;\n");
        QCOMPARE(tree::content(to.filePath(u"to/Cargo.toml"_s)),
                 "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n"
                 "ignite = \"*\"\nserde = \"1\"\nuuid = \"1.10\"\nhex = \"*\"\n");
    }

    void a_name_that_cargo_does_not_take_is_mended()
    {
        QVERIFY(manifestForSourceFile(u"2nd"_s, {})->contains(u"name = \"app-2nd\""_s));
        QVERIFY(manifestForSourceFile(u"hello"_s, {})->contains(u"name = \"hello\""_s));
    }

    void what_is_no_dependency_is_named_data()
    {
        QTest::addColumn<QStringList>("dependencies");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("empty") << QStringList{u""_s} << u"“” is not a dependency"_s;
        QTest::newRow("no crate") << QStringList{u"@1"_s} << u"“@1” is not a dependency"_s;
        QTest::newRow("no version") << QStringList{u"serde@"_s} << u"“serde@” is not a dependency"_s;
        QTest::newRow("TOML") << QStringList{u"a=1\"\n[x]"_s} << u"is not a dependency"_s;
        QTest::newRow("a path") << QStringList{u"../evil"_s} << u"“../evil” is not a dependency"_s;
        QTest::newRow("twice") << QStringList{u"a@1"_s, u"a=2"_s} << u"The dependency a is given twice."_s;
    }
    void what_is_no_dependency_is_named()
    {
        QFETCH(QStringList, dependencies);
        QFETCH(QString, sentence);
        const auto manifest = manifestForSourceFile(u"hello"_s, dependencies);
        QVERIFY(!manifest);
        QCOMPARE(manifest.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(manifest.error().message.contains(sentence), tree::why(manifest));
    }

    void what_has_no_place_to_go_is_refused()
    {
        DraftSource folder(at(u"p"_s));
        folder.dependencies = QStringList{u"serde@1"_s};
        const auto dependencies = prepare(folder);
        QVERIFY(!dependencies);
        QVERIFY2(dependencies.error().message.contains(u"write serde@1 under [dependencies] there"_s),
                 tree::why(dependencies));
        tree::write(at(u"handler.rs"_s), "x");
        DraftSource file(at(u"handler.rs"_s));
        file.respectGitignore = true;
        const auto respected = prepare(file);
        QVERIFY(!respected);
        QCOMPARE(respected.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(prepare(at(u"nothing"_s)).error().code, ErrorCode::NotFound);
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

    void sources_are_unpacked_for_one_compile()
    {
        const auto archive = prepare(at(u"p"_s));
        QVERIFY2(archive, tree::why(archive));
        const QString parent = at(u"sources"_s);
        const auto unpack = [&] {
            UnpackedSources::removeAbandoned(parent); // as another process does at its start
            return UnpackedSources::unpack(archive->path, archive->codeHash, parent, {});
        };
        const auto entries = [&] {
            return QDir(parent).entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot).size();
        };
        // As an earlier version left it, and as somebody edited it.
        QVERIFY(QDir().mkpath(parent + u'/' + QString::fromLatin1(archive->codeHash)));
        tree::run(u"sh"_s, {u"-c"_s, u"echo changed > Cargo.toml; touch -d '2 hours ago' ."_s},
                  parent + u'/' + QString::fromLatin1(archive->codeHash));
        auto kept = unpack();
        QVERIFY2(kept, tree::why(kept));
        const QString manifest = (*kept)->folder() + u"/Cargo.toml"_s;
        QCOMPARE(tree::content(manifest), tree::content(at(u"p/Cargo.toml"_s)));
        QCOMPARE(entries(), 1);
        tree::run(u"touch"_s, {u"-d"_s, u"2 hours ago"_s, QFileInfo((*kept)->folder()).path()}, m_place->path());
        // However many compiles come and go, what is in use stays.
        for (int count = 0; count < 40; ++count) {
            const auto other = unpack();
            QVERIFY2(other, tree::why(other));
            QVERIFY(QFileInfo::exists((*other)->folder() + u"/Cargo.toml"_s) && QFileInfo::exists(manifest));
        }
        QCOMPARE(entries(), 1);
        // What is changed there is of no use to the next one.
        tree::run(u"sh"_s, {u"-c"_s, u"echo changed > Cargo.toml"_s}, (*kept)->folder());
        const auto next = unpack();
        QVERIFY2(next, tree::why(next));
        QCOMPARE(tree::content((*next)->folder() + u"/Cargo.toml"_s), tree::content(at(u"p/Cargo.toml"_s)));
        kept->reset();
        QCOMPARE(entries(), 1);
    }

    void many_unpack_at_a_time()
    {
        const auto archive = prepare(at(u"p"_s));
        QVERIFY2(archive, tree::why(archive));
        std::atomic<int> whole = 0;
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&] {
                for (int count = 0; count < 25; ++count) {
                    UnpackedSources::removeAbandoned(at(u"sources"_s));
                    const auto sources =
                        UnpackedSources::unpack(archive->path, archive->codeHash, at(u"sources"_s), {});
                    whole += sources && QFileInfo::exists((*sources)->folder() + u"/Cargo.toml"_s) ? 1 : 0;
                }
            });
        }
        threads.clear();
        QCOMPARE(whole.load(), 200);
        QVERIFY(QDir(at(u"sources"_s)).isEmpty(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot));
    }

    void sources_of_a_changed_archive_are_refused()
    {
        const auto archive = prepare(at(u"p"_s));
        QVERIFY2(archive, tree::why(archive));
        tree::run(u"sh"_s, {u"-c"_s, u"echo >> '%1'"_s.arg(archive->path)}, m_place->path());
        const auto sources = UnpackedSources::unpack(archive->path, archive->codeHash, at(u"sources"_s), {});
        QVERIFY(!sources);
        QCOMPARE(sources.error().code, ErrorCode::Internal);
        QVERIFY2(sources.error().message.startsWith(u"The stored code is damaged"), tree::why(sources));
    }

    void a_top_folder_is_told()
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
