// SPDX-License-Identifier: GPL-3.0-or-later
// What the garbage collection takes, and what a compile leaves that was interrupted.
#include "tests/core/store/store_fixture.h"

#include <QProcess>

#include <chrono>
#include <thread>

using namespace studio;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using made::hello;

class TestStoreGarbage : public StoreFixture
{
    Q_OBJECT

    void sql(const QString &statement) const { QCOMPARE(made::runSql(folder(), {statement}), QString()); }

private Q_SLOTS:
    void what_nothing_refers_to_goes()
    {
        QVERIFY(publishNew("one"));
        QVERIFY(save("two")); // replaced before it was compiled
        QVERIFY(save("three"));
        const auto collected = m_store->collectGarbage(0s);
        QVERIFY2(collected, made::why(collected));
        QCOMPARE(*collected, (Store::Collected{.blobs = 1, .bytes = 3}));
        QVERIFY(!QFileInfo::exists(blobFile("two")));
        QCOMPARE(made::content(*m_store->blob(made::hash("one"))), "one");
        QCOMPARE(made::content(*m_store->blob(made::hash("artifact of one"))), "artifact of one");
        QCOMPARE(made::content(*m_store->blob(made::hash("three"))), "three");
        QCOMPARE(*m_store->collectGarbage(0s), Store::Collected{});
    }

    void a_deleted_app_leaves_nothing_that_others_do_not_use()
    {
        App other;
        other.id = {u"org"_s, u"other"_s};
        QVERIFY(m_store->createApp(other));
        QVERIFY(m_store->saveDraft(other.id, file("one"), made::hash("one")));
        QVERIFY(publishNew("one"));
        QVERIFY(m_store->deleteApp(hello));
        QCOMPARE(m_store->collectGarbage(0s)->blobs, 1); // the artifact
        QCOMPARE(made::content(*m_store->blob(made::hash("one"))), "one");
    }

    void what_is_young_stays()
    {
        QVERIFY(save("one"));
        QVERIFY(save("two"));
        QCOMPARE(*m_store->collectGarbage(1h), Store::Collected{});
        QVERIFY(QFileInfo::exists(blobFile("one")));
    }

    void what_is_saved_again_is_young_again()
    {
        QVERIFY(save("one"));
        QVERIFY(save("two"));
        QFile old(blobFile("one"));
        QVERIFY(old.open(QIODevice::ReadWrite));
        QVERIFY(old.setFileTime(QDateTime::currentDateTime().addDays(-1), QFile::FileModificationTime));
        old.close();
        QVERIFY(save("one"));
        QVERIFY(save("two"));
        QCOMPARE(*m_store->collectGarbage(1h), Store::Collected{});
    }

    void another_tables_blob_stays()
    {
        QVERIFY(save("one"));
        QVERIFY(save("two"));
        sql(u"CREATE TABLE later (id INTEGER PRIMARY KEY, body_blob TEXT)"_s);
        sql(QStringLiteral("INSERT INTO later (body_blob) VALUES ('%1')").arg(QString::fromLatin1(made::hash("one"))));
        QCOMPARE(*m_store->collectGarbage(0s), Store::Collected{});
        sql(u"DELETE FROM later"_s);
        QCOMPARE(m_store->collectGarbage(0s)->blobs, 1);
    }

    void nothing_goes_while_others_save()
    {
        QProcess collector;
        collector.start(QStringLiteral(STORE_WORKER), {u"collect"_s, folder()});
        QVERIFY(collector.waitForStarted());
        QVERIFY(collector.waitForReadyRead());
        int saved = 0;
        for (int round = 0; round < 200; ++round) {
            // Code that was there before, so that its blob lies unreferred until it is saved again.
            const auto draft = save("code " + QByteArray::number(round % 3));
            if (!draft) {
                QCOMPARE(draft.error().code, ErrorCode::Unavailable); // taken in the instant before it was the draft's
                continue;
            }
            ++saved;
            const auto blob = m_store->blob(draft->codeHash);
            QVERIFY2(blob, made::why(blob));
        }
        collector.kill();
        QVERIFY(collector.waitForFinished());
        QVERIFY2(saved > 50, qPrintable(QString::number(saved)));
    }

    void a_damaged_database_keeps_its_blobs()
    {
        QVERIFY(save("one"));
        QVERIFY(save("two"));
        for (int i = 0; i < 200; ++i) { // several pages
            QVERIFY(publishNew("version " + QByteArray::number(i)));
        }
        m_store.reset();
        QFile database(folder() + u"/store.sqlite"_s);
        QVERIFY(database.open(QIODevice::ReadWrite));
        // The last pages, which hold versions; the schema and the app stand before them.
        const qint64 from = database.size() / 4 * 3;
        QVERIFY(database.seek(from));
        database.write(QByteArray(database.size() - from, '\xff'));
        database.close();
        auto store = Store::open(folder());
        QVERIFY2(store, made::why(store));
        const auto collected = (*store)->collectGarbage(0s);
        QVERIFY(!collected);
        QCOMPARE(collected.error().code, ErrorCode::Internal);
        QVERIFY2(collected.error().message.contains(folder() + u"/store.sqlite"_s), made::why(collected));
        QVERIFY(QFileInfo::exists(blobFile("one"))); // not even what is garbage
        // The rest is usable: the app, and whatever does not stand on the damaged pages.
        QVERIFY2((*store)->app(hello), made::why((*store)->app(hello)));
        QVERIFY((*store)->blob(made::hash("version 0")));
    }

    /// A copy of the database that was restored, or a write-ahead log that was lost: it does not know all there is.
    void a_database_that_has_lost_changes_collects_nothing()
    {
        QVERIFY(publishNew("one"));
        m_store.reset();
        const QString database = folder() + u"/store.sqlite"_s;
        const QByteArray copy = made::content(database);
        reopen();
        QVERIFY(publishNew("two"));
        QVERIFY(save("three"));
        m_store.reset();
        QVERIFY(!made::file(database, copy).isEmpty());
        QVERIFY(QFile::resize(database, copy.size()));
        reopen();
        QCOMPARE(m_store->versions(hello, 10)->size(), 1);
        for (const bool again : {false, true}) {
            const auto collected = m_store->collectGarbage(0s);
            QVERIFY(!collected);
            QCOMPARE(collected.error().code, ErrorCode::FailedPrecondition);
            QVERIFY2(collected.error().message.contains(database), made::why(collected));
            for (int i = 0; i < 20 && !again; ++i) { // however far it goes on by itself
                QVERIFY(publishNew("four"));
            }
        }
        for (const QByteArray name : {"two", "artifact of two", "three", "four"}) {
            QVERIFY(QFileInfo::exists(blobFile(name)));
        }
        // Once somebody says so, it goes on with all that is there.
        QVERIFY(QFile::remove(folder() + u"/blobs/.history"_s));
        QCOMPARE(*m_store->collectGarbage(0s), Store::Collected{});
        QTest::qSleep(20); // fixed wait: later than that history by the clock of the disk
        QVERIFY(save("five") && save("six"));
        QCOMPARE(m_store->collectGarbage(0s)->blobs, 1);
        QVERIFY(QFileInfo::exists(blobFile("two")) && !QFileInfo::exists(blobFile("five")));
    }

    void a_database_of_another_store_collects_nothing()
    {
        QVERIFY(save("one"));
        m_store.reset();
        QVERIFY(QFile::rename(folder() + u"/blobs"_s, m_place->filePath(u"kept"_s)));
        QVERIFY(QFile::remove(folder() + u"/store.sqlite"_s));
        reopen();
        App app;
        app.id = hello;
        QVERIFY(m_store->createApp(app));
        m_store.reset();
        QVERIFY(QDir(folder() + u"/blobs"_s).removeRecursively());
        QVERIFY(QFile::rename(m_place->filePath(u"kept"_s), folder() + u"/blobs"_s));
        reopen();
        QCOMPARE(m_store->collectGarbage(0s).error().code, ErrorCode::FailedPrecondition);
        QVERIFY(QFileInfo::exists(blobFile("one")));
    }

    void what_a_store_of_an_older_format_has_is_collected_too()
    {
        QVERIFY(save("one"));
        QVERIFY(save("two"));
        sql(u"DROP TABLE store_history"_s);
        for (const char *statement :
             {"DROP INDEX execution_by_outcome", "DROP INDEX execution_by_code", "DROP INDEX execution_by_duration",
              "CREATE INDEX execution_by_status ON execution (app, status)",
              "ALTER TABLE execution DROP COLUMN first_byte_us"}) {
            sql(QString::fromLatin1(statement));
        }
        sql(u"PRAGMA user_version = 8"_s);
        QVERIFY(QFile::remove(folder() + u"/blobs/.history"_s));
        reopen();
        QVERIFY(save("three"));
        QCOMPARE(m_store->collectGarbage(0s)->blobs, 2);
    }

    void code_gives_the_exact_archive()
    {
        QVERIFY(publishNew("one"));
        QVERIFY(publishNew("two"));
        QVERIFY(save("three"));
        QCOMPARE(made::content(*m_store->code(hello, 1)), "one");
        QCOMPARE(made::content(*m_store->code(hello, 2)), "two");
        QCOMPARE(made::content(*m_store->code(hello, 0)), "three");
        QCOMPARE(m_store->code(hello, 3).error().code, ErrorCode::NotFound);
        QVERIFY(made::file(blobFile("one"), "onE").size() > 0);
        const auto damaged = m_store->code(hello, 1);
        QVERIFY(!damaged);
        QVERIFY2(damaged.error().message.contains(blobFile("one")), made::why(damaged));
        QCOMPARE(made::content(*m_store->code(hello, 2)), "two");
    }

    void a_running_compile_is_seen_by_others()
    {
        QVERIFY(save("one"));
        QVERIFY(compile("one", "artifact"));
        QVERIFY(m_store->compileStarted(hello, made::hash("one"), u"deploy-2"_s));
        const auto other = Store::open(folder());
        const auto draft = (*other)->draft(hello);
        QCOMPARE(draft->status, DraftStatus::Compiling);
        QCOMPARE(draft->deployId, u"deploy-2"_s);
        QVERIFY(draft->artifactHash.isEmpty());
        const auto version = (*other)->publish(hello, {});
        QVERIFY(!version);
        QCOMPARE(version.error().code, ErrorCode::FailedPrecondition);
    }

    void an_interrupted_compile_has_never_been()
    {
        QVERIFY(save("one"));
        QVERIFY(compile("one", "artifact"));
        const auto before = m_store->draft(hello);
        QVERIFY(m_store->compileStarted(hello, made::hash("one"), u"deploy-2"_s));
        reopen(); // whoever compiled is gone
        auto after = m_store->draft(hello);
        after->updatedAtMs = before->updatedAtMs;
        QCOMPARE(*after, *before);
        QVERIFY(m_store->publish(hello, {}));
        QVERIFY(save("two"));
        QVERIFY(m_store->compileStarted(hello, made::hash("two"), u"deploy-3"_s));
        reopen();
        QCOMPARE(m_store->draft(hello)->status, DraftStatus::Saved);
        QVERIFY(m_store->draft(hello)->deployId.isEmpty());
    }

    void a_cancelled_compile_changes_nothing()
    {
        QVERIFY(save("one"));
        QVERIFY(compile("one", "artifact"));
        QVERIFY(m_store->compileStarted(hello, made::hash("one"), u"deploy-2"_s));
        const auto stopped = m_store->compileStopped(hello, made::hash("one"));
        QVERIFY2(stopped, made::why(stopped));
        QCOMPARE(stopped->status, DraftStatus::Compiled);
        QCOMPARE(stopped->deployId, u"deploy-1"_s);
        QCOMPARE(QDir(folder() + u"/compiling"_s).count(), 2); // . and ..
    }
};

QTEST_GUILESS_MAIN(TestStoreGarbage)
#include "tst_store_garbage.moc"
