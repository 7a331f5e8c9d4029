// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/repository_status.h"
#include "git_folder.h"

#include <QCoroTask>

#include <sys/stat.h>
#include <unistd.h>

using namespace studio;
using git::FileState;
using test::GitFolder;

class TestRepositoryStatus : public QObject
{
    Q_OBJECT

    std::unique_ptr<GitFolder> m_folder;

    [[nodiscard]] Result<git::RepositoryStatus> read(const QString &below = {}) const
    {
        return QCoro::waitFor(git::readStatus(below.isEmpty() ? m_folder->path() : m_folder->at(below)));
    }
    [[nodiscard]] QString letter(const git::RepositoryStatus &status, const QString &name) const
    {
        return git::letterOf(status.stateOf(m_folder->at(name)));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<GitFolder>();
        for (const char *const name : {"src/a.rs", "src/deep/b.rs", "src/deep/gone.rs", "same.rs", "docs/c.md"}) {
            m_folder->write(QString::fromLatin1(name), "one\n");
        }
        m_folder->write(QStringLiteral(".gitignore"), "ignored\n");
        m_folder->commit();
    }
    void cleanup() { m_folder.reset(); }

    void each_state_is_told()
    {
        m_folder->write(QStringLiteral("src/a.rs"), "two\n");
        m_folder->write(QStringLiteral("src/täglich new.rs"), "x\n");
        m_folder->write(QStringLiteral("fresh/inner/x.rs"), "x\n");
        m_folder->write(QStringLiteral("ignored"), "x\n");
        m_folder->write(QStringLiteral("added.rs"), "x\n");
        m_folder->git({QStringLiteral("add"), QStringLiteral("added.rs")});
        QVERIFY(QFile::remove(m_folder->at(QStringLiteral("src/deep/gone.rs"))));
        const auto status = read();
        QVERIFY(status.has_value());
        QVERIFY(status->isComplete);
        QCOMPARE(letter(*status, QStringLiteral("src/a.rs")), QStringLiteral("M"));
        QCOMPARE(letter(*status, QStringLiteral("src/täglich new.rs")), QStringLiteral("U"));
        QCOMPARE(letter(*status, QStringLiteral("fresh")), QStringLiteral("U"));
        QCOMPARE(letter(*status, QStringLiteral("fresh/inner/x.rs")), QStringLiteral("U"));
        QCOMPARE(letter(*status, QStringLiteral("added.rs")), QStringLiteral("A"));
        QCOMPARE(letter(*status, QStringLiteral("src/deep")), QStringLiteral("D"));
        QCOMPARE(letter(*status, QStringLiteral("src")), QStringLiteral("D")); // the most important below it
        for (const char *const name : {"same.rs", "ignored", "docs", "docs/c.md", "src/deep/b.rs"}) {
            QCOMPARE(letter(*status, QString::fromLatin1(name)), QString());
        }
        QCOMPARE(read(QStringLiteral("docs"))->files.size(), 0); // only what lies below
        QCOMPARE(read(QStringLiteral("src"))->files.size(), 3);
    }

    void folders_without_files_of_their_own_are_not_told()
    {
        m_folder->write(QStringLiteral("a/b/ignored"), "x\n");
        QVERIFY(QDir().mkpath(m_folder->at(QStringLiteral("empty/inner"))));
        m_folder->write(QStringLiteral("c/d/e.rs"), "x\n");
        QVERIFY(QDir().mkpath(m_folder->at(QStringLiteral("d/empty"))));
        m_folder->write(QStringLiteral("e/f.rs"), "x\n");
        m_folder->write(QStringLiteral("src/ignored"), "x\n");
        const auto status = read();
        QVERIFY(status->isComplete);
        QCOMPARE(QSet<QString>(status->files.keyBegin(), status->files.keyEnd()),
                 (QSet<QString>{m_folder->at(QStringLiteral("c")), m_folder->at(QStringLiteral("e"))}));
    }

    void conflicts_are_told()
    {
        m_folder->git(
            {QStringLiteral("checkout"), QStringLiteral("-q"), QStringLiteral("-b"), QStringLiteral("other")});
        m_folder->write(QStringLiteral("same.rs"), "theirs\n");
        m_folder->commit();
        m_folder->git({QStringLiteral("checkout"), QStringLiteral("-q"), QStringLiteral("main")});
        m_folder->write(QStringLiteral("same.rs"), "ours\n");
        m_folder->commit();
        m_folder->git({QStringLiteral("merge"), QStringLiteral("-q"), QStringLiteral("other")});
        QCOMPARE(letter(*read(), QStringLiteral("same.rs")), QStringLiteral("!"));
    }

    void very_many_are_bounded()
    {
        for (int number = 0; number <= git::RepositoryStatus::maxEntries; ++number) {
            m_folder->write(QString::number(number), {});
        }
        const auto status = read();
        QVERIFY(status.has_value());
        QVERIFY(!status->isComplete);
        QCOMPARE(status->files.size(), git::RepositoryStatus::maxEntries);
    }

    /// Each has 2,000 folders above it, and each of those has a path: together that would be some gigabytes.
    void very_deep_ones_are_bounded()
    {
        QByteArray entries;
        for (int number = 0; number < 300; ++number) {
            entries += "100644 e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\ta" + QByteArray::number(number) +
                       QByteArray("/d").repeated(2'000) + '\n';
        }
        m_folder->write(QStringLiteral("entries"), entries);
        m_folder->git({QStringLiteral("-c"),
                       QStringLiteral("alias.add-entries=!git update-index --add --index-info < entries"),
                       QStringLiteral("add-entries")});
        QCOMPARE(m_folder->exitCode(), 0);
        const auto status = read();
        QVERIFY(status.has_value());
        QVERIFY(!status->isComplete);
        qsizetype text = 0;
        for (auto folder = status->folders.cbegin(); folder != status->folders.cend(); ++folder) {
            text += folder.key().size();
        }
        QVERIFY(text > 0 && text <= git::RepositoryStatus::maxFolderText);
    }

    void a_folder_deeper_than_paths_can_be_hides_nothing_else()
    {
        m_folder->write(QStringLiteral("src/a.rs"), "two\n");
        const QString start = QDir::currentPath();
        QVERIFY(QDir::setCurrent(m_folder->path()) && QDir().mkdir(QStringLiteral("zzz")));
        QVERIFY(QDir::setCurrent(QStringLiteral("zzz")));
        for (int level = 0; level < 3'000; ++level) {
            QVERIFY(::mkdir("d", 0700) == 0 && ::chdir("d") == 0);
        }
        QVERIFY(QDir::setCurrent(start));
        const auto status = read();
        m_folder->remove(QStringLiteral("zzz")); // QTemporaryDir cannot
        QVERIFY(status.has_value());
        QCOMPARE(letter(*status, QStringLiteral("src/a.rs")), QStringLiteral("M"));
    }

    void a_stop_request_ends_it()
    {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(QCoro::waitFor(git::readStatus(m_folder->path(), stop.get_token())).error().code,
                 ErrorCode::Cancelled);
    }

    /// git tells a file by its times: nothing may be written to note them.
    void nothing_is_written()
    {
        QFile index(m_folder->at(QStringLiteral(".git/index")));
        QVERIFY(index.open(QIODevice::ReadOnly));
        const QByteArray before = index.readAll();
        m_folder->write(QStringLiteral("src/a.rs"), "one\n"); // the same, at another time
        QCOMPARE(read()->files.size(), 0);
        QVERIFY(index.seek(0));
        QCOMPARE(index.readAll(), before);
    }

    void damaged_repositories_have_none_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *const path : {".git/HEAD", ".git/config", ".git/index", ".git/refs/heads/main"}) {
            QTest::newRow(path) << QString::fromLatin1(path);
        }
    }
    void damaged_repositories_have_none()
    {
        QFETCH(const QString, path);
        QFile file(m_folder->at(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        for (const QByteArray &damaged :
             {whole.first(whole.size() / 2), QByteArray("garbage"), whole + QByteArray(100, '\xff')}) {
            m_folder->write(path, damaged);
            const auto status = read();
            QVERIFY(!status || status->files.size() < 10);
        }
        QTemporaryDir outside;
        QVERIFY(!QCoro::waitFor(git::readStatus(outside.path())));
    }
};

QTEST_GUILESS_MAIN(TestRepositoryStatus)
#include "tst_repository_status.moc"
