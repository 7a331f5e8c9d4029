// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/uuid7.h"
#include "core/local/execution_recorder.h"

#include <QCoroTask>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;

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
};

QTEST_GUILESS_MAIN(TestExecutionRecorder)
#include "tst_execution_recorder.moc"
