// SPDX-License-Identifier: GPL-3.0-or-later
// `ignite test`: the saved requests of a folder, sent to a server of this test and to an app.
#include "tests/cli/cli_test.h"

#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QXmlStreamReader>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

/// Answers each request with what it was, as JSON; the path /status/N with that status, /fill/N with so many more
/// bytes. /close ends the connection without an answer.
class EchoServer : public QTcpServer
{
public:
    QStringList requests; ///< "GET /path"

    EchoServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *const socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { answer(*socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
    }
    [[nodiscard]] QString address() const { return u"http://127.0.0.1:%1"_s.arg(serverPort()); }

private:
    void answer(QTcpSocket &socket)
    {
        static const QRegularExpression length(u"\r\ncontent-length: ([0-9]+)"_s,
                                               QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression status(u"/status/([0-9]+)"_s);
        static const QRegularExpression fill(u"/fill/([0-9]+)"_s);
        const QByteArray all = socket.peek(1 << 20);
        const qsizetype head = all.indexOf("\r\n\r\n");
        const QString text = QString::fromLatin1(all.first(std::max<qsizetype>(head, 0)));
        if (head < 0 || all.size() < head + 4 + length.match(text).captured(1).toInt()) {
            return; // the rest is to come
        }
        socket.readAll();
        requests << text.section(u' ', 0, 1);
        if (requests.last().endsWith(u"/close"_s)) {
            socket.disconnectFromHost();
            return;
        }
        const Json echo{{"method", text.section(u' ', 0, 0)},
                        {"target", text.section(u' ', 1, 1)},
                        {"head", text},
                        {"body", QString::fromUtf8(all.sliced(head + 4))},
                        {"fill", QString(fill.match(text.section(u' ', 1, 1)).captured(1).toInt(), u'x')},
                        {"id", static_cast<int>(requests.size())}};
        const auto wanted = status.match(text.section(u' ', 1, 1));
        const QByteArray code = wanted.hasMatch() ? wanted.captured(1).toLatin1() : QByteArray("200");
        const QByteArray body = echo.toUtf8();
        socket.write("HTTP/1.1 " + code +
                     " Said\r\ncontent-type: application/json\r\nx-asked: " + QByteArray::number(requests.size()) +
                     "\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }
};

} // namespace

class TestCliTest : public CliTest
{
    Q_OBJECT

    EchoServer m_server;

    /// The program, while the server of this thread answers it.
    Ran test(const QString &arguments, const QString &folder = {})
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.setWorkingDirectory(folder.isEmpty() ? m_home.path() : folder);
        process.start(u"/bin/sh"_s, {u"-c"_s, u"exec ignite test "_s + arguments});
        constexpr int longest = 60'000;
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, longest)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    void writeRequest(const QString &path, const QString &url, const QByteArray &more = {}, const QByteArray &info = {})
    {
        write(m_home.filePath(path), "info:\n  name: " + QFileInfo(path).baseName().toUtf8() + "\n  type: http\n" +
                                         info + "http:\n  method: GET\n  url: \"" + url.toUtf8() + "\"\n" + more);
    }

    static QByteArray statusIs(int status)
    {
        return "runtime:\n  assertions:\n    - {expression: res.status, operator: eq, value: " +
               QByteArray::number(status) + "}\n";
    }

private Q_SLOTS:
    void init()
    {
        QDir(m_home.filePath(u"project"_s)).removeRecursively();
        m_server.requests.clear();
        write(m_home.filePath(u"project/requests/opencollection.yml"_s), "opencollection: 1.0.0\ninfo: {name: Shop}\n");
        write(m_home.filePath(u"project/requests/environments/local.yml"_s),
              "name: local\nvariables:\n  - {name: base, value: '" + m_server.address().toUtf8() +
                  "'}\n  - {name: KEY, secret: true}\n");
    }

    void what_holds_ends_with_0_and_what_does_not_with_1()
    {
        writeRequest(u"project/requests/a.yml"_s, u"{{base}}/a?x=1"_s,
                     "runtime:\n  assertions:\n    - {expression: res.status, value: 200}\n"
                     "    - {expression: res.body.target, value: /a?x=1}\n"
                     "    - {expression: res.headers.x-asked, value: \"'1'\"}\n"
                     "  actions:\n    - {type: set-variable, phase: after-response, selector: {expression: "
                     "res.body.id, method: jsonq}, variable: {name: id, scope: runtime}}\n");
        writeRequest(u"project/requests/b.yml"_s, u"{{base}}/b/{{id}}"_s, statusIs(200));
        const Ran fine = test(u"--env local"_s, m_home.filePath(u"project"_s));
        QVERIFY2(fine.code == 0, fine.out + fine.err);
        QCOMPARE(fine.err, QByteArray());
        QVERIFY2(fine.out.contains("passed  a.yml  200, ") && fine.out.endsWith("2 passed, 0 failed\n"), fine.out);
        QCOMPARE(m_server.requests, QStringList({u"GET /a?x=1"_s, u"GET /b/1"_s}));

        writeRequest(u"project/requests/b.yml"_s, u"{{base}}/status/404"_s, statusIs(200));
        m_server.requests.clear();
        const Ran failing = test(u"project --env local"_s);
        QCOMPARE(failing.code, 1);
        QVERIFY2(failing.out.contains("failed  b.yml  404, ") &&
                     failing.out.contains("\n        res.status eq 200: it is 404\n") &&
                     failing.out.endsWith("1 passed, 1 failed\n"),
                 failing.out);
    }

    void a_body_and_a_secret_are_sent_and_the_secret_is_not_shown()
    {
        writeRequest(u"project/requests/a.yml"_s, u"{{base}}/a"_s,
                     "  headers:\n    - {name: x-key, value: '{{KEY}}'}\n"
                     "  body: {type: json, data: '{\"a\": \"{{who}}\"}'}\n"
                     "runtime:\n  assertions:\n    - {expression: res.body.head, operator: contains, value: 'x-key: "
                     "sesame'}\n    - {expression: res.body.body, value: '{}'}\n");
        const Ran ran = test(u"project --env local --env-var KEY=sesame --env-var who=me"_s);
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.out.contains(R"(res.body.body eq {}: it is "{"a": "me"}")"), ran.out);
        QVERIFY2(!ran.out.contains("contains"), ran.out); // that one holds
        const Ran unset = test(u"project --env local --env-var who=me"_s);
        QVERIFY2(unset.out.contains("The secret “KEY” of the environment “local” has no value"), unset.out);
        qputenv("KEY", "other"); // is not meant for it
        QCOMPARE(test(u"project --env local --env-var who=me"_s).out, unset.out);
        qunsetenv("KEY");
        qputenv("IGNITE_SECRET_KEY", "sesame");
        const Ran taken = test(u"project --env local --env-var who=me"_s);
        qunsetenv("IGNITE_SECRET_KEY");
        QVERIFY2(taken.out.contains("200, "), taken.out);
    }

    void the_result_is_a_document_too()
    {
        writeRequest(u"project/requests/a.yml"_s, u"{{base}}/status/500"_s, statusIs(200));
        write(m_home.filePath(u"project/requests/bad.yml"_s), "http: [\n");
        const Ran ran = test(u"project --env local -o json"_s);
        QCOMPARE(ran.code, 2);
        const auto json = parseJson(ran.out);
        QVERIFY2(json, ran.out);
        QCOMPARE((*json)["collection"].text(), u"Shop"_s);
        QCOMPARE((*json)["environment"].text(), u"local"_s);
        QCOMPARE((*json)["failed"].number(), 1);
        QCOMPARE((*json)["requests"][0]["status"].number(), 500);
        QCOMPARE((*json)["requests"][0]["verdict"].text(), u"failed"_s);
        QCOMPARE((*json)["requests"][0]["checks"][0]["message"].text(), u"it is 500"_s);
        QVERIFY((*json)["warnings"][0].text().startsWith(u"bad.yml, line 2: "_s));
        QVERIFY2(ran.err.startsWith("warning: bad.yml, line 2: "), ran.err);
        QVERIFY(test(u"project --env local -o yaml"_s).out.startsWith("---\npassed: 0\nfailed: 1\n"));
    }

    void reports_are_files()
    {
        writeRequest(u"project/requests/a.yml"_s, u"{{base}}/a"_s, statusIs(200));
        writeRequest(u"project/requests/b.yml"_s, u"{{base}}/b"_s, statusIs(201));
        writeRequest(u"project/requests/c.yml"_s, u"{{base}}/c"_s, statusIs(200));
        const Ran ran = test(u"project --env local --bail --report-junit junit.xml --report-tap run.tap"_s);
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.out.endsWith("1 passed, 1 failed, 1 not run\n"), ran.out);
        QCOMPARE(m_server.requests.size(), 2);
        QFile junit(m_home.filePath(u"junit.xml"_s));
        QVERIFY(junit.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&junit);
        QVERIFY(xml.readNextStartElement());
        QCOMPARE(xml.name(), u"testsuites"_s);
        QCOMPARE(xml.attributes().value(u"failures"_s), u"1"_s);
        QCOMPARE(xml.attributes().value(u"skipped"_s), u"1"_s);
        QFile tap(m_home.filePath(u"run.tap"_s));
        QVERIFY(tap.open(QIODevice::ReadOnly));
        QCOMPARE(tap.readAll(), "TAP version 14\n1..3\nok 1 - a.yml\nnot ok 2 - b.yml\n# res.status eq 201: it is 200\n"
                                "ok 3 - c.yml # SKIP not run\n");
        const Ran unwritten = test(u"project --env local --report-tap /dev/null/x"_s);
        QVERIFY2(unwritten.code > 2 && unwritten.err.contains("/dev/null/x"), unwritten.err);
    }

    void a_folder_and_tags_choose_requests()
    {
        writeRequest(u"project/requests/orders/a.yml"_s, u"{{base}}/a"_s, {}, "  tags: [smoke]\n");
        writeRequest(u"project/requests/orders/b.yml"_s, u"{{base}}/b"_s, {}, "  tags: [smoke, slow]\n");
        writeRequest(u"project/requests/c.yml"_s, u"{{base}}/c"_s);
        const auto asked = [&](const QString &arguments, const QString &folder = {}) {
            m_server.requests.clear();
            const Ran ran = test(arguments + u" --env local"_s, folder);
            return ran.code == 0 ? m_server.requests : QStringList(QString::fromUtf8(ran.out + ran.err));
        };
        QCOMPARE(asked(u"project/requests/orders"_s), QStringList({u"GET /a"_s, u"GET /b"_s}));
        QCOMPARE(asked(u"project --tags smoke,other --exclude-tags slow"_s), QStringList{u"GET /a"_s});
        QCOMPARE(asked({}, m_home.filePath(u"project/requests/orders"_s)), QStringList({u"GET /a"_s, u"GET /b"_s}));
        QCOMPARE(asked(u"project/requests/c.yml"_s), QStringList{u"GET /c"_s});
        const Ran none = test(u"project --tags nobody"_s);
        QCOMPARE(none.code, 2);
        QVERIFY2(none.err.contains("No request was chosen."), none.err);
        QVERIFY2(none.out.endsWith("0 passed, 0 failed\n"), none.out);
    }

    void a_file_that_was_passed_over_ends_with_2_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("damaged request") << u"b.yml"_s << QByteArray("http: [\n");
        QTest::newRow("conflict") << u"b.yml"_s << QByteArray("info:\n<<<<<<< HEAD\n");
        QTest::newRow("damaged environment") << u"environments/x.yml"_s << QByteArray("- x\n");
    }
    void a_file_that_was_passed_over_ends_with_2()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        writeRequest(u"project/requests/a.yml"_s, u"{{base}}/a"_s, statusIs(200));
        QCOMPARE(test(u"project --env local"_s).code, 0);
        write(m_home.filePath(u"project/requests/"_s + file), content);
        const Ran ran = test(u"project --env local"_s);
        QCOMPARE(ran.code, 2);
        QVERIFY2(ran.out.endsWith("1 passed, 0 failed\n"), ran.out); // what can be run
        QVERIFY2(ran.err.startsWith("warning: " + file.toUtf8()) &&
                     ran.err.endsWith("Some files were passed over: 1.\n"),
                 ran.err);
    }

    void what_cannot_be_read_ends_with_2_data()
    {
        QTest::addColumn<QString>("prepare");
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("nothing there") << u"rm -r project/requests"_s << u"project"_s
                                       << QByteArray("There are no saved requests");
        QTest::newRow("no folder") << QString() << u"nowhere"_s << QByteArray("There are no saved requests");
        QTest::newRow("damaged") << u"echo '- x' > project/requests/opencollection.yml"_s << u"project"_s
                                 << QByteArray("opencollection.yml, line 1: the file is not a mapping");
        QTest::newRow("conflict") << u"printf 'info:\\n<<<<<<< HEAD\\n' > project/requests/opencollection.yml"_s
                                  << u"project"_s
                                  << QByteArray("opencollection.yml, line 2: the file has a merge conflict");
        QTest::newRow("environment") << QString() << u"project --env far"_s
                                     << QByteArray("no environment “far”. It has: local.");
        QTest::newRow("variable") << QString() << u"project --env-var x"_s << QByteArray("“x” is not a variable");
        QTest::newRow("app") << QString() << u"project --app 'a b'"_s << QByteArray("is not an app");
    }
    void what_cannot_be_read_ends_with_2()
    {
        QFETCH(QString, prepare);
        QFETCH(QString, arguments);
        QFETCH(QByteArray, says);
        if (!prepare.isEmpty()) {
            QCOMPARE(run(prepare).code, 0);
        }
        const Ran ran = test(arguments);
        QVERIFY2(ran.code == 2, QByteArray::number(ran.code) + ran.out + ran.err);
        QVERIFY2(ran.err.contains(says), ran.err);
        const auto json = parseJson(test(arguments + u" -o json"_s).err);
        QVERIFY(json && (*json)["code"].text() == u"InvalidArgument"_s);
    }

    void what_cannot_be_sent_fails_alone()
    {
        writeRequest(u"project/requests/a.yml"_s, u"http://127.0.0.1:1/a"_s);
        writeRequest(u"project/requests/b.yml"_s, u"{{unknown}}/a"_s);
        writeRequest(u"project/requests/c.yml"_s, u"/path"_s); // and there is no project
        writeRequest(u"project/requests/d.yml"_s, u"{{base}}/d"_s);
        const Ran ran = test(u"project --env local"_s);
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.out.contains("failed  a.yml\n        http://127.0.0.1:1 did not answer: ") &&
                     ran.out.contains("failed  b.yml\n        There is no variable “unknown”.\n") &&
                     ran.out.contains("failed  c.yml\n        A request to a path goes to the app of the project") &&
                     ran.out.contains("passed  d.yml"),
                 ran.out);
    }

    void what_does_not_answer_ends_with_the_time_of_the_command()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        writeRequest(u"project/requests/a.yml"_s, u"http://127.0.0.1:%1/"_s.arg(silent.serverPort()));
        const Ran ran = test(u"project --timeout 1s"_s);
        QVERIFY2(ran.code == 8, ran.out + ran.err);
        writeRequest(u"project/requests/a.yml"_s, u"http://127.0.0.1:%1/"_s.arg(silent.serverPort()),
                     "settings: {timeout: 100}\n"); // of this request alone
        const Ran late = test(u"project"_s);
        QCOMPARE(late.code, 1);
        QVERIFY2(late.out.contains("did not answer in time"), late.out);
    }

    void headers_of_one_name_are_all_sent_and_no_coding_is_asked_for()
    {
        writeRequest(
            u"project/requests/a.yml"_s, u"{{base}}/a"_s,
            "  headers:\n    - {name: X-Many, value: one}\n    - {name: x-many, value: two}\n"
            "    - {name: Cookie, value: a=1}\n    - {name: cookie, value: b=2}\n"
            "    - {name: Accept-Encoding, value: 'gzip, br'}\n"
            "runtime:\n  assertions:\n    - {expression: res.body.head, operator: matches, value: '(?i)x-many: "
            "one, two\\r'}\n    - {expression: res.body.head, operator: matches, value: '(?i)cookie: a=1; "
            "b=2\\r'}\n    - {expression: res.body.head, operator: notContains, value: gzip}\n");
        const Ran ran = test(u"project --env local"_s);
        QVERIFY2(ran.code == 0, ran.out + ran.err);
    }

    void the_body_of_any_status_is_whole()
    {
        writeRequest(u"project/requests/a.yml"_s, u"{{base}}/status/201/fill/300000"_s,
                     "runtime:\n  assertions:\n    - {expression: res.body.fill, operator: length, value: 300000}\n");
        writeRequest(u"project/requests/b.yml"_s, u"{{base}}/status/500/fill/300000"_s,
                     "runtime:\n  assertions:\n    - {expression: res.body.fill, operator: length, value: 300000}\n");
        const Ran ran = test(u"project --env local"_s);
        QVERIFY2(ran.code == 0, ran.out.first(std::min<qsizetype>(ran.out.size(), 2'000)) + ran.err);
    }

    void a_request_that_is_not_safe_is_not_sent_again()
    {
        writeRequest(u"project/requests/a.yml"_s, u"{{base}}/a"_s); // its connection is kept
        write(m_home.filePath(u"project/requests/b.yml"_s),
              "info: {name: b, type: http}\nhttp: {method: POST, url: '{{base}}/close'}\n");
        const Ran ran = test(u"project --env local"_s);
        QCOMPARE(ran.code, 1);
        QCOMPARE(m_server.requests, QStringList({u"GET /a"_s, u"POST /close"_s}));
    }

    void a_redirect_is_an_answer()
    {
        writeRequest(u"project/requests/a.yml"_s, u"{{base}}/status/302"_s, statusIs(302));
        const Ran ran = test(u"project --env local"_s);
        QVERIFY2(ran.code == 0, ran.out);
        QCOMPARE(m_server.requests.size(), 1);
    }

    /// As `ignite invoke` does; the project's own name is the app's.
    void a_path_goes_to_the_app()
    {
        const QString handler = copied(sourcePath("/tests/data/handlers/passing"), u"passing"_s);
        const Ran deployed = run(u"ignite app create passing && ignite app deploy passing -c '%1'"_s.arg(handler));
        QVERIFY2(deployed.code == 0, deployed.err);
        write(handler + u"/requests/opencollection.yml"_s, "info: {name: x}\n");
        writeRequest(u"passing/requests/a.yml"_s, u"/a?q=1"_s,
                     "runtime:\n  assertions:\n    - {expression: res.body.method, value: GET}\n"
                     "    - {expression: res.body.path, value: /a}\n    - {expression: 'res.body.query[0]', value: "
                     "\"'1'\"}\n");
        const Ran ran = test({}, handler);
        QVERIFY2(ran.code == 0, ran.out + ran.err);
        const Ran elsewhere = test(u"--app nowhere"_s, handler);
        QCOMPARE(elsewhere.code, 1);
        QVERIFY2(elsewhere.out.contains("nowhere"), elsewhere.out);
        const auto json = parseJson(test(u"--app org:passing -o json"_s, handler).out);
        QVERIFY(json);
        const QString execution = (*json)["requests"][0]["executionId"].text();
        QCOMPARE(run(u"ignite execution get "_s + execution).code, 0);
    }
};

QTEST_GUILESS_MAIN(TestCliTest)
#include "tst_cli_test.moc"
