// SPDX-License-Identifier: GPL-3.0-or-later
// What another program writes is told, from the first list on: two connections to one store.
#include "core/base/detach.h"
#include "core/base/uuid7.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/store/executions.h"
#include "core/store/store.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QCoroTask>
#include <QSignalSpy>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestStoreWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changes_after_a_list_are_notified_even_if_the_first_snapshot_is_late()
    {
        const QTemporaryDir home;
        const Paths paths{.data = home.filePath(u"data"_s),
                          .cache = home.filePath(u"cache"_s),
                          .config = home.filePath(u"config"_s),
                          .resources = {}};
        Compiler compiler(paths);
        HttpClient client;
        const auto other = Store::open(paths.data);
        QVERIFY2(other, other ? "" : qPrintable(other.error().message));
        App app;
        app.id = {u"org"_s, u"hello"_s};
        QVERIFY((*other)->createApp(app));

        LocalPlatform platform(paths, &compiler, &client);
        QVERIFY(QCoro::waitFor(platform.listExecutions(app.id, {}))); // both threads have the store open
        int before = 0;
        for (int at = 0; at < 500; ++at) { // in front of the first look, which is on the same thread
            detach(platform.listApps(u"org"_s).then([&](const auto &) { ++before; }));
        }
        QSignalSpy news(&platform, &ComputeService::executionChanged);
        const auto listed = QCoro::waitFor(platform.listExecutions(app.id, {}));
        QVERIFY(listed);
        QVERIFY(listed->executions.isEmpty());
        Execution one;
        one.id = uuid7();
        one.app = app.id;
        one.status = ExecutionStatus::Succeeded;
        QVERIFY((*other)->executions().write({one}, u"another program"_s));
        QTRY_COMPARE(news.size(), 1);
        QCOMPARE(news.first().at(1).toString(), one.id);
        QTRY_COMPARE(before, 500);
    }
};

QTEST_GUILESS_MAIN(TestStoreWatch)
#include "tst_store_watch.moc"
