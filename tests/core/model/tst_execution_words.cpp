// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/execution_words.h"

#include <QTest>
#include <QTimeZone>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

QDateTime at(const QString &text)
{
    QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    time.setTimeZone(QTimeZone("Europe/Berlin"));
    return time;
}

qint64 ms(const QString &text)
{
    return at(text).toMSecsSinceEpoch();
}

const QString noon = u"2026-11-30T12:00:00"_s;

} // namespace

class TestExecutionWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void words_become_a_query_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<ExecutionQuery>("query");
        using S = ExecutionStatus;
        const auto row = [](const char *typed, const ExecutionQuery &query) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << query;
        };
        row("", {});
        row("  hello  there ", {.text = u"hello there"_s});
        row("status:failed", {.statuses = {S::Failed}});
        row("status:error boom", {.text = u"boom"_s, .statuses = {S::Failed, S::TimedOut}});
        row("status:lost status:cancelled", {.statuses = {S::Lost, S::Cancelled}});
        row("status:404", {.answers = {404, 404}});
        row("status:5xx", {.answers = {500, 599}});
        row("duration:>200ms", {.minUs = 200'001});
        row("duration:>=1.5s", {.minUs = 1'500'000});
        row("duration:2m", {.minUs = 120'000'000});
        row("duration:<500us", {.minUs = 1, .maxUs = 499});
        row("duration:<=500µs", {.minUs = 1, .maxUs = 500});
        row("duration:100..200", {.minUs = 100'000, .maxUs = 200'000});
        row("since:10m", {.sinceMs = ms(u"2026-11-30T11:50:00"_s)});
        row("since:today", {.sinceMs = ms(u"2026-11-30T00:00:00"_s)});
        row("since:yesterday until:yesterday",
            {.sinceMs = ms(u"2026-11-29T00:00:00"_s), .untilMs = ms(u"2026-11-30T00:00:00"_s)});
        row("until:2026-11-01", {.untilMs = ms(u"2026-11-02T00:00:00"_s)});
        row("since:2026-11-30T10:30", {.sinceMs = ms(u"2026-11-30T10:30:00"_s)});
        row("since:2026-11-30T10:30:00Z", {.sinceMs = ms(u"2026-11-30T11:30:00"_s)});
        row("since:1w", {.sinceMs = ms(u"2026-11-23T12:00:00"_s)});
        row("version:3", {.version = 3});
        row("version:v12", {.version = 12});
        row("version:draft", {.version = 0});
        row("version:dev", {.version = ExecutionQuery::devVersion});
        row("id:01A21652-11", {.idPrefix = u"01a2165211"_s});
        // Text, and what is still being typed.
        row("\"status:failed\"", {.text = u"\"status:failed\""_s});
        row("http://a.example/x:y", {.text = u"http://a.example/x:y"_s});
        row("status: duration:", {});
        row("{\"a\": 1}", {.text = u"{\"a\": 1}"_s});
    }
    void words_become_a_query()
    {
        QFETCH(QString, typed);
        QFETCH(ExecutionQuery, query);
        const ExecutionWords read = readExecutionWords(typed, at(noon));
        QCOMPARE(read.fault, QString());
        QCOMPARE(read.app, QString());
        QVERIFY(read.query == query);
    }

    void an_app_is_named()
    {
        const ExecutionWords read = readExecutionWords(u"app:other x"_s, at(noon));
        QCOMPARE(read.app, u"other"_s);
        QCOMPARE(read.query.text, u"x"_s);
    }

    void what_cannot_be_read_is_said_data()
    {
        QTest::addColumn<QString>("typed");
        for (const char *typed :
             {"status:fine", "status:700", "duration:long", "duration:>", "duration:1..", "duration:99999999999999w",
              "since:soon", "since:5", "until:2026-13-01", "version:0", "version:-1", "version:x", "id:xyz"}) {
            QTest::newRow(typed) << QString::fromUtf8(typed);
        }
    }
    void what_cannot_be_read_is_said()
    {
        QFETCH(QString, typed);
        const ExecutionWords read = readExecutionWords(u"a "_s + typed + u" b"_s, at(noon));
        QVERIFY(!read.fault.isEmpty());
        QCOMPARE(read.query, ExecutionQuery{.text = u"a b"_s}); // without it
    }
};

QTEST_GUILESS_MAIN(TestExecutionWords)
#include "tst_execution_words.moc"
