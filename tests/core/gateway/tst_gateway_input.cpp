// SPDX-License-Identifier: GPL-3.0-or-later
// Input of the API that is not quite what it asks for.
#include "core/base/display.h"
#include "tests/core/gateway/gateway_calls.h"

using namespace studio;
using namespace studio::test;

namespace {

const QByteArray app = "/v1/ignite/app/org/bare";

} // namespace

class TestGatewayInput : public QObject
{
    Q_OBJECT

    GatewayFixture m;

private Q_SLOTS:
    void initTestCase()
    {
        App bare;
        bare.id = {QStringLiteral("org"), QStringLiteral("bare")};
        QVERIFY(QCoro::waitFor(m.platform->createApp(bare)));
        const QString serving = m.serve();
        QVERIFY2(serving.isEmpty(), qPrintable(serving));
    }

    void a_number_is_written_as_json_writes_it()
    {
        for (const char *text :
             {"+1", "%201", "1%20", "01", "1.0", "1e0", "0x1", "%D9%A1", "99999999999999999999", "-1"}) {
            verifyRefused(m.api("GET", app + "/versions/" + text), 400, "InvalidArgument");
            verifyRefused(m.api("GET", app + "/code/versions/" + text), 400, "InvalidArgument");
            verifyRefused(m.api("POST", app + "/versions/" + text + "/test", callOf("/")), 400, "InvalidArgument");
            verifyRefused(m.api("GET", app + "/versions?limit=" + text), 400, "InvalidArgument");
            verifyRefused(m.api("GET", app + "/versions?cursor=" + text), 400, "InvalidArgument");
            verifyRefused(m.api("GET", app + "/logs?sinceMs=" + text), 400, "InvalidArgument");
        }
        for (const char *text :
             {R"("+1")", R"("1 ")", R"(" 1")", R"("01")", R"("")", R"("1.0")", "1.5", "1e99", "true", "[1]"}) {
            verifyRefused(m.api("POST", app + "/rollback", QByteArray(R"({"version": )") + text + "}"), 400,
                          "InvalidArgument");
        }
        for (const char *text : {"1", R"("1")", "1.0"}) { // an app without a version
            verifyRefused(m.api("POST", app + "/rollback", QByteArray(R"({"version": )") + text + "}"), 404,
                          "NotFound");
        }
    }

    /// It is printed in terminals and in logs.
    void an_error_repeats_nothing_that_a_terminal_would_obey()
    {
        const QByteArray hostile = "a%1b[31m%0a%e2%80%ae";
        for (const QByteArray &path :
             {app + "/versions/" + hostile, app + "/versions?cursor=" + hostile, app + "/executions?status=" + hostile,
              "/v1/ignite/app/" + hostile, "/v1/ignite/app/org/" + hostile, "/v1/ignite/executions/" + hostile,
              "/" + hostile, app + "/versions?limit=" + hostile, "/v1/ignite/executions?org=" + hostile}) {
            const auto answer = m.api("GET", path);
            QVERIFY2(answer.status == 400 || answer.status == 404, path.constData());
            const QString message = jsonOf(answer)["message"].text();
            QVERIFY(!message.isEmpty());
            const auto isHarmless = [](QChar c) { return escapeControlCharacter(c) == c; };
            QVERIFY2(std::ranges::all_of(message, isHarmless), path.constData());
        }
    }

    void an_error_repeats_little_of_what_was_sent()
    {
        const QByteArray digits(900'000, '1'); // what fits into the body of any route
        const QByteArray text = '"' + digits + '"';
        for (const QByteArray &body :
             {R"({"version": )" + digits + "}", R"({"version": -)" + digits + "}", R"({"version": 1e)" + digits + "}",
              R"({"version": )" + text + "}", text, "{" + text, "{" + text + ": 1e999}"}) {
            const auto answer = m.api("POST", app + "/rollback", body);
            QCOMPARE(answer.status, 400);
            QVERIFY2(answer.body.size() < 20'000, QByteArray::number(answer.body.size()).constData());
        }
        const QByteArray name(20'000, 'n'); // what fits into a head
        for (const QByteArray &path : {app + "/versions/" + name, app + "/executions?status=" + name, "/" + name,
                                       "/v1/ignite/app/" + name, "/v1/ignite/executions/" + name}) {
            const auto answer = m.api("GET", path);
            QVERIFY(answer.status == 400 || answer.status == 404);
            QVERIFY2(answer.body.size() < 20'000, QByteArray::number(answer.body.size()).constData());
        }
        for (const QByteArray &body : {R"({"name": )" + text + "}", R"({"name": "a", "resourceTier": )" + text + "}"}) {
            const auto answer = m.api("POST", "/v1/ignite/app/org", body);
            QCOMPARE(answer.status, 400);
            QVERIFY2(answer.body.size() < 20'000, QByteArray::number(answer.body.size()).constData());
        }
        const auto call = m.api("POST", app + "/invoke", R"({"method": )" + text + "}");
        QVERIFY2(call.body.size() < 20'000, QByteArray::number(call.body.size()).constData());
    }
};

QTEST_GUILESS_MAIN(TestGatewayInput)
#include "tst_gateway_input.moc"
