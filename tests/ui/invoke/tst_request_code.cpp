// SPDX-License-Identifier: GPL-3.0-or-later
// A request as the words of a shell or a language, read by the real bash and run by the real Python; and curl commands
// as browsers and documentation write them.
#include "tests/support/places.h"
#include "tests/ui/invoke/tst_invoke_server.h"
#include "ui/invoke/curl_line.h"
#include "ui/invoke/request_code.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include <random>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

const QString base = u"http://127.0.0.1:9"_s;

QByteArray anyBytes(std::mt19937 &random, bool isText)
{
    static const QList<QByteArray> pieces{"a",   "'", "\"", "\\",  "$x",         "`id`", "\n",     "\t",
                                          "!",   "#", "&&", " ",   "{\"k\": 1}", "é",    "\u4e16", "\U0001F600",
                                          "%41", "*", "~",  "\\n", "=",          ";"};
    QByteArray bytes;
    for (auto left = random() % 12; left > 0; --left) {
        bytes += isText || random() % 3 != 0
                     ? pieces[static_cast<qsizetype>(random() % static_cast<std::size_t>(pieces.size()))]
                     : QByteArray(1, static_cast<char>(1 + random() % 255));
    }
    return bytes;
}

HttpRequest anyRequest(std::uint32_t seed)
{
    std::mt19937 random(seed);
    HttpRequest request{
        .method = random() % 2 == 0 ? "POST" : "PUT", .target = "/a%20b?x=1&y='", .headers = {}, .body = {}};
    request.headers = {{"content-type", "text/plain"}, {"x-note", "it's \"quoted\" $HOME \\ `id`"}};
    request.body = anyBytes(random, seed % 2 == 0);
    return request;
}

/// The words that bash gives to the command.
QByteArrayList wordsOfBash(const QString &command)
{
    QProcess bash;
    bash.start(u"bash"_s,
               {u"-c"_s, u"curl() { printf '%s\\0' \"$@\"; }; ignite() { printf '%s\\0' \"$@\"; }\n"_s + command});
    if (!bash.waitForFinished(20'000) || bash.exitCode() != 0) {
        return {};
    }
    QByteArrayList words = bash.readAllStandardOutput().split('\0');
    words.removeLast();
    return words;
}

QByteArray field(const QByteArray &name, const QByteArray &request)
{
    for (const QByteArray &line : request.split('\n')) {
        if (line.toLower().startsWith(name + ':')) {
            return line.sliced(name.size() + 1).trimmed();
        }
    }
    return {};
}

} // namespace

class TestRequestCode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bash_and_the_reader_take_the_same_words_of_a_curl_command()
    {
        for (std::uint32_t seed = 0; seed < 60; ++seed) {
            const HttpRequest request = anyRequest(seed);
            const auto code = codeOf(request, RequestCode::Curl, base, {});
            QVERIFY(code);
            const QByteArrayList words = wordsOfBash(*code);
            QCOMPARE(words.mid(0, 4),
                     (QByteArrayList{"--globoff", "-X", request.method, base.toUtf8() + request.target}));
            QCOMPARE(words.value(7), "x-note: " + request.headers[1].second);
            QVERIFY2(request.body.isEmpty() || words.mid(8) == QByteArrayList({"--data-raw", request.body}),
                     qPrintable(*code + u"\n"_s + QString::fromLatin1(words.value(9).toHex())));
            const auto read = readCurlLine(*code);
            QVERIFY2(read, read ? "" : qPrintable(read.error().message));
            QCOMPARE(read->address, base);
            QCOMPARE(read->request.body, request.body);
            QCOMPARE(read->request.method, request.method);
            QCOMPARE(read->request.headers, request.headers);
        }
    }

    /// A method may hold what a shell acts on, and a recorded call may have any.
    void a_method_is_one_word_of_the_command()
    {
        const HttpRequest request{.method = "A`id`|B", .target = "/", .headers = {}, .body = {}};
        QCOMPARE(wordsOfBash(*codeOf(request, RequestCode::Curl, base, {})).mid(1, 2),
                 (QByteArrayList{"-X", request.method}));
        QCOMPARE(wordsOfBash(*codeOf(request, RequestCode::Ignite, base, u"org:hello"_s)).mid(2, 2),
                 (QByteArrayList{"-X", request.method}));
    }

    void curl_takes_a_head_an_empty_header_and_brackets_as_they_are()
    {
        const HttpRequest request{.method = "HEAD", .target = "/x?ids[]=1&{a,b}", .headers = {{"x-a", ""}}, .body = {}};
        const auto code = codeOf(request, RequestCode::Curl, base, {});
        QCOMPARE(wordsOfBash(*code),
                 (QByteArrayList{"--globoff", "--head", base.toUtf8() + request.target, "-H", "x-a;"}));
        QCOMPARE(readCurlLine(*code)->request, request);
    }

    void python_has_each_header_once()
    {
        const HttpRequest request{
            .method = "GET", .target = "/", .headers = {{"a", "1"}, {"b", "2"}, {"A", "3"}}, .body = {}};
        const auto code = codeOf(request, RequestCode::Python, base, {});
        QVERIFY2(code->contains(u"\"a\": \"1, 3\","_s), qPrintable(*code));
    }

    void the_command_has_what_ignite_invoke_takes()
    {
        HttpRequest request{
            .method = "POST", .target = "/", .headers = {{"content-type", "application/json"}}, .body = "{\"a\": 'b'}"};
        QCOMPARE(codeOf(request, RequestCode::Ignite, base, u"org:hello"_s).value_or(QString()),
                 u"ignite invoke 'org:hello' \\\n  -p '{\"a\": '\\''b'\\''}'"_s);
        request.method = "PUT";
        request.target = "/items?page=2";
        request.headers.append(std::pair(QByteArray("x-a"), QByteArray("b")));
        const QByteArrayList words = wordsOfBash(*codeOf(request, RequestCode::Ignite, base, u"org:hello"_s));
        QCOMPARE(words, (QByteArrayList{"invoke", "org:hello", "-X", "PUT", "--path", "/items?page=2", "-H", "x-a: b",
                                        "-p", request.body}));
        request.body = QByteArray("a\0b", 3);
        QVERIFY(!codeOf(request, RequestCode::Ignite, base, u"org:hello"_s));
    }

    void python_sends_the_same_request()
    {
        TestServer server;
        const QString here = u"http://127.0.0.1:%1"_s.arg(server.port());
        for (const QByteArray &body : {QByteArray("{\"a\": \"é'\\\"\"}"), QByteArray("a\0\xff\r\n\\x", 7)}) {
            const HttpRequest request{
                .method = "PATCH", .target = "/a?b='c'", .headers = {{"x-note", "a \"b\" \\"}}, .body = body};
            const auto code = codeOf(request, RequestCode::Python, here, {});
            QVERIFY(code);
            QProcess python;
            python.start(u"python3"_s, {u"-c"_s, *code});
            QVERIFY(python.waitForFinished(30'000));
            QCOMPARE(python.readAllStandardOutput(), QByteArray("200 {\"message\":\"hi\"}\n"));
            const QByteArray sent = server.lastRequest();
            QVERIFY2(sent.startsWith("PATCH /a?b='c' HTTP/1.1\r\n"), sent.constData());
            QCOMPARE(field("x-note", sent), QByteArray("a \"b\" \\"));
            QVERIFY2(sent.endsWith("\r\n\r\n" + body), sent.toHex(' ').constData());
        }
    }

    /// By the real cargo, pasted at the end of a handler's file; and it can fail.
    void a_rust_test_calls_the_handler()
    {
        const QByteArray body("{\"a\": \"\xc3\xa9'\\\"%1%2\"}\n\0\xff", 20);
        const HttpRequest request{.method = "PUT",
                                  .target = "/a%20b?x=1",
                                  .headers = {{"x-note", "a \"b\" %2 \\"}, {"content-length", "3"}},
                                  .body = body};
        const auto code = codeOf(request, RequestCode::Rust, {}, {});
        QVERIFY(code);
        const QTemporaryDir folder;
        const auto write = [&](const QString &name, const QByteArray &content) {
            QFile file(folder.filePath(name));
            return QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly) &&
                   file.write(content) == content.size();
        };
        QVERIFY(write(u"Cargo.toml"_s, "[package]\nname = \"tested\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n"
                                       "[dependencies]\nignite = { path = \"" +
                                           sourcePath("/resources/sdk/ignite").toUtf8() + "\" }\n\n[workspace]\n"));
        QVERIFY(QFile::copy(sourcePath("/resources/sdk/Cargo.lock"), folder.filePath(u"Cargo.lock"_s)));
        QByteArray bytes;
        for (const char c : body) {
            bytes += QByteArray::number(static_cast<uchar>(c)) + ", ";
        }
        const auto handlerFor = [&](const QByteArray &path) {
            return "use ignite::prelude::*;\n\n#[ignite::main]\nasync fn handler(req: Request, _ctx: Context) -> "
                   "Result<impl IntoResponse> {\n    let isSame = req.raw() == [" +
                   bytes + "] && req.method() == \"PUT\" && req.path() == \"" + path +
                   "\";\n    let note = req.header(\"x-note\") == Some(\"a \\\"b\\\" %2 \\\\\");\n    if isSame && "
                   "note "
                   "{ Ok(()) } else { Err(Error::status(StatusCode::BAD_REQUEST, \"another request\")) }\n}\n\n";
        };
        const auto runTests = [&](const QByteArray &path) {
            QProcess cargo;
            cargo.setWorkingDirectory(folder.path());
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(u"CARGO_TARGET_DIR"_s, testCache() + u"/rust-test"_s);
            cargo.setProcessEnvironment(environment);
            cargo.setProcessChannelMode(QProcess::MergedChannels);
            const bool isWritten = write(u"src/lib.rs"_s, handlerFor(path) + code->toUtf8());
            cargo.start(u"cargo"_s, {u"test"_s, u"--quiet"_s});
            const bool isDone = isWritten && cargo.waitForFinished(280'000);
            return std::pair(isDone ? cargo.exitCode() : -1, cargo.readAll());
        };
        const auto [passed, said] = runTests("/a%20b");
        QVERIFY2(passed == 0 && said.contains("1 passed"), said);
        const auto [failed, why] = runTests("/other");
        QVERIFY2(failed == 101 && why.contains("another request"), why);
    }

    void javascript_has_strings_and_bytes_of_its_own()
    {
        HttpRequest request{.method = "POST", .target = "/", .headers = {{"a", "\"b\""}}, .body = "{\"c\": \"d\\n\"}"};
        QCOMPARE(
            codeOf(request, RequestCode::JavaScript, base, {}).value_or(QString()),
            u"const response = await fetch(\"http://127.0.0.1:9/\", {\n  method: \"POST\",\n  headers: [\n    [\"a\", "
            u"\"\\\"b\\\"\"],\n  ],\n  body: \"{\\\"c\\\": \\\"d\\\\n\\\"}\",\n});\nconsole.log(response.status, "
            u"await response.text());\n"_s);
        request.body = QByteArray("\xff\0", 2);
        QVERIFY(codeOf(request, RequestCode::JavaScript, base, {})->contains(u"Uint8Array.from([255, 0])"));
    }

    void curl_commands_of_others_are_read_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("request"); // method address target | headers | body
        const auto row = [](const char *line, const char *request) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(request);
        };
        row("curl example.org", "GET http://example.org / ||");
        row("$ curl -sSL https://example.org:8443/a?b=c#d", "GET https://example.org:8443 /a?b=c ||");
        row("curl -XDELETE 'http://x/1'", "DELETE http://x /1 ||");
        row("curl http://x -d a=1 -d b=2", "POST http://x / |content-type: application/x-www-form-urlencoded|a=1&b=2");
        row("curl http://x --json '{\"a\": 1}'", "POST http://x / |content-type: application/json|{\"a\": 1}");
        row("curl -G http://x/s --data-urlencode 'q=a b'", "GET http://x /s?q=a%20b ||");
        row("curl -I http://x", "HEAD http://x / ||");
        row("curl -u me:pw http://x", "GET http://x / |authorization: Basic bWU6cHc=|");
        row("curl --url http://x -H 'A: b' -H 'empty;' -o out.txt --max-time 3", "GET http://x / |A: b,empty: |");
        row("curl --retry 3 --retry-delay 2 -U me:pw --noproxy '*' http://x", "GET http://x / ||");
        row("curl -sGd q=1 http://x/s", "GET http://x /s?q=1 ||");
        row("curl http://x/s?a=1 --url-query b=2", "GET http://x /s?a=1&b=2 ||");
        row("curl https://user:p%40ss@x:8443/a", "GET https://x:8443 /a |authorization: Basic dXNlcjpwQHNz|");
        row("curl --data-urlencode name@file http://x", "the file file");
        row("curl 'http://x/' \\\n  -H 'content-type: text/plain' \\\r\n  --data-raw $'it\\'s\\u0021 \\x41\\n'",
            "POST http://x / |content-type: text/plain|it's! A\n");
        row("curl \"http://x/\" -d \"{\\\"a\\\": \\\"\\$b\\\"}\" -H \"content-type: a\"",
            "POST http://x / |content-type: a|{\"a\": \"$b\"}");
        row("curl -d '@file' http://x", "the file file");
        row("curl -H '@file' http://x", "the file file");
        row("curl -b file http://x", "the file file");
        row("curl -b 'a=b; c=d' http://x", "GET http://x / |cookie: a=b; c=d|");
        row("curl -H 'Accept:' -H 'a: b' http://x", "GET http://x / |a: b|"); // none of that name
        row("curl -F a=b http://x", "--form");
        row("curl 'http://x", "has no end");
        row("curl -H", "has no value");
        row("curl -s", "names no address");
        row("curl 'http://'", "is no address");
    }
    void curl_commands_of_others_are_read()
    {
        QFETCH(QString, line);
        QFETCH(QString, request);
        QVERIFY(isCurlLine(line));
        const auto read = readCurlLine(line);
        if (!read) {
            QVERIFY2(read.error().message.contains(request), qPrintable(read.error().message));
            return;
        }
        QStringList headers;
        for (const auto &[name, value] : read->request.headers) {
            headers << QString::fromUtf8(name + ": " + value);
        }
        QCOMPARE(QString::fromUtf8(read->request.method) + u' ' + read->address + u' ' +
                     QString::fromUtf8(read->request.target) + u" |"_s + headers.join(u',') + u'|' +
                     QString::fromUtf8(read->request.body),
                 request);
    }

    void what_is_no_curl_command_is_text()
    {
        for (const QString &text : {u"curly"_s, u"/curl x"_s, u"curl"_s, QString()}) {
            QVERIFY2(!isCurlLine(text), qPrintable(text));
        }
    }

    void any_text_ends_in_a_request_or_a_sentence()
    {
        for (std::uint32_t seed = 0; seed < 3'000; ++seed) {
            std::mt19937 random(seed);
            const auto read =
                readCurlLine(u"curl "_s + QString::fromUtf8(anyBytes(random, false) + anyBytes(random, true)));
            QVERIFY(read || !read.error().message.isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestRequestCode)
#include "tst_request_code.moc"
