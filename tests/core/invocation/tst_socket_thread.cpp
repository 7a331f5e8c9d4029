// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/socket_thread.h"

#include <QRegularExpression>
#include <QTest>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <stdexcept>

using namespace studio;
namespace asio = boost::asio;

namespace {

void expectWarning(const char *text)
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QRegularExpression::escape(QLatin1String(text))));
}

Awaitable<void> throwing(bool isStandard)
{
    if (isStandard) {
        throw std::length_error("too long");
    }
    throw 1; // NOLINT: whatever is thrown
    co_return;
}

} // namespace

class TestSocketThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_handler_that_throws_ends_alone()
    {
        asio::io_context context(1);
        int served = 0;
        for (int i = 0; i < 3; ++i) {
            asio::post(context, [] { throw std::length_error("too long"); });
            asio::post(context, [&] { ++served; });
            expectWarning("too long");
        }
        asio::post(context, [] { throw 1; });
        expectWarning("unknown exception");
        runSocketThread(context); // and returns
        QCOMPARE(served, 3);
    }

    void a_coroutine_that_throws_is_logged()
    {
        asio::io_context context(1);
        QList<bool> results;
        for (const bool isStandard : {true, false}) {
            expectWarning(isStandard ? "A test failed: too long" : "A test failed with an unknown exception");
            asio::co_spawn(
                context,
                [&results, isStandard]() -> Awaitable<void> {
                    results << co_await guarded("A test", throwing(isStandard));
                },
                asio::detached);
        }
        asio::co_spawn(
            context,
            [&results]() -> Awaitable<void> {
                results << co_await guarded("A test", []() -> Awaitable<void> { co_return; }());
            },
            asio::detached);
        runSocketThread(context);
        QCOMPARE(results, (QList<bool>{false, false, true}));
    }
};

QTEST_GUILESS_MAIN(TestSocketThread)
#include "tst_socket_thread.moc"
