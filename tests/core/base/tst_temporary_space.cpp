// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/temporary_space.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace studio;
using namespace Qt::StringLiterals;

class TestTemporarySpace : public QObject
{
    Q_OBJECT

    QTemporaryDir m_place;

    [[nodiscard]] QString shared() const { return m_place.filePath(u"tmp"_s); }
    [[nodiscard]] QStringList entries() const
    {
        return QDir(shared()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    }

    static void touch(const QString &path, qint64 secondsAgo = 0)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-secondsAgo), QFile::FileModificationTime));
    }

private Q_SLOTS:
    void init() { QDir(shared()).removeRecursively(); }

    void it_is_private_and_goes_with_its_object()
    {
        {
            TemporarySpace space(shared());
            QVERIFY(!QFileInfo::exists(shared())); // nothing before it is asked for
            const QString path = space.path();
            QCOMPARE(space.path(), path);
            touch(path + u"/archive.tar.gz"_s);
            for (const QString &folder : {shared(), path}) {
                QVERIFY((QFileInfo(folder).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther)) ==
                        0);
            }
            QCOMPARE(entries().size(), 1);
        }
        QCOMPARE(entries(), QStringList());
    }

    void what_a_process_left_that_ended_is_removed_by_the_next()
    {
        const pid_t child = ::fork();
        if (child == 0) {
            TemporarySpace space(shared());
            QFile file(space.path() + u"/archive.tar.gz"_s);
            const bool isWritten = file.open(QIODevice::WriteOnly) && file.write("bytes") == 5 && file.flush();
            ::_exit(isWritten ? 0 : 1); // as a kill: nothing is cleaned up
        }
        int status = 1;
        QVERIFY(::waitpid(child, &status, 0) == child && status == 0);
        QCOMPARE(entries().size(), 1);
        TemporarySpace space(shared());
        const QString path = space.path();
        TemporarySpace::removeAbandoned(shared());
        QCOMPARE(entries(), QStringList{QFileInfo(path).fileName()});
    }

    void what_is_in_use_stays_and_old_files_without_a_lock_go()
    {
        TemporarySpace first(shared());
        touch(first.path() + u"/file"_s);
        touch(shared() + u"/old.tar.gz"_s, 2 * 3'600);
        touch(shared() + u"/young.tar.gz"_s);
        TemporarySpace second(shared());
        touch(second.path() + u"/file"_s);
        TemporarySpace::removeAbandoned(shared());
        QVERIFY(QFileInfo::exists(first.path() + u"/file"_s) && QFileInfo::exists(second.path() + u"/file"_s));
        QVERIFY(!QFileInfo::exists(shared() + u"/old.tar.gz"_s) && QFileInfo::exists(shared() + u"/young.tar.gz"_s));
    }

    void what_cannot_be_locked_is_not_taken_away()
    {
        QVERIFY(QDir().mkpath(shared()));
        auto held = FileLock::tryLock(shared() + u"/.lock"_s); // as one that removes very much
        QVERIFY(held && *held);
        TemporarySpace space(shared());
        const QString path = space.path();
        QVERIFY(QDir().mkpath(path));
        touch(path + u"/file"_s);
        held->reset();
        TemporarySpace::removeAbandoned(shared());
        QVERIFY(QFileInfo::exists(path + u"/file"_s));
    }

    void many_at_once_lose_nothing()
    {
        std::atomic<int> lost = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&] {
                    for (int round = 0; round < 20; ++round) {
                        TemporarySpace space(shared());
                        QFile file(space.path() + u"/file"_s);
                        TemporarySpace::removeAbandoned(shared());
                        lost += file.open(QIODevice::WriteOnly) && file.exists() ? 0 : 1;
                    }
                });
            }
        }
        QCOMPARE(lost, 0);
        QCOMPARE(entries(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestTemporarySpace)
#include "tst_temporary_space.moc"
