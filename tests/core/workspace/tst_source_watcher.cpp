// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/source_watcher.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QProcess>
#include <QSignalSpy>

#include <fcntl.h>
#include <unistd.h>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestSourceWatcher : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SourceWatcher> m_watcher;
    std::unique_ptr<QSignalSpy> m_changed;

    [[nodiscard]] QString at(const QString &name) const { return m_folder->filePath(name); }

    /// All files that were told until this file, which is written now.
    QStringList toldUntil(const QString &last)
    {
        writeFile(at(last), "end");
        QStringList told;
        const auto hasCome = [&] {
            while (!m_changed->isEmpty()) {
                told += m_changed->takeFirst().first().toStringList();
            }
            return told.contains(last);
        };
        return QTest::qWaitFor(hasCome, 20'000) ? told : QStringList{u"nothing was told"_s};
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        writeFile(at(u"Cargo.toml"_s), manifest());
        writeFile(at(u"src/lib.rs"_s), "one");
        writeFile(at(u"target/debug/x"_s), "one");
        writeFile(at(u".git/HEAD"_s), "one");
        writeFile(at(u"docs/src/page.md"_s), "one");
        auto watcher = SourceWatcher::watch(m_folder->path());
        QVERIFY(watcher);
        m_watcher = std::move(*watcher);
        m_changed = std::make_unique<QSignalSpy>(m_watcher.get(), &SourceWatcher::changed);
    }
    void cleanup()
    {
        m_changed.reset();
        m_watcher.reset();
    }

    /// As with `ignite dev > dev.log 2>&1` in the project, which would be a change at each line.
    void output_of_the_program_itself_is_no_change()
    {
        for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
            const int file = ::open(QFile::encodeName(at(u"dev.log"_s)).constData(),
                                    O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
            const int before = ::dup(descriptor);
            QVERIFY(file >= 0 && before >= 0);
            ::dup2(file, descriptor);
            const auto written = ::write(descriptor, "Ready.\n", 7);
            const QStringList told = toldUntil(u"src/end.rs"_s);
            ::dup2(before, descriptor);
            ::close(before);
            ::close(file);
            QCOMPARE(written, 7);
            QCOMPARE(told, QStringList{u"src/end.rs"_s});
        }
    }

    void a_change_is_told_however_it_is_made_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("file");
        QTest::newRow("in place") << u"echo two >src/lib.rs"_s << u"src/lib.rs"_s;
        QTest::newRow("by renaming") << u"echo two >src/.new && mv src/.new src/lib.rs"_s << u"src/lib.rs"_s;
        QTest::newRow("with a backup") << u"mv src/lib.rs src/lib.rs~ && echo two >src/lib.rs"_s << u"src/lib.rs"_s;
        QTest::newRow("removed") << u"rm src/lib.rs"_s << u"src/lib.rs"_s;
        QTest::newRow("in a new folder") << u"mkdir -p src/a/b && echo x >src/a/b/mod.rs"_s << u"src/a"_s;
        QTest::newRow("a folder moved in")
            << u"mkdir ../in$$ && echo x >../in$$/x && mv ../in$$ src/in"_s << u"src/in"_s;
        QTest::newRow("a module called target") << u"mkdir src/target"_s << u"src/target"_s;
    }
    void a_change_is_told_however_it_is_made()
    {
        QFETCH(QString, command);
        QFETCH(QString, file);
        QProcess shell;
        shell.setWorkingDirectory(m_folder->path());
        shell.start(u"sh"_s, {u"-c"_s, command});
        QVERIFY(shell.waitForFinished());
        const QStringList told = toldUntil(u"last"_s);
        QVERIFY2(told.contains(file), qPrintable(told.join(u' ')));
    }

    void what_is_in_a_folder_that_is_new_is_watched_too()
    {
        QVERIFY(QDir().mkpath(at(u"src/new/deep"_s)));
        QVERIFY(toldUntil(u"first"_s).contains(u"src/new"_s));
        writeFile(at(u"src/new/deep/x.rs"_s), "x");
        QVERIFY(toldUntil(u"second"_s).contains(u"src/new/deep/x.rs"_s));
        QVERIFY(QDir().rename(at(u"src/new"_s), at(u"src/moved"_s)));
        (void)toldUntil(u"third"_s);
        writeFile(at(u"src/moved/deep/y.rs"_s), "y");
        QVERIFY(toldUntil(u"fourth"_s).contains(u"src/moved/deep/y.rs"_s));
    }

    /// They are watched some at a time, and at the end all files may have changed.
    void a_folder_with_very_many_is_watched_too()
    {
        QTemporaryDir outside;
        constexpr int many = 2'000;
        for (int number = 0; number < many; ++number) {
            QVERIFY(QDir().mkpath(outside.filePath(u"in/d%1"_s.arg(number))));
        }
        QVERIFY(QDir().rename(outside.filePath(u"in"_s), at(u"src/in"_s)));
        const auto isAllTold = [&] {
            return std::ranges::any_of(*m_changed,
                                       [](const QList<QVariant> &one) { return one.first().toStringList().isEmpty(); });
        };
        QTRY_VERIFY(isAllTold());
        m_changed->clear();
        for (const int number : {0, 999, many - 1}) {
            writeFile(at(u"src/in/d%1/x.rs"_s.arg(number)), "x");
        }
        const QStringList told = toldUntil(u"last"_s);
        for (const int number : {0, 999, many - 1}) {
            QVERIFY2(told.contains(u"src/in/d%1/x.rs"_s.arg(number)), qPrintable(told.join(u' ')));
        }
    }

    void what_belongs_to_no_source_is_not_told()
    {
        writeFile(at(u"target/debug/y"_s), "y");
        writeFile(at(u".git/index"_s), "y");
        writeFile(at(u"node_modules/z/a.js"_s), "y");
        writeFile(at(u"docs/src/node_modules/a.js"_s), "y"); // docs is no package, so its src is not one's sources
        for (const auto &name : {u"src/.lib.rs.swp"_s, u"src/4913"_s, u"src/lib.rs~"_s, u"src/#lib.rs#"_s}) {
            writeFile(at(name), "y");
        }
        QCOMPARE(toldUntil(u"last"_s), QStringList{u"last"_s});
    }

    void many_changes_at_once_are_told_a_few_times()
    {
        for (int i = 0; i < 500; ++i) {
            writeFile(at(u"src/f%1.rs"_s.arg(i)), "x");
        }
        QTRY_VERIFY(!m_changed->isEmpty());
        QVERIFY2(m_changed->size() < 50, qPrintable(QString::number(m_changed->size())));
        QVERIFY(m_changed->first().first().toStringList().isEmpty()); // more than are named
    }

    void changes_without_a_pause_are_told_all_the_same()
    {
        for (int i = 0; m_changed->isEmpty() && i < 100'000; ++i) {
            writeFile(at(u"src/lib.rs"_s), QByteArray::number(i));
            QCoreApplication::processEvents();
        }
        QVERIFY(!m_changed->isEmpty());
    }

    void the_end_of_the_folder_is_told_data()
    {
        QTest::addColumn<bool>("isMoved");
        QTest::newRow("removed") << false;
        QTest::newRow("moved") << true;
    }
    void the_end_of_the_folder_is_told()
    {
        QFETCH(bool, isMoved);
        QSignalSpy gone(m_watcher.get(), &SourceWatcher::gone);
        const QTemporaryDir elsewhere;
        QVERIFY(isMoved ? QDir().rename(m_folder->path(), elsewhere.filePath(u"moved"_s))
                        : QDir(m_folder->path()).removeRecursively());
        QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 1, 20'000);
    }

    void what_is_no_folder_is_not_found()
    {
        QCOMPARE(SourceWatcher::watch(at(u"absent"_s)).error().code, ErrorCode::NotFound);
        QCOMPARE(SourceWatcher::watch(at(u"Cargo.toml"_s)).error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestSourceWatcher)
#include "tst_source_watcher.moc"
