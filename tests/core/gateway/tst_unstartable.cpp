// SPDX-License-Identifier: GPL-3.0-or-later
// An instance that cannot be started leaves a record with the reason, whichever way the call came.
#include "core/base/uuid7.h"
#include "core/compiler/compiler.h"
#include "core/runner/instance_source.h"
#include "core/store/store.h"
#include "core/workspace/dev_loop.h"
#include "tests/core/gateway/gateway_fixture.h"

#include <QScopeGuard>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestUnstartable : public QObject
{
    Q_OBJECT

    /// Where the program of a version or a draft lies in the store.
    static QString blobOf(const Paths &paths, const QByteArray &hash)
    {
        const auto store = Store::open(paths.data);
        return store ? (*store)->blob(hash).value_or(QString()) : QString();
    }

    /// An instance of it may still be ending, so the file gets another's place.
    static void spoil(const QString &path, const QString &how)
    {
        const bool isKept = how == u"no permission"_s;
        QFile file(path);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
        const QByteArray content = isKept ? file.readAll() : "no program";
        file.close();
        QVERIFY2(file.remove() && file.open(QIODevice::WriteOnly) && file.write(content) == content.size(),
                 qPrintable(path));
        const auto readable = QFile::ReadOwner | QFile::WriteOwner;
        QVERIFY2(file.setPermissions(isKept ? readable : readable | QFile::ExeOwner), qPrintable(path));
    }

    static void isRecorded(const Execution &record, bool isDev, const QByteArray &way)
    {
        QVERIFY2(record.status == ExecutionStatus::Failed, way.constData());
        QVERIFY2(!record.error.isEmpty(), way.constData());
        QVERIFY2(record.response.status == 500, way.constData());
        QVERIFY2(record.dev == isDev, way.constData());
        QVERIFY2(!record.artifactHash.isEmpty(), way.constData());
    }

private Q_SLOTS:
    void each_way_leaves_a_record_data()
    {
        QTest::addColumn<RustTarget>("target");
        QTest::addColumn<QString>("how");
        QTest::newRow("native, may not be run") << RustTarget::Native << u"no permission"_s;
        QTest::newRow("native, is no program") << RustTarget::Native << u"garbage"_s;
        QTest::newRow("wasm, is no component") << RustTarget::Wasm << u"garbage"_s;
    }
    void each_way_leaves_a_record()
    {
        QFETCH(RustTarget, target);
        QFETCH(QString, how);
        GatewayFixture m;
        m.rustTarget = target;
        m.publishOrFail();
        m.serveOrFail();
        const TestProject project("unstartable " + uuid7().toLatin1()); // of which no other test has the program
        DevLoop loop(&m.compiler);
        loop.setProject(project.path(), m.id.functionId());
        loop.setTarget(target);
        const auto ran = QCoro::waitFor(loop.run());
        QVERIFY2(ran, ran ? "" : qPrintable(ran.error().message));
        loop.stop();
        m.platform->setDevSource(loop.source());
        const auto plan = QCoro::waitFor(loop.source()->plan({}, {InvokeTarget::DevInstance}, {}));
        const auto version = QCoro::waitFor(m.platform->getVersion(m.id, 1));
        QVERIFY(plan && version);
        const auto isOver = qScopeGuard([&] { QFile::remove(plan->spec.program); });
        spoil(plan->spec.program, how);
        spoil(blobOf(m.paths, version->artifactHash), how);

        const QList<std::pair<InvokeTarget, QByteArray>> ways{{{InvokeTarget::DevInstance}, "dev"},
                                                              {{InvokeTarget::Active}, "active"},
                                                              {{InvokeTarget::Draft}, "draft"},
                                                              {{InvokeTarget::Numbered, 1}, "version 1"}};
        for (const auto &[wanted, way] : ways) {
            const auto answer = QCoro::waitFor(m.platform->invoke(m.id, wanted, {.body = "{}"}));
            QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
            QCOMPARE(answer->response.status, 500);
            QVERIFY2(answer->error && !answer->error->message.isEmpty(), way.constData());
            const auto record = QCoro::waitFor(m.platform->getExecution(answer->executionId));
            QVERIFY2(record, way.constData());
            isRecorded(*record, wanted.kind == InvokeTarget::DevInstance, way);
            QCOMPARE(record->error, answer->error->message);
        }
        const auto direct = m.send(m.directRequest("GET", "/direct"));
        QCOMPARE(direct.status, 500);
        QVERIFY(jsonOf(direct)["error"].isString());
        const auto isWritten = [&] { return m.newestExecution().request.target == "/direct"; };
        QTRY_VERIFY_WITH_TIMEOUT(isWritten(), GatewayFixture::recordTimeout);
        isRecorded(m.newestExecution(), false, "direct address");
        m.platform->setDevSource(nullptr);
    }
};

QTEST_GUILESS_MAIN(TestUnstartable)
#include "tst_unstartable.moc"
