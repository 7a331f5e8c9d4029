// SPDX-License-Identifier: GPL-3.0-or-later
// Calls from the command line: the request as a person says it, the answer as it comes, the error as a script reads it.
#include "tests/cli/cli_test.h"

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestCliInvoke : public CliTest
{
    Q_OBJECT

    [[nodiscard]] Json answer(const QString &line) const { return parseJson(run(line).out).value_or(Json::object()); }

private Q_SLOTS:
    void initTestCase()
    {
        const Ran ran = run(u"ignite app create passing && ignite app deploy passing -c '%1'"_s.arg(
            sourcePath("/tests/data/handlers/passing")));
        QVERIFY2(ran.code == 0, ran.err);
    }

    void a_request_is_what_was_said_data()
    {
        QTest::addColumn<QString>("command");
        for (const char *command : {"invoke passing", "draft test passing", "version test passing 1"}) {
            QTest::newRow(command) << QString::fromLatin1(command);
        }
    }
    void a_request_is_what_was_said()
    {
        QFETCH(QString, command);
        const Json plain = answer(u"ignite "_s + command);
        QCOMPARE(plain["method"].utf8(), "POST");
        QCOMPARE(plain["path"].utf8(), "/");
        const Json told = answer(u"ignite "_s + command +
                                 u" -X DELETE --path '/a%2Fb?q=1&q=%C3%A4' -H 'cookie: a: b' "
                                 "--header=X-Ignite-Forged:yes -p 'not JSON' -H 'content-type: text/plain'"_s);
        QCOMPARE(told["method"].utf8(), "DELETE");
        QCOMPARE(told["path"].utf8(), "/a%2Fb");
        QCOMPARE(told["query"].toUtf8(), R"(["1","ä"])");
        QCOMPARE(told["cookie"].utf8(), "a: b");
        QVERIFY(told["forged"].isNull());
        QCOMPARE(told["body"].utf8(), "not JSON");
    }

    void notes_tell_what_does_not_happen()
    {
        QVERIFY(run(u"ignite invoke passing -H 'x-ignite-forged: yes'"_s).err.contains("x-ignite-forged does not"));
        QVERIFY(run(u"ignite invoke passing -p '{'"_s).err.contains("warning: the payload"));
        QVERIFY(run(u"ignite invoke passing -H 'Host: example.org'"_s).err.contains("Host is not sent as given"));
        // Nobody said that it was JSON.
        QVERIFY(!run(u"ignite invoke passing -p '{' -H 'content-type: text/plain'"_s).err.contains("warning"));
    }

    void what_cannot_be_sent_is_refused_data()
    {
        QTest::addColumn<QString>("flags");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char *flags, const char *says) {
            QTest::newRow(flags) << QString::fromUtf8(flags) << QByteArray(says);
        };
        row("--path hello", "begins with /");
        row("--path '/a b'", "%20");
        row("--path $'/a\\r\\nx: y'", "is not a path");
        row("--path /ä", "percent-encoded");
        row("--path '/#top'", "percent-encoded");
        row("-X 'GET /'", "is not an HTTP method");
        row("-X $'A\\nB'", "“A␊B” is not an HTTP method");
        row("-X ''", "is not an HTTP method");
        row("-H accept", "Write 'name: value'");
        row("-H $'a\\nb'", "“a␊b” is not a header");
        row("-H ': x'", "Write 'name: value'");
        row("-H 'a b: x'", "is not the name of a header");
        row("-H $'a: x\\nb: y'", "line break");
    }
    void what_cannot_be_sent_is_refused()
    {
        QFETCH(QString, flags);
        QFETCH(QByteArray, says);
        for (const char *command : {"invoke", "invoke-async"}) {
            const QString line = u"ignite %1 passing "_s.arg(QString::fromLatin1(command)) + flags;
            write(m_home.filePath(u"line"_s), line.toUtf8());
            const Ran refused = run(u"bash line"_s); // for $'\n'
            QCOMPARE(refused.code, 2);
            QVERIFY2(refused.err.contains(says), refused.err);
            QCOMPARE(refused.err.count('\n'), 1);
        }
    }

    /// The handler would go on for minutes: the first line comes while it does, or not at all.
    void an_answer_is_written_as_it_comes()
    {
        const Ran ran = run(u"ignite invoke passing --path '/stream?pieces=100000&ms=20' | head -n 2"_s);
        QCOMPARE(ran.out, "piece 0\npiece 1\n");
        QVERIFY2(ran.err.contains("is not read any more"), ran.err);
        const Json newest = answer(u"ignite execution list passing --limit 1 -o json"_s);
        QCOMPARE(newest["executions"][0]["status"].utf8(), "EXECUTION_STATUS_CANCELLED");
    }

    void colours_of_a_log_are_for_terminals()
    {
        const QString coloured = u"'/log?more=%1b%5B1;31m+red%1b%5B0m'"_s;
        const Ran ran = run(u"ignite invoke passing --logs --path "_s + coloured);
        QVERIFY2(ran.err.contains("a line for the log red\n"), ran.err.toPercentEncoding());
        const Json newest = answer(u"ignite execution list passing --limit 1 -o json"_s);
        const QString id = newest["executions"][0]["executionId"].text();
        QCOMPARE(run(u"ignite execution logs "_s + id).out, "a line for the log red\n");
    }

    void an_answer_is_written_whole()
    {
        const Ran ran = run(u"ignite invoke passing --path '/stream?pieces=3&ms=1'"_s);
        QCOMPARE(ran.code, 0);
        QCOMPARE(ran.out, "piece 0\npiece 1\npiece 2\n");
        // More than is ever kept of one.
        QCOMPARE(run(u"ignite invoke passing --path '/much?blocks=1100' | tr -d '\\n' | wc -c"_s).out.trimmed(),
                 QByteArray::number(1100 * (64 << 10)));
        const Ran full = run(u"ignite invoke passing --path '/stream?pieces=3&ms=1' > /dev/full"_s);
        QCOMPARE(full.code, 9);
        QVERIFY2(full.err.contains("Cannot write the answer"), full.err);
    }

    void a_document_has_what_came_before_the_answer_broke_off()
    {
        for (const char *where :
             {"", "--api-endpoint http://127.0.0.1:$PORT --token $(cat config/ignite-studio/gateway-token)"}) {
            const QString served =
                *where ? u"ignite serve --port 0 -o json > served & SERVING=$!; while ! grep -q } "
                         "served; do sleep 0.05; done; PORT=$(sed -n 's/.*\"port\": \\([0-9]*\\).*/\\1/p' served); "
                         "trap 'kill $SERVING' EXIT; "_s
                       : QString();
            const Ran ran = run(served + u"ignite invoke passing --path /break -o json "_s + QLatin1StringView(where));
            QVERIFY2(ran.code == 10, ran.out + ran.err);
            const Json told = parseJson(ran.out).value_or(Json::object());
            QVERIFY2(told["body"].utf8() == "half", ran.out + ran.err);
            QCOMPARE(told["status"].number(), 200);
            QVERIFY(!told["error"].utf8().empty());
        }
    }

    void a_header_that_comes_twice_is_a_list()
    {
        const Json headers = parseJson(run(u"ignite invoke passing --path /cookies -o json"_s).out).value()["headers"];
        QCOMPARE(headers["set-cookie"], Json::array({"a=1", "b=2"}));
        QVERIFY(headers["content-length"].isString());
    }

    void handler_output_cannot_send_escapes_to_the_terminal()
    {
        const QString hostile = u"%1B%5D0;title%07%1B%5B2J%C2%9B2J"_s; // a window's title, twice a cleared screen
        const auto onTerminal = [&](const QString &line) {
            return run(u"script -qec \"%1\" /dev/null < /dev/null"_s.arg(line));
        };
        const Ran answer = onTerminal(u"ignite invoke passing --path '/say?text="_s + hostile + u"'"_s);
        QVERIFY2(answer.out.contains("␛]0;title␇␛[2J\uFFFD2J"), answer.out);
        const Ran log = onTerminal(u"ignite invoke passing --logs --path '/log?more="_s + hostile + u"'"_s);
        QVERIFY2(log.out.contains("a line for the log␛]0;title␇␛[2J"), log.out);
        for (const Ran &ran : {answer, log}) {
            QVERIFY2(!ran.out.contains('\a') && !ran.out.contains("\x1b]"), ran.out);
        }
        // A pipe gets the bytes as they are.
        const Ran piped = run(u"ignite invoke passing --path '/say?text="_s + hostile + u"'"_s);
        QVERIFY2(piped.out.startsWith("\x1b]0;title\a"), piped.out.toPercentEncoding());
    }

    void an_answer_is_the_handlers_bytes_alone()
    {
        QCOMPARE(run(u"ignite invoke passing --path '/stream?pieces=1&ms=1' | wc -c"_s).out.trimmed(), "8");
        const Ran ran = run(u"ignite invoke passing"_s);
        QVERIFY2(ran.out.startsWith('{') && ran.out.endsWith('}'), ran.out);
    }

    void a_payload_that_does_not_come_holds_nothing_up()
    {
        // A pipe that nobody writes to, and a file without an end.
        const Ran late = run(u"mkfifo never; timeout 60 ignite invoke passing --payload-file never --timeout 300ms"_s);
        QCOMPARE(late.code, 8);
        QVERIFY2(late.err.contains("Not done within 0.3 s"), late.err);
        const Ran endless = run(u"timeout 60 ignite invoke passing --payload-file /dev/zero -o json"_s);
        QCOMPARE(endless.code, 2);
        QCOMPARE(parseJson(endless.out).value_or(Json::object())["status"].number(), 413);
    }

    /// On a disk of its own that is full but for what reading the store takes.
    void a_record_that_does_not_fit_on_the_disk_is_said_and_the_answer_printed()
    {
        const Ran ran = run(
            u"mkdir -p full && unshare -rm sh -c 'mount -t tmpfs -o size=64m tmpfs full || exit 77; cp -a data/. full; "
            "head -c 64M /dev/zero >full/ballast 2>/dev/null; truncate -s -44K full/ballast; export "
            "XDG_DATA_HOME=$PWD/full; "
            "ignite invoke passing --path /kept -H \"content-type: text/plain\" -p text; echo \"\ncode=$?\"; "
            "ignite execution list passing -o json 2>&1 | grep -c /kept; rm full/ballast; ignite invoke passing --path "
            "/later >&2; "
            "ignite execution list passing -o json | grep -c /later'"_s);
        if (ran.code == 77 || ran.err.contains("unshare:")) {
            QSKIP("no disk of one's own may be mounted here");
        }
        const QList<QByteArray> lines = ran.out.trimmed().split('\n');
        QVERIFY2(lines.size() == 4 && lines[0].contains("/kept"), ran.out + ran.err);
        QCOMPARE(lines.mid(1), (QList<QByteArray>{"code=0", "0", "1"}));
        QVERIFY2(ran.err.contains("warning: the record of this call could not be written. ") &&
                     ran.err.contains("the disk is full") && ran.err.count("warning") == 1,
                 ran.err);
    }

    /// As above; what serve records are the calls at an app's direct address.
    void serve_says_once_that_records_cannot_be_written()
    {
        write(m_home.filePath(u"serve-full.sh"_s), R"(
mount -t tmpfs -o size=64m tmpfs serving || exit 77
cp -a data/. serving
head -c 64M /dev/zero >serving/ballast 2>/dev/null
truncate -s -44K serving/ballast
export XDG_DATA_HOME=$PWD/serving
ignite -o json serve --port 0 >told 2>said &
pid=$!
until grep -q } told || ! kill -0 $pid; do sleep 0.05; done
port=$(sed -n 's/.*"port": *\([0-9]*\).*/\1/p' told)
call() {
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET %s HTTP/1.1\r\nhost: passing-org.localhost\r\nconnection: close\r\n\r\n' "$1" >&3
    head -n 1 <&3
    exec 3>&-
}
call /one
until grep -q warning said || ! kill -0 $pid; do sleep 0.05; done
call /two
call /three
rm serving/ballast
until ignite execution list passing -o json | grep -q /three || ! kill -0 $pid; do sleep 0.05; done
kill $pid
wait $pid
echo "code=$?"
cat said >&2
)");
        const Ran ran = run(u"mkdir -p serving && unshare -rm bash serve-full.sh"_s);
        if (ran.code == 77 || ran.err.contains("unshare:")) {
            QSKIP("no disk of one's own may be mounted here");
        }
        QVERIFY2(ran.out.count("200 OK") == 3 && ran.out.contains("code=0"), ran.out + ran.err);
        QVERIFY2(ran.err.contains("warning: records of calls cannot be written. The newest are kept in memory until "
                                  "they can. ") &&
                     ran.err.contains("the disk is full") && ran.err.count("warning") == 1,
                 ran.err);
    }

    void nothing_that_is_kept_is_for_others_to_read()
    {
        const Ran ran =
            run(u"umask 0; ignite invoke passing >/dev/null && ignite -o json serve --port 0 >served & pid=$!; "
                "while kill -0 $pid && ! grep -q } served; do sleep 0.05; done 2>/dev/null; "
                "find data config -mindepth 1 -perm /077 ! -type l; "
                "find data config -name store.sqlite -o -name gateway-token -o -name '*.log' | wc -l; "
                "kill $pid; wait $pid"_s);
        QCOMPARE(ran.out.trimmed(), QByteArray("3"));
    }

    void the_id_of_a_call_that_goes_on_is_known_at_once()
    {
        QProcess serving;
        serving.setProcessEnvironment(environment());
        serving.start(u"ignite"_s, {u"serve"_s, u"--port"_s, u"0"_s});
        QVERIFY(serving.waitForReadyRead(30'000));
        const Ran got = run(u"ignite execution get $(ignite invoke-async passing) -o json"_s);
        QVERIFY2(got.code == 0, got.err);
        serving.terminate();
        QVERIFY(serving.waitForFinished(30'000));
    }

    void an_answer_that_breaks_off_says_so()
    {
        const Ran ran = run(u"ignite invoke passing --path /break"_s);
        QCOMPARE(ran.out, "half");
        QCOMPARE(ran.code, 10);
        QVERIFY2(ran.err.contains("error: the answer broke off"), ran.err);
    }

    void an_error_is_a_document_for_those_who_ask()
    {
        const Ran json = run(u"ignite invoke nobody -o json"_s);
        QCOMPARE(json.code, 5);
        QVERIFY(json.out.isEmpty());
        QCOMPARE(json.err.count('\n'), 1);
        const auto error = parseJson(json.err);
        QVERIFY2(error, json.err);
        QCOMPARE((*error)["code"].utf8(), "NotFound");
        QVERIFY((*error)["message"].utf8().contains("org:nobody"));
        const Ran yaml = run(u"ignite invoke nobody -o yaml"_s);
        QVERIFY2(yaml.err.startsWith("---\ncode: NotFound\n"), yaml.err);
        QVERIFY(run(u"ignite invoke nobody"_s).err.startsWith("error: "));
        // What shares the exit code 1.
        QVERIFY(run(u"ignite app create empty && ignite draft publish empty -o json"_s)
                    .err.contains("\"FailedPrecondition\""));
    }

    void versions_go_on_after_a_page()
    {
        QCOMPARE(run(u"ignite draft publish passing && ignite draft publish passing"_s).code, 0);
        QVERIFY(run(u"ignite version list passing --limit 2"_s).out.contains("There are more: --before 2"));
        const Json first = answer(u"ignite version list passing --limit 2 -o json"_s);
        QCOMPARE(first["versions"].size(), 2U);
        QCOMPARE(first["nextCursor"].utf8(), "2");
        const Json last = answer(u"ignite version list passing --limit 2 --before 2 -o json"_s);
        QCOMPARE(last["versions"].size(), 1U);
        QVERIFY(!last.contains("nextCursor"));
        QVERIFY(run(u"ignite version list passing --before 1"_s).out.contains("no version before 1"));
    }

    void a_compile_log_is_found_by_its_id()
    {
        const Json draft = answer(u"ignite draft info passing -o json"_s);
        QVERIFY(draft["artifact"]["size_bytes"].utf8().size() > 4);
        const QString id = toQString(draft["deploy_id"].utf8());
        const Json log = answer(u"ignite draft compile-logs --deploy-id %1 -o json"_s.arg(id));
        QVERIFY(!log["lines"].isEmpty());
        const Json rest =
            answer(u"ignite draft compile-logs passing -o json --from "_s + toQString(log["next"].utf8()));
        QVERIFY(rest["lines"].isEmpty());
        QCOMPARE(run(u"ignite draft compile-logs"_s).code, 2);
        QCOMPARE(run(u"ignite draft compile-logs passing --deploy-id "_s + id).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliInvoke)
#include "tst_cli_invoke.moc"
