// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that are made while there is no handler yet, because it is being compiled.
#include "core/compiler/compiler.h"
#include "core/workspace/dev_loop.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/support/dev_calls.h"
#include "tests/support/held_build.h"

#include <QSignalSpy>

using namespace studio;
using namespace studio::test;

namespace {

constexpr int compileTimeout = 300'000; ///< the first compile ever may be in it

} // namespace

class TestDevLoopQueue : public QObject
{
    Q_OBJECT

    Compiler m_compiler{testPaths()};
    DevCalls m_call;
    std::unique_ptr<TestProject> m_project;
    std::unique_ptr<HeldBuild> m_held;
    std::unique_ptr<DevLoop> m_loop;
    std::optional<Result<bool>> m_ran;
    std::optional<Result<Invocation>> m_answer;

    /// Begins a Run, and returns once its compile is held.
    void beginRun()
    {
        QCoro::connect(m_loop->run(), m_loop.get(), [this](const Result<bool> &ran) { m_ran = ran; });
        QTRY_VERIFY_WITH_TIMEOUT(m_held->hasBegun() || m_ran, compileTimeout);
        QVERIFY2(!m_ran, m_ran && !*m_ran ? qPrintable(m_ran->error().message) : "");
    }
    void send(std::stop_token stop = {})
    {
        QCoro::connect(m_call(*m_loop, {}, stop), m_loop.get(),
                       [this](const Result<Invocation> &answer) { m_answer = answer; });
    }

private Q_SLOTS:
    void init()
    {
        m_project = std::make_unique<TestProject>("one");
        m_held = std::make_unique<HeldBuild>(m_project->path());
        m_loop = std::make_unique<DevLoop>(&m_compiler);
        m_loop->setProject(m_project->path(), QStringLiteral("org/hello"));
        m_ran.reset();
        m_answer.reset();
    }
    void cleanup()
    {
        m_loop.reset();
        m_held.reset();
        m_project.reset();
    }

    void a_call_during_the_first_run_is_sent_when_the_handler_runs()
    {
        beginRun();
        send();
        send(); // two may wait
        QVERIFY(!m_answer);
        QCOMPARE(m_loop->status().queuedCalls, 2);
        m_held->release();
        QTRY_VERIFY_WITH_TIMEOUT(m_answer, compileTimeout);
        QVERIFY2(*m_answer, *m_answer ? "" : qPrintable(m_answer->error().message));
        QCOMPARE((*m_answer)->response.body, QByteArray("\"one\""));
        QVERIFY(!(*m_answer)->coldStart); // the run has started it
        QVERIFY(m_ran && *m_ran);
        QCOMPARE(m_loop->status().queuedCalls, 0);
    }

    void a_call_during_a_compile_starts_what_was_compiled()
    {
        std::optional<Result<Artifact>> compiled;
        QCoro::connect(m_loop->compile(Profile::Dev), m_loop.get(),
                       [&](const Result<Artifact> &result) { compiled = result; });
        QTRY_VERIFY_WITH_TIMEOUT(m_held->hasBegun(), compileTimeout);
        send();
        QCOMPARE(m_loop->status().queuedCalls, 1);
        m_held->release();
        QTRY_VERIFY_WITH_TIMEOUT(m_answer, compileTimeout);
        QVERIFY2(*m_answer, *m_answer ? "" : qPrintable(m_answer->error().message));
        QCOMPARE((*m_answer)->response.body, QByteArray("\"one\""));
        QVERIFY((*m_answer)->coldStart);
    }

    void a_call_while_an_older_instance_runs_is_answered_by_it_at_once()
    {
        m_held->release();
        const auto first = QCoro::waitFor(m_loop->run());
        QVERIFY2(first, first ? "" : qPrintable(first.error().message));
        m_held.reset();
        m_held = std::make_unique<HeldBuild>(m_project->path());
        m_project->add(QStringLiteral("src/lib.rs"), handlerSaying("two"));
        beginRun();
        send();
        QCOMPARE(m_loop->status().queuedCalls, 0);
        QTRY_VERIFY(m_answer);
        QCOMPARE((*m_answer)->response.body, QByteArray("\"one\""));
        QVERIFY(!m_ran);
        m_held->release();
        QTRY_VERIFY_WITH_TIMEOUT(m_ran, compileTimeout);
    }

    void a_call_is_not_sent_where_the_compile_does_not_end_well_data()
    {
        QTest::addColumn<QString>("end");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("cancelled") << QStringLiteral("cancel") << ErrorCode::Cancelled;
        QTest::newRow("the call itself is cancelled") << QStringLiteral("stop") << ErrorCode::Cancelled;
        QTest::newRow("another project") << QStringLiteral("project") << ErrorCode::Cancelled;
        QTest::newRow("a compile error") << QStringLiteral("error") << ErrorCode::FailedPrecondition;
    }
    void a_call_is_not_sent_where_the_compile_does_not_end_well()
    {
        QFETCH(QString, end);
        QFETCH(ErrorCode, code);
        if (end == QLatin1String("error")) {
            m_project->add(QStringLiteral("src/lib.rs"), handlerSaying("one") + "fn broken() -> i32 { \"text\" }\n");
        }
        beginRun();
        std::stop_source stop;
        send(stop.get_token());
        QCOMPARE(m_loop->status().queuedCalls, 1);
        const TestProject other("other");
        if (end == QLatin1String("cancel")) {
            m_loop->cancel();
        } else if (end == QLatin1String("stop")) {
            stop.request_stop();
        } else if (end == QLatin1String("project")) {
            m_loop->setProject(other.path(), QStringLiteral("org/other"));
        }
        if (end == QLatin1String("error")) {
            m_held->release();
        }
        QTRY_VERIFY_WITH_TIMEOUT(m_answer, compileTimeout);
        QVERIFY(!*m_answer);
        QCOMPARE(m_answer->error().code, code);
        const QString words = m_answer->error().message + m_answer->error().detail;
        QVERIFY2(words.contains(QStringLiteral("The request was not sent")), qPrintable(words));
        QCOMPARE(m_loop->status().queuedCalls, 0);
        m_held->release();
        QTRY_VERIFY_WITH_TIMEOUT(m_ran, compileTimeout);
    }
};

QTEST_GUILESS_MAIN(TestDevLoopQueue)
#include "tst_dev_loop_queue.moc"
