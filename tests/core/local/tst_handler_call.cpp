// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/handler_call.h"
#include "core/runner/instance_wait.h"
#include "tests/support/places.h"

#include <QCoroTask>
#include <QTest>
#include <QTimer>

using namespace studio;

namespace {

/// An instance that never gets ready, which no real one does.
class StartingInstance final : public Instance
{
public:
    [[nodiscard]] InstanceState state() const override { return InstanceState::Starting; }
    [[nodiscard]] quint16 port() const override { return 0; }
    [[nodiscard]] bool isListening() const override { return false; }
    [[nodiscard]] qint64 pid() const override { return 0; }
    [[nodiscard]] qint64 residentBytes() const override { return 0; }
    [[nodiscard]] InstanceUsage usage(bool) const override { return {}; }
    [[nodiscard]] QList<QByteArray> lastLines() const override { return {}; }
    [[nodiscard]] Error failure() const override { return {}; }
    void stop() override { isStopped = true; }
    [[nodiscard]] QString trapOf(const QString &) const override { return {}; }
    [[nodiscard]] std::shared_ptr<CallMarks> marks() const override { return m_marks; }
    [[nodiscard]] std::function<void()> logReader() const override
    {
        return [] {};
    }
    bool drainLogs(const QString &) override { return true; }
    void giveUp(const QString &) override {}

    bool isStopped = false;

private:
    std::shared_ptr<CallMarks> m_marks = std::make_shared<CallMarks>();
};

std::unique_ptr<Instance> startHandler()
{
    auto started = nativeRunner()->start({.program = sourcePath("/tests/core/runner/fake_handler.py"),
                                          .functionId = QStringLiteral("org/app"),
                                          .environment = {{QStringLiteral("MODE"), QStringLiteral("answers")}}});
    return started ? std::move(*started) : nullptr;
}

} // namespace

class TestHandlerCall : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Its time was used up by the wait for the instance, which has no part in that.
    void an_overdue_call_is_not_sent_and_its_instance_goes_on()
    {
        const auto instance = startHandler();
        QVERIFY(instance);
        QByteArrayList written;
        connect(instance.get(), &Instance::lines, this, [&](const QList<LogLine> &lines) {
            for (const LogLine &line : lines) {
                written << line.text;
            }
        });
        HttpClient client;
        const auto call = [&](const char *id, std::chrono::milliseconds waited) {
            return QCoro::waitFor(callHandler(&client, instance.get(),
                                              {.executionId = QString::fromLatin1(id),
                                               .functionId = QStringLiteral("org/app"),
                                               .request = {},
                                               .timeout = std::chrono::seconds(60),
                                               .waited = waited},
                                              {}));
        };
        QVERIFY(call("A", {}));
        for (const int more : {0, 1, 100'000}) {
            const auto late = call("LATE", std::chrono::seconds(60) + std::chrono::milliseconds(more));
            QVERIFY(late);
            QCOMPARE(late->response.status, 504);
            QVERIFY(late->error);
            QCOMPARE(late->error->code, ErrorCode::DeadlineExceeded);
        }
        QCOMPARE(instance->state(), InstanceState::Ready);
        const auto next = call("B", {});
        QVERIFY(next);
        QCOMPARE(next->response.body, "ok");
        QTRY_VERIFY(written.contains("in B"));
        QVERIFY(!written.contains("in LATE"));
    }

    void a_call_that_waits_for_a_start_can_be_stopped()
    {
        StartingInstance instance;
        HttpClient client;
        std::stop_source stop;
        QTimer::singleShot(0, &instance, [&] { stop.request_stop(); });
        const auto stopped = QCoro::waitFor(callHandler(
            &client, &instance, {.executionId = QStringLiteral("A"), .request = {}, .timeout = std::chrono::hours(1)},
            stop.get_token()));
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(!instance.isStopped);
    }

    void a_wait_for_a_start_ends_with_the_instance()
    {
        auto instance = std::make_unique<StartingInstance>();
        QTimer::singleShot(0, this, [&] { instance.reset(); });
        QCoro::waitFor(waitUntilListening(instance.get(), std::chrono::hours(1), {}));
        QVERIFY(!instance);
        StartingInstance another;
        QCoro::waitFor(waitUntilListening(&another, std::chrono::milliseconds(1), {}));
    }
};

QTEST_GUILESS_MAIN(TestHandlerCall)
#include "tst_handler_call.moc"
