// SPDX-License-Identifier: GPL-3.0-or-later
// Real repositories, also such as no git would make.
#include "core/git/committed_file.h"
#include "core/git/git_reader.h"
#include "core/git/head_watcher.h"
#include "git_folder.h"

#include <QCoroTask>
#include <QDirIterator>
#include <QSignalSpy>
#include <QTimer>

#include <sys/stat.h>
#include <unistd.h>

using namespace studio;
using git::CommittedFile;
using test::GitFolder;

class TestCommittedFile : public QObject
{
    Q_OBJECT

    std::unique_ptr<GitFolder> m_folder;

    static Result<CommittedFile> readCommitted(const QString &path) { return QCoro::waitFor(git::readCommitted(path)); }
    [[nodiscard]] Result<CommittedFile> read(const QString &name) const { return readCommitted(m_folder->at(name)); }
    /// The committed bytes; "none" without them, "no repository" where it fails.
    [[nodiscard]] QByteArray bytes(const QString &name) const
    {
        const auto file = read(name);
        return !file ? QByteArray("no repository") : file->bytes.value_or(QByteArray("none"));
    }
    static void overwrite(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        QVERIFY2(file.open(QIODevice::WriteOnly | QIODevice::Truncate), qPrintable(path));
        QCOMPARE(file.write(content), content.size());
    }
    [[nodiscard]] QStringList objects() const
    {
        QStringList paths;
        QDirIterator files(m_folder->at(QStringLiteral(".git/objects")), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            paths << files.next();
        }
        return paths;
    }

    void truncateObjects() const
    {
        for (const QString &object : objects()) {
            QFile file(object);
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            QVERIFY(file.resize(file.size() / 2));
        }
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<GitFolder>();
        m_folder->write(QStringLiteral("src/lib.rs"), "one\ntwo\n");
        m_folder->write(QStringLiteral(".gitignore"), "ignored\n");
        m_folder->commit();
    }
    void cleanup() { m_folder.reset(); }

    void the_committed_bytes_are_read()
    {
        m_folder->write(QStringLiteral("src/lib.rs"), "other\n");
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "one\ntwo\n");
        m_folder->git({QStringLiteral("add"), QStringLiteral("-A")});
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "one\ntwo\n"); // the commit counts, not what is staged
        m_folder->commit();
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "other\n");
        m_folder->git({QStringLiteral("gc"), QStringLiteral("-q")}); // packed, with packed refs
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "other\n");
        m_folder->git(
            {QStringLiteral("checkout"), QStringLiteral("-q"), QStringLiteral("--detach"), QStringLiteral("HEAD~1")});
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "one\ntwo\n");
    }

    void what_is_not_committed_has_no_bytes()
    {
        m_folder->write(QStringLiteral("new.rs"), "x\n");
        m_folder->write(QStringLiteral("ignored"), "x\n");
        QCOMPARE(bytes(QStringLiteral("new.rs")), "none");
        QCOMPARE(bytes(QStringLiteral("ignored")), "none");
        QCOMPARE(bytes(QStringLiteral("src")), "none"); // a folder
        QCOMPARE(bytes(QStringLiteral(".git/config")), "none");
        QVERIFY(::symlink("src/lib.rs", qPrintable(m_folder->at(QStringLiteral("link.rs")))) == 0);
        m_folder->commit();
        QCOMPARE(bytes(QStringLiteral("link.rs")), "none"); // git has the link
        m_folder->write(QStringLiteral("big"), QByteArray(git::maxFileSize, 'x'));
        m_folder->write(QStringLiteral("bigger"), QByteArray(git::maxFileSize + 1, 'x'));
        m_folder->write(QStringLiteral(".gitattributes"), "stored filter=lfs\nplain -filter\n");
        m_folder->write(QStringLiteral("stored"), "x\n");
        m_folder->write(QStringLiteral("plain"), "x\n");
        m_folder->commit();
        QCOMPARE(bytes(QStringLiteral("big")).size(), git::maxFileSize);
        QCOMPARE(bytes(QStringLiteral("bigger")), "none");
        QCOMPARE(bytes(QStringLiteral("stored")), "none");
        QCOMPARE(bytes(QStringLiteral("plain")), "x\n");
    }

    /// What the reader prints is kept up to a size: a part of a text must not be taken for the text.
    void a_cut_text_is_not_told()
    {
        m_folder->write(QStringLiteral("big"), QByteArray(git::maxFileSize, 'x'));
        m_folder->commit();
        overwrite(m_folder->at(QStringLiteral(".git/HEAD")),
                  "ref: refs/heads/" + QByteArray("a/").repeated(100'000) + "main\n");
        const auto file = read(QStringLiteral("big"));
        QVERIFY(!file || !file->bytes || file->bytes->size() == git::maxFileSize);
        QCOMPARE(QCoro::waitFor(git::runReader({QStringLiteral("changes"), QStringLiteral("0")}, {}, {})).has_value(),
                 true);
    }

    void folders_through_links_and_worktrees_are_followed()
    {
        QVERIFY(::symlink("src", qPrintable(m_folder->at(QStringLiteral("linked")))) == 0);
        QCOMPARE(bytes(QStringLiteral("linked/lib.rs")), "one\ntwo\n");
        QTemporaryDir other;
        const QString tree = other.filePath(QStringLiteral("tree"));
        m_folder->git({QStringLiteral("worktree"), QStringLiteral("add"), QStringLiteral("-q"), tree});
        QCOMPARE(m_folder->exitCode(), 0);
        QCOMPARE(readCommitted(tree + QStringLiteral("/src/lib.rs"))->bytes, QByteArray("one\ntwo\n"));
    }

    void outside_of_a_repository_there_is_nothing()
    {
        QTemporaryDir other;
        QCOMPARE(readCommitted(other.filePath(QStringLiteral("a.rs"))).error().code, ErrorCode::NotFound);
        QCOMPARE(readCommitted(other.filePath(QStringLiteral("none/a.rs"))).error().code, ErrorCode::NotFound);
        m_folder->git({QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("--bare"),
                       other.filePath(QStringLiteral("bare"))});
        QCOMPARE(readCommitted(other.filePath(QStringLiteral("bare/config"))).error().code, ErrorCode::NotFound);
        const GitFolder empty; // no commit yet
        QCOMPARE(readCommitted(empty.at(QStringLiteral("a.rs")))->bytes, std::nullopt);
    }

    void submodules_are_left_alone()
    {
        const GitFolder inner;
        inner.write(QStringLiteral("a.rs"), "x\n");
        inner.commit();
        m_folder->git({QStringLiteral("-c"), QStringLiteral("protocol.file.allow=always"), QStringLiteral("submodule"),
                       QStringLiteral("add"), QStringLiteral("-q"), inner.path(), QStringLiteral("sub")});
        QCOMPARE(m_folder->said(), QByteArray());
        QCOMPARE(bytes(QStringLiteral("sub/a.rs")), "no repository");
        m_folder->git({QStringLiteral("clone"), QStringLiteral("-q"), inner.path(), QStringLiteral("own")});
        QCOMPARE(bytes(QStringLiteral("own/a.rs")),
                 "x\n"); // a repository in a folder, of which the outer one knows nothing
    }

    /// None of them may crash, wait, or name anything but the files that are there.
    void damaged_repositories_are_none_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("content");
        const QByteArray garbage = QByteArray("\x78\x9c\xff\xfe\x00garbage", 12).repeated(10);
        QTest::newRow("HEAD, empty") << QStringLiteral(".git/HEAD") << QByteArray();
        QTest::newRow("HEAD, garbage") << QStringLiteral(".git/HEAD") << garbage;
        QTest::newRow("HEAD, out of the repository")
            << QStringLiteral(".git/HEAD") << QByteArray("ref: refs/heads/../../../../etc/passwd\n");
        QTest::newRow("HEAD, itself") << QStringLiteral(".git/HEAD") << QByteArray("ref: HEAD\n");
        QTest::newRow("HEAD, no such commit") << QStringLiteral(".git/HEAD") << QByteArray(40, 'a') + '\n';
        QTest::newRow("branch, garbage") << QStringLiteral(".git/refs/heads/main") << garbage;
        QTest::newRow("configuration, garbage") << QStringLiteral(".git/config") << garbage;
        QTest::newRow("configuration, of a later version")
            << QStringLiteral(".git/config") << QByteArray("[core]\nrepositoryformatversion = 99\n");
        QTest::newRow("configuration, includes itself")
            << QStringLiteral(".git/config") << QByteArray("[include]\npath = config\n");
        QTest::newRow("packed refs, garbage") << QStringLiteral(".git/packed-refs") << garbage;
        QTest::newRow("alternates, itself")
            << QStringLiteral(".git/objects/info/alternates") << QByteArray("../objects\n");
    }
    void damaged_repositories_are_none()
    {
        QFETCH(const QString, path);
        QFETCH(const QByteArray, content);
        m_folder->write(path, content);
        const QByteArray got = bytes(QStringLiteral("src/lib.rs"));
        QVERIFY2(got == "no repository" || got == "none" || got == "one\ntwo\n", got.constData());
    }

    void damaged_objects_are_none()
    {
        const QStringList all = objects();
        QVERIFY(all.size() >= 4);
        for (const QString &object : all) {
            QFile file(object);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray whole = file.readAll();
            file.close();
            for (const QByteArray &damaged :
                 {QByteArray(), QByteArray("garbage"), whole.first(2) + "\xff\xff" + whole.sliced(4)}) {
                overwrite(object, damaged);
                const QByteArray got = bytes(QStringLiteral("src/lib.rs"));
                QVERIFY2(got == "no repository" || got == "none" || got == "one\ntwo\n", got.constData());
            }
            overwrite(object, whole);
        }
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "one\ntwo\n");
    }

    void damaged_packs_are_none()
    {
        m_folder->git({QStringLiteral("gc"), QStringLiteral("-q")});
        QVERIFY(!objects().filter(QStringLiteral(".pack")).isEmpty());
        for (const QString &part : objects()) {
            QFile file(part);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray whole = file.readAll();
            file.close();
            for (qsizetype at = 0; at < whole.size(); at += 41) {
                QByteArray damaged = whole;
                damaged[at] = static_cast<char>(damaged[at] ^ 0x5a);
                overwrite(part, at % 3 == 0 ? whole.first(at) : damaged);
                const QByteArray got = bytes(QStringLiteral("src/lib.rs"));
                QVERIFY2(got == "no repository" || got == "none" || got.size() <= 8, got.constData());
            }
            overwrite(part, whole);
        }
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "one\ntwo\n");
    }

    void a_truncated_index_is_not_needed_for_the_bytes()
    {
        QFile index(m_folder->at(QStringLiteral(".git/index")));
        QVERIFY(index.resize(index.size() / 2));
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "one\ntwo\n");
    }

    void a_repository_elsewhere_is_followed_as_git_does()
    {
        QTemporaryDir other;
        const QString git = m_folder->at(QStringLiteral(".git"));
        const QString moved = other.filePath(QStringLiteral("git"));
        QCOMPARE(QProcess::execute(QStringLiteral("mv"), {git, moved}), 0);
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "no repository");
        QVERIFY(::symlink(qPrintable(moved), qPrintable(git)) == 0);
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "one\ntwo\n");
        QVERIFY(QFile::remove(git));
        m_folder->write(QStringLiteral(".git"), "gitdir: " + moved.toUtf8() + '\n');
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "one\ntwo\n");
        for (const QByteArray &content :
             {QByteArray("gitdir: /no/such/folder\n"), QByteArray("gitdir: .git\n"), QByteArray("garbage"),
              QByteArray(), QByteArray("gitdir: /etc\n"), QByteArray("gitdir: ") + QByteArray(100'000, 'x')}) {
            m_folder->write(QStringLiteral(".git"), content);
            QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "no repository");
        }
        QVERIFY(QFile::remove(git));
        QVERIFY(::symlink(".git", qPrintable(git)) == 0); // itself
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "no repository");
    }

    void nothing_of_a_repository_runs()
    {
        const QString ran = m_folder->at(QStringLiteral("ran"));
        const QByteArray program = "touch " + ran.toUtf8() + "; cat";
        m_folder->write(QStringLiteral("evil.sh"), "#!/bin/sh\n" + program + '\n');
        for (const QByteArray &key :
             {QByteArray("filter.x.clean"), QByteArray("filter.x.smudge"), QByteArray("filter.x.process"),
              QByteArray("core.fsmonitor"), QByteArray("core.sshCommand"), QByteArray("diff.x.textconv"),
              QByteArray("diff.x.command"), QByteArray("core.alternateRefsCommand")}) {
            m_folder->git({QStringLiteral("config"), QString::fromUtf8(key), QString::fromUtf8(program)});
        }
        m_folder->write(QStringLiteral(".gitattributes"), "*.rs diff=x\n");
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "one\ntwo\n");
        m_folder->write(QStringLiteral(".gitattributes"), "*.rs filter=x diff=x\n");
        QCOMPARE(bytes(QStringLiteral("src/lib.rs")), "none");
        QVERIFY(!QFile::exists(ran));
    }

    /// libgit2 1.9 unpacks an object that ends too early for ever (libgit2 issue 7342).
    void a_repository_that_does_not_end_is_given_up()
    {
        truncateObjects();
        const auto stuck = QCoro::waitFor(git::runReader(
            {QStringLiteral("committed"), m_folder->at(QStringLiteral("src/lib.rs")), QStringLiteral("1000")}, {}, {},
            std::chrono::milliseconds(300)));
        QVERIFY(!stuck.has_value());
        QVERIFY(stuck.error().code == ErrorCode::DeadlineExceeded || stuck.error().code == ErrorCode::NotFound);
    }

    void a_stop_request_ends_the_reader()
    {
        truncateObjects();
        std::stop_source stop;
        QTimer::singleShot(50, this, [stop]() mutable { stop.request_stop(); });
        const auto stopped =
            QCoro::waitFor(git::readCommitted(m_folder->at(QStringLiteral("src/lib.rs")), stop.get_token()));
        QVERIFY(!stopped.has_value());
        QVERIFY(stopped.error().code == ErrorCode::Cancelled || stopped.error().code == ErrorCode::NotFound);
    }

    /// libgit2 1.9 writes what follows the size that an object names behind its memory (libgit2 issue 7177): the reader
    /// may crash, this program may not.
    void an_object_longer_than_it_says_is_none()
    {
        const QByteArray id = m_folder->git({QStringLiteral("rev-parse"), QStringLiteral("HEAD:src/lib.rs")}).trimmed();
        const QByteArray bytes("blob 3\0one\n" + QByteArray(4'000, 'x'));
        const QString path = m_folder->at(QStringLiteral(".git/objects/") + QString::fromLatin1(id.first(2)) + u'/' +
                                          QString::fromLatin1(id.sliced(2)));
        overwrite(path, qCompress(bytes).sliced(4));
        const QByteArray got = this->bytes(QStringLiteral("src/lib.rs"));
        QVERIFY2(got == "no repository" || got.size() <= 3, got.constData());
    }

    void pipes_in_a_repository_are_none_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *const path : {".git/HEAD", ".git/config", ".git/index", ".git/packed-refs", ".gitattributes",
                                       ".git/refs/heads/main", ".git/objects/info/alternates"}) {
            QTest::newRow(path) << QString::fromLatin1(path);
        }
    }
    void pipes_in_a_repository_are_none()
    {
        QFETCH(const QString, path);
        QFile::remove(m_folder->at(path));
        QVERIFY(::mkfifo(qPrintable(m_folder->at(path)), 0600) == 0);
        const auto read = QCoro::waitFor(git::runReader(
            {QStringLiteral("committed"), m_folder->at(QStringLiteral("src/lib.rs")), QStringLiteral("1000")}, {}, {},
            std::chrono::milliseconds(300)));
        QVERIFY(read || read.error().code == ErrorCode::DeadlineExceeded || read.error().code == ErrorCode::NotFound);
    }

    void commits_of_other_programs_are_noticed_data()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("commit") << QStringLiteral("commit -q --allow-empty -m x");
        QTest::newRow("reset") << QStringLiteral("reset -q --hard HEAD~1");
        QTest::newRow("another branch") << QStringLiteral("checkout -q -b other");
        QTest::newRow("a branch in a folder") << QStringLiteral("checkout -q -b feature/other");
        QTest::newRow("packed") << QStringLiteral("pack-refs --all");
    }
    void commits_of_other_programs_are_noticed()
    {
        QFETCH(const QString, command);
        m_folder->write(QStringLiteral("more"), "x\n");
        m_folder->commit();
        git::HeadWatcher watcher;
        watcher.watch(read(QStringLiteral("src/lib.rs"))->watched);
        QSignalSpy changed(&watcher, &git::HeadWatcher::changed);
        m_folder->git(command.split(u' '));
        QCOMPARE(m_folder->exitCode(), 0);
        QTRY_VERIFY(!changed.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCommittedFile)
#include "tst_committed_file.moc"
