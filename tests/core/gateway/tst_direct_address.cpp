// SPDX-License-Identifier: GPL-3.0-or-later
// http://<app>-<org>.localhost:PORT: what goes in reaches the handler as it is, what comes out too.
#include "core/store/database.h"
#include "tests/core/gateway/gateway_fixture.h"

#include <QScopeGuard>
#include <QTest>

#include <future>

using namespace studio;
using namespace studio::test;

namespace {

qint64 residentBytes()
{
    return readFile(QStringLiteral("/proc/self/statm")).split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

} // namespace

class TestDirectAddress : public QObject
{
    Q_OBJECT

    GatewayFixture m;

    [[nodiscard]] Execution newest(const QString &id = {})
    {
        const auto one = [this, id]() -> Task<Execution> {
            if (!id.isEmpty()) {
                co_return co_await m.platform->getExecution(id);
            }
            const auto page = co_await m.platform->listExecutions(m.id, {.limit = 1});
            co_return page.transform([](const ExecutionPage &all) { return all.executions.value(0); });
        };
        return QCoro::waitFor(one()).value_or(Execution{});
    }

private Q_SLOTS:
    void initTestCase()
    {
        m.publishOrFail();
        m.serveOrFail();
    }

    void path_query_and_body_are_passed_verbatim()
    {
        const auto answer =
            m.send(m.directRequest("PUT", "/a%2Fb//c?q=1%20&q=%zz&&x", "cookie: a=b\r\n", QByteArray("\x00\xff{", 3)));
        QCOMPARE(answer.status, 200);
        const Json json = jsonOf(answer);
        QCOMPARE(json["method"].utf8(), "PUT");
        QCOMPARE(json["path"].utf8(), "/a%2Fb//c");
        QCOMPARE(json["bytes"].number(), 3);
        QCOMPARE(json["function"].utf8(), "org/passing");
        QCOMPARE(json["organization"].utf8(), "org");
        QCOMPARE(json["cookie"].utf8(), "a=b");
    }

    void what_clients_leave_unescaped_reaches_the_handler()
    {
        for (const char c : QByteArray("\"<>`{|}^[]\\'\xff", 13)) {
            const QByteArray one(1, c);
            const auto answer = m.send(m.directRequest("GET", "/a" + one + "b?q=c" + one + "d&q=%22"));
            QVERIFY2(answer.status == 200, one.toHex().constData());
            const Json json = jsonOf(answer);
            const auto path = QByteArray::fromStdString(json["path"].utf8());
            QCOMPARE(QByteArray::fromPercentEncoding(path), "/a" + one + "b");
            if (c != '\xff') { // which no text has
                QCOMPARE(json["query"][0].utf8(), "c" + one.toStdString() + "d");
            }
            QCOMPARE(json["query"][1].utf8(), "\"");
        }
    }

    void headers_of_the_platform_and_of_the_connection_are_not()
    {
        const Json json = jsonOf(m.send(m.directRequest("GET", "/",
                                                        "X-Ignite-Forged: 1\r\nx-ignite-execution-id: mine\r\n"
                                                        "x-ignite-organization-id: other\r\nconnection: keep-alive\r\n"
                                                        "connection: X-Dropped\r\nx-dropped: 1\r\n")));
        QVERIFY(json["forged"].isNull());
        QVERIFY(json["dropped"].isNull());
        QVERIFY(json["id"].utf8() != "mine");
        QCOMPARE(json["organization"].utf8(), "org");
    }

    void the_gateways_token_reaches_no_handler_and_no_record()
    {
        const QByteArray secret = GatewayFixture::token;
        const auto answer = m.send(m.directRequest(
            "GET", "/?key=" + secret, "Authorization: Bearer " + secret + "\r\nCookie: a=" + secret + "\r\n"));
        QCOMPARE(answer.status, 200);
        const Json json = jsonOf(answer);
        QVERIFY(json["authorization"].isNull());
        QVERIFY(json["cookie"].isNull());
        const QString id = toQString(json["id"].utf8());
        QTRY_COMPARE_WITH_TIMEOUT(newest(id).status, ExecutionStatus::Succeeded, GatewayFixture::recordTimeout);
        const HttpRequest kept = newest(id).request;
        QCOMPARE(headerValue(kept.headers, "authorization"), "Bearer •••");
        QCOMPARE(headerValue(kept.headers, "cookie"), "a=•••");
        QCOMPARE(kept.target, "/?key=•••");
        // An app's own token is the app's.
        const Json other = jsonOf(m.send(m.directRequest("GET", "/", "Authorization: Bearer the-app's\r\n")));
        QCOMPARE(other["authorization"].utf8(), "Bearer the-app's");
        QTRY_COMPARE_WITH_TIMEOUT(newest(toQString(other["id"].utf8())).status, ExecutionStatus::Succeeded,
                                  GatewayFixture::recordTimeout);
    }

    void a_call_is_recorded_with_what_it_wrote()
    {
        QTRY_COMPARE_WITH_TIMEOUT(QCoro::waitFor(m.platform->executionStats(m.id))->counts[0].second, 0,
                                  GatewayFixture::recordTimeout); // alone, or it is not told
        const auto answer = m.send(m.directRequest("POST", "/log?q=1", "content-type: text/plain\r\n", "hello"));
        const QString id = toQString(jsonOf(answer)["id"].utf8());
        QTRY_COMPARE_WITH_TIMEOUT(newest(id).status, ExecutionStatus::Succeeded, GatewayFixture::recordTimeout);
        const Execution record = newest(id);
        QCOMPARE(record.version, 1);
        QCOMPARE(record.request.body, "hello");
        QCOMPARE(record.request.target, "/log?q=1");
        QCOMPARE(record.response.status, 200);
        QCOMPARE(record.response.body, answer.body);
        QCOMPARE(record.lines.size(), 1);
        QCOMPARE(record.lines.value(0).text, "a line for the log");
        QVERIFY(record.totalUs > 0 && record.handlerUs >= 0);
        QVERIFY(record.cpuUs >= 0);
        QVERIFY(record.memoryPeakBytes > 0);
    }

    void an_unknown_name_gets_404_data()
    {
        QTest::addColumn<QByteArray>("label");
        QTest::newRow("no app") << QByteArray("none-org");
        QTest::newRow("no organization") << QByteArray("passing");
        QTest::newRow("the other way round") << QByteArray("org-passing");
        QTest::newRow("a pattern") << QByteArray("%-org");
    }
    void an_unknown_name_gets_404()
    {
        QFETCH(const QByteArray, label);
        QByteArray text = m.directRequest("GET", "/");
        text.replace("passing-org", label);
        const auto answer = m.send(text);
        QVERIFY(answer.status == 404 || (label.contains('%') && answer.status == 403));
    }

    void an_app_without_a_version_and_one_of_two_names_get_404()
    {
        for (const AppId &id :
             {AppId{QStringLiteral("org"), QStringLiteral("bare")}, AppId{QStringLiteral("b-c"), QStringLiteral("a")},
              AppId{QStringLiteral("c"), QStringLiteral("other")}}) {
            App app;
            app.id = id;
            QVERIFY(QCoro::waitFor(m.platform->createApp(app)));
        }
        // As two could be made before an address was for one app.
        const auto database = Database::open(m.paths.data + QStringLiteral("/store.sqlite"));
        QVERIFY(database);
        QVERIFY(database->run(QStringLiteral("UPDATE app SET name = 'a-b', seal = '' WHERE name = 'other'")));
        for (const char *label : {"bare-org", "a-b-c"}) {
            QByteArray text = m.directRequest("GET", "/");
            text.replace("passing-org", label);
            const auto answer = m.send(text);
            QCOMPARE(answer.status, 404);
            QVERIFY(jsonOf(answer)["error"].isString());
        }
    }

    void a_stream_passes_through_as_it_comes()
    {
        // The second one has no end within the test: what is here has not waited for the last piece.
        for (const int count : {3, 1'000'000}) {
            const QByteArray text = m.directRequest("GET", "/stream?ms=5&pieces=" + QByteArray::number(count));
            const auto pieces = onThread([&, port = m.port()] {
                RawHttp http(port);
                http.send(text);
                http.head();
                QByteArray got; // on a busy machine several pieces come in one chunk
                for (QByteArray chunk = http.chunk(); !chunk.isEmpty(); chunk = http.chunk()) {
                    got += chunk;
                    if (got.contains("piece 2\n")) {
                        break;
                    }
                }
                return got;
            });
            QVERIFY2(pieces.startsWith("piece 0\npiece 1\npiece 2\n"), pieces.constData());
        }
    }

    void a_client_that_reads_slowly_holds_its_handler_back()
    {
        // 64 MiB that the client does not read: without back-pressure they would be here, in the gateway's memory.
        const QByteArray text = m.directRequest("GET", "/much?blocks=1024");
        const qint64 before = residentBytes();
        const auto [meanwhile, whole, bytes] = onThread([&, port = m.port()] {
            RawHttp slow(port, 256 << 10);
            slow.send(text);
            // fixed wait: that nothing more comes is only seen by waiting; a slow machine takes less of it
            std::this_thread::sleep_for(std::chrono::milliseconds(700));
            const qint64 resident = residentBytes();
            const RawAnswer all = slow.answer();
            return std::tuple(resident, all.isIntact, all.body.size());
        });
        QVERIFY(whole);
        QCOMPARE(bytes, qsizetype(1024) << 16);
        QVERIFY2(meanwhile - before < 32 << 20, QByteArray::number((meanwhile - before) >> 20).constData());
    }

    void a_record_keeps_the_beginning_of_a_large_answer()
    {
        (void)m.send(m.directRequest("GET", "/much?blocks=64"));
        const auto page = [this] {
            return QCoro::waitFor(m.platform->listExecutions(m.id, {.limit = 1}))
                .value_or(ExecutionPage{})
                .executions.value(0);
        };
        QTRY_VERIFY_WITH_TIMEOUT(page().request.target.startsWith("/much?blocks=64") &&
                                     page().status == ExecutionStatus::Succeeded,
                                 GatewayFixture::recordTimeout);
        const Execution record = newest(page().id);
        QCOMPARE(record.responseBytes, 4 << 20);
        QVERIFY(record.response.truncated);
        QVERIFY(record.response.body.size() <= 1 << 20);
    }

    void an_answer_that_breaks_off_is_not_whole()
    {
        const auto answer = m.send(m.directRequest("GET", "/break"));
        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.isIntact);
        QTRY_COMPARE_WITH_TIMEOUT(newest().status, ExecutionStatus::Failed, GatewayFixture::recordTimeout);
    }

    void a_handler_that_dies_or_is_late_is_answered_for()
    {
        const auto dead = m.send(m.directRequest("GET", "/exit"));
        QCOMPARE(dead.status, 500);
        QVERIFY(jsonOf(dead)["error"].isString());
        QVERIFY(m.setTimeout(GatewayFixture::shortTimeout));
        const auto usual = qScopeGuard([&] { QVERIFY(m.setTimeout(GatewayFixture::usualTimeout)); });
        const auto late = m.send(m.directRequest("GET", "/sleep?ms=600000"));
        QCOMPARE(late.status, 504);
        QTRY_COMPARE_WITH_TIMEOUT(newest().status, ExecutionStatus::TimedOut, GatewayFixture::recordTimeout);
        QCOMPARE(m.send(m.directRequest("GET", "/")).status, 200); // the next one finds an instance again
    }

    void an_answer_without_an_end_is_cut_off_in_time_data()
    {
        QTest::addColumn<bool>("reads");
        QTest::newRow("to a client that takes it") << true;
        QTest::newRow("to one that does not") << false;
    }
    void an_answer_without_an_end_is_cut_off_in_time()
    {
        QFETCH(bool, reads);
        QVERIFY(m.setTimeout(GatewayFixture::shortTimeout));
        const auto usual = qScopeGuard([&] { QVERIFY(m.setTimeout(GatewayFixture::usualTimeout)); });
        // Of its own: the record of the row before, or of its last call, may still be the newest.
        const QByteArray target = reads ? "/forever?reads" : "/forever";
        const QByteArray text = m.directRequest("GET", target);
        // A client that does not read keeps its connection until the record says how the call ended.
        std::atomic<bool> isRecorded = false;
        auto isIntact = std::async(std::launch::async, [&, port = m.port()] {
            RawHttp http(port, 64 << 10);
            http.send(text);
            while (!reads && !isRecorded) {
                std::this_thread::sleep_for(std::chrono::milliseconds(10)); // fixed wait: it is a slow one
            }
            return http.answer().isIntact;
        });
        const auto isOver = qScopeGuard([&] { isRecorded = true; }); // else the future waits for the client for ever
        Execution record;
        const auto hasEnded = [&] {
            record = newest();
            return record.request.target == target && record.status != ExecutionStatus::Running;
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasEnded(), GatewayFixture::recordTimeout);
        isRecorded = true;
        QVERIFY(!isIntact.get());
        QCOMPARE(record.status, ExecutionStatus::TimedOut);
        QVERIFY2(record.error.contains(QStringLiteral("in time")), qPrintable(record.error));
        // Its handler did not notice, and does not keep other calls from an answer.
        QCOMPARE(m.send(m.directRequest("GET", "/")).status, 200);
    }

    void head_and_old_clients_are_answered()
    {
        const auto head = m.send(m.directRequest("HEAD", "/"), true);
        QCOMPARE(head.status, 200);
        QByteArray text = m.directRequest("GET", "/stream?pieces=2");
        text.replace("HTTP/1.1", "HTTP/1.0");
        const auto old = m.send(text);
        QCOMPARE(old.body, "piece 0\npiece 1\n");
    }

    void requests_that_come_ahead_are_answered_in_order()
    {
        const QByteArray text = m.directRequest("GET", "/?q=1") + m.directRequest("POST", "/?q=2", {}, "body") +
                                m.directRequest("GET", "/stream?pieces=1") + m.directRequest("GET", "/?q=3");
        const auto bodies = onThread([&, port = m.port()] {
            RawHttp http(port);
            http.send(text);
            QByteArrayList all;
            for (int i = 0; i < 4; ++i) {
                all << http.answer().body;
            }
            return all;
        });
        QVERIFY(bodies[0].contains(R"("1")") && bodies[1].contains(R"("2")") && bodies[3].contains(R"("3")"));
        QCOMPARE(bodies[2], "piece 0\n");
    }

    void many_at_once_share_the_instances()
    {
        const QByteArray text = m.directRequest("GET", "/");
        std::atomic<int> answered = 0;
        onThread([&, port = m.port()] {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 16; ++i) {
                threads.emplace_back([&, port] {
                    RawHttp http(port);
                    for (int call = 0; call < 50; ++call) {
                        http.send(text);
                        answered += http.answer().status == 200 ? 1 : 0;
                    }
                });
            }
            threads.clear();
            return 0;
        });
        QCOMPARE(answered.load(), 800);
        const auto state = QCoro::waitFor(m.platform->getAppState(m.id));
        QVERIFY(state && state->instances <= 4);
        const auto total = [this] {
            return QCoro::waitFor(m.platform->executionStats(m.id)).value_or(ExecutionStats{}).total;
        };
        QTRY_VERIFY_WITH_TIMEOUT(total() >= 800, GatewayFixture::recordTimeout); // each is recorded
    }

    void a_version_that_was_just_published_answers_at_once()
    {
        const QByteArray text = m.directRequest("GET", "/");
        for (int round = 0; round < 3; ++round) {
            (void)m.send(text);
            const auto version = QCoro::waitFor(m.platform->publishDraft(m.id));
            QVERIFY(version);
            const auto id = toQString(jsonOf(m.send(text))["id"].utf8());
            QTRY_COMPARE_WITH_TIMEOUT(newest(id).version, version->number, GatewayFixture::recordTimeout);
        }
    }
};

QTEST_GUILESS_MAIN(TestDirectAddress)
#include "tst_direct_address.moc"
