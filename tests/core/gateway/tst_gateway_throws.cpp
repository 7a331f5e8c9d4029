// SPDX-License-Identifier: GPL-3.0-or-later
// A platform whose calls end by exceptions, which no real one can be made to do: each request is answered.
#include "core/gateway/gateway.h"
#include "tests/core/gateway/raw_http.h"
#include "tests/core/gateway/throwing_service.h"

#include <QCoroTask>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::test;

class TestGatewayThrows : public QObject
{
    Q_OBJECT

    ThrowingService m_service;
    QTemporaryDir m_folder;
    std::unique_ptr<Gateway> m_gateway;

    [[nodiscard]] RawAnswer ask(const QByteArray &line, const QByteArray &body) const
    {
        const QByteArray request =
            line + " HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer the-token\r\n" +
            "content-type: application/json\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        return onThread([port = m_gateway->port(), &request] {
            RawHttp client(port);
            client.send(request);
            return client.answer();
        });
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto started = Gateway::start(&m_service, nullptr, {.token = "the-token", .temporaryFolder = m_folder.path()});
        QVERIFY2(started, started ? "" : qPrintable(started.error().message));
        m_gateway = std::move(*started);
    }

    void each_request_ends_and_the_next_is_answered_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char *line, const char *body) {
            QTest::newRow(line) << QByteArray(line) << QByteArray(body);
        };
        row("GET /v1/ignite/app/org/x", "");
        row("GET /v1/ignite/app/org", "");
        row("POST /v1/ignite/app/org/x/draft/compile", "{}");
        row("POST /v1/ignite/app/org/x/draft/publish", "{}");
        row("GET /v1/ignite/app/org/x/code/versions/1", "");
        row("POST /v1/ignite/app/org/x/invoke", R"({"request":{"method":"GET","target":"/"}})");
        row("POST /v1/ignite/app/org/x/invoke-async", R"({"request":{"method":"GET","target":"/"}})");
    }
    void each_request_ends_and_the_next_is_answered()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, body);
        const RawAnswer answer = ask(line, body);
        QCOMPARE(answer.status, 500);
        QVERIFY2(answer.body.contains("An unexpected error ended this: of the test."), answer.body.constData());
        QCOMPARE(ask("GET /v1/ignite/health", {}).status, 200);
    }
};

QTEST_GUILESS_MAIN(TestGatewayThrows)
#include "tst_gateway_throws.moc"
