// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/execution_rows.h"
#include "core/store/executions.h"
#include "core/store/schema.h"
#include "tests/core/store/store_fixture.h"

using namespace studio;
using namespace Qt::StringLiterals;
using made::hello;

namespace {

constexpr qint64 firstMs = 1'700'000'000'000;

/// A version 7 UUID of that millisecond.
QString idAt(int i)
{
    const QString hex = QString::number(firstMs + i, 16).rightJustified(12, u'0');
    return hex.first(8) + u'-' + hex.sliced(8) + u"-7001-8000-%1"_s.arg(i, 12, 16, QLatin1Char('0'));
}

/// One of sixty in which all that is searched for is mixed.
Execution filtered(int i)
{
    Execution one;
    one.app = hello;
    one.request.body = i % 2 == 0 ? "even" : "odd";
    one.id = idAt(i);
    one.createdAtMs = firstMs + i;
    one.version = i % 4 == 3 ? 0 : i % 4; // 0, 1, 2
    one.dev = i % 8 == 7;
    one.codeHash = made::hash(QByteArray::number(i % 16));
    one.status = i % 5 == 1   ? ExecutionStatus::Failed
                 : i % 7 == 2 ? ExecutionStatus::TimedOut
                              : ExecutionStatus::Succeeded;
    one.response.status = one.status == ExecutionStatus::Failed     ? 500
                          : one.status == ExecutionStatus::TimedOut ? 504
                          : i % 3 == 0                              ? 404
                                                                    : 200;
    one.totalUs = (i * 7'919) % 200'000 + 1;
    return one;
}

/// What the comments of ExecutionQuery say.
bool fits(const ExecutionQuery &query, const Execution &one)
{
    const int version = one.dev ? ExecutionQuery::devVersion : one.version;
    return one.request.body.contains(query.text.toUtf8()) &&
           (query.statuses.isEmpty() || query.statuses.contains(one.status)) &&
           query.version.value_or(version) == version && one.response.status >= query.answers.first &&
           one.response.status <= query.answers.second && one.createdAtMs >= query.sinceMs &&
           (query.untilMs == 0 || one.createdAtMs < query.untilMs) && one.totalUs >= query.minUs &&
           (query.maxUs == 0 || one.totalUs <= query.maxUs) && QString(one.id).remove(u'-').startsWith(query.idPrefix);
}

} // namespace

class TestStoreExecutionFilters : public StoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    void filters_hold_together_data()
    {
        QTest::addColumn<ExecutionQuery>("query");
        using S = ExecutionStatus;
        const auto row = [](const char *name, const ExecutionQuery &query) { QTest::newRow(name) << query; };
        for (const char *text : {"", "odd", "dd"}) {
            const QString t = QString::fromLatin1(text);
            const auto named = [&](const char *name) { return QByteArray(name) + ' ' + text; };
            row(named("none"), {.text = t});
            row(named("statuses"), {.text = t, .statuses = {S::Failed, S::TimedOut}});
            row(named("succeeded"), {.text = t, .statuses = {S::Succeeded}});
            row(named("a code"), {.text = t, .answers = {404, 404}});
            row(named("codes"), {.text = t, .answers = {400, 599}});
            row(named("200s"), {.text = t, .answers = {200, 299}});
            row(named("a version"), {.text = t, .version = 2});
            row(named("the draft"), {.text = t, .version = 0});
            row(named("dev"), {.text = t, .version = ExecutionQuery::devVersion});
            row(named("slow"), {.text = t, .minUs = 90'000});
            row(named("quick"), {.text = t, .minUs = 1, .maxUs = 9'999});
            row(named("between"), {.text = t, .minUs = 1'001, .maxUs = 120'000});
            row(named("since"), {.text = t, .sinceMs = firstMs + 20});
            row(named("until"), {.text = t, .untilMs = firstMs + 20});
            row(named("a time"), {.text = t, .sinceMs = firstMs + 10, .untilMs = firstMs + 30});
            row(named("an id's beginning"), {.text = t, .idPrefix = idAt(17).remove(u'-').first(12)});
            row(named("the first digit"), {.text = t, .idPrefix = u"0"_s});
            row(named("no id"), {.text = t, .idPrefix = u"f"_s});
            row(named("slow and failed"), {.text = t, .statuses = {S::Failed}, .minUs = 50'000});
            row(named("slow of a version"), {.text = t, .version = 1, .minUs = 50'000});
            row(named("quick of a version"), {.text = t, .version = 1, .minUs = 1, .maxUs = 5'000});
            row(named("succeeded of a version"), {.text = t, .statuses = {S::Succeeded}, .version = 2});
            row(named("all"), {.text = t,
                               .statuses = {S::Failed, S::Succeeded},
                               .version = 1,
                               .answers = {200, 599},
                               .sinceMs = firstMs + 3,
                               .untilMs = firstMs + 50,
                               .minUs = 1'000,
                               .maxUs = 500'000});
            row(named("nothing"), {.text = t, .statuses = {S::Lost}});
        }
    }
    /// Page by page, and against what the rules say of each record.
    void filters_hold_together()
    {
        QFETCH(ExecutionQuery, query);
        QList<Execution> all;
        for (int i = 0; i < 60; ++i) {
            all << filtered(i);
        }
        const auto done = m_store->executions().write(all, u"writer"_s);
        QVERIFY2(done, made::why(done));
        QStringList wanted;
        for (const Execution &one : std::as_const(all)) {
            fits(query, one) ? wanted.prepend(one.id) : void();
        }
        QStringList seen;
        query.limit = 3;
        do {
            const auto page = m_store->executions().list(hello, query);
            QVERIFY2(page, made::why(page));
            QVERIFY(page->executions.size() <= 3);
            for (const Execution &one : page->executions) {
                seen << one.id;
            }
            query.cursor = page->nextCursor;
        } while (!query.cursor.isEmpty());
        QCOMPARE(seen, wanted);
        QVERIFY(wanted.size() < 60 || query.text.size() + query.statuses.size() == 0);
    }

    void a_duration_s_class_is_the_index_s()
    {
        QStringList statements{u"CREATE TEMP TABLE t (total_us INTEGER, class INTEGER, CHECK (class = %1))"_s.arg(
            QLatin1StringView(durationClassOf))};
        qint64 last = -1;
        for (const qint64 us : {0LL, 1LL, 9LL, 10LL, 99LL, 100LL, 123'456LL, 130'000LL, 999'999'999'999LL}) {
            statements << u"INSERT INTO t VALUES (%1, %2)"_s.arg(us).arg(durationClass(us));
            QVERIFY(durationClass(us) > last);
            last = durationClass(us);
        }
        QCOMPARE(made::runSql(folder(), statements), QString());
        QVERIFY(migrations()[9].join(u' ').contains(QLatin1StringView(durationClassOf)));
    }
};

QTEST_GUILESS_MAIN(TestStoreExecutionFilters)
#include "tst_store_execution_filters.moc"
