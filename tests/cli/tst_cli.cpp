// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as a person types it: the real program, the real cargo, real handlers.
#include "tests/cli/cli_test.h"
#include "tests/support/signals.h"

#include <csignal>

using namespace studio;
using namespace studio::test;

class TestCli : public CliTest
{
    Q_OBJECT

    /// An app with the misbehaving handler, published once.
    void needMisbehave(const QString &name = QStringLiteral("misbehave"), int timeoutSecs = 2)
    {
        if (run(QStringLiteral("ignite app get ") + name).code == 0) {
            return;
        }
        const QString folder = copied(studio::sourcePath("/tests/data/handlers/misbehave"), name);
        for (const char *line : {"ignite app create %1 --timeout-secs %2", "ignite draft save %1 -c .",
                                 "ignite draft compile %1", "ignite draft publish %1 --note first"}) {
            const Ran ran = run(QString::fromLatin1(line)
                                    .replace(QLatin1String("%1"), name)
                                    .replace(QLatin1String("%2"), QString::number(timeoutSecs)),
                                folder);
            QVERIFY2(ran.code == 0, line + ran.err);
        }
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_home.isValid()); }

    void the_five_lines_verbatim()
    {
        const QString hello = copied(studio::sourcePath("/resources/samples/rust-hello"), QStringLiteral("hello"));
        Ran last;
        for (const char *line : fiveLines) {
            last = run(QString::fromLatin1(line), hello);
            QVERIFY2(last.code == 0, QByteArray(line) + "\n" + last.out + last.err);
        }
        const auto body = parseJson(last.out);
        QVERIFY2(body.has_value(), last.out);
        QCOMPARE((*body)["message"].utf8(), std::string("hi there"));
        QCOMPARE((*body)["function_id"].utf8(), std::string("org/hello"));
        const auto id = QByteArray::fromStdString((*body)["execution_id"].utf8());
        QCOMPARE(id.size(), 36);
        QCOMPARE(id.at(14), '7');
        QVERIFY2(last.err.contains(id), last.err);
        QVERIFY2(last.err.contains("200 OK"), last.err);

        const Ran json = run(QStringLiteral("ignite -o json invoke hello -p '{}'"));
        const auto document = parseJson(json.out);
        QVERIFY2(document.has_value(), json.out);
        QStringList keys;
        for (const auto &item : document->members()) {
            keys << toQString(item.name);
        }
        QCOMPARE(keys,
                 QStringList({QStringLiteral("executionId"), QStringLiteral("status"), QStringLiteral("headers"),
                              QStringLiteral("body"), QStringLiteral("coldStart"), QStringLiteral("durationMs")}));
        QCOMPARE((*document)["status"].number(), 200);
        QCOMPARE((*document)["body"]["message"].utf8(), std::string("Hello from Rust!"));
        QCOMPARE((*document)["body"]["execution_id"], (*document)["executionId"]);
        QVERIFY((*document)["coldStart"].boolean());
        QVERIFY((*document)["durationMs"].real() > 0);
    }

    void the_five_lines_on_wasm()
    {
        const QString hello = copied(studio::sourcePath("/resources/samples/rust-hello"), QStringLiteral("hello-wasm"));
        QVERIFY(QDir(hello).mkpath(QStringLiteral(".cargo")));
        QFile config(hello + QStringLiteral("/.cargo/config.toml"));
        QVERIFY(config.open(QIODevice::WriteOnly) && config.write("[build]\njobs = 1\n") > 0);
        config.close();
        Ran last;
        for (const char *line : {
                 "ignite app create hello-wasm --runtime rust --rust-target wasm --max-replicas 2",
                 "ignite draft save hello-wasm --code ./",
                 "ignite draft compile hello-wasm",
                 "ignite draft publish hello-wasm",
                 "ignite -o json invoke hello-wasm -p '{\"message\": \"hi there\"}'",
             }) {
            last = run(QString::fromLatin1(line), hello);
            QVERIFY2(last.code == 0, QByteArray(line) + "\n" + last.out + last.err);
            // Said without --follow too.
            QCOMPARE(last.err.contains("warning: .cargo/config.toml is not used"),
                     QByteArray(line).contains(" compile "));
        }
        const auto answer = parseJson(last.out);
        QVERIFY2(answer.has_value(), last.out);
        QCOMPARE((*answer)["body"]["message"].utf8(), std::string("hi there"));
        QCOMPARE((*answer)["body"]["execution_id"], (*answer)["executionId"]);
        const Ran app = run(QStringLiteral("ignite -o json app get hello-wasm"));
        QVERIFY2(app.out.contains("RUST_COMPILATION_TARGET_WASM"), app.out);
        QVERIFY2(app.out.contains("\"maxReplicas\": 2"), app.out);
    }

    void a_second_publish_is_version_2_and_rollback_repoints()
    {
        const QString folder = copied(studio::sourcePath("/resources/samples/rust-hello"), QStringLiteral("rolling"));
        QCOMPARE(run(QStringLiteral("ignite app create rolling")).code, 0);
        const QString deploy = QStringLiteral(
            "ignite draft save rolling -c . && ignite draft compile rolling && ignite draft publish rolling");
        QCOMPARE(run(deploy, folder).code, 0);
        QFile source(folder + QStringLiteral("/src/lib.rs"));
        QVERIFY(source.open(QIODevice::ReadOnly));
        write(source.fileName(), source.readAll().replace("Hello from Rust!", "Hello again!"));
        QCOMPARE(run(deploy, folder).code, 0);
        QVERIFY(run(QStringLiteral("ignite invoke rolling -p '{}'")).out.contains("Hello again!"));
        QCOMPARE(run(QStringLiteral("ignite version rollback rolling 1")).code, 0);
        QVERIFY(run(QStringLiteral("ignite invoke rolling -p '{}'")).out.contains("Hello from Rust!"));
        QVERIFY(run(QStringLiteral("ignite version test rolling 2 -p '{}'")).out.contains("Hello again!"));
        QVERIFY(run(QStringLiteral("ignite draft test rolling -p '{}'")).out.contains("Hello again!"));
        const auto versions = parseJson(run(QStringLiteral("ignite version list rolling -o json")).out);
        QVERIFY(versions.has_value());
        QCOMPARE((*versions)["versions"].size(), std::size_t{2});
        QCOMPARE((*versions)["versions"][0]["status"].utf8(), std::string("VERSION_STATUS_SUPERSEDED"));
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char *name, const char *line, int code, const char *says) {
            QTest::newRow(name) << QString::fromLatin1(line) << code << QByteArray(says);
        };
        row("no command", "ignite", 2, "");
        row("unknown verb", "ignite frobnicate", 2, "");
        row("dodil without ignite", "dodil app list", 2, "");
        row("unknown app", "ignite invoke org:nope -p '{}'", 5, "org:nope");
        row("unknown organization", "ignite invoke nobody:hello -p '{}'", 5, "nobody:hello");
        row("unknown version", "ignite version get misbehave 99", 5, "99");
        row("bad app name", "ignite app create 'a b'", 2, "a b");
        row("app twice", "ignite app create misbehave", 6, "misbehave");
        row("no such folder", "ignite draft save misbehave -c ./none", 5, "none");
        row("no Cargo.toml", "mkdir -p empty && ignite draft save misbehave -c empty", 2, "Cargo.toml");
        row("broken TOML",
            "mkdir -p broken && printf '[package]\\nname = \\n' > broken/Cargo.toml && ignite draft save misbehave -c "
            "broken",
            2, "line 2, column");
        row("publish without a draft", "ignite app create fresh && ignite draft publish fresh", 1, "ignite draft save");
        row("invoke unpublished", "ignite invoke fresh", 1, "ignite draft publish");
        row("payload twice", "ignite invoke misbehave -p 1 --payload-file x", 2, "");
    }
    void refusals()
    {
        needMisbehave();
        QFETCH(QString, line);
        const Ran ran = run(line);
        QTEST(ran.code, "code");
        QFETCH(QByteArray, says);
        QVERIFY2(ran.err.contains(says), ran.err);
    }

    void a_handlers_end_decides_the_exit_code_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("status");
        QTest::newRow("fine") << QByteArray(R"({"do": "log"})") << 0 << QByteArray("log") << QByteArray("200 OK");
        QTest::newRow("error") << QByteArray(R"({"do": "error"})") << 10 << QByteArray("invalid digit")
                               << QByteArray("500");
        QTest::newRow("panic") << QByteArray(R"({"do": "panic"})") << 10 << QByteArray("asked to panic")
                               << QByteArray("500");
        QTest::newRow("abort") << QByteArray(R"({"do": "abort"})") << 10 << QByteArray("SIGABRT") << QByteArray("500");
        QTest::newRow("exit") << QByteArray(R"({"do": "exit"})") << 10 << QByteArray("exited with code 3")
                              << QByteArray("500");
        QTest::newRow("sleep") << QByteArray(R"({"do": "sleep"})") << 8 << QByteArray("2 s") << QByteArray("504");
        QTest::newRow("loop") << QByteArray(R"({"do": "loop"})") << 8 << QByteArray("2 s") << QByteArray("504");
        QTest::newRow("not JSON") << QByteArray("{") << 0 << QByteArray("\"raw\":1")
                                  << QByteArray("warning: the payload");
        QTest::newRow("nothing") << QByteArray("") << 0 << QByteArray("\"raw\":0") << QByteArray("200 OK");
    }
    void a_handlers_end_decides_the_exit_code()
    {
        needMisbehave();
        QFETCH(QByteArray, payload);
        const Ran ran = run(QStringLiteral("ignite invoke misbehave -p '%1'").arg(QString::fromUtf8(payload)));
        QTEST(ran.code, "code");
        QFETCH(QByteArray, body);
        QVERIFY2(ran.out.contains(body), ran.out + ran.err);
        QFETCH(QByteArray, status);
        QVERIFY2(ran.err.contains(status), ran.err);
    }

    void a_body_of_the_limit_passes_and_one_more_is_413()
    {
        needMisbehave();
        for (const int size : {6 * 1024 * 1024, 6 * 1024 * 1024 + 1}) {
            const QString file = m_home.filePath(QStringLiteral("body"));
            write(file, '"' + QByteArray(size - 2, 'a') + '"');
            const Ran ran = run(QStringLiteral("ignite invoke misbehave --payload-file body"));
            QCOMPARE(ran.code, size == 6 * 1024 * 1024 ? 0 : 2);
        }
    }

    void noise_and_floods_pass_through()
    {
        needMisbehave(QStringLiteral("patient"), 240);
        const Ran noise = run(QStringLiteral("ignite invoke patient -p '{\"do\": \"noise\"}'"));
        QVERIFY2(noise.code == 0, noise.err);
        const Ran flood = run(QStringLiteral("ignite invoke patient -p '{\"do\": \"flood\"}' | wc -c"));
        QVERIFY2(flood.out.trimmed().toLongLong() >= 64LL << 20, flood.out + flood.err);
    }

    void a_compile_error_is_shown_and_exits_1()
    {
        const QString folder = copied(studio::sourcePath("/tests/data/handlers/misbehave"), QStringLiteral("wrong"));
        QFile source(folder + QStringLiteral("/src/lib.rs"));
        QVERIFY(source.open(QIODevice::ReadOnly));
        write(source.fileName(), source.readAll().replace("req.raw().len()", "req.rwa().len()"));
        QCOMPARE(run(QStringLiteral("ignite app create wrong && ignite draft save wrong -c ."), folder).code, 0);
        const Ran compile = run(QStringLiteral("ignite draft compile wrong"), folder);
        QCOMPARE(compile.code, 1);
        QVERIFY2(compile.err.contains("rwa"), compile.err);
        QVERIFY2(compile.err.contains("src/lib.rs"), compile.err);
        const Ran publish = run(QStringLiteral("ignite draft publish wrong"));
        QCOMPARE(publish.code, 1);
        const auto draft = parseJson(run(QStringLiteral("ignite draft info wrong -o json")).out);
        QVERIFY(draft.has_value());
        QCOMPARE((*draft)["status"].utf8(), std::string("failed"));
    }

    void what_ends_a_compile_is_said_once()
    {
        write(m_home.filePath(QStringLiteral("bare/Cargo.toml")),
              "[package]\nname = \"bare\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nignite = \"*\"\n");
        write(m_home.filePath(QStringLiteral("bare/src/main.rs")), "fn main() {}\n");
        QCOMPARE(run(QStringLiteral("ignite app create bare --runtime rust && ignite draft save bare -c bare")).code,
                 0);
        for (const char *flag : {"", " --follow"}) {
            const Ran ran = run(QStringLiteral("ignite draft compile bare") + QLatin1StringView(flag));
            QCOMPARE(ran.code, 1);
            QVERIFY2(ran.err.count("No handler found") == 1, ran.err.constData());
        }
    }

    void an_interrupt_ends_a_call_and_its_handler()
    {
        needMisbehave();
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(QStringLiteral(STUDIO_BIN "/ignite"),
                      {QStringLiteral("invoke"), QStringLiteral("misbehave"), QStringLiteral("-p"),
                       QStringLiteral(R"({"do": "sleep"})")});
        QVERIFY(process.waitForStarted());
        const auto runs = [this] {
            return run(QStringLiteral("ignite execution list misbehave --limit 1 -o json"))
                .out.contains("STATUS_RUNNING");
        };
        QTRY_VERIFY_WITH_TIMEOUT(runs(), 30'000);
        QVERIFY(sendSignal(process, SIGINT));
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 128 + SIGINT);
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
