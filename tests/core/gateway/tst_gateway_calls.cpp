// SPDX-License-Identifier: GPL-3.0-or-later
// Calls of a handler through the gateway's API: their answers, records and logs.
#include "tests/core/gateway/gateway_calls.h"

#include <QScopeGuard>

using namespace studio;
using namespace studio::test;

namespace {

const QByteArray app = "/v1/ignite/app/org/passing";

} // namespace

class TestGatewayCalls : public QObject
{
    Q_OBJECT

    GatewayFixture m;

private Q_SLOTS:
    void initTestCase()
    {
        m.publishOrFail();
        m.serveOrFail();
    }

    void invoke_answers_with_head_chunks_and_trailer()
    {
        const auto answer = m.api("POST", app + "/invoke", callOf("/a?q=1", "hello"));
        QCOMPARE(answer.status, 200);
        const Called called = calledBy(answer);
        QCOMPARE(called.status, 200);
        QCOMPARE(called.heads, 1);
        QCOMPARE(called.trailers, 1);
        QVERIFY(!called.error);
        const Json json = parseJson(called.body).value();
        QCOMPARE(json["path"].utf8(), "/a");
        QCOMPARE(json["body"].utf8(), "hello");
        QCOMPARE(toQString(json["id"].utf8()), called.executionId);
    }

    void the_gateways_token_reaches_no_handler_and_no_record()
    {
        const QByteArray secret = GatewayFixture::token;
        const auto callWith = [](const QByteArray &authorization) {
            return bytesOf(toJson(
                InvokeCall{.target = {}, .request = {.headers = {{"Authorization", "Bearer " + authorization}}}}));
        };
        const Called called = calledBy(m.api("POST", app + "/invoke", callWith(secret)));
        QVERIFY(parseJson(called.body).value()["authorization"].isNull());
        const auto begun = jsonOf(m.api("POST", app + "/invoke-async", callWith(secret)));
        for (const QString &id : {called.executionId, toQString(begun["executionId"].utf8())}) {
            const auto kept = [&] { return QCoro::waitFor(m.platform->getExecution(id)).value_or(Execution{}); };
            QTRY_COMPARE_WITH_TIMEOUT(kept().status, ExecutionStatus::Succeeded, GatewayFixture::recordTimeout);
            QCOMPARE(headerValue(kept().request.headers, "authorization"), "Bearer •••");
            QVERIFY(!kept().response.body.contains(secret));
        }
        // An app's own token is the app's.
        const Called other = calledBy(m.api("POST", app + "/invoke", callWith("the-app's")));
        QCOMPARE(parseJson(other.body).value()["authorization"].utf8(), "Bearer the-app's");
    }

    void draft_and_versions_can_be_called()
    {
        for (const QByteArray &path : {QByteArray("/draft/test"), QByteArray("/versions/1/test")}) {
            QCOMPARE(calledBy(m.api("POST", app + path, callOf("/"))).status, 200);
        }
        verifyRefused(m.api("POST", app + "/versions/9/test", callOf("/")), 404, "NotFound");
    }

    void a_stream_comes_in_the_pieces_it_was_written_in()
    {
        // The second one has no end within the test: what is here has not waited for the last piece.
        for (const int count : {3, 1'000'000}) {
            const QByteArray text =
                m.request("POST", app + "/invoke", callOf("/stream?ms=5&pieces=" + QByteArray::number(count)));
            const QByteArray seen = onThread([&, port = m.port()] {
                RawHttp http(port);
                http.send(text);
                http.head();
                QByteArray lines;
                QByteArray data; // on a busy machine several pieces come in one frame
                for (QByteArray chunk = http.chunk(); !chunk.isEmpty() && !data.contains("piece 2\n");
                     chunk = http.chunk()) {
                    lines += chunk;
                    data.clear();
                    for (const InvokeFrame &frame : framesOf(lines.first(lines.lastIndexOf('\n') + 1))) {
                        data += frame.kind == InvokeFrame::Chunk ? frame.data : QByteArray();
                    }
                }
                return data;
            });
            QVERIFY2(seen.startsWith("piece 0\npiece 1\npiece 2\n"), seen.constData());
        }
    }

    void what_the_call_writes_comes_with_events()
    {
        const Called called = calledBy(m.api("POST", app + "/invoke?events=true", callOf("/log")));
        QVERIFY(called.log.contains(QStringLiteral("a line for the log")));
        QVERIFY(calledBy(m.api("POST", app + "/invoke", callOf("/log"))).log.isEmpty());
    }

    void an_answer_that_breaks_off_says_so_in_its_trailer()
    {
        const Called called = calledBy(m.api("POST", app + "/invoke", callOf("/break")));
        QCOMPARE(called.status, 200);
        QCOMPARE(called.body, "half");
        QVERIFY(called.error);
        QVERIFY2(!called.error->message.contains(u'{'), qPrintable(called.error->message)); // a sentence
    }

    void a_handler_that_dies_or_is_late_is_an_answer()
    {
        const Called dead = calledBy(m.api("POST", app + "/invoke", callOf("/exit")));
        QCOMPARE(dead.status, 500);
        QVERIFY(dead.body.contains("error"));
        QVERIFY(m.setTimeout(GatewayFixture::shortTimeout));
        const auto usual = qScopeGuard([&] { QVERIFY(m.setTimeout(GatewayFixture::usualTimeout)); });
        QCOMPARE(calledBy(m.api("POST", app + "/invoke", callOf("/sleep?ms=600000"))).status, 504);
        const QByteArray late = app + "/executions?status=EXECUTION_STATUS_TIMEOUT";
        QTRY_COMPARE_WITH_TIMEOUT(jsonOf(m.api("GET", late))["executions"].size(), 1U, GatewayFixture::recordTimeout);
    }

    void a_payload_of_exactly_the_limit_passes_and_one_byte_more_does_not()
    {
        const Called called = calledBy(m.api("POST", app + "/invoke", callOf("/", QByteArray(6 << 20, 'x'))));
        QCOMPARE(parseJson(called.body).value()["bytes"].number(), 6 << 20);
        const Called over = calledBy(m.api("POST", app + "/invoke", callOf("/", QByteArray((6 << 20) + 1, 'x'))));
        QCOMPARE(over.status, 413);
        QVERIFY2(over.body.contains("6291456"), over.body);
        // What no call could be made of is refused before anything is made of it.
        verifyRefused(m.api("POST", app + "/invoke", QByteArray(64 << 20, ' ')), 413, "InvalidArgument");
    }

    void calls_are_recorded_and_can_be_watched()
    {
        const auto begun = m.api("POST", app + "/invoke-async", callOf("/sleep?ms=300"));
        const QByteArray id = QByteArray::fromStdString(jsonOf(begun)["executionId"].utf8());
        const auto watched = m.api("GET", "/v1/ignite/executions/" + id + "/watch");
        QVERIFY(watched.isIntact);
        const QByteArray last = watched.body.trimmed().split('\n').last();
        QCOMPARE(parseJson(last).value()["execution"]["status"].utf8(), "EXECUTION_STATUS_SUCCEEDED");
        QCOMPARE(jsonOf(m.api("GET", "/v1/ignite/executions/" + id))["executionId"].utf8(), id.toStdString());
        QVERIFY(jsonOf(m.api("GET", "/v1/ignite/executions/" + id + "/logs"))["lines"].isArray());
        verifyRefused(m.api("GET", "/v1/ignite/executions/none"), 404, "NotFound");

        const Json page = jsonOf(m.api("GET", app + "/executions?limit=1"));
        QCOMPARE(page["executions"].size(), 1U);
        QVERIFY(page.contains("nextCursor"));
        QCOMPARE(jsonOf(m.api("GET", "/v1/ignite/executions?org=org&limit=1"))["executions"].size(), 1U);
        const Json succeeded =
            jsonOf(m.api("GET", app + "/executions?status=EXECUTION_STATUS_SUCCEEDED"))["executions"];
        QVERIFY(succeeded.size() >= 1U);
        QCOMPARE(jsonOf(m.api("GET", app + "/executions?status=EXECUTION_STATUS_RUNNING"))["executions"].size(), 0U);
        verifyRefused(m.api("GET", app + "/executions?status=SOME"), 400, "InvalidArgument");
        QVERIFY(jsonOf(m.api("GET", app + "/stats/executions"))["total"].isString());
        QCOMPARE(jsonOf(m.api("DELETE", app + "/executions?ids=" + id))["deleted"].utf8(), "1");
        QCOMPARE(jsonOf(m.api("DELETE", app + "/executions"))["deleted"].utf8(), "0"); // not all by a slip
        for (const char *cursor : {"", "x", "-1", "+1", "1:1"}) {
            verifyRefused(m.api("GET", app + "/executions?cursor=" + cursor), 400, "InvalidArgument");
        }
    }

    void logs_are_paged_waited_for_and_streamed()
    {
        (void)m.api("POST", app + "/invoke", callOf("/log"));
        const Json page = jsonOf(m.api("GET", app + "/logs?limit=1&wait=5"));
        QCOMPARE(page["lines"].size(), 1U);
        const qint64 now = QDateTime::currentMSecsSinceEpoch() + 1;
        // One waits for a line that another call writes.
        const QByteArray waiting = m.request("GET", app + "/logs?wait=20&sinceMs=" + QByteArray::number(now));
        const QByteArray following = m.request("GET", app + "/logs/stream?sinceMs=" + QByteArray::number(now));
        const QByteArray call = m.request("POST", app + "/invoke", callOf("/log"));
        const auto [waited, line] = onThread([&, port = m.port()] {
            RawHttp first(port);
            first.send(waiting);
            RawHttp second(port);
            second.send(following);
            second.head();
            RawHttp caller(port);
            caller.send(call);
            caller.answer();
            return std::pair(first.answer(), second.chunk());
        });
        QCOMPARE(jsonOf(waited)["lines"].size(), 1U);
        QCOMPARE(parseJson(line.trimmed()).value()["line"]["text"].utf8(), "a line for the log");
        verifyRefused(m.api("GET", app + "/logs?wait=61"), 400, "InvalidArgument");
        for (const char *cursor : {"", "1", "1:", "1:x", "1:1:1", "+1:1"}) {
            verifyRefused(m.api("GET", app + "/logs?cursor=" + cursor), 400, "InvalidArgument");
        }
        verifyRefused(m.api("GET", "/v1/ignite/app/org/none/logs"), 404, "NotFound");
    }

    void many_calls_at_once()
    {
        const QByteArray text = m.request("POST", app + "/invoke", callOf("/sleep?ms=20"));
        std::atomic<int> answered = 0;
        onThread([&, port = m.port()] {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 64; ++i) {
                threads.emplace_back([&, port] {
                    RawHttp http(port);
                    http.send(text);
                    answered += calledBy(http.answer()).status == 200 ? 1 : 0;
                });
            }
            threads.clear();
            return 0;
        });
        QCOMPARE(answered.load(), 64);
    }

    void the_gateway_ends_what_is_in_flight()
    {
        const QByteArray text = m.request("POST", app + "/invoke", callOf("/sleep?ms=600000"));
        RawHttp http(m.port());
        QVERIFY(http.send(text));
        QTRY_COMPARE_WITH_TIMEOUT(m.newestExecution().status, ExecutionStatus::Running, GatewayFixture::recordTimeout);
        QCoro::waitFor(m.gateway->shutDown(std::chrono::seconds(5)));
        const auto answer = onThread([&] { return http.answer(); });
        QVERIFY(answer.status != 200 || calledBy(answer).error);
        m.gateway.reset();
    }
};

QTEST_GUILESS_MAIN(TestGatewayCalls)
#include "tst_gateway_calls.moc"
