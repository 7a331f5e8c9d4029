// SPDX-License-Identifier: GPL-3.0-or-later
// What Send can call, and whether Run sends, without a window.
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/workspace/call_targets.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QSignalSpy>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

QStringList idsOf(const CallTargets &targets)
{
    QStringList ids;
    for (const CallTarget &one : targets.targets()) {
        ids << one.id;
    }
    return ids;
}

} // namespace

class TestCallTargets : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    Paths m_paths = [this] {
        Paths paths = testPaths();
        paths.data = m_home.filePath(u"data"_s);
        paths.config = m_home.filePath(u"config"_s);
        return paths;
    }();
    Compiler m_compiler{m_paths};
    HttpClient m_client;
    LocalPlatform m_platform{m_paths, &m_compiler, &m_client};

private Q_SLOTS:
    void a_run_sends_only_to_the_instance_that_it_started_data()
    {
        QTest::addColumn<InvokeTarget::Kind>("kind");
        QTest::addColumn<bool>("isJson");
        QTest::addColumn<bool>("isOnItsWay");
        QTest::addColumn<bool>("isSent");
        QTest::newRow("dev instance") << InvokeTarget::DevInstance << true << false << true;
        QTest::newRow("no JSON") << InvokeTarget::DevInstance << false << false << false;
        QTest::newRow("sent during the Run") << InvokeTarget::DevInstance << true << true << false;
        QTest::newRow("draft") << InvokeTarget::Draft << true << false << false;
        QTest::newRow("active version") << InvokeTarget::Active << true << false << false;
        QTest::newRow("a version") << InvokeTarget::Numbered << true << false << false;
    }
    void a_run_sends_only_to_the_instance_that_it_started()
    {
        QFETCH(const InvokeTarget::Kind, kind);
        QFETCH(const bool, isJson);
        QFETCH(const bool, isOnItsWay);
        QFETCH(const bool, isSent);
        QCOMPARE(isSentAfterRun({.id = {}, .title = {}, .app = {}, .target = {kind}}, isJson, isOnItsWay), isSent);
    }

    void an_app_without_versions_has_three_targets()
    {
        CallTargets targets(&m_platform);
        targets.setApp({u"org"_s, u"hello"_s});
        QCOMPARE(idsOf(targets), (QStringList{u"dev"_s, u"draft"_s, u"active"_s}));
        for (const CallTarget &one : targets.targets()) {
            QCOMPARE(one.app, (AppId{u"org"_s, u"hello"_s}));
            QCOMPARE(one.invoker, static_cast<Invoker *>(&m_platform));
        }
    }

    void remotes_are_called_under_their_organization()
    {
        CallTargets targets(&m_platform);
        targets.setApp({u"org"_s, u"hello"_s});
        QSignalSpy changed(&targets, &CallTargets::changed);
        const QList<CallTargets::RemoteService> remotes{{u"prod"_s, u"company"_s, &m_platform}};
        targets.setRemotes(remotes);
        QCOMPARE(targets.targets().last().id, u"remote:prod"_s);
        QCOMPARE(targets.targets().last().app, (AppId{u"company"_s, u"hello"_s}));
        QCOMPARE(changed.size(), 1);
        targets.setRemotes(remotes); // nothing is another
        QCOMPARE(changed.size(), 1);
        targets.setRemotes({});
        QCOMPARE(idsOf(targets), (QStringList{u"dev"_s, u"draft"_s, u"active"_s}));
    }
};

QTEST_GUILESS_MAIN(TestCallTargets)
#include "tst_call_targets.moc"
