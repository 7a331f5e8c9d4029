// SPDX-License-Identifier: GPL-3.0-or-later
// Records of calls while the disk is full: a small disk of this process's own, and the real SQLITE_FULL.
#include "core/base/uuid7.h"
#include "core/platform/execution_recorder.h"

#include <QCoroTask>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sched.h>
#include <sys/mount.h>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

const AppId hello{u"org"_s, u"hello"_s};

Execution ended(qsizetype bodyBytes)
{
    Execution one;
    one.id = uuid7();
    one.app = hello;
    one.status = ExecutionStatus::Succeeded;
    one.request = {.method = "POST", .target = "/", .headers = {{"x", "y"}}, .body = QByteArray(bodyBytes, 'b')};
    one.response.status = 200;
    return one;
}

} // namespace

class TestFullDisk : public QObject
{
    Q_OBJECT

    QTemporaryDir m_place;
    bool m_hasDisk = false;

    [[nodiscard]] QString folder() const { return m_place.filePath(u"store"_s); }
    [[nodiscard]] QString ballast() const { return m_place.filePath(u"ballast"_s); }

    void fillDisk() const
    {
        QFile file(ballast());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered));
        for (const qsizetype size : {1 << 20, 4'096, 1}) {
            while (file.write(QByteArray(size, 'b')) == size) {
            }
        }
    }

    static Result<Execution> read(ExecutionRecorder &recorder, const QString &id)
    {
        return QCoro::waitFor(recorder.run([id](Executions &executions) { return executions.get(id); }));
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QByteArray place = m_place.path().toUtf8();
        const bool isOwn =
            ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
        m_hasDisk = isOwn && ::mount("tmpfs", place.constData(), "tmpfs", 0, "size=24m") == 0;
        if (!m_hasDisk) {
            QSKIP("no disk of one's own may be mounted here");
        }
    }
    void cleanupTestCase()
    {
        if (m_hasDisk) {
            ::umount2(m_place.path().toUtf8().constData(), MNT_DETACH);
        }
    }

    void records_wait_until_there_is_room_and_that_is_said_once()
    {
        ExecutionRecorder recorder(folder());
        QSignalSpy failures(&recorder, &ExecutionRecorder::notWritten);
        const Execution before = ended(100);
        recorder.end(before);
        const auto fine = QCoro::waitFor(recorder.flush());
        QVERIFY2(fine, fine ? "" : qPrintable(fine.error().message));
        fillDisk();

        const Execution first = ended(100);
        recorder.end(first);
        QList<Execution> many;
        for (int i = 0; i < 1'500; ++i) {
            many << ended(500);
            recorder.end(many.last());
        }
        for (int again = 0; again < 3; ++again) {
            const auto full = QCoro::waitFor(recorder.flush());
            QVERIFY(!full);
            QCOMPARE(full.error().code, ErrorCode::ResourceExhausted);
            QVERIFY2(full.error().message.contains(u"the disk is full"_s), qPrintable(full.error().message));
            recorder.end(many.last()); // something to try again with
        }
        QCOMPARE(failures.size(), 1);
        QVERIFY(failures.first().first().toString().contains(u"the disk is full"_s));
        const Execution last = ended(100); // when it is known that nothing can be written
        recorder.end(last);

        QVERIFY(QFile::remove(ballast()));
        const auto written = QCoro::waitFor(recorder.flush());
        QVERIFY2(written, written ? "" : qPrintable(written.error().message));
        QVERIFY(read(recorder, before.id) && read(recorder, last.id) && read(recorder, many.last().id));
        QVERIFY(!read(recorder, first.id)); // the oldest of more than are kept
        const auto stats = QCoro::waitFor(recorder.run([](Executions &all) { return all.stats(hello); }));
        QCOMPARE(stats->total, ExecutionRecorder::maxUnwritten + 1);

        fillDisk();
        recorder.end(ended(50'000));
        QVERIFY(!QCoro::waitFor(recorder.flush()));
        QCOMPARE(failures.size(), 2); // it could be written meanwhile
        QVERIFY(QFile::remove(ballast()));
    }

    void what_waits_takes_no_more_memory_than_is_said()
    {
        PendingRecords pending;
        QStringList ids;
        for (int i = 0; i < 40; ++i) {
            const Execution one = ended(1 << 20);
            ids << one.id;
            pending.add(one);
            pending.add(one); // the same call again
            pending.keepNewest(ExecutionRecorder::maxUnwritten, ExecutionRecorder::maxUnwrittenBytes);
        }
        QCOMPARE(pending.size(), 15); // of a little more than 1 MiB each
        QVERIFY(!pending.contains(ids[24]) && pending.contains(ids[25]) && pending.contains(ids.last()));
        // What was tried before is older than what came meanwhile.
        QList<Execution> tried = pending.take();
        QVERIFY(pending.isEmpty() && !pending.contains(ids.last()));
        Execution newer = tried.last();
        newer.error = u"newer"_s;
        pending.add(newer);
        pending.putBack(tried);
        pending.keepNewest(1, ExecutionRecorder::maxUnwrittenBytes);
        QCOMPARE(pending.take().first().error, u"newer"_s);
    }
};

QTEST_GUILESS_MAIN(TestFullDisk)
#include "tst_full_disk.moc"
