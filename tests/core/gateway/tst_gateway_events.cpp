// SPDX-License-Identifier: GPL-3.0-or-later
// A client that takes nothing of what a call writes meanwhile.
#include "core/gateway/gateway.h"
#include "tests/core/gateway/gateway_calls.h"
#include "tests/core/gateway/throwing_service.h"

#include <QTest>

using namespace studio;
using namespace studio::test;

namespace {

constexpr int bunches = 200;
constexpr int linesOfBunch = 500;

/// Writes 100 MB of lines at once, more than a real handler may.
class WritingService final : public ThrowingService
{
public:
    Task<Invocation> invoke(AppId, InvokeTarget, HttpRequest, InvokeObserver observer, std::stop_token) override
    {
        Invocation invocation;
        invocation.executionId = QStringLiteral("the-call");
        invocation.response.status = 200;
        observer.started(invocation.executionId);
        const LogLine line{.executionId = invocation.executionId, .text = QByteArray(1'000, 'x')};
        for (int bunch = 0; bunch < bunches; ++bunch) {
            observer.lines(QList<LogLine>(linesOfBunch, line));
        }
        hasWritten = true;
        hasWritten.notify_all();
        co_return invocation;
    }

    std::atomic<bool> hasWritten = false;
};

} // namespace

class TestGatewayEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_that_no_client_takes_become_a_count()
    {
        WritingService service;
        const QTemporaryDir folder;
        const auto gateway =
            Gateway::start(&service, nullptr, {.token = "the-token", .temporaryFolder = folder.path()});
        QVERIFY(gateway);
        const QByteArray body = callOf("/");
        const auto answer = onThread([&, port = (*gateway)->port()] {
            RawHttp http(port, 256 << 10);
            http.send("POST /v1/ignite/app/org/x/invoke?events=true HTTP/1.1\r\nhost: localhost\r\n"
                      "authorization: Bearer the-token\r\ncontent-type: application/json\r\ncontent-length: " +
                      QByteArray::number(body.size()) + "\r\n\r\n" + body);
            service.hasWritten.wait(false); // takes nothing before
            return http.answer();
        });
        QVERIFY(answer.isIntact);
        QVERIFY2(answer.body.size() < 16 << 20, QByteArray::number(answer.body.size()).constData());
        const Called called = calledBy(answer);
        QCOMPARE(called.trailers, 1);
        QCOMPARE(called.status, 200);
        qsizetype counted = 0; // by each frame in the place of some lines: there may be several
        qsizetype sent = 0;
        for (const QString &line : called.log) {
            if (line.startsWith(u'x')) {
                ++sent;
            } else {
                QVERIFY2(line.contains(QLatin1String(" lines are left out")), qPrintable(line));
                counted += line.section(QLatin1Char(' '), 0, 0).toLongLong();
            }
        }
        QVERIFY(sent > 0 && counted > 0);
        QCOMPARE(sent + counted, qsizetype(bunches) * linesOfBunch);
    }
};

QTEST_GUILESS_MAIN(TestGatewayEvents)
#include "tst_gateway_events.moc"
