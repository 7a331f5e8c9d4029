// SPDX-License-Identifier: GPL-3.0-or-later
// The request that `ignite dev` sends after each compile.
#include "tests/cli/dev_process.h"
#include "tests/core/compiler/compile_helpers.h"

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

const QString source = u"src/lib.rs"_s;

} // namespace

class TestCliDevPayload : public CliTest
{
    Q_OBJECT

private Q_SLOTS:
    void the_payload_is_sent_after_each_version()
    {
        const TestProject project;
        const QByteArray echo =
            "use ignite::prelude::*;\n\n#[ignite::main]\nfn handler(req: Request, _ctx: Context) -> "
            "Result<impl IntoResponse> {\n    Ok(format!(\"one {}\", "
            "req.field::<String>(\"say\")?))\n}\n";
        project.add(source, echo);
        project.add(u"payload.json"_s, R"({"say":"hi"})");
        Dev dev(environment(), project.path(), {u"--payload-file"_s, project.path(u"payload.json"_s)});
        const Json first = dev.next("event", "answer");
        QCOMPARE(first["status"].number(), 200);
        QCOMPARE(first["body"].text(), u"\"one hi\""_s);
        project.add(source, QByteArray(echo).replace("one", "two"));
        QCOMPARE(dev.next("event", "answer")["body"].text(), u"\"two hi\""_s);
        project.add(u"payload.json"_s, R"({"say":"ho"})"); // it is a file of the folder
        QCOMPARE(dev.next("event", "answer")["body"].text(), u"\"two ho\""_s);
        QCOMPARE(dev.end(), 0);
    }

    void a_payload_that_cannot_be_read_is_an_error_at_the_start_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("file") << QStringList{u"--payload-file"_s, u"/nowhere/payload.json"_s}
                              << QByteArray("/nowhere/payload.json");
        QTest::newRow("header") << QStringList{u"--payload"_s, u"{}"_s, u"-H"_s, u"no header"_s}
                                << QByteArray("is not a header");
    }
    void a_payload_that_cannot_be_read_is_an_error_at_the_start()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, words);
        const TestProject project("one");
        Dev dev(environment(), project.path(), arguments);
        QCOMPARE(dev.code(), exitCode(ErrorCode::InvalidArgument));
        const QByteArray errors = dev.errors();
        QVERIFY2(errors.contains(words), errors.constData());
    }

    void what_is_to_be_known_of_the_payload_is_said_once()
    {
        const TestProject project("one");
        Dev dev(environment(), project.path(), {u"--payload"_s, u"no json"_s});
        const QByteArray note = "the payload is sent as it stands";
        QVERIFY2(dev.waitForWords(note).contains(note), dev.errors().constData());
        QCOMPARE(dev.next("event", "answer")["status"].number(), 200);
        project.add(source, handlerSaying("two"));
        QCOMPARE(dev.next("event", "answer")["body"].text(), u"\"two\""_s);
        QCOMPARE(dev.end(), 0);
        QCOMPARE(dev.errors().count(note), 1);
    }

    void standard_input_is_read_once()
    {
        const TestProject project("one");
        Dev dev(environment(), project.path(), {u"--payload-file"_s, u"-"_s}, "{}");
        QCOMPARE(dev.next("event", "answer")["status"].number(), 200);
        project.add(source, handlerSaying("two"));
        QCOMPARE(dev.next("event", "answer")["body"].text(), u"\"two\""_s);
        QCOMPARE(dev.end(), 0);
    }
};

QTEST_GUILESS_MAIN(TestCliDevPayload)
#include "tst_cli_dev_payload.moc"
