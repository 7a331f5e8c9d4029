// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/app.h"
#include "tests/core/store/store_fixture.h"

#include <QTest>

#include <algorithm>

using namespace studio;
using namespace Qt::StringLiterals;
using made::hello;

class TestStoreApps : public StoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    void an_app_is_read_as_it_was_written()
    {
        App app;
        app.id = {u"org"_s, u"full"_s};
        app.target = RustTarget::Wasm;
        app.toolchain = u"1.94.0"_s;
        app.tier = u"large"_s;
        app.memoryMb = 1024;
        app.cpuMillicores = 1000;
        app.timeoutSecs = 60;
        app.description = u"Größe “quoted” 'too'"_s;
        app.environment = {{u"B"_s, u"2"_s}, {u"A"_s, u""_s}, {u"B"_s, u"ü\n\""_s}};
        app.activeVersion = 7; // the store's own
        app.createdAtMs = 1;
        const qint64 before = QDateTime::currentMSecsSinceEpoch();
        const auto created = m_store->createApp(app);
        QVERIFY2(created, made::why(created));
        QVERIFY(created->createdAtMs >= before && created->updatedAtMs == created->createdAtMs);
        app.activeVersion = 0;
        app.createdAtMs = app.updatedAtMs = created->createdAtMs;
        QCOMPARE(*created, app);
        reopen();
        QCOMPARE(*m_store->app(app.id), app);
    }

    void update_changes_settings_only()
    {
        QVERIFY(publishNew("one"));
        App app = *m_store->app(hello);
        const qint64 created = app.createdAtMs;
        app.memoryMb = 2048;
        app.tier = u"xlarge"_s;
        app.environment = {{u"KEY"_s, u"value"_s}};
        app.activeVersion = 0;
        app.createdAtMs = 0;
        const auto updated = m_store->updateApp(app);
        QVERIFY2(updated, made::why(updated));
        QCOMPARE(updated->memoryMb, 2048);
        QCOMPARE(updated->environment, app.environment);
        QCOMPARE(updated->activeVersion, 1);
        QCOMPARE(updated->createdAtMs, created);
        QCOMPARE(m_store->version(hello, 1)->memoryMb, 512); // a version keeps what it was published with
    }

    void changes_of_two_who_read_the_same_both_hold()
    {
        App before = *m_store->app(hello);
        before.environment = {{u"KEPT"_s, u"1"_s}, {u"GONE"_s, u"2"_s}, {u"CHANGED"_s, u"3"_s}};
        QVERIFY(m_store->updateApp(before));
        App one = before;
        one.memoryMb = 111;
        one.environment = {{u"KEPT"_s, u"1"_s}, {u"CHANGED"_s, u"3"_s}, {u"ONE"_s, u"4"_s}};
        App other = before;
        other.description = u"other"_s;
        other.environment = {{u"KEPT"_s, u"1"_s}, {u"GONE"_s, u"2"_s}, {u"CHANGED"_s, u"5"_s}, {u"OTHER"_s, u"6"_s}};
        QVERIFY(m_store->updateApp(one, before));
        const auto both = m_store->updateApp(other, before);
        QVERIFY2(both, made::why(both));
        QCOMPARE(both->memoryMb, 111);
        QCOMPARE(both->description, u"other"_s);
        auto environment = both->environment;
        std::ranges::sort(environment);
        QCOMPARE(environment,
                 (QList<std::pair<QString, QString>>{
                     {u"CHANGED"_s, u"5"_s}, {u"KEPT"_s, u"1"_s}, {u"ONE"_s, u"4"_s}, {u"OTHER"_s, u"6"_s}}));
    }

    void apps_are_listed_by_name_within_an_organisation()
    {
        for (const auto &[org, name] :
             {std::pair(u"org"_s, u"zebra"_s), std::pair(u"org"_s, u"ant"_s), std::pair(u"other"_s, u"bee"_s)}) {
            App app;
            app.id = {org, name};
            QVERIFY(m_store->createApp(app));
        }
        QStringList names;
        const auto apps = m_store->apps(u"org"_s);
        for (const App &app : *apps) {
            names << app.id.name;
        }
        QCOMPARE(names, (QStringList{u"ant"_s, u"hello"_s, u"zebra"_s}));
        QVERIFY(m_store->apps(u"nobody"_s)->isEmpty());
    }

    void names_that_cannot_be_addressed_data()
    {
        QTest::addColumn<AppId>("id");
        QTest::addColumn<QString>("said");
        QTest::newRow("empty") << AppId{u"org"_s, {}} << u"“” cannot be the name of an app"_s;
        QTest::newRow("colon") << AppId{u"org"_s, u"a:b"_s} << u"“a:b” cannot be the name of an app"_s;
        QTest::newRow("slash") << AppId{u"org"_s, u"../a"_s} << u"“../a” cannot be the name of an app"_s;
        QTest::newRow("line break") << AppId{u"org"_s, u"a\n"_s} << u"“a\\x0a” cannot be the name of an app"_s;
        QTest::newRow("long") << AppId{u"org"_s, QString(64, u'a')} << u"cannot be the name of an app"_s;
        QTest::newRow("dash first") << AppId{u"org"_s, u"-a"_s} << u"“-a” cannot be the name of an app"_s;
        QTest::newRow("organisation") << AppId{u"o g"_s, u"a"_s} << u"“o g” cannot be the name of an organisation"_s;
    }
    void names_that_cannot_be_addressed()
    {
        QFETCH(AppId, id);
        QFETCH(QString, said);
        App app;
        app.id = id;
        const auto created = m_store->createApp(app);
        QVERIFY(!created);
        QCOMPARE(created.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(created.error().message.contains(said), made::why(created));
    }

    void an_app_exists_once()
    {
        App app;
        app.id = hello;
        const auto again = m_store->createApp(app);
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
        QCOMPARE(again.error().message,
                 u"The app org:hello exists already. Look at it with: ignite app get org:hello"_s);
    }

    void an_unknown_app_is_named_by_every_call()
    {
        const AppId nope{u"org"_s, u"nope"_s};
        App app;
        app.id = nope;
        const QString archive = file("x");
        const QByteArray hash = made::hash("x");
        const QList<Error> errors{m_store->updateApp(app).error(),
                                  m_store->app(nope).error(),
                                  m_store->deleteApp(nope).error(),
                                  m_store->saveDraft(nope, archive, hash).error(),
                                  m_store->draft(nope).error(),
                                  m_store->compileStarted(nope, hash, u"d"_s).error(),
                                  m_store->compileFinished(nope, hash, archive, RustTarget::Native, {}).error(),
                                  m_store->compileFailed(nope, hash, u"e"_s).error(),
                                  m_store->publish(nope, {}).error(),
                                  m_store->versions(nope).error(),
                                  m_store->version(nope, 1).error(),
                                  m_store->rollback(nope, 1).error()};
        const Error wanted{
            ErrorCode::NotFound,
            u"No app org:nope. Create it with: ignite app create org:nope --runtime rust --rust-target native"_s,
            {}};
        for (const Error &error : errors) {
            QCOMPARE(error, wanted);
        }
    }

    void a_deleted_app_takes_its_versions_along()
    {
        QVERIFY(publishNew("one"));
        QVERIFY(m_store->deleteApp(hello));
        QCOMPARE(m_store->versions(hello).error().code, ErrorCode::NotFound);
        App app;
        app.id = hello;
        QVERIFY(m_store->createApp(app));
        QVERIFY(m_store->versions(hello)->isEmpty());
        QCOMPARE(publishNew("one")->number, 1);
    }
};

QTEST_GUILESS_MAIN(TestStoreApps)
#include "tst_store_apps.moc"
