// SPDX-License-Identifier: GPL-3.0-or-later
// The routes of the platform over real sockets, on a real platform with a real handler.
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

using namespace studio;
using namespace studio::test;

namespace {

const QByteArray app = "/v1/ignite/app/org/passing";

/// The answer of the handler out of the frames.
struct Called
{
    int status = 0;
    QByteArray body;
    QString executionId;
    std::optional<Error> error;
    QStringList log;
    int heads = 0;
    int trailers = 0;
};

Called calledBy(const RawAnswer &answer)
{
    Called called;
    for (const InvokeFrame &frame : framesOf(answer.body)) {
        if (frame.kind == InvokeFrame::Head) {
            called.status = frame.head.status;
            ++called.heads;
        } else if (frame.kind == InvokeFrame::Chunk) {
            called.body += frame.data;
        } else if (frame.kind == InvokeFrame::Trailer) {
            called.executionId = frame.executionId;
            called.error = frame.error;
            ++called.trailers;
        } else if (frame.kind == InvokeFrame::Log) {
            called.log << QString::fromUtf8(frame.line.text);
        }
    }
    return called;
}

QByteArray callOf(const QByteArray &target, const QByteArray &body = {})
{
    return bytesOf(toJson(InvokeCall{
        .target = {},
        .request = {
            .method = "POST", .target = target, .headers = {{"content-type", "application/json"}}, .body = body}}));
}

} // namespace

class TestGateway : public QObject
{
    Q_OBJECT

    GatewayFixture m;
    QString m_deployId;

    void refused(const RawAnswer &answer, int status, const char *code)
    {
        QCOMPARE(answer.status, status);
        const Json json = jsonOf(answer);
        QVERIFY2(json.isObject() && json.contains("code"), answer.body.constData());
        QCOMPARE(json["code"].utf8(), code);
        QVERIFY(json["message"].isString() && json["details"].isArray());
        QCOMPARE(headerValue(answer.headers, "content-type"), "application/json");
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString error = m.publish();
        QVERIFY2(error.isEmpty(), qPrintable(error));
        const QString serving = m.serve();
        QVERIFY2(serving.isEmpty(), qPrintable(serving));
    }

    void health_and_description_need_no_token()
    {
        for (const char *path : {"/v1/ignite/health", "/v1/ignite/openapi.json"}) {
            const auto answer = m.send(QByteArray("GET ") + path + " HTTP/1.1\r\nhost: " + m.host() + "\r\n\r\n");
            QCOMPARE(answer.status, 200);
            QVERIFY(jsonOf(answer).isObject());
        }
        QCOMPARE(jsonOf(m.api("GET", "/v1/ignite/health"))["status"].utf8(), "SERVING");
    }

    void an_app_lives_through_its_routes()
    {
        const auto made =
            m.api("POST", "/v1/ignite/app/org",
                  R"({"name": "other", "resourceTier": "RESOURCE_TIER_SMALL", "description": "d", "env": {"A": "1"}})");
        QCOMPARE(made.status, 200);
        const Json document = jsonOf(made);
        QCOMPARE(document["appId"].utf8(), "org/other");
        QCOMPARE(document["deploymentState"].utf8(), "DEPLOYMENT_STATE_CREATED");
        QCOMPARE(document["appliedTier"].utf8(), "RESOURCE_TIER_SMALL");
        QCOMPARE(document["appliedLimits"]["memoryMb"].number(), 256);
        QVERIFY(document["createdAtMs"].isString());
        refused(m.api("POST", "/v1/ignite/app/org", R"({"name": "other"})"), 409, "AlreadyExists");

        QCOMPARE(jsonOf(m.api("GET", "/v1/ignite/app/org"))["apps"].size(), 2U);
        const auto changed = m.api("PATCH", "/v1/ignite/app/org/other/config", R"({"description": "new"})");
        QCOMPARE(jsonOf(changed)["description"].utf8(), "new");
        QCOMPARE(jsonOf(changed)["env"]["A"].utf8(), "1"); // what is not given stays
        QCOMPARE(jsonOf(m.api("GET", "/v1/ignite/app/org/other"))["description"].utf8(), "new");
        QCOMPARE(jsonOf(m.api("GET", "/v1/ignite/app/org/other/state"))["draft"]["status"].utf8(), "no draft");
        refused(m.api("GET", "/v1/ignite/app/org/other/draft"), 404, "NotFound");
        refused(m.api("POST", "/v1/ignite/app/org/other/draft/compile"), 404, "NotFound");
        refused(m.api("POST", "/v1/ignite/app/org/other/draft/publish"), 409, "FailedPrecondition");
        QCOMPARE(m.api("DELETE", "/v1/ignite/app/org/other").status, 200);
        refused(m.api("GET", "/v1/ignite/app/org/other"), 404, "NotFound");
    }

    void a_draft_is_saved_compiled_and_published()
    {
        const QByteArray archive = QCoro::waitFor(m.platform->versionCode(m.id, 1))
                                       .transform([](const CodeArchive &code) { return readFile(code.path); })
                                       .value();
        const auto saved = m.api("POST", app + "/draft", bytesOf(toJson(DraftUpload{.archive = archive})));
        QVERIFY2(saved.status == 200, saved.body.constData());
        const Json draft = jsonOf(saved)["draft"];
        QCOMPARE(draft["status"].utf8(), "VERSION_STATUS_DRAFT");
        QCOMPARE(draft["codeKind"].utf8(), "CODE_KIND_SDK");
        QVERIFY(draft["codeHash"] == jsonOf(m.api("GET", app + "/draft"))["draft"]["codeHash"]);

        const auto begun = m.api("POST", app + "/draft/compile");
        QVERIFY2(begun.status == 200, begun.body.constData());
        m_deployId = toQString(jsonOf(begun)["deployId"].utf8());
        QVERIFY(!m_deployId.isEmpty());
        const auto log = m.api("GET", "/v1/ignite/compile/" + m_deployId.toUtf8() + "/logs");
        QCOMPARE(headerValue(log.headers, "content-type"), "application/x-ndjson");
        QVERIFY2(log.isWhole && log.body.contains(R"({"end":)"), log.body.constData());
        const auto done = jsonOf(m.api("GET", app + "/draft"))["draft"];
        QCOMPARE(done["compileStatus"].utf8(), "COMPILE_STATUS_COMPILED");

        const auto version = m.api("POST", app + "/draft/publish", R"({"note": "over HTTP"})");
        QCOMPARE(jsonOf(version)["version"]["version"].number(), 2);
        QCOMPARE(jsonOf(version)["version"]["note"].utf8(), "over HTTP");
    }

    void a_compile_log_comes_in_pages_too()
    {
        const QByteArray path = "/v1/ignite/compile/" + m_deployId.toUtf8() + "/logs";
        const Json page = jsonOf(m.api("GET", path + "?from=0&wait=1"));
        QVERIFY(page["lines"].isArray() && !page["running"].boolean());
        refused(m.api("GET", path + "?from=-1"), 400, "InvalidArgument");
        refused(m.api("GET", "/v1/ignite/compile/none/logs"), 404, "NotFound");
    }

    void versions_are_paged_and_rolled_back()
    {
        const Json first = jsonOf(m.api("GET", app + "/versions?limit=1"));
        QCOMPARE(first["versions"].size(), 1U);
        QCOMPARE(first["versions"][0]["version"].number(), 2);
        const QByteArray cursor = QByteArray::fromStdString(first["nextCursor"].utf8());
        const Json second = jsonOf(m.api("GET", app + "/versions?limit=1&cursor=" + cursor));
        QCOMPARE(second["versions"][0]["version"].number(), 1);
        QVERIFY(!second.contains("nextCursor"));
        QCOMPARE(jsonOf(m.api("POST", app + "/rollback", R"({"version": 1})"))["version"]["status"].utf8(),
                 "VERSION_STATUS_ACTIVE");
        QCOMPARE(jsonOf(m.api("GET", app + "/versions/2"))["version"]["status"].utf8(), "VERSION_STATUS_SUPERSEDED");
        refused(m.api("POST", app + "/rollback", R"({"version": 9})"), 404, "NotFound");
        refused(m.api("POST", app + "/rollback", "{}"), 400, "InvalidArgument");
        refused(m.api("GET", app + "/versions/x"), 400, "InvalidArgument");
        refused(m.api("GET", app + "/versions?limit=0"), 400, "InvalidArgument");
    }

    void code_comes_back_byte_for_byte()
    {
        const auto code = QCoro::waitFor(m.platform->versionCode(m.id, 1)).value();
        const Json json = jsonOf(m.api("GET", app + "/code/versions/1"))["code"];
        QCOMPARE(QByteArray::fromBase64(QByteArray::fromStdString(json["sourceCode"].utf8())), readFile(code.path));
        const auto bytes = m.api("GET", app + "/code/versions/1?alt=media");
        QCOMPARE(bytes.body, readFile(code.path));
        QCOMPARE(headerValue(bytes.headers, "content-type"), "application/gzip");
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
            QTRY_COMPARE_WITH_TIMEOUT(kept().status, ExecutionStatus::Succeeded, 5'000);
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
        refused(m.api("POST", app + "/versions/9/test", callOf("/")), 404, "NotFound");
    }

    void a_stream_comes_in_the_pieces_it_was_written_in()
    {
        // The second one has no end within the test: what is here has not waited for the last piece.
        for (const int count : {3, 1'000'000}) {
            const QByteArray text =
                m.request("POST", app + "/invoke", callOf("/stream?ms=5&pieces=" + QByteArray::number(count)));
            const int seen = onThread([&, port = m.port()] {
                RawHttp http(port);
                http.send(text);
                http.head();
                int chunks = 0;
                while (chunks < 5 && !http.chunk().isEmpty()) {
                    ++chunks;
                }
                return chunks;
            });
            QCOMPARE(seen, 5); // head, three pieces, and the trailer or one more
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
        QCOMPARE(calledBy(m.api("POST", app + "/invoke", callOf("/sleep?ms=10000"))).status, 504);
    }

    void apps_are_given_in_pages()
    {
        for (const char *name : {"page-a", "page-b"}) {
            App one;
            one.id = {QStringLiteral("paged"), QString::fromLatin1(name)};
            QVERIFY(QCoro::waitFor(m.platform->createApp(one)));
        }
        const QByteArray all = "/v1/ignite/app/paged";
        QCOMPARE(jsonOf(m.api("GET", all))["apps"].size(), 2);
        const Json first = jsonOf(m.api("GET", all + "?limit=1"));
        QCOMPARE(first["apps"].size(), 1);
        QCOMPARE(first["nextCursor"].utf8(), "page-a");
        const Json second = jsonOf(m.api("GET", all + "?limit=1&cursor=page-a"));
        QCOMPARE(second["apps"][0]["name"].utf8(), "page-b");
        QVERIFY(!second.contains("nextCursor"));
        refused(m.api("GET", all + "?limit=0"), 400, "InvalidArgument");
    }

    void a_payload_of_exactly_the_limit_passes_and_one_byte_more_does_not()
    {
        const Called called = calledBy(m.api("POST", app + "/invoke", callOf("/", QByteArray(6 << 20, 'x'))));
        QCOMPARE(parseJson(called.body).value()["bytes"].number(), 6 << 20);
        const Called over = calledBy(m.api("POST", app + "/invoke", callOf("/", QByteArray((6 << 20) + 1, 'x'))));
        QCOMPARE(over.status, 413);
        QVERIFY2(over.body.contains("6291456"), over.body);
        // What no call could be made of is refused before anything is made of it.
        refused(m.api("POST", app + "/invoke", QByteArray(64 << 20, ' ')), 413, "InvalidArgument");
    }

    void calls_are_recorded_and_can_be_watched()
    {
        const auto begun = m.api("POST", app + "/invoke-async", callOf("/sleep?ms=300"));
        const QByteArray id = QByteArray::fromStdString(jsonOf(begun)["executionId"].utf8());
        const auto watched = m.api("GET", "/v1/ignite/executions/" + id + "/watch");
        QVERIFY(watched.isWhole);
        const QByteArray last = watched.body.trimmed().split('\n').last();
        QCOMPARE(parseJson(last).value()["execution"]["status"].utf8(), "EXECUTION_STATUS_SUCCEEDED");
        QCOMPARE(jsonOf(m.api("GET", "/v1/ignite/executions/" + id))["executionId"].utf8(), id.toStdString());
        QVERIFY(jsonOf(m.api("GET", "/v1/ignite/executions/" + id + "/logs"))["lines"].isArray());
        refused(m.api("GET", "/v1/ignite/executions/none"), 404, "NotFound");

        const Json page = jsonOf(m.api("GET", app + "/executions?limit=1"));
        QCOMPARE(page["executions"].size(), 1U);
        QVERIFY(page.contains("nextCursor"));
        QCOMPARE(jsonOf(m.api("GET", "/v1/ignite/executions?org=org&limit=1"))["executions"].size(), 1U);
        QVERIFY(jsonOf(m.api("GET", app + "/executions?status=EXECUTION_STATUS_TIMEOUT"))["executions"].size() >= 1U);
        refused(m.api("GET", app + "/executions?status=SOME"), 400, "InvalidArgument");
        QVERIFY(jsonOf(m.api("GET", app + "/stats/executions"))["total"].isString());
        QCOMPARE(jsonOf(m.api("DELETE", app + "/executions?ids=" + id))["deleted"].utf8(), "1");
        QCOMPARE(jsonOf(m.api("DELETE", app + "/executions"))["deleted"].utf8(), "0"); // not all by a slip
        for (const char *cursor : {"", "x", "-1", "+1", "1:1"}) {
            refused(m.api("GET", app + "/executions?cursor=" + cursor), 400, "InvalidArgument");
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
        refused(m.api("GET", app + "/logs?wait=61"), 400, "InvalidArgument");
        for (const char *cursor : {"", "1", "1:", "1:x", "1:1:1", "+1:1"}) {
            refused(m.api("GET", app + "/logs?cursor=" + cursor), 400, "InvalidArgument");
        }
        refused(m.api("GET", "/v1/ignite/app/org/none/logs"), 404, "NotFound");
    }

    void many_call_at_once()
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

    void what_is_not_json_is_refused()
    {
        refused(m.api("POST", "/v1/ignite/app/org", "{"), 400, "InvalidArgument");
        refused(m.api("POST", "/v1/ignite/app/org", "[]"), 400, "InvalidArgument");
        refused(m.api("POST", "/v1/ignite/app/org", QByteArray(500'000, '[')), 400, "InvalidArgument");
        refused(m.api("POST", "/v1/ignite/app/org", QByteArray("{\"name\": \"\xff\"}")), 400, "InvalidArgument");
        refused(m.api("POST", app + "/invoke", R"({"method": "A B"})"), 400, "InvalidArgument");
        refused(m.api("POST", app + "/invoke", R"({"target": "no path"})"), 400, "InvalidArgument");
        refused(m.api("POST", app + "/invoke", R"({"headers": [["a", "b\r\nc: d"]]})"), 400, "InvalidArgument");
        refused(m.api("POST", app + "/draft", R"({"code": {"compile": {"sourceCode": "%%"}}})"), 400,
                "InvalidArgument");
        refused(m.api("POST", app + "/draft", R"({"code": {"compile": {"sourceCode": "aGVsbG8="}}})"), 400,
                "InvalidArgument");
        refused(m.api("GET", "/v1/ignite/app/o%20rg"), 400, "InvalidArgument");
    }

    void the_gateway_ends_what_is_in_flight()
    {
        const QByteArray text = m.request("POST", app + "/invoke", callOf("/sleep?ms=2900"));
        RawHttp http(m.port());
        QVERIFY(http.send(text));
        const auto newest = [this] {
            const auto page = QCoro::waitFor(m.platform->listExecutions(m.id, {.limit = 1}));
            return page && !page->executions.isEmpty() ? page->executions.first().status : ExecutionStatus::Lost;
        };
        QTRY_COMPARE(newest(), ExecutionStatus::Running);
        QCoro::waitFor(m.gateway->shutDown(std::chrono::seconds(5)));
        const auto answer = onThread([&] { return http.answer(); });
        QVERIFY(answer.status != 200 || calledBy(answer).error);
        m.gateway.reset();
    }
};

QTEST_GUILESS_MAIN(TestGateway)
#include "tst_gateway.moc"
