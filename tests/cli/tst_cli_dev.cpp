// SPDX-License-Identifier: GPL-3.0-or-later
// `ignite dev` as a person runs it beside an editor.
#include "tests/cli/dev_process.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/core/gateway/raw_http.h"

#include <atomic>
#include <thread>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

RawAnswer get(quint16 port, const QByteArray &target = "/")
{
    RawHttp http(port);
    http.send("GET " + target + " HTTP/1.1\r\nhost: localhost:" + QByteArray::number(port) + "\r\n\r\n");
    return http.answer();
}

const QString source = u"src/lib.rs"_s;

QByteArray handlerDoing(const QByteArray &statements, const QByteArray &answer)
{
    return "use ignite::prelude::*;\n\n#[ignite::main]\nasync fn handler(req: Request, _ctx: Context) -> Result<impl "
           "IntoResponse> {\n    let _ = &req;\n" +
           statements + "    Ok(\"" + answer + "\")\n}\n";
}

} // namespace

class TestCliDev : public CliTest
{
    Q_OBJECT

private Q_SLOTS:
    void a_change_is_answered_at_the_same_address()
    {
        const TestProject project;
        project.add(source, handlerDoing("    eprintln!(\"a line\");\n", "one"));
        Dev dev(environment(), project.path());
        const quint16 port = dev.begin();
        QVERIFY2(port > 0, dev.errors().constData());
        QCOMPARE(dev.next("event")["event"].text(), u"ready"_s);
        QCOMPARE(get(port, "/x?y=1").body, "\"one\"");
        const Json call = dev.next("event", "call");
        QCOMPARE(call["status"].number(), 200);
        QCOMPARE(call["method"].text(), u"GET"_s);
        QCOMPARE(call["target"].text(), u"/x?y=1"_s);
        QVERIFY(call["durationMs"].number() >= 0);
        const QByteArray id = call["executionId"].text().toLatin1();
        QCOMPARE(id.size(), 36);
        const QByteArray line = id.last(6) + " │ a line";
        QVERIFY2(dev.waitForWords(line).contains(line), dev.errors().constData());
        project.add(source, handlerSaying("two"));
        QCOMPARE(dev.next("event")["event"].text(), u"ready"_s);
        QCOMPARE(get(port).body, "\"two\"");
        QVERIFY2(dev.waitForWords("src/lib.rs changed.").contains("src/lib.rs changed."), dev.errors().constData());
        QVERIFY(markedProcesses(dev.mark).size() > 1); // itself and the handler
        QCOMPARE(dev.end(), 0);
        QVERIFY2(haveEnded(dev.mark), described(markedProcesses(dev.mark)).constData());
        QVERIFY(!RawHttp(port).isOpen());
        const Ran record = run(u"ignite -o json execution get "_s + QString::fromLatin1(id));
        QVERIFY2(record.out.contains("\"a line\""), record.out + record.err);
    }

    void saved_by_renaming_and_in_a_new_module()
    {
        const TestProject project("one");
        Dev dev(environment(), project.path());
        const quint16 port = dev.begin();
        QCOMPARE(dev.next("event")["event"].text(), u"ready"_s);
        project.add(u"src/lib.rs.new"_s, "mod words;\n" + handlerDoing("", "two").replace("\"two\"", "words::said()"));
        project.add(u"src/words/mod.rs"_s, "pub fn said() -> &'static str {\n    \"renamed\"\n}\n");
        QVERIFY(QFile::remove(project.path(source)) &&
                QFile::rename(project.path(u"src/lib.rs.new"_s), project.path(source)));
        QTRY_COMPARE_WITH_TIMEOUT(get(port).body, "\"renamed\"", waitTimeout);
        project.add(u"src/words/mod.rs"_s, "pub fn said() -> &'static str {\n    \"again\"\n}\n");
        QTRY_COMPARE_WITH_TIMEOUT(get(port).body, "\"again\"", waitTimeout);
        QCOMPARE(dev.end(SIGTERM), 0);
    }

    void what_does_not_compile_leaves_the_version_before()
    {
        const TestProject project("good");
        Dev dev(environment(), project.path());
        const quint16 port = dev.begin();
        QCOMPARE(dev.next("event")["event"].text(), u"ready"_s);
        project.add(source, handlerSaying("bad") + "fn broken() -> i32 { \"text\" }\n");
        const QByteArray words = dev.waitForWords("The version before goes on answering.");
        QVERIFY2(words.contains("mismatched types") && words.contains("src/lib.rs:7"), words.constData());
        QCOMPARE(get(port).body, "\"good\"");
        project.add(source, handlerSaying("mended"));
        QCOMPARE(dev.next("event", "ready")["event"].text(), u"ready"_s);
        QCOMPARE(get(port).body, "\"mended\"");
        QCOMPARE(dev.end(), 0);
    }

    void a_manifest_that_is_broken_is_said_until_it_is_mended()
    {
        const TestProject project("one");
        project.add(u"Cargo.toml"_s, "[package\n");
        Dev dev(environment(), project.path());
        const quint16 port = dev.begin();
        const QByteArray words = dev.waitForWords("Cargo.toml, line 1");
        QVERIFY2(words.contains("error: Cargo.toml, line 1"), words.constData());
        QCOMPARE(words.count("Cargo.toml, line 1"), 1);
        const RawAnswer refused = get(port);
        QCOMPARE(refused.status, 503);
        QVERIFY2(refused.body.startsWith("{\"error\":"), refused.body.constData());
        QCOMPARE(dev.next("event")["event"].text(), u"refused"_s);
        project.add(u"Cargo.toml"_s, manifest());
        QCOMPARE(dev.next("event", "ready")["event"].text(), u"ready"_s);
        QCOMPARE(get(port).body, "\"one\"");
        QCOMPARE(dev.end(), 0);
    }

    void no_call_is_lost_when_versions_follow_one_another_data()
    {
        QTest::addColumn<QStringList>("target");
        QTest::newRow("native") << QStringList();
        QTest::newRow("wasm") << QStringList{u"--rust-target"_s, u"wasm"_s};
    }
    void no_call_is_lost_when_versions_follow_one_another()
    {
        QFETCH(QStringList, target);
        const TestProject project("0");
        Dev dev(environment(), project.path(), target);
        const quint16 port = dev.begin();
        QCOMPARE(dev.next("event")["event"].text(), u"ready"_s);
        std::atomic<bool> isOver = false;
        std::atomic<int> answered = 0;
        std::atomic<int> lost = 0;
        std::vector<std::jthread> callers;
        for (int i = 0; i < 4; ++i) {
            callers.emplace_back([&] {
                while (!isOver) {
                    ++(get(port).status == 200 ? answered : lost);
                }
            });
        }
        for (const char *version : {"1", "2", "3"}) {
            project.add(source, handlerSaying(version));
            QTRY_COMPARE_WITH_TIMEOUT(get(port).body, '"' + QByteArray(version) + '"', waitTimeout);
        }
        isOver = true;
        callers.clear();
        QCOMPARE(lost.load(), 0);
        QVERIFY(answered > 10);
        QCOMPARE(dev.end(), 0);
    }

    void one_beside_another_has_an_address_of_its_own()
    {
        const TestProject one("one");
        const TestProject two("two");
        Dev first(environment(), one.path());
        Dev second(environment(), two.path());
        const quint16 ports[]{first.begin(), second.begin()};
        QVERIFY(ports[0] > 0 && ports[1] > 0 && ports[0] != ports[1]);
        QCOMPARE(first.next("event")["event"].text(), u"ready"_s);
        QCOMPARE(second.next("event")["event"].text(), u"ready"_s);
        QCOMPARE(get(ports[0]).body, "\"one\"");
        QCOMPARE(get(ports[1]).body, "\"two\"");
        Dev third(environment(), two.path(), {u"--port"_s, QString::number(ports[0])});
        QCOMPARE(third.code(), 9); // that one was asked for
        QVERIFY2(third.errors().contains(QByteArray::number(ports[0])), third.errors().constData());
        QCOMPARE(first.end(), 0);
        QCOMPARE(get(ports[1]).body, "\"two\"");
        QCOMPARE(second.end(), 0);
    }

    void a_reader_that_takes_nothing_holds_up_no_call()
    {
        const TestProject project("one");
        Dev dev(environment(), project.path());
        const quint16 port = dev.begin();
        QCOMPARE(dev.next("event")["event"].text(), u"ready"_s);
        RawHttp http(port); // no event loop: what is written to stdout stays in the pipe
        const QByteArray request =
            "GET /" + QByteArray(1'000, 'x') + " HTTP/1.1\r\nhost: localhost:" + QByteArray::number(port) + "\r\n\r\n";
        for (int i = 0; i < 300; ++i) { // a pipe holds 64 KiB
            QVERIFY(http.send(request));
            QCOMPARE(http.answer().status, 200);
        }
        QCOMPARE(dev.end(), 0);
    }

    void it_ends_during_a_compile()
    {
        const TestProject project("one");
        project.add(u"build.rs"_s,
                    "fn main() {\n    std::fs::write(std::env::var(\"OUT_DIR\").unwrap() + \"/x\", \"\")."
                    "unwrap();\n    loop { std::thread::park() }\n}\n");
        Dev dev(environment(), project.path());
        (void)dev.begin();
        QTRY_VERIFY_WITH_TIMEOUT(described(markedProcesses(dev.mark)).contains("build-script-build"), waitTimeout);
        QCOMPARE(dev.end(), 0);
        QVERIFY2(haveEnded(dev.mark), described(markedProcesses(dev.mark)).constData());
    }

    void a_handler_that_dies_is_said_and_started_again()
    {
        const TestProject project;
        project.add(source,
                    handlerDoing("    if req.path() == \"/die\" {\n        std::process::abort();\n    }\n", "one"));
        Dev dev(environment(), project.path());
        const quint16 port = dev.begin();
        QCOMPARE(dev.next("event")["event"].text(), u"ready"_s);
        const RawAnswer died = get(port, "/die");
        QCOMPARE(died.status, 500);
        QVERIFY2(died.body.contains("SIGABRT"), died.body.constData());
        QVERIFY(dev.waitForWords("SIGABRT").contains("SIGABRT"));
        QCOMPARE(get(port).body, "\"one\"");
        QCOMPARE(dev.end(), 0);
    }

    void the_end_of_the_folder_ends_it()
    {
        auto project = std::make_unique<TestProject>("one");
        Dev dev(environment(), project->path());
        (void)dev.begin();
        QCOMPARE(dev.next("event")["event"].text(), u"ready"_s);
        project.reset();
        QCOMPARE(dev.code(), 5);
        QVERIFY2(dev.errors().contains("is gone"), dev.errors().constData());
        QVERIFY2(haveEnded(dev.mark), described(markedProcesses(dev.mark)).constData());
    }

    void what_cannot_be_run_is_said_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("no folder") << u"ignite dev nowhere"_s << 5 << QByteArray("nowhere");
        QTest::newRow("no Cargo.toml") << u"mkdir -p empty && ignite dev empty"_s << 2 << QByteArray("no Cargo.toml");
        QTest::newRow("a gateway") << u"ignite dev --api-endpoint http://localhost:1"_s << 2
                                   << QByteArray("--api-endpoint");
        QTest::newRow("a target") << u"ignite dev --rust-target x"_s << 2 << QByteArray("--rust-target");
    }
    void what_cannot_be_run_is_said()
    {
        QFETCH(QString, line);
        QFETCH(QByteArray, words);
        const Ran ran = run(line);
        QTEST(ran.code, "code");
        QVERIFY2(ran.err.contains(words), ran.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestCliDev)
#include "tst_cli_dev.moc"
