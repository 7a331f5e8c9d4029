// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/execution_recorder.h"
#include "tests/support/ended_call.h"

#include <QTest>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestPendingRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_waits_takes_no_more_memory_than_is_said()
    {
        PendingRecords pending;
        QStringList ids;
        for (int i = 0; i < 40; ++i) {
            const Execution one = endedCall(1 << 20);
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

QTEST_GUILESS_MAIN(TestPendingRecords)
#include "tst_pending_records.moc"
