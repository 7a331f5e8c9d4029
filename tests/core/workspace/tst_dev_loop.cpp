// SPDX-License-Identifier: GPL-3.0-or-later
// The author's inner loop with the real compiler and real instances.
#include "core/compiler/compiler.h"
#include "core/runner/instance.h"
#include "core/workspace/dev_loop.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/support/dev_calls.h"

#include <QSignalSpy>

using namespace studio;
using namespace studio::test;

namespace {

/// A handler with these statements, then the answer "good".
QByteArray handlerDoing(const QByteArray &statements)
{
    return "use ignite::prelude::*;\n\n#[ignite::main]\nasync fn handler(_req: Request, _ctx: Context) -> Result<impl "
           "IntoResponse> {\n" +
           statements + "    Ok(\"good\")\n}\n";
}

const QString source = QStringLiteral("src/lib.rs");

} // namespace

class TestDevLoop : public QObject
{
    Q_OBJECT

    Paths m_paths = testPaths();
    Compiler m_compiler{m_paths};
    DevCalls m_call;

    static QByteArray bodyOf(const Result<Invocation> &answer)
    {
        return answer ? answer->response.body : answer.error().message.toUtf8();
    }

    static void open(DevLoop &loop, const TestProject &project)
    {
        loop.setProject(project.path(), QStringLiteral("org/hello"));
    }

#define RUN(loop)                                                                                                      \
    do {                                                                                                               \
        const auto ran = QCoro::waitFor((loop).run());                                                                 \
        QVERIFY2(ran, ran ? "" : qPrintable(ran.error().message));                                                     \
    } while (false)

private Q_SLOTS:
    void run_send_edit_run_send()
    {
        const TestProject project("one");
        DevLoop loop(&m_compiler);
        open(loop, project);
        RUN(loop);
        QCOMPARE(loop.status().instance, InstanceState::Ready);
        const auto first = QCoro::waitFor(m_call(loop));
        QCOMPARE(bodyOf(first), QByteArray("\"one\""));
        QVERIFY(!first->coldStart);
        QVERIFY(first->handlerUs >= 0);
        QCOMPARE(headerValue(first->response.headers, "X-Ignite-Execution-Id"), first->executionId.toLatin1());
        const quint16 before = loop.port();
        project.add(source, handlerSaying("two"));
        RUN(loop);
        QVERIFY(loop.port() != before);
        QCOMPARE(bodyOf(QCoro::waitFor(m_call(loop))), QByteArray("\"two\""));
    }

    void the_apps_limits_and_environment_hold_data()
    {
        QTest::addColumn<RustTarget>("target");
        QTest::newRow("native") << RustTarget::Native;
        QTest::newRow("wasm") << RustTarget::Wasm;
    }
    void the_apps_limits_and_environment_hold()
    {
        QFETCH(RustTarget, target);
        const TestProject project;
        project.add(source, "use ignite::prelude::*;\n\n#[ignite::main]\nfn handler(req: Request, ctx: Context) -> "
                            "Result<impl IntoResponse> {\n    while req.path() == \"/endless\" {}\n    "
                            "Ok(ctx.env().require(\"COLOUR\")?)\n}\n");
        DevLoop loop(&m_compiler);
        open(loop, project);
        loop.setTarget(target);
        App app;
        app.timeoutSecs = 1;
        app.environment = {{QStringLiteral("COLOUR"), QStringLiteral("green")}};
        loop.setSettings(app);
        RUN(loop);
        QCOMPARE(bodyOf(QCoro::waitFor(m_call(loop))), QByteArray("\"green\""));
        const auto endless = QCoro::waitFor(m_call(loop, {.target = "/endless", .headers = {}, .body = {}}));
        QVERIFY2(endless, endless ? "" : qPrintable(endless.error().message));
        QCOMPARE(endless->response.status, 504);
        QVERIFY2(endless->response.body.contains("within 1 s"), endless->response.body);
    }

    void the_same_on_wasm_and_back()
    {
        const TestProject project("one");
        DevLoop loop(&m_compiler);
        open(loop, project);
        loop.setTarget(RustTarget::Wasm);
        RUN(loop);
        QCOMPARE(bodyOf(QCoro::waitFor(m_call(loop))), QByteArray("\"one\""));
        project.add(source, handlerDoing("    eprintln!(\"a line\");\n    std::process::abort();\n"));
        RUN(loop);
        QList<LogLine> all;
        connect(&loop, &DevLoop::handlerLines, this, [&](const QList<LogLine> &lines) { all << lines; });
        const auto died = QCoro::waitFor(m_call(loop));
        QVERIFY2(bodyOf(died).contains("wasm trap"), bodyOf(died));
        QVERIFY(!all.isEmpty());
        QCOMPARE(all[0].text, QByteArray("a line"));
        QCOMPARE(all[0].executionId, died->executionId);
        QCOMPARE(loop.status().instance, InstanceState::Ready); // its host goes on
        loop.stop();
        QCOMPARE(loop.port(), 0);
        loop.setTarget(RustTarget::Native);
        project.add(source, handlerSaying("native"));
        RUN(loop);
        QCOMPARE(bodyOf(QCoro::waitFor(m_call(loop))), QByteArray("\"native\""));
    }

    void what_runs_is_out_of_date_however_a_source_was_saved_later()
    {
        const TestProject project("one");
        DevLoop loop(&m_compiler);
        open(loop, project);
        bool isSaved = false;
        connect(&loop, &DevLoop::compileStarted, &loop, [&] {
            if (!isSaved) { // while it is being compiled
                isSaved = true;
                QMetaObject::invokeMethod(&loop, &DevLoop::noticeChange, Qt::QueuedConnection);
            }
        });
        RUN(loop);
        QVERIFY(isSaved && loop.status().stale);
        RUN(loop);
        QVERIFY(!loop.status().stale);
        loop.stop();
        QVERIFY(!loop.status().stale); // nothing runs
        loop.noticeChange();
        QVERIFY(QCoro::waitFor(m_call(loop)));
        QVERIFY(loop.status().stale); // the call has started what was compiled before
    }

    void before_anything_was_compiled_it_says_what_to_press()
    {
        const TestProject project("one");
        DevLoop loop(&m_compiler);
        open(loop, project);
        const auto answer = QCoro::waitFor(m_call(loop));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::FailedPrecondition);
        QVERIFY(answer.error().message.contains(QStringLiteral("Press Run")));
    }

    void a_compile_error_leaves_the_last_good_instance_and_marks_it()
    {
        const TestProject project("good");
        DevLoop loop(&m_compiler);
        open(loop, project);
        RUN(loop);
        const quint16 port = loop.port();
        QSignalSpy found(&loop, &DevLoop::diagnostic);
        project.add(source, handlerDoing("    let number: i32 = \"text\";\n"));
        const auto broken = QCoro::waitFor(loop.run());
        QVERIFY(!broken);
        QVERIFY(loop.status().failed);
        QVERIFY(loop.status().stale);
        QCOMPARE(loop.port(), port);
        QVERIFY(!found.isEmpty());
        QVERIFY(loop.status().doesNotCompile);
        QCOMPARE(bodyOf(QCoro::waitFor(m_call(loop))), QByteArray("\"good\""));
        project.add(source, handlerSaying("mended"));
        loop.forgetFailure(); // a Publish has compiled it
        QVERIFY(!loop.status().doesNotCompile && !loop.status().failed);
        QVERIFY(loop.status().stale); // what runs is the good one still
        RUN(loop);
        QVERIFY(!loop.status().stale && !loop.status().failed);
        QCOMPARE(bodyOf(QCoro::waitFor(m_call(loop))), QByteArray("\"mended\""));
    }

    void a_stopped_instance_starts_again_at_the_next_call()
    {
        const TestProject project("again");
        DevLoop loop(&m_compiler);
        open(loop, project);
        RUN(loop);
        loop.stop();
        QCOMPARE(loop.status().instance, InstanceState::Stopped);
        QCOMPARE(loop.port(), 0);
        const auto answer = QCoro::waitFor(m_call(loop));
        QCOMPARE(bodyOf(answer), QByteArray("\"again\""));
        QVERIFY(answer->coldStart);
        QVERIFY(answer->startUs > 0);
    }

    void one_that_dies_in_a_call_is_said_and_the_next_call_starts_another()
    {
        TestProject project;
        project.add(source, handlerDoing("    if _req.raw() == \"die\".as_bytes() {\n        eprintln!(\"last "
                                         "words\");\n        std::process::abort();\n    }\n"));
        DevLoop loop(&m_compiler);
        open(loop, project);
        RUN(loop);
        const auto died = QCoro::waitFor(m_call(loop, {.body = "die"}));
        QVERIFY2(died, qPrintable(died ? QString() : died.error().message));
        QCOMPARE(died->response.status, 500);
        QVERIFY2(died->response.body.contains("SIGABRT"), died->response.body);
        QTRY_COMPARE(loop.status().instance, InstanceState::Crashed);
        QVERIFY(loop.status().failed);
        const auto next = QCoro::waitFor(m_call(loop));
        QCOMPARE(bodyOf(next), QByteArray("\"good\""));
        QVERIFY(next->coldStart);
    }

    void one_that_computes_on_after_cancel_does_not_keep_the_next_call_waiting_data()
    {
        QTest::addColumn<RustTarget>("target");
        QTest::newRow("native") << RustTarget::Native;
        QTest::newRow("wasm") << RustTarget::Wasm;
    }

    void one_that_computes_on_after_cancel_does_not_keep_the_next_call_waiting()
    {
        QFETCH(RustTarget, target);
        TestProject project;
        project.add(source, "use ignite::prelude::*;\n\n#[ignite::main]\nasync fn handler(req: Request, _ctx: Context) "
                            "-> Result<impl IntoResponse> {\n    while req.path() == \"/ever\" {\n        "
                            "std::hint::spin_loop();\n    }\n    Ok(\"good\")\n}\n");
        DevLoop loop(&m_compiler);
        open(loop, project);
        loop.setTarget(target);
        RUN(loop);
        std::stop_source stop;
        QTimer::singleShot(300, this, [stop]() mutable { stop.request_stop(); });
        const auto ever = QCoro::waitFor(
            m_call(loop, {.method = "GET", .target = "/ever", .headers = {}, .body = {}}, stop.get_token()));
        QVERIFY(!ever);
        QCOMPARE(ever.error().code, ErrorCode::Cancelled);
        QVERIFY2(ever.error().detail.contains(u"went on computing"), qPrintable(ever.error().detail));
        QCOMPARE(bodyOf(QCoro::waitFor(m_call(loop))), QByteArray("\"good\"")); // and no 504
    }

    void one_that_dies_at_its_start_does_not_take_the_place_of_a_good_one()
    {
        const TestProject project("good");
        DevLoop loop(&m_compiler);
        open(loop, project);
        RUN(loop);
        // It compiles, and ends before anything of the SDK runs.
        project.add(source, handlerSaying("never") +
                                "extern \"C\" fn end() {\n    eprintln!(\"no database\");\n    "
                                "std::process::exit(7)\n}\n#[used]\n#[unsafe(link_section = \".init_array\")]\n"
                                "static END: extern \"C\" fn() = end;\n");
        const auto started = QCoro::waitFor(loop.run());
        QVERIFY(!started);
        QVERIFY2(started.error().message.contains(QStringLiteral("code 7")), qPrintable(started.error().message));
        QVERIFY(loop.status().failed);
        QCOMPARE(bodyOf(QCoro::waitFor(m_call(loop))), QByteArray("\"good\""));
    }

    void a_second_compile_ends_the_first_and_cancel_ends_any()
    {
        const TestProject project("one");
        DevLoop loop(&m_compiler);
        open(loop, project);
        bool firstEnded = false;
        bool firstOk = true;
        QCoro::connect(loop.compile(Profile::Dev), &loop, [&](const Result<Artifact> &result) {
            firstOk = result.has_value();
            firstEnded = true;
        });
        const auto second = QCoro::waitFor(loop.compile(Profile::Dev));
        QVERIFY2(second, qPrintable(second ? QString() : second.error().message));
        QTRY_VERIFY(firstEnded);
        QVERIFY(!firstOk);

        QSignalSpy finished(&loop, &DevLoop::compileFinished);
        project.add(source, handlerSaying("cancelled"));
        bool ended = false;
        QCoro::connect(loop.run(), &loop, [&](const Result<bool> &result) {
            QVERIFY(!result);
            QCOMPARE(result.error().code, ErrorCode::Cancelled);
            ended = true;
        });
        loop.cancel();
        QTRY_VERIFY_WITH_TIMEOUT(ended, 30'000);
        QCOMPARE(finished.size(), 1);
        QCOMPARE(loop.status().phase, DevLoop::Phase::Idle);
        QVERIFY(!loop.status().failed);
    }

    void a_call_ends_on_the_instance_that_it_began_on_data()
    {
        QTest::addColumn<RustTarget>("target");
        QTest::newRow("native") << RustTarget::Native;
        QTest::newRow("wasm") << RustTarget::Wasm;
    }
    void a_call_ends_on_the_instance_that_it_began_on()
    {
        QFETCH(RustTarget, target);
        const TestProject project;
        const auto waiting = [&](const QByteArray &answer) {
            return "use ignite::prelude::*;\n\n#[ignite::main]\nfn handler(req: Request, _ctx: Context) -> Result<impl "
                   "IntoResponse> {\n    if req.path() == \"/slow\" {\n        eprintln!(\"begun\");\n        "
                   "std::thread::sleep(std::time::Duration::from_secs(4));\n    }\n    Ok(\"" +
                   answer + "\")\n}\n"; // longer than an instance has to end
        };
        project.add(source, waiting("one"));
        DevLoop loop(&m_compiler);
        open(loop, project);
        loop.setTarget(target);
        RUN(loop);
        QList<LogLine> lines;
        connect(&loop, &DevLoop::handlerLines, this, [&](const QList<LogLine> &more) { lines += more; });
        std::optional<Result<Invocation>> slow;
        QCoro::connect(m_call(loop, {.target = "/slow", .headers = {}, .body = {}}), &loop,
                       [&](const Result<Invocation> &made) { slow = made; });
        QTRY_VERIFY(!lines.isEmpty());
        project.add(source, waiting("two"));
        RUN(loop);
        QCOMPARE(bodyOf(QCoro::waitFor(m_call(loop))), QByteArray("\"two\""));
        QTRY_VERIFY_WITH_TIMEOUT(slow, 20'000);
        QCOMPARE(bodyOf(*slow), QByteArray("\"one\""));
        QTRY_COMPARE(loop.findChildren<Instance *>().size(), 0); // it has gone then
    }

    void another_project_does_not_get_the_instance_of_the_last()
    {
        const TestProject one("one");
        const TestProject two("two");
        DevLoop loop(&m_compiler);
        open(loop, one);
        RUN(loop);
        open(loop, two);
        QCOMPARE(loop.port(), 0);
        QVERIFY(!QCoro::waitFor(m_call(loop)));
        RUN(loop);
        QCOMPARE(bodyOf(QCoro::waitFor(m_call(loop))), QByteArray("\"two\""));
    }

    void another_project_does_not_get_the_settings_of_the_last_data()
    {
        QTest::addColumn<bool>("isOtherFolder");
        QTest::newRow("another folder") << true;
        QTest::newRow("another app") << false;
    }
    void another_project_does_not_get_the_settings_of_the_last()
    {
        QFETCH(bool, isOtherFolder);
        const TestProject one("one");
        const TestProject two("two");
        two.add(
            source,
            "use ignite::prelude::*;\n\n#[ignite::main]\nfn handler(_req: Request, ctx: Context) -> "
            "Result<impl IntoResponse> {\n    Ok(ctx.env().get(\"PASSWORD\").unwrap_or_else(|| \"none\".to_owned()))"
            "\n}\n");
        DevLoop loop(&m_compiler);
        isOtherFolder ? open(loop, one) : open(loop, two);
        App app;
        app.environment = {{QStringLiteral("PASSWORD"), QStringLiteral("of one")}};
        loop.setSettings(app);
        loop.setProject(two.path(), QStringLiteral("org/other"));
        const auto compiled = QCoro::waitFor(loop.compile(Profile::Dev));
        QVERIFY2(compiled, compiled ? "" : qPrintable(compiled.error().message));
        QCOMPARE(bodyOf(QCoro::waitFor(m_call(loop))), QByteArray("\"none\""));
    }

    void what_an_instance_of_the_last_project_writes_is_not_shown_data()
    {
        QTest::addColumn<RustTarget>("target");
        QTest::newRow("native") << RustTarget::Native;
        QTest::newRow("wasm") << RustTarget::Wasm;
    }
    void what_an_instance_of_the_last_project_writes_is_not_shown()
    {
        QFETCH(RustTarget, target);
        const TestProject one;
        one.add(source,
                "use ignite::prelude::*;\n\n#[ignite::main]\nfn handler(req: Request, _ctx: Context) -> "
                "Result<impl IntoResponse> {\n    if req.path() == \"/panic\" {\n        panic!(\"on purpose\");\n"
                "    }\n    loop {\n        eprintln!(\"a line of the first project\");\n        "
                "std::thread::sleep(std::time::Duration::from_millis(1));\n    }\n    #[allow(unreachable_code)]\n"
                "    Ok(\"never\")\n}\n");
        const TestProject two("two");
        DevLoop loop(&m_compiler);
        open(loop, one);
        loop.setTarget(target);
        RUN(loop);
        QList<LogLine> lines;
        connect(&loop, &DevLoop::handlerLines, this, [&](const QList<LogLine> &more) { lines += more; });
        QVERIFY(QCoro::waitFor(m_call(loop, {.target = "/panic", .headers = {}, .body = {}})));
        QTRY_VERIFY(!lines.isEmpty());
        QVERIFY2(lines.first().text.startsWith("thread '"), lines.first().text); // and no empty line before it
        QTRY_VERIFY(std::ranges::contains(lines, QByteArray("on purpose"), &LogLine::text));
        lines.clear();
        QCoro::connect(m_call(loop, {.target = "/", .headers = {}, .body = {}}), &loop, [](const auto &) {});
        QTRY_VERIFY(lines.size() > 10);
        open(loop, two);
        lines.clear();
        QTRY_COMPARE_WITH_TIMEOUT(loop.findChildren<Instance *>().size(), 0, 20'000);
        QCOMPARE(lines.size(), 0);
    }

    void what_the_handler_writes_comes_with_the_id_of_its_call()
    {
        TestProject project;
        project.add(source, handlerDoing("    eprintln!(\"a line\");\n"));
        DevLoop loop(&m_compiler);
        open(loop, project);
        RUN(loop);
        QList<LogLine> lines;
        connect(&loop, &DevLoop::handlerLines, this, [&](const QList<LogLine> &more) { lines += more; });
        const auto answer = QCoro::waitFor(m_call(loop));
        QVERIFY(answer);
        QTRY_VERIFY(!lines.isEmpty());
        QCOMPARE(lines.first().text, QByteArray("a line"));
        QCOMPARE(lines.first().executionId, answer->executionId);
    }
};

QTEST_GUILESS_MAIN(TestDevLoop)
#include "tst_dev_loop.moc"
