// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/store_thread.h"

#include <QCoroTask>
#include <QTemporaryDir>
#include <QTest>

#include <optional>
#include <stdexcept>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

using Work = std::function<Result<int>(Store &)>;
using Outcome = std::shared_ptr<std::optional<Result<int>>>;

/// Into something that can be asked whether it is there: a wait for a result that never comes would not end.
QCoro::Task<void> runInto(StoreThread &thread, Work work, Outcome outcome)
{
    *outcome = co_await thread.run(std::move(work));
}

} // namespace

class TestStoreThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void an_exception_is_an_error_and_the_thread_goes_on_data()
    {
        QTest::addColumn<bool>("isStandard");
        QTest::addColumn<QString>("words");
        QTest::newRow("of the standard library") << true << u"thrown by the test"_s;
        QTest::newRow("of another type") << false << u"an exception of an unknown type"_s;
    }
    void an_exception_is_an_error_and_the_thread_goes_on()
    {
        QFETCH(const bool, isStandard);
        QFETCH(const QString, words);
        const QTemporaryDir folder;
        StoreThread thread(folder.path());
        const auto outcome = std::make_shared<std::optional<Result<int>>>();
        const auto throwing = [isStandard](Store &) -> Result<int> {
            if (isStandard) {
                throw std::runtime_error("thrown by the test");
            }
            throw 1;
        };
        const auto waiting = runInto(thread, throwing, outcome);
        QTRY_VERIFY_WITH_TIMEOUT(outcome->has_value(), 30'000);
        QVERIFY(!**outcome);
        QCOMPARE((*outcome)->error().code, ErrorCode::Internal);
        QVERIFY2((*outcome)->error().message.contains(words), qPrintable((*outcome)->error().message));
        outcome->reset();
        const auto next = runInto(thread, [](Store &) -> Result<int> { return 7; }, outcome);
        QTRY_VERIFY_WITH_TIMEOUT(outcome->has_value(), 30'000);
        QCOMPARE((*outcome)->value_or(0), 7);
    }
};

QTEST_GUILESS_MAIN(TestStoreThread)
#include "tst_store_thread.moc"
