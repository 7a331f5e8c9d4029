// SPDX-License-Identifier: GPL-3.0-or-later
// The routes of the platform over real sockets, on a real platform with a real handler.
#include "tests/core/gateway/gateway_calls.h"

using namespace studio;
using namespace studio::test;

namespace {

const QByteArray app = "/v1/ignite/app/org/passing";

} // namespace

class TestGateway : public QObject
{
    Q_OBJECT

    GatewayFixture m;
    QString m_deployId;

private Q_SLOTS:
    void initTestCase()
    {
        m.publishOrFail();
        m.serveOrFail();
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
        verifyRefused(m.api("POST", "/v1/ignite/app/org", R"({"name": "other"})"), 409, "AlreadyExists");

        QCOMPARE(jsonOf(m.api("GET", "/v1/ignite/app/org"))["apps"].size(), 2U);
        const auto changed = m.api("PATCH", "/v1/ignite/app/org/other/config", R"({"description": "new"})");
        QCOMPARE(jsonOf(changed)["description"].utf8(), "new");
        QCOMPARE(jsonOf(changed)["env"]["A"].utf8(), "1"); // what is not given stays
        QCOMPARE(jsonOf(m.api("GET", "/v1/ignite/app/org/other"))["description"].utf8(), "new");
        QCOMPARE(jsonOf(m.api("GET", "/v1/ignite/app/org/other/state"))["draft"]["status"].utf8(), "no draft");
        verifyRefused(m.api("GET", "/v1/ignite/app/org/other/draft"), 404, "NotFound");
        verifyRefused(m.api("POST", "/v1/ignite/app/org/other/draft/compile"), 404, "NotFound");
        verifyRefused(m.api("POST", "/v1/ignite/app/org/other/draft/publish"), 409, "FailedPrecondition");
        QCOMPARE(m.api("DELETE", "/v1/ignite/app/org/other").status, 200);
        verifyRefused(m.api("GET", "/v1/ignite/app/org/other"), 404, "NotFound");
    }

    void a_draft_is_saved_compiled_and_published()
    {
        const QByteArray archive = QCoro::waitFor(m.platform->versionCode(m.id, 1))
                                       .transform([](const CodeArchive &code) { return readFile(code.path); })
                                       .value();
        Json wrong = toJson(DraftUpload{.archive = archive}); // in a member that nothing is made of
        wrong["code"]["compile"]["runtime"] = {{"rust", {{"toolchainVersion", Json::object()}}}};
        verifyRefused(m.api("POST", app + "/draft", bytesOf(wrong)), 400, "InvalidArgument");
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
        QVERIFY2(log.isIntact && log.body.contains(R"({"end":)"), log.body.constData());
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
        verifyRefused(m.api("GET", path + "?from=-1"), 400, "InvalidArgument");
        verifyRefused(m.api("GET", "/v1/ignite/compile/none/logs"), 404, "NotFound");
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
        verifyRefused(m.api("POST", app + "/rollback", R"({"version": 9})"), 404, "NotFound");
        verifyRefused(m.api("POST", app + "/rollback", "{}"), 400, "InvalidArgument");
        verifyRefused(m.api("GET", app + "/versions/x"), 400, "InvalidArgument");
        verifyRefused(m.api("GET", app + "/versions?limit=0"), 400, "InvalidArgument");
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
        verifyRefused(m.api("GET", all + "?limit=0"), 400, "InvalidArgument");
    }

    void what_is_not_json_is_verifyRefused()
    {
        verifyRefused(m.api("POST", "/v1/ignite/app/org", "{"), 400, "InvalidArgument");
        verifyRefused(m.api("POST", "/v1/ignite/app/org", "[]"), 400, "InvalidArgument");
        verifyRefused(m.api("POST", "/v1/ignite/app/org", QByteArray(500'000, '[')), 400, "InvalidArgument");
        verifyRefused(m.api("POST", "/v1/ignite/app/org", QByteArray("{\"name\": \"\xff\"}")), 400, "InvalidArgument");
        verifyRefused(m.api("POST", app + "/invoke", R"({"method": "A B"})"), 400, "InvalidArgument");
        verifyRefused(m.api("POST", app + "/invoke", R"({"target": "no path"})"), 400, "InvalidArgument");
        verifyRefused(m.api("POST", app + "/invoke", R"({"headers": [["a", "b\r\nc: d"]]})"), 400, "InvalidArgument");
        verifyRefused(m.api("POST", app + "/draft", R"({"code": {"compile": {"sourceCode": "%%"}}})"), 400,
                      "InvalidArgument");
        verifyRefused(m.api("POST", app + "/draft", R"({"code": {"compile": {"sourceCode": "aGVsbG8="}}})"), 400,
                      "InvalidArgument");
        verifyRefused(m.api("GET", "/v1/ignite/app/o%20rg"), 400, "InvalidArgument");
    }
};

QTEST_GUILESS_MAIN(TestGateway)
#include "tst_gateway.moc"
