// SPDX-License-Identifier: GPL-3.0-or-later
// Records of calls while the disk is full: a small disk of this process's own, and the real SQLITE_FULL.
#include "core/local/execution_recorder.h"
#include "tests/support/ended_call.h"
#include "tests/support/own_mounts.h"

#include <QCoreApplication>
#include <QCoroTask>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

bool hasOwnMounts = false; // set before there are threads

Result<Execution> read(ExecutionRecorder &recorder, const QString &id)
{
    return QCoro::waitFor(recorder.run([id](Executions &executions) { return executions.get(id); }));
}

} // namespace

class TestFullDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void records_wait_until_there_is_room_and_that_is_said_once()
    {
        if (!hasOwnMounts) {
            QSKIP("no mounts of one's own are allowed here");
        }
        const QTemporaryDir place;
        SmallDisk disk(place.path(), 24);
        QVERIFY(disk.isThere());
        ExecutionRecorder recorder(place.filePath(u"store"_s));
        QSignalSpy failures(&recorder, &ExecutionRecorder::notWritten);
        const Execution before = endedCall(100);
        recorder.end(before);
        const auto fine = QCoro::waitFor(recorder.flush());
        QVERIFY2(fine, fine ? "" : qPrintable(fine.error().message));
        disk.fill();

        const Execution first = endedCall(100);
        recorder.end(first);
        QList<Execution> many;
        for (int i = 0; i < 1'500; ++i) {
            many << endedCall(500);
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
        const Execution last = endedCall(100); // when it is known that nothing can be written
        recorder.end(last);

        disk.makeRoom();
        const auto written = QCoro::waitFor(recorder.flush());
        QVERIFY2(written, written ? "" : qPrintable(written.error().message));
        QVERIFY(read(recorder, before.id) && read(recorder, last.id) && read(recorder, many.last().id));
        const auto dropped = read(recorder, first.id); // the oldest of more than are kept
        QVERIFY(!dropped);
        QCOMPARE(dropped.error().code, ErrorCode::NotFound);
        const auto stats = QCoro::waitFor(recorder.run([](Executions &all) { return all.stats(recordedApp); }));
        QCOMPARE(stats->total, ExecutionRecorder::maxUnwritten + 1);

        disk.fill();
        recorder.end(endedCall(50'000));
        const auto again = QCoro::waitFor(recorder.flush());
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::ResourceExhausted);
        QCOMPARE(failures.size(), 2); // it could be written meanwhile
        disk.makeRoom();
    }
};

int main(int argc, char **argv)
{
    hasOwnMounts = haveOwnMounts();
    const QCoreApplication app(argc, argv);
    TestFullDisk test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_full_disk.moc"
