// SPDX-License-Identifier: GPL-3.0-or-later
// What is said, and what is left, where a person's file cannot be written to its end.
#include "core/base/files.h"
#include "tests/core/base/user_file_test.h"

#include <QFile>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace studio;
using namespace studio::test;

namespace {

/// Runs it where no file may grow beyond `bytes`, which ends a write as a full disk does.
auto withFilesBelow(rlim_t bytes, const auto &run)
{
    rlimit before = {};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handled = signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
    auto result = run();
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handled);
    return result;
}

} // namespace

class TestUserFileFailures : public UserFileTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }

    void a_full_disk_leaves_the_file_data()
    {
        QTest::addColumn<bool>("inPlace");
        QTest::newRow("replaced") << false;
        QTest::newRow("in place") << true;
    }
    void a_full_disk_leaves_the_file()
    {
        QFETCH(bool, inPlace);
        const QByteArray old(60'000, 'o');
        QVERIFY(saveUserFile(m_path, old));
        if (inPlace) {
            QCOMPARE(link(QFile::encodeName(m_path).constData(),
                          QFile::encodeName(m_home->filePath(QStringLiteral("other"))).constData()),
                     0);
        }
        const auto saved = withFilesBelow(100'000, [&] { return saveUserFile(m_path, QByteArray(200'000, 'n')); });
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::ResourceExhausted);
        QVERIFY2(saved.error().message.endsWith(QStringLiteral("The file on disk is as it was.")),
                 qPrintable(saved.error().message));
        QVERIFY2(saved.error().message.contains(QStringLiteral("ulimit -f")), qPrintable(saved.error().message));
        QVERIFY(readRegularFile(m_path, old.size()).value_or(std::nullopt) == old);
        QCOMPARE(names().size(), inPlace ? 2 : 1);
    }

    void nothing_is_said_of_a_file_that_was_not_there()
    {
        const QString path = m_home->filePath(QStringLiteral("new.rs"));
        const auto saved = withFilesBelow(1'000, [&] { return saveUserFile(path, QByteArray(2'000, 'n')); });
        QVERIFY(!saved);
        QVERIFY2(!saved.error().message.contains(QStringLiteral("on disk")), qPrintable(saved.error().message));
        QCOMPARE(names(), QStringList{QStringLiteral("lib.rs")});
    }

    /// More is not read into memory, so that it cannot be put back.
    void a_large_file_that_was_written_in_part_is_said_to_be_so()
    {
        constexpr qint64 large = (64LL << 20) + 1;
        QCOMPARE(truncate(QFile::encodeName(m_path).constData(), large), 0);
        QCOMPARE(link(QFile::encodeName(m_path).constData(),
                      QFile::encodeName(m_home->filePath(QStringLiteral("other"))).constData()),
                 0);
        const auto saved = withFilesBelow(1 << 20, [&] { return saveUserFile(m_path, QByteArray(2 << 20, 'n')); });
        QVERIFY(!saved);
        QVERIFY2(saved.error().message.contains(QStringLiteral("may be incomplete")),
                 qPrintable(saved.error().message));
    }

    /// What cannot be read any more is the source, and the file stays.
    void a_source_that_fails_is_named()
    {
        const QString cut = m_home->filePath(QStringLiteral("cut"));
        QVERIFY(saveUserFile(cut, QByteArray(64 << 20, 'c')));
        const QString pipe = m_home->filePath(QStringLiteral("pipe"));
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        const int reader = open(QFile::encodeName(pipe).constData(), O_RDONLY | O_NONBLOCK);
        std::jthread cutter([&] { // once writing has begun
            char bytes[4096];
            while (read(reader, bytes, sizeof bytes) <= 0) {
                std::this_thread::yield();
            }
            (void)truncate(QFile::encodeName(cut).constData(), 0);
            fcntl(reader, F_SETFL, 0);
            while (read(reader, bytes, sizeof bytes) > 0) {
            }
        });
        const auto saved = saveUserCopy(pipe, cut);
        cutter.join();
        close(reader);
        QVERIFY(!saved);
        QVERIFY2(saved.error().message.startsWith(QStringLiteral("Could not read %1: ").arg(cut)),
                 qPrintable(saved.error().message));
    }
};

QTEST_GUILESS_MAIN(TestUserFileFailures)
#include "tst_user_file_failures.moc"
