// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/uuid7.h"
#include "core/store/executions.h"
#include "core/store/schema.h"
#include "tests/core/store/store_fixture.h"

#include <QSqlDatabase>
#include <QSqlQuery>

using namespace studio;
using namespace Qt::StringLiterals;
using made::hello;

namespace {

const QString me = u"writer-1"_s;

Execution ended(const QByteArray &request, const QByteArray &answer, const AppId &app = hello)
{
    Execution one;
    one.id = uuid7();
    one.app = app;
    one.version = 1;
    one.status = ExecutionStatus::Succeeded;
    one.request.body = request;
    one.requestBytes = request.size();
    one.response = {.status = 200, .reason = "OK", .headers = {}, .body = answer, .truncated = false};
    one.responseBytes = answer.size();
    one.createdAtMs = QDateTime::currentMSecsSinceEpoch();
    one.totalUs = 100;
    return one;
}

/// With everything that a record can hold.
Execution full()
{
    Execution one = ended("{\"message\":\"hi\"}", QByteArray("\0\xff binary", 9));
    one.version = 3;
    one.codeHash = made::hash("code");
    one.artifactHash = made::hash("artifact");
    one.target = RustTarget::Wasm;
    one.toolchain = u"1.93.0"_s;
    one.status = ExecutionStatus::Failed;
    one.error = u"Größe “passt” nicht"_s;
    one.panic = Panic{u"boom\nand more"_s, u"src/lib.rs"_s, 12, 5};
    one.request.method = "PUT";
    one.request.target = "/a?b=c%20d";
    one.request.headers = {{"content-type", "application/json"}, {"x-twice", "1"}, {"x-twice", ""}};
    one.response.status = 500;
    one.response.reason = "Internal Server Error";
    one.response.headers = {{"x-ignite-execution-id", one.id.toUtf8()}};
    one.response.truncated = true;
    one.coldStart = true;
    one.queuedUs = 1;
    one.startUs = 2;
    one.handlerUs = 3;
    one.totalUs = 4;
    one.memoryPeakBytes = 5;
    one.cpuUs = 6;
    one.firstByteUs = 7;
    one.lines = {{1'700'000'000'000, "first"}, {1'700'000'000'001, ""}, {1'700'000'000'002, "\xff not text"}};
    one.linesDropped = 7;
    return one;
}

QStringList ids(const Result<ExecutionPage> &page)
{
    QStringList all;
    for (const Execution &one : page->executions) {
        all << one.id;
    }
    return all;
}

} // namespace

class TestStoreExecutions : public StoreFixture
{
    Q_OBJECT

    [[nodiscard]] Executions &executions() const { return m_store->executions(); }
    void write(const QList<Execution> &all, const QString &writer = me)
    {
        const auto done = executions().write(all, writer);
        QVERIFY2(done, made::why(done));
    }
    [[nodiscard]] QStringList found(const QString &text, std::optional<ExecutionStatus> status = {}) const
    {
        ExecutionQuery query{.text = text};
        if (status) {
            query.statuses << *status;
        }
        return ids(executions().list(hello, query));
    }
    [[nodiscard]] qint64 total() const { return executions().stats(hello)->total; }

private Q_SLOTS:
    void a_record_is_read_as_it_was_written()
    {
        const Execution one = full();
        write({one});
        reopen();
        const auto read = executions().get(one.id);
        QVERIFY2(read, made::why(read));
        QCOMPARE(*read, one);
        const auto unknown = executions().get(uuid7());
        QCOMPARE(unknown.error().code, ErrorCode::NotFound);
        QCOMPARE(executions().get(u"nonsense"_s).error().code, ErrorCode::NotFound);
    }

    void a_large_body_is_a_blob_that_the_record_refers_to()
    {
        Execution one = ended(QByteArray(Executions::inlineBytes + 1, 'q'), QByteArray(Executions::inlineBytes, 'a'));
        write({one});
        QCOMPARE(m_store->collectGarbage({})->blobs, 0);
        QVERIFY(m_store->blob(made::hash(one.request.body)));
        QCOMPARE(*executions().get(one.id), one);
        QVERIFY(QFile::remove(blobFile(one.request.body)));
        reopen();
        const auto lost = executions().get(one.id);
        QVERIFY(!lost);
        QVERIFY2(lost.error().message.contains(blobFile(one.request.body)), made::why(lost));
        QCOMPARE(ids(executions().list(hello, {})), QStringList{one.id}); // the rest stays usable
    }

    void lines_beyond_the_limit_are_counted()
    {
        Execution one = ended("", "");
        for (int i = 0; i < 300; ++i) {
            one.lines.append({1, QByteArray(1024, 'x')});
        }
        write({one});
        const auto read = executions().get(one.id);
        QVERIFY(read->lines.size() < 256 && read->lines.size() > 200);
        QCOMPARE(read->lines.size() + read->linesDropped, 300);
    }

    void a_running_record_is_replaced_by_its_end()
    {
        Execution one = full();
        Execution begun = one;
        begun.status = ExecutionStatus::Running;
        begun.response = {};
        begun.panic.reset();
        begun.lines.clear();
        begun.coldStart = false;
        write({begun});
        QCOMPARE(executions().get(one.id)->status, ExecutionStatus::Running);
        QCOMPARE(executions().stats(hello)->counts[0].second, 1);
        write({one});
        write({one}); // again changes nothing
        QCOMPARE(*executions().get(one.id), one);
        const auto stats = executions().stats(hello);
        QCOMPARE(stats->total, 1);
        QCOMPARE(stats->counts[0].second, 0);
        QCOMPARE(stats->counts[2], (std::pair{ExecutionStatus::Failed, 1LL}));
        QCOMPARE(stats->coldStarts, 1);
        QCOMPARE(found(u"passt"_s), QStringList{one.id});
        QVERIFY(executions().runningWriters()->isEmpty());
    }

    void two_ids_may_share_a_row_number()
    {
        Execution one = ended("one", "");
        Execution two = ended("two", "");
        one.id = u"0197f000-0000-7001-8000-000000000001"_s;
        two.id = u"0197f000-0000-7001-8000-000000000002"_s;
        write({one, two});
        write({one});
        QCOMPARE(executions().get(one.id)->request.body, QByteArray("one"));
        QCOMPARE(executions().get(two.id)->request.body, QByteArray("two"));
        QCOMPARE(total(), 2);
        QCOMPARE(found(two.id), QStringList{two.id});
    }

    void pages_go_from_the_newest_to_the_oldest()
    {
        QStringList wanted;
        QList<Execution> all;
        for (int i = 0; i < 25; ++i) {
            all << ended(QByteArray::number(i), "same words", i % 2 == 0 ? hello : AppId{u"org"_s, u"other"_s});
            wanted.prepend(all.last().id);
        }
        write(all);
        for (const QString &text : {QString(), u"same"_s, u"sam"_s}) {
            QStringList seen;
            ExecutionQuery query{.limit = 4, .text = text};
            do {
                const auto page = executions().list(u"org"_s, query);
                QVERIFY2(page, made::why(page));
                QVERIFY(page->executions.size() <= 4);
                seen += ids(page);
                query.cursor = page->nextCursor;
            } while (!query.cursor.isEmpty());
            QCOMPARE(seen, wanted);
        }
        QCOMPARE(executions().list(hello, {})->executions.size(), 13);
        QVERIFY(executions().list(u"nobody"_s, {})->executions.isEmpty());
        const auto isRefused = [](const auto &page) {
            return !page && page.error().code == ErrorCode::InvalidArgument;
        };
        for (const QString &cursor : {u"x"_s, u"-1"_s, u" "_s}) {
            QVERIFY2(isRefused(executions().list(hello, {.cursor = cursor})), qPrintable(cursor));
        }
        for (const QString &cursor : {u"x"_s, u"1"_s, u"1:"_s, u"-1:2"_s, u"1:-2"_s}) {
            QVERIFY2(isRefused(executions().logs(hello, {.cursor = cursor})), qPrintable(cursor));
        }
        const auto beforeAll = executions().list(hello, {.cursor = u"0"_s});
        QVERIFY(beforeAll && beforeAll->executions.isEmpty() && beforeAll->nextCursor.isEmpty());
    }

    void a_search_finds_words_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("finds");
        const auto row = [](const char *name, const QString &text, bool finds) {
            QTest::newRow(name) << text << finds;
        };
        row("in the request", u"hi"_s, true);
        row("in a header", u"application"_s, false);
        row("in the error, another case", u"GRÖßE"_s, true);
        row("in the error", u"größe"_s, true);
        row("without its accent", u"Große passt"_s, true);
        row("in a line", u"first"_s, true);
        row("in the panic", u"boom"_s, true);
        row("the panic's file", u"src/lib.rs"_s, true);
        row("in the target", u"20d"_s, true);
        row("begun", u"mess"_s, true);
        row("parts of words", u"essa hi"_s, true);
        row("all of them", u"first boom hi"_s, true);
        row("one is missing", u"first absent"_s, false);
        row("quotes and operators are text", u"\"hi\" NEAR(first)*"_s, false);
        row("quotes", u"\"hi\" 'first'"_s, true);
        row("a sign in a word", u"fir😀zz"_s, false);
        row("a sign between words", u"first😀hi"_s, true);
        row("a letter of today", QString::fromUcs4(U"\U0001E100"), false);
        row("only signs", u"\"*:"_s, false);
    }
    void a_search_finds_words()
    {
        QFETCH(QString, text);
        QFETCH(bool, finds);
        const Execution one = full();
        write({one, ended("other", "stuff"),
               ended("hi first boom message größe", "src lib rs", {u"else"_s, u"hello"_s})});
        QCOMPARE(found(text), finds ? QStringList{one.id} : QStringList());
        QCOMPARE(found(text, ExecutionStatus::Failed), finds ? QStringList{one.id} : QStringList());
        QVERIFY(found(text, ExecutionStatus::Succeeded).isEmpty());
    }

    void a_search_for_an_id_finds_it()
    {
        const Execution one = full();
        write({one, ended("", "")});
        QCOMPARE(found(u' ' + one.id + u' '), QStringList{one.id});
        QVERIFY(ids(executions().list({u"org"_s, u"none"_s}, {.text = one.id})).isEmpty());
    }

    void logs_go_back_page_by_page()
    {
        QList<Execution> all;
        QByteArrayList wanted;
        for (int i = 0; i < 60; ++i) {
            Execution one = ended("", "");
            for (int line = 0; line < i % 4; ++line) {
                one.lines.append({one.createdAtMs + i, QByteArray::number(i) + '.' + QByteArray::number(line)});
                wanted << one.lines.last().text;
            }
            all << one;
        }
        write(all);
        QByteArrayList seen;
        LogQuery query{.limit = 7, .cursor = {}, .sinceMs = 0};
        do {
            const auto page = executions().logs(hello, query);
            QVERIFY2(page, made::why(page));
            QByteArrayList lines;
            for (const AppLogLine &one : page->lines) {
                lines << one.line.text;
            }
            QVERIFY(lines.size() <= 7);
            seen = lines + seen;
            query.cursor = page->nextCursor;
        } while (!query.cursor.isEmpty());
        QCOMPARE(seen, wanted);
        const auto newer = executions().logs(hello, {.sinceMs = all[59].createdAtMs + 59});
        QCOMPARE(newer->lines.size(), 3);
        QCOMPARE(executions().logs(hello, {.cursor = u"1"_s}).error().code, ErrorCode::InvalidArgument);
        QVERIFY(executions().logs({u"org"_s, u"none"_s}, {})->lines.isEmpty());
    }

    void deleting_takes_some_or_all()
    {
        const Execution one = ended("one", "");
        const Execution other = ended("one", "", {u"org"_s, u"other"_s});
        write({one, ended("two", ""), ended("three", ""), other});
        QCOMPARE(*executions().remove(hello, {one.id, other.id, u"nonsense"_s}, me), 1);
        QVERIFY(found(u"one"_s).isEmpty());
        QCOMPARE(*executions().remove(hello, {}, me, 1), 1);
        QCOMPARE(*executions().remove(hello, {}, me), 1);
        QCOMPARE(*executions().remove(hello, {}, me), 0);
        QCOMPARE(total(), 0);
        QVERIFY(executions().get(other.id));
    }

    void a_deleted_app_takes_its_records_out_of_sight_and_then_away()
    {
        const Execution one = ended("one", "");
        write({one});
        QVERIFY(m_store->deleteApp(hello));
        QVERIFY(ids(executions().list(hello, {})).isEmpty());
        QCOMPARE(executions().get(one.id).error().code, ErrorCode::NotFound);
        App app;
        app.id = hello;
        QVERIFY(m_store->createApp(app));
        write({one}); // a call of the old one that ends now is none of the new one's
        QVERIFY(ids(executions().list(hello, {})).isEmpty());
        write({ended("new", "")});
        QCOMPARE(total(), 1);
        QVERIFY(found(u"one"_s).isEmpty());
        QCOMPARE(*executions().prune({}), 1);
        QCOMPARE(*executions().prune({}), 0);
        QCOMPARE(executions().get(one.id).error().code, ErrorCode::NotFound);
        QCOMPARE(total(), 1);
    }

    void what_is_beyond_the_bounds_goes_oldest_first_and_in_steps()
    {
        QList<Execution> all;
        for (int i = 0; i < 10; ++i) {
            all << ended(QByteArray(1000, 'x'), "");
        }
        write(all);
        QCOMPARE(*executions().prune({.records = 10}), 0);
        QCOMPARE(*executions().prune({.records = 7}, 2), 2);
        QCOMPARE(*executions().prune({.records = 7}, 2), 1);
        QCOMPARE(*executions().prune({.records = 7}, 2), 0);
        QVERIFY(!executions().get(all[2].id));
        QVERIFY(executions().get(all[3].id));
        const qint64 bytes = executions().stats(hello)->bytes;
        QVERIFY2(bytes > 7 * 1000 && bytes < 7 * 2000, QByteArray::number(bytes));
        while (*executions().prune({.bytes = bytes / 2}, 1) > 0) {
        }
        QVERIFY(total() > 0 && total() <= 3);
        const auto now = QDateTime::currentMSecsSinceEpoch();
        QTRY_VERIFY(QDateTime::currentMSecsSinceEpoch() > now + 2); // older than a millisecond
        QCOMPARE(*executions().prune({.ageMs = 1}), total());
        QCOMPARE(executions().stats(hello)->bytes, 0);
    }

    void a_record_whose_process_is_gone_is_lost()
    {
        Execution one = ended("", "");
        one.status = ExecutionStatus::Running;
        write({one}, u"gone"_s);
        Execution mine = ended("", "");
        mine.status = ExecutionStatus::Running;
        write({mine});
        QCOMPARE(executions().runningWriters()->size(), 2);
        const auto marked = executions().markLost(u"gone"_s);
        QVERIFY2(marked, made::why(marked));
        QCOMPARE(executions().get(one.id)->status, ExecutionStatus::Lost);
        QCOMPARE(executions().get(mine.id)->status, ExecutionStatus::Running);
        QCOMPARE(*executions().runningWriters(), QStringList{me});
    }

    void changes_are_those_of_other_writers()
    {
        qint64 number = -1;
        write({ended("before", "")}, u"other"_s);
        QVERIFY(executions().changesSince(number, me)->isEmpty());
        const Execution one = ended("", "");
        write({one}, u"other"_s);
        write({ended("", "")}, me);
        const auto news = executions().changesSince(number, me);
        QCOMPARE(*news, (QList<ExecutionChange>{{hello, one.id}}));
        QVERIFY(executions().changesSince(number, me)->isEmpty());
        QList<Execution> many;
        for (int i = 0; i < 100; ++i) {
            many << ended("", "");
        }
        write(many, u"other"_s);
        QCOMPARE(*executions().changesSince(number, me), (QList<ExecutionChange>{{hello, {}}})); // several at once
    }

    void a_store_without_records_gets_them()
    {
        m_store.reset();
        QVERIFY(QFile::remove(folder() + u"/store.sqlite"_s));
        QCOMPARE(made::runSql(folder(), migrations()[0] + migrations()[1] + QStringList{u"PRAGMA user_version = 2"_s}),
                 QString());
        reopen();
        write({ended("one", "")});
        QCOMPARE(found(u"one"_s).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestStoreExecutions)
#include "tst_store_executions.moc"
