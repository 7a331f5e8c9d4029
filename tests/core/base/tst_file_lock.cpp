// SPDX-License-Identifier: GPL-3.0-or-later
// Locks of one name that many threads make, sweep and ask for at once. A lock (flock) belongs to the open file, so
// threads exclude each other as processes do.
#include "core/base/file_lock.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace studio;

namespace {

/// Runs each of them in a thread, over and over until the test is over.
class Crowd
{
public:
    void add(int number, const auto &work)
    {
        for (int i = 0; i < number; ++i) {
            m_threads.emplace_back([work](const std::stop_token &stop) {
                while (!stop.stop_requested()) {
                    work();
                }
            });
        }
    }

private:
    std::vector<std::jthread> m_threads;
};

} // namespace

class TestFileLock : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    QString m_path;

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_path = m_home->filePath(QStringLiteral("lock"));
    }

    /// Each makes the lock, looks whether others see it, and removes it; the others remove what nobody holds.
    void a_held_lock_keeps_its_name()
    {
        constexpr int rounds = 3'000;
        std::atomic<int> made = 0;
        std::atomic<int> lost = 0;
        {
            Crowd sweepers;
            sweepers.add(6, [&] { FileLock::removeUnheld(m_path); });
            std::vector<std::jthread> makers;
            for (int i = 0; i < 3; ++i) {
                makers.emplace_back([&] {
                    for (int tries = 0; made < rounds && lost == 0 && tries < 100 * rounds; ++tries) {
                        const auto lock = FileLock::make(m_path);
                        if (!lock || !*lock) {
                            continue;
                        }
                        ++made;
                        for (int look = 0; look < 20; ++look) {
                            lost += FileLock::isHeld(m_path) ? 0 : 1;
                        }
                        QFile::remove(m_path);
                    }
                });
            }
        }
        QCOMPARE(lost.load(), 0);
        QVERIFY2(made >= rounds / 100, qPrintable(QString::number(made)));
    }

    void who_asks_is_not_taken_for_a_holder()
    {
        Crowd asking;
        asking.add(4, [&] { FileLock::isHeld(m_path); });
        for (int i = 0; i < 2'000; ++i) {
            const auto lock = FileLock::tryLock(m_path);
            QVERIFY2(lock, lock ? "" : qPrintable(lock.error().message));
            QVERIFY2(*lock, qPrintable(QString::number(i)));
        }
    }

    void an_abandoned_lock_never_looks_held()
    {
        Crowd sweepers;
        sweepers.add(4, [&] { FileLock::removeUnheld(m_path); });
        for (int i = 0; i < 2'000; ++i) {
            QFile file(m_path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            QVERIFY(!FileLock::isHeld(m_path));
        }
    }

    void a_held_lock_is_not_removed()
    {
        const auto lock = FileLock::make(m_path);
        QVERIFY(lock && *lock);
        QVERIFY(!FileLock::removeUnheld(m_path));
        QVERIFY(FileLock::isHeld(m_path));
        QVERIFY(FileLock::make(m_path).has_value() && !*FileLock::make(m_path));
    }

    void an_abandoned_lock_is_removed()
    {
        QVERIFY(FileLock::make(m_path).has_value());
        QVERIFY(QFile::exists(m_path));
        QVERIFY(FileLock::removeUnheld(m_path));
        QVERIFY(!QFile::exists(m_path));
        QVERIFY(FileLock::removeUnheld(m_path)); // gone is gone
    }
};

QTEST_GUILESS_MAIN(TestFileLock)
#include "tst_file_lock.moc"
