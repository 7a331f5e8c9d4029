// SPDX-License-Identifier: GPL-3.0-or-later
// How requests go to an app and to an address, with an invoker and a transport of this test.
#include "core/collection/request_sender.h"

#include <QCoroFuture>
#include <QCoroTask>
#include <QPromise>
#include <QTest>

using namespace studio;
using namespace studio::collection;
using namespace Qt::StringLiterals;

namespace {

/// Answers when it is stopped, as an invoker does: Cancelled.
class SilentInvoker final : public Invoker
{
public:
    Task<Invocation> invoke(AppId, InvokeTarget, HttpRequest, InvokeObserver, std::stop_token stop) override
    {
        const auto promise = std::make_shared<QPromise<int>>();
        promise->start();
        const auto future = promise->future();
        const std::stop_callback stopped(stop, [promise] { promise->finish(); });
        co_await future;
        co_return cancelled();
    }
    Task<QString> invokeAsync(AppId, InvokeTarget, HttpRequest) override { co_return QString(); }
};

class KeepingTransport final : public Transport
{
public:
    explicit KeepingTransport(QList<TransportRequest> *sent) : m_sent(sent) {}
    std::function<void()> send(const TransportRequest &request, const std::function<bool(const QByteArray &)> &,
                               const std::function<void(const TransportEnd &)> &done) override
    {
        m_sent->append(request);
        done({.kind = TransportEnd::Answered, .status = 200, .phrase = {}, .headers = {}, .body = {}, .reason = {}});
        return [] {};
    }

private:
    QList<TransportRequest> *m_sent;
};

class KeepingFactory final : public TransportFactory
{
public:
    mutable QList<TransportRequest> sent;
    [[nodiscard]] std::unique_ptr<Transport> make(const QUrl &, bool) const override
    {
        return std::make_unique<KeepingTransport>(&sent);
    }
};

} // namespace

class TestRequestSender : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_time_of_a_request_holds_for_the_app()
    {
        SilentInvoker invoker;
        PreparedRequest prepared;
        prepared.timeout = std::chrono::milliseconds(1);
        const auto late = QCoro::waitFor(senderToApp(&invoker, AppId{})(prepared, {}));
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::DeadlineExceeded);
        QCOMPARE(late.error().message, u"The app did not answer within 1 ms."_s);
        std::stop_source stop;
        stop.request_stop();
        prepared.timeout = std::chrono::minutes(10);
        QCOMPARE(QCoro::waitFor(senderToApp(&invoker, AppId{})(prepared, stop.get_token())).error().code,
                 ErrorCode::Cancelled);
    }

    void what_is_not_safe_is_sent_once_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("isSentOnce");
        QTest::newRow("GET") << QByteArray("GET") << QByteArray() << false;
        QTest::newRow("HEAD") << QByteArray("HEAD") << QByteArray() << false;
        QTest::newRow("GET with a body") << QByteArray("GET") << QByteArray("x") << true;
        QTest::newRow("POST") << QByteArray("POST") << QByteArray() << true;
        QTest::newRow("DELETE") << QByteArray("DELETE") << QByteArray() << true;
        QTest::newRow("unknown") << QByteArray("PURGE") << QByteArray() << true;
    }
    void what_is_not_safe_is_sent_once()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        KeepingFactory factory;
        PreparedRequest prepared;
        prepared.address = QUrl(u"http://127.0.0.1/"_s);
        prepared.request.method = method;
        prepared.request.body = body;
        const auto load = [&factory]() -> Result<TransportFactory *> { return &factory; };
        QVERIFY(QCoro::waitFor(senderToAddress(load)(prepared, {})));
        QCOMPARE(factory.sent.size(), 1);
        QTEST(factory.sent.first().isSentOnce, "isSentOnce");
    }
};

QTEST_GUILESS_MAIN(TestRequestSender)
#include "tst_request_sender.moc"
