// SPDX-License-Identifier: GPL-3.0-or-later
// The real window while the records of its calls cannot be written.
#include "core/base/uuid7.h"
#include "core/platform/execution_recorder.h"
#include "tests/ui/window/studio.h"
#include "ui/common/banner.h"

#include <QCoroTask>
#include <QDateTime>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

Execution endedCall()
{
    Execution one;
    one.id = uuid7();
    one.app = {u"org"_s, u"hello"_s};
    one.status = ExecutionStatus::Succeeded;
    one.createdAtMs = QDateTime::currentMSecsSinceEpoch();
    one.request.body = QByteArray(50'000, 'x');
    return one;
}

} // namespace

class TestUnwrittenRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// No file may grow, which is as a full disk is.
    void the_window_says_it_once()
    {
        const QTemporaryDir home;
        Studio studio(home.path());
        studio.window.show();
        const auto flush = [&] { return QCoro::waitFor(studio.platform.recorder()->flush()).has_value(); };
        studio.platform.recorder()->end(endedCall());
        QVERIFY(flush());

        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handled = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit none{.rlim_cur = 0, .rlim_max = before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &none), 0);
        const auto again = qScopeGuard([&] {
            ::setrlimit(RLIMIT_FSIZE, &before);
            std::signal(SIGXFSZ, handled);
        });
        const Execution kept = endedCall();
        studio.platform.recorder()->end(kept);
        QVERIFY(!flush());
        Banner *const banner = studio.window.banner();
        QTRY_VERIFY(banner->isVisible());
        QVERIFY2(banner->text().startsWith(u"Records of calls cannot be written. The newest are kept in memory until "
                                           "they can. Cannot "_s),
                 qPrintable(banner->text()));
        banner->hide();
        for (int i = 0; i < 3; ++i) {
            studio.platform.recorder()->end(endedCall());
            QVERIFY(!flush());
        }
        QVERIFY(!banner->isVisible());

        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(flush());
        QVERIFY(QCoro::waitFor(studio.platform.getExecution(kept.id)).has_value());
        QVERIFY(!banner->isVisible());
    }
};

QTEST_MAIN(TestUnwrittenRecords)
#include "tst_unwritten_records.moc"
