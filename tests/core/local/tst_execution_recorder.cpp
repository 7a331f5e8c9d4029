// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/uuid7.h"
#include "core/local/execution_recorder.h"
#include "tests/support/ended_call.h"

#include <QCoroTask>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::test;

class TestExecutionRecorder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_the_disk_cannot_keep_up_with_says_that_it_is_missing()
    {
        const QTemporaryDir folder;
        ExecutionRecorder recorder(folder.path());
        Execution one;
        one.app = {QStringLiteral("org"), QStringLiteral("hello")};
        one.status = ExecutionStatus::Succeeded;
        one.request = {.method = "POST", .target = "/", .headers = {{"x", "y"}}, .body = "hello"};
        one.requestBytes = 5;
        one.response.status = 200;
        one.response.body = "and back";
        one.responseBytes = 8;
        one.lines = {{1, "a line"}};
        QStringList ids;
        for (qsizetype count = 0; count <= ExecutionRecorder::maxWhole; ++count) { // nothing is written meanwhile
            one.id = uuid7();
            ids << one.id;
            recorder.end(one);
        }
        const auto read = [&](const QString &id) {
            return QCoro::waitFor(recorder.run([id](Executions &executions) { return executions.get(id); }));
        };
        const auto whole = read(ids.at(ids.size() - 2));
        QVERIFY(whole);
        QCOMPARE(whole->request.body, "hello");
        QCOMPARE(whole->lines.size(), 1);
        QVERIFY(!whole->response.truncated);
        const auto poor = read(ids.last());
        QVERIFY(poor);
        QCOMPARE(poor->response.status, 200);
        QVERIFY(poor->request.body.isEmpty() && poor->response.body.isEmpty() && poor->response.truncated);
        QCOMPARE(poor->requestBytes, 5);
        QCOMPARE(poor->responseBytes, 8);
        QCOMPARE(poor->linesDropped, 1);
    }

    /// Few, but large: 5,000 of them would take gigabytes.
    void large_records_that_wait_are_bounded_by_their_bytes()
    {
        const QTemporaryDir folder;
        ExecutionRecorder recorder(folder.path());
        Execution one = endedCall(6 << 20);
        one.response.body = "and back";
        one.lines = {{1, "a line"}};
        QStringList ids;
        for (qsizetype bytes = 0; bytes <= ExecutionRecorder::maxWholeBytes; bytes += one.request.body.size()) {
            one.id = uuid7();
            ids << one.id;
            recorder.end(one);
        }
        one.id = uuid7();
        recorder.end(one); // nothing is written meanwhile
        const auto read = [&](const QString &id) {
            return QCoro::waitFor(recorder.run([id](Executions &executions) { return executions.get(id); }));
        };
        const auto poor = read(one.id);
        QVERIFY(poor);
        QVERIFY(poor->request.body.isEmpty() && poor->response.truncated);
        QCOMPARE(poor->requestBytes, one.request.body.size());
        QCOMPARE(poor->linesDropped, 1);
        const auto whole = read(ids.first());
        QVERIFY(whole);
        QCOMPARE(whole->request.body.size(), one.request.body.size());
        QCOMPARE(whole->lines.size(), 1);
        one.id = uuid7(); // there is room again
        recorder.end(one);
        const auto next = read(one.id);
        QVERIFY(next && next->request.body == one.request.body);
    }
};

QTEST_GUILESS_MAIN(TestExecutionRecorder)
#include "tst_execution_recorder.moc"
