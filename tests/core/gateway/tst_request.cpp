// SPDX-License-Identifier: GPL-3.0-or-later
// What is let in, judged without a socket.
#include "core/gateway/connection.h"
#include "core/gateway/openapi.h"
#include "core/gateway/proxy_session.h"
#include "core/gateway/routes.h"

#include <QTest>

using namespace studio;
using namespace studio::gateway;

namespace {

RequestHead with(Headers headers, QByteArray target = "/")
{
    return {.method = "GET", .target = std::move(target), .headers = std::move(headers)};
}

} // namespace

class TestRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_host_says_who_is_meant_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<int>("status"); // 0: let in
        QTest::addColumn<QByteArray>("label");
        QTest::newRow("localhost") << QByteArray("localhost:4460") << 0 << QByteArray();
        QTest::newRow("in capitals") << QByteArray("LocalHost:4460") << 0 << QByteArray();
        QTest::newRow("address") << QByteArray("127.0.0.1:4460") << 0 << QByteArray();
        QTest::newRow("IPv6") << QByteArray("[::1]:4460") << 0 << QByteArray();
        QTest::newRow("an app") << QByteArray("Hello-Org.localhost:4460") << 0 << QByteArray("hello-org");
        QTest::newRow("rebound name") << QByteArray("evil.example:4460") << 403 << QByteArray();
        QTest::newRow("name that ends alike") << QByteArray("evillocalhost:4460") << 403 << QByteArray();
        QTest::newRow("two labels") << QByteArray("a.b.localhost:4460") << 403 << QByteArray();
        QTest::newRow("localhost of another") << QByteArray("localhost.evil.example:4460") << 403 << QByteArray();
        QTest::newRow("through a tunnel") << QByteArray("localhost:80") << 0 << QByteArray();
        QTest::newRow("no port") << QByteArray("localhost") << 0 << QByteArray();
        QTest::newRow("port that is none") << QByteArray("localhost:4460x") << 403 << QByteArray();
        QTest::newRow("all addresses") << QByteArray("0.0.0.0:4460") << 403 << QByteArray();
        QTest::newRow("with a user") << QByteArray("localhost:4460@evil.example") << 403 << QByteArray();
        QTest::newRow("no label") << QByteArray(".localhost:4460") << 403 << QByteArray();
        QTest::newRow("empty") << QByteArray("") << 403 << QByteArray();
    }
    void the_host_says_who_is_meant()
    {
        QFETCH(const QByteArray, host);
        QFETCH(const int, status);
        QFETCH(const QByteArray, label);
        const auto route = hostRouteOf(with({{"Host", host}}), 4460);
        QCOMPARE(route ? 0 : route.error().status, status);
        if (route) {
            QCOMPARE(route->label, label);
            QCOMPARE(route->isApi, label.isEmpty());
        }
    }

    void the_host_goes_to_the_handler_whatever_connection_names()
    {
        for (const char *named : {"host", "Host", "keep-alive, hOST ,x"}) {
            QVERIFY(!isHopByHop("host", named));
            QVERIFY(!isHopByHop("Host", named));
        }
        QVERIFY(isHopByHop("x", "keep-alive, hOST ,x"));
        QVERIFY(isHopByHop("Upgrade", {}));
    }

    void all_connection_headers_name_what_is_not_handed_on()
    {
        const RequestHead head = with({{"Host", "localhost"},
                                       {"Connection", "keep-alive"},
                                       {"X-One", "1"},
                                       {"connection", "X-One, x-two"},
                                       {"X-Two", "2"},
                                       {"CONNECTION", ""},
                                       {"Connection", "x-three"},
                                       {"x-three", "3"},
                                       {"x-four", "4"}});
        const QByteArray sent = proxiedHead(head, 0, {});
        QCOMPARE(sent, "GET / HTTP/1.1\r\nHost: localhost\r\nx-four: 4\r\n\r\n");
    }

    void there_is_one_host_and_a_path()
    {
        QCOMPARE(hostRouteOf(with({}), 1).error().status, 400);
        QCOMPARE(hostRouteOf(with({{"host", "localhost:1"}, {"Host", "localhost:1"}}), 1).error().status, 400);
        QCOMPARE(hostRouteOf(with({{"host", "localhost:1"}}, "*"), 1).error().status, 400);
    }

    void an_absolute_target_takes_the_place_of_the_host_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("host"); // empty: refused
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("path") << QByteArray("/a?b") << QByteArray("first") << QByteArray("/a?b");
        QTest::newRow("absolute") << QByteArray("http://a-b.localhost:1/x/y?q=http://z")
                                  << QByteArray("a-b.localhost:1") << QByteArray("/x/y?q=http://z");
        QTest::newRow("in capitals") << QByteArray("HTTP://LocalHost/") << QByteArray("LocalHost") << QByteArray("/");
        QTest::newRow("no path") << QByteArray("http://localhost:1") << QByteArray("localhost:1") << QByteArray("/");
        QTest::newRow("query alone") << QByteArray("http://localhost:1?a=/") << QByteArray("localhost:1")
                                     << QByteArray("/?a=/");
        QTest::newRow("other scheme") << QByteArray("https://localhost/") << QByteArray() << QByteArray();
        QTest::newRow("asterisk") << QByteArray("*") << QByteArray() << QByteArray();
        QTest::newRow("authority") << QByteArray("localhost:1") << QByteArray() << QByteArray();
    }
    void an_absolute_target_takes_the_place_of_the_host()
    {
        QFETCH(const QByteArray, target);
        QFETCH(const QByteArray, host);
        QFETCH(const QByteArray, path);
        RequestHead head = with({{"x", "y"}, {"Host", "first"}}, target);
        const auto resolved = resolveTarget(head);
        QCOMPARE(resolved.has_value(), !host.isEmpty());
        if (resolved) {
            QCOMPARE(head.target, path);
            QCOMPARE(head.headers, (Headers{{"x", "y"}, {"Host", host}}));
        } else {
            QCOMPARE(resolved.error().status, 400);
        }
        RequestHead without = with({}, target);
        QCOMPARE(resolveTarget(without).error().status, 400);
    }

    void pages_of_others_are_refused_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("isLetIn");
        QTest::newRow("own") << QByteArray("Origin") << QByteArray("http://localhost:1") << true;
        QTest::newRow("other") << QByteArray("Origin") << QByteArray("https://evil.example") << false;
        QTest::newRow("null") << QByteArray("origin") << QByteArray("null") << false;
        QTest::newRow("https") << QByteArray("Origin") << QByteArray("https://localhost:1") << false;
        QTest::newRow("an app's") << QByteArray("Origin") << QByteArray("http://hello-org.localhost:1") << false;
        QTest::newRow("typed address") << QByteArray("Sec-Fetch-Site") << QByteArray("none") << true;
        QTest::newRow("same origin") << QByteArray("Sec-Fetch-Site") << QByteArray("same-origin") << true;
        QTest::newRow("cross-site") << QByteArray("sec-fetch-site") << QByteArray("cross-site") << false;
        QTest::newRow("same site") << QByteArray("Sec-Fetch-Site") << QByteArray("same-site") << false;
        QTest::newRow("unheard of") << QByteArray("Sec-Fetch-Site") << QByteArray("later") << false;
        QTest::newRow("neither") << QByteArray("x-other") << QByteArray("1") << true;
    }
    void pages_of_others_are_refused()
    {
        QFETCH(const QByteArray, name);
        QFETCH(const QByteArray, value);
        QFETCH(const bool, isLetIn);
        const auto checked = checkOrigin(with({{"host", "localhost:1"}, {name, value}}));
        QCOMPARE(checked.has_value(), isLetIn);
        if (!checked) {
            QCOMPARE(checked.error().status, 403);
        }
    }

    void an_own_origin_does_not_hide_another()
    {
        QVERIFY(!checkOrigin(
            with({{"host", "localhost:1"}, {"Origin", "http://localhost:1"}, {"Origin", "https://evil.example"}})));
    }

    void only_the_token_opens()
    {
        const QByteArray token = "secret";
        QVERIFY(checkToken(with({{"Authorization", "Bearer secret"}}), token));
        QVERIFY(checkToken(with({{"authorization", "bearer  secret "}}), token));
        for (const char *wrong :
             {"", "Bearer", "Bearer ", "Bearer secre", "Bearer secret2", "Bearer SECRET", "secret", "Basic secret"}) {
            QCOMPARE(checkToken(with({{"Authorization", wrong}}), token).error().status, 401);
        }
        QVERIFY(!checkToken(with({}), token));
        QVERIFY(!checkToken(with({{"Authorization", "Bearer "}}), {})); // no token is no open door
        QVERIFY(!checkToken(with({{"Authorization", "Bearer secret"}, {"Authorization", "Bearer secret"}}), token));
    }

    void no_form_calls_itself_json()
    {
        QVERIFY(checkContentType(with({{"content-type", "application/json"}})));
        QVERIFY(checkContentType(with({{"Content-Type", "Application/JSON; charset=utf-8"}})));
        for (const char *form :
             {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a",
              "text/plain; application/json", "application/jsonp"}) {
            QCOMPARE(checkContentType(with({{"content-type", form}})).error().status, 415);
        }
    }

    void every_route_is_found()
    {
        for (const RouteRow &row : routeTable()) {
            QByteArray path = row.pattern;
            path.replace("{org}", "org").replace("{app}", "an-app").replace("{v}", "3");
            path.replace("{id}", "the%2Did").replace("{deploy_id}", "d");
            const auto match = matchRoute(row.method, path + "?limit=5&text=a+b%26");
            QVERIFY2(match, row.operation);
            QCOMPARE(match->route, row.route);
            QCOMPARE(match->query.value("text"), QStringLiteral("a b&"));
            if (QByteArray(row.pattern).contains("{id}")) {
                QCOMPARE(match->parameters.value("id"), QStringLiteral("the-id"));
            }
        }
        QCOMPARE(matchRoute("HEAD", "/v1/ignite/health")->route, Route::HealthCheck);
    }

    void what_is_no_route_is_said()
    {
        QCOMPARE(matchRoute("GET", "/").error().status, 404);
        QCOMPARE(matchRoute("GET", "/v1/ignite/app//x").error().status, 404);
        QCOMPARE(matchRoute("GET", "/v1/ignite/app/%00/x").error().status, 404);
        QCOMPARE(matchRoute("GET", "/v1/ignite/app/%ff/x").error().status, 404);
        QCOMPARE(matchRoute("GET", "/v1/ignite/health/").error().status, 404);
        const auto wrong = matchRoute("PUT", "/v1/ignite/app/org/x/draft");
        QCOMPARE(wrong.error().status, 405);
        QCOMPARE(wrong.error().allow, "POST, GET, HEAD");
    }

    void the_description_has_every_route_and_no_other()
    {
        const Json document = openApi();
        QVERIFY(document.contains("paths"));
        qsizetype described = 0;
        for (const auto &path : document["paths"].members()) {
            described += static_cast<qsizetype>(path.value.size());
        }
        QCOMPARE(described, routeTable().size());
        for (const RouteRow &row : routeTable()) {
            const std::string method = QByteArray(row.method).toLower().toStdString();
            QVERIFY2(document["paths"].contains(row.pattern) && document["paths"][row.pattern].contains(method),
                     row.operation);
            QCOMPARE(document["paths"][row.pattern][method]["operationId"].utf8(), row.operation);
        }
    }
};

QTEST_GUILESS_MAIN(TestRequest)
#include "tst_request.moc"
