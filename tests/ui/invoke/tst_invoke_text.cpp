// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/cpu_time.h"
#include "tests/support/slowness.h"
#include "ui/invoke/body_text.h"
#include "ui/invoke/json_text.h"
#include "ui/invoke/request_state.h"
#include "ui/invoke/timing_bar.h"

#include <QTest>

using namespace studio;
using namespace studio::test;

class tst_InvokeText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void problem_of_a_payload_is_placed_data();
    void problem_of_a_payload_is_placed();
    void hostile_json_is_checked_in_linear_time();
    void indenting_changes_blanks_only_data();
    void indenting_changes_blanks_only();
    void tokens_of_a_line();
    void body_is_shown_by_what_it_is_data();
    void body_is_shown_by_what_it_is();
    void large_body_is_cut();
    void long_json_is_an_outline();
    void text_cut_inside_a_character_is_still_text();
    void a_request_that_was_sent_comes_back_without_what_was_added();
    void request_is_encoded_data();
    void request_is_encoded();
    void header_that_http_cannot_carry_is_refused();
    void method_that_http_cannot_carry_is_refused();
    void state_survives_a_round_trip_and_strangers();
    void parts_of_the_time();
    void the_time_in_words();
};

void tst_InvokeText::problem_of_a_payload_is_placed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line"); // 0: none
    QTest::addColumn<int>("column");
    QTest::addColumn<int>("offset");
    QTest::newRow("object") << QByteArray(R"({"message": "hi there"})") << 0 << 0 << 0;
    QTest::newRow("scalar") << QByteArray("12.50e3") << 0 << 0 << 0;
    QTest::newRow("same key twice") << QByteArray(R"({"a":1,"a":2})") << 0 << 0 << 0;
    QTest::newRow("number beyond 64 bits") << QByteArray("123456789012345678901234567890") << 0 << 0 << 0;
    QTest::newRow("comma before the end") << QByteArray("{\n  \"a\": 1,\n}") << 3 << 1 << 12;
    QTest::newRow("no value") << QByteArray(R"({"a": })") << 1 << 7 << 6;
    QTest::newRow("after wide characters") << QByteArray("{\"漢字🦀\": x}") << 1 << 9 << 9;
    QTest::newRow("two values") << QByteArray("1 2") << 1 << 3 << 2;
    QTest::newRow("cut off") << QByteArray("[1, 2") << 1 << 6 << 5;
    QTest::newRow("nothing") << QByteArray("  ") << 1 << 3 << 2;
}

void tst_InvokeText::problem_of_a_payload_is_placed()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    const auto problem = checkJson(text);
    QCOMPARE(problem.has_value(), line > 0);
    if (problem) {
        QCOMPARE(problem->line, line);
        QTEST(problem->column, "column");
        QTEST(int(problem->offset), "offset");
        QVERIFY(!problem->message.isEmpty());
        QVERIFY2(!problem->message.contains(QStringLiteral("json.exception")), qPrintable(problem->message));
    }
}

void tst_InvokeText::hostile_json_is_checked_in_linear_time()
{
    const qint64 begun = cpuMs();
    QVERIFY(checkJson(QByteArray(2'000'000, '[')).has_value()); // deep
    QByteArray wide("{");
    for (int i = 0; i < 200'000; ++i) {
        wide += "\"k" + QByteArray::number(i) + "\":1,";
    }
    wide.back() = '}';
    QVERIFY(!checkJson(wide).has_value());
    QVERIFY(indentJson(QByteArray(100'000, '[') + QByteArray(100'000, ']')).size() < 30'000'000);
    QVERIFY2(cpuMs() - begun < 5'000 * slowness, qPrintable(QString::number(cpuMs() - begun))); // not its square
}

void tst_InvokeText::indenting_changes_blanks_only_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("indented");
    QTest::newRow("object") << QByteArray(R"({"a":1,"b":[1,2]})")
                            << QByteArray("{\n  \"a\": 1,\n  \"b\": [\n    1,\n    2\n  ]\n}");
    QTest::newRow("empty ones") << QByteArray("[{},[ ],{ }]") << QByteArray("[\n  {},\n  [],\n  {}\n]");
    QTest::newRow("digits stay") << QByteArray("[1.0, 1e400, 12345678901234567890123]")
                                 << QByteArray("[\n  1.0,\n  1e400,\n  12345678901234567890123\n]");
    QTest::newRow("strings stay") << QByteArray(R"(["a, {b}: \" c\\", "é"])")
                                  << QByteArray("[\n  \"a, {b}: \\\" c\\\\\",\n  \"é\"\n]");
    QTest::newRow("scalar") << QByteArray(" true ") << QByteArray("true");
}

void tst_InvokeText::indenting_changes_blanks_only()
{
    QFETCH(QByteArray, json);
    QTEST(indentJson(json), "indented");
    QCOMPARE(indentJson(indentJson(json)), indentJson(json));
}

void tst_InvokeText::tokens_of_a_line()
{
    using Kind = JsonTokenKind;
    QList<Kind> kinds;
    for (const JsonToken &token : jsonTokens(u"  \"key\" : [\"text\", -1.5e3, true, oops, \"open")) {
        kinds << token.kind;
    }
    QCOMPARE(kinds, (QList<Kind>{Kind::Key, Kind::Punctuation, Kind::Punctuation, Kind::String, Kind::Punctuation,
                                 Kind::Number, Kind::Punctuation, Kind::Literal, Kind::Punctuation, Kind::Invalid,
                                 Kind::Punctuation, Kind::String}));
}

void tst_InvokeText::body_is_shown_by_what_it_is_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("pretty");
    QTest::addColumn<int>("form");
    QTest::addColumn<QString>("text");
    using Form = BodyText::Form;
    QTest::newRow("nothing") << QByteArray() << true << int(Form::Empty) << QString();
    QTest::newRow("JSON") << QByteArray("[1]") << true << int(Form::PrettyJson) << QStringLiteral("[\n  1\n]");
    QTest::newRow("JSON, raw") << QByteArray("[1]") << false << int(Form::Text) << QStringLiteral("[1]");
    QTest::newRow("text") << QByteArray("plain é") << true << int(Form::Text) << QStringLiteral("plain é");
    QTest::newRow("zero byte") << QByteArray("a\0b", 3) << true << int(Form::Binary)
                               << QStringLiteral("000000  61 00 62                 a·b");
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe"
                                             "ab")
                               << true << int(Form::Binary) << QStringLiteral("000000  ff fe 61 62              ··ab");
}

void tst_InvokeText::body_is_shown_by_what_it_is()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, pretty);
    const BodyText shown = bodyText(body, pretty);
    QTEST(int(shown.form), "form");
    QTEST(shown.text, "text");
    QVERIFY(!shown.cut);
}

void tst_InvokeText::large_body_is_cut()
{
    const QByteArray body(100'000'000, 'y');
    const qint64 begun = cpuMs();
    const BodyText shown = bodyText(body, true);
    QVERIFY2(cpuMs() - begun < 500 * slowness, qPrintable(QString::number(cpuMs() - begun)));
    QVERIFY(shown.cut);
    QVERIFY(shown.folded); // one line of it would be too long to draw
    QCOMPARE(shown.escapeBytes, shownLimit);
    QVERIFY(shown.text.size() < 10'000);
}

void tst_InvokeText::long_json_is_an_outline()
{
    const BodyText wide = bodyText("[" + QByteArray("1,").repeated(wrappedLineLimit) + "1]", true);
    QCOMPARE(wide.form, BodyText::Form::PrettyJson);
    QVERIFY(wide.isOutlineShown && wide.json && wide.text.isEmpty());
    QVERIFY(bodyText("[\"" + QByteArray(shownLimit, 'x') + "\"]", true).isOutlineShown);
    const BodyText small = bodyText("[1]", true);
    QVERIFY(!small.isOutlineShown && small.json);
    const BodyText raw = bodyText("[1]", false);
    QVERIFY(!raw.isOutlineShown && raw.json); // for a tree
    QVERIFY(bodyText("[1", true, true).fault.startsWith(QStringLiteral("Not valid JSON: line 1, column 3")));
    QVERIFY(bodyText("[1", true, false).fault.isEmpty());
}

void tst_InvokeText::text_cut_inside_a_character_is_still_text()
{
    for (int shift = 0; shift < 4; ++shift) {
        const BodyText shown = bodyText(QByteArray(shift, 'x') + QByteArray("🦀\n").repeated(300'000), true);
        QCOMPARE(shown.form, BodyText::Form::Text);
        QVERIFY(shown.cut);
    }
}

void tst_InvokeText::a_request_that_was_sent_comes_back_without_what_was_added()
{
    const HttpRequest sent{.method = "PUT",
                           .target = "/a?b=c",
                           .headers = {{"Content-Type", "application/json"},
                                       {"x-ignite-execution-id", "1"},
                                       {"Content-Length", "2"},
                                       {"x-team", "blue"}},
                           .body = "{}"};
    const RequestState state = stateOf(sent);
    QCOMPARE(state.method, QByteArray("PUT"));
    QCOMPARE(state.path, QStringLiteral("/a?b=c"));
    QCOMPARE(state.payload, QByteArray("{}"));
    QCOMPARE(state.headers, (QList<Pair>{{.name = QStringLiteral("x-team"), .value = QStringLiteral("blue")}}));
    const auto again = requestOf(state);
    QVERIFY(again);
    QCOMPARE(again->target, sent.target);
    QCOMPARE(headerValue(again->headers, "content-type"), QByteArray("application/json"));
}

void tst_InvokeText::request_is_encoded_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("root") << QStringLiteral("/") << QByteArray("/?q=a%20b%26c");
    QTest::newRow("empty") << QString() << QByteArray("/?q=a%20b%26c");
    QTest::newRow("no slash") << QStringLiteral("items") << QByteArray("/items?q=a%20b%26c");
    QTest::newRow("own query") << QStringLiteral("/a?x=1") << QByteArray("/a?x=1&q=a%20b%26c");
    QTest::newRow("encoded stays") << QStringLiteral("/a%2Fb") << QByteArray("/a%2Fb?q=a%20b%26c");
    QTest::newRow("blank and umlaut") << QStringLiteral("/a b/ü") << QByteArray("/a%20b/%C3%BC?q=a%20b%26c");
    QTest::newRow("line break") << QStringLiteral("/a\r\nX: y") << QByteArray("/a%0D%0AX:%20y?q=a%20b%26c");
    QTest::newRow("fragment goes") << QStringLiteral("/a#part") << QByteArray("/a?q=a%20b%26c");
}

void tst_InvokeText::request_is_encoded()
{
    QFETCH(QString, path);
    RequestState state;
    state.path = path;
    state.payload = "not json";
    state.query = {{.name = QStringLiteral("q"), .value = QStringLiteral("a b&c")},
                   {.name = QStringLiteral("off"), .value = {}, .enabled = false}};
    const auto request = requestOf(state);
    QVERIFY(request);
    QTEST(request->target, "target");
    QCOMPARE(request->body, QByteArray("not json")); // as it is
    QCOMPARE(headerValue(request->headers, "content-type"), QByteArray("application/json"));

    state.method = "GET";
    QCOMPARE(requestOf(state)->body, QByteArray());
    state.method = "PUT";
    state.headers = {{.name = QStringLiteral("Content-Type"), .value = QStringLiteral("text/plain")}};
    QCOMPARE(requestOf(state)->headers.size(), 1);
}

void tst_InvokeText::header_that_http_cannot_carry_is_refused()
{
    for (const Pair &pair :
         {Pair{.name = QStringLiteral("a b"), .value = {}}, Pair{.name = QStringLiteral("x:"), .value = {}},
          Pair{.name = QStringLiteral("ok"), .value = QStringLiteral("a\r\nb: c")}}) {
        RequestState state;
        state.headers = {pair};
        const auto request = requestOf(state);
        QVERIFY(!request);
        QCOMPARE(request.error().code, ErrorCode::InvalidArgument);
        QVERIFY(request.error().message.contains(pair.name));
        state.headers[0].enabled = false;
        QVERIFY(requestOf(state));
    }
}

void tst_InvokeText::method_that_http_cannot_carry_is_refused()
{
    for (const QByteArray &method :
         {QByteArray(), QByteArray("GET /x HTTP/1.1\r\na: b\r\n\r\nGET"), QByteArray("A B")}) {
        RequestState state;
        state.method = method;
        const auto request = requestOf(state);
        QVERIFY(!request);
        QCOMPARE(request.error().code, ErrorCode::InvalidArgument);
    }
}

void tst_InvokeText::state_survives_a_round_trip_and_strangers()
{
    RequestState state{.method = "PATCH",
                       .path = QStringLiteral("/ü?a=1"),
                       .payload = "{\"x\": \"漢\"",
                       .query = {{.name = QStringLiteral("a"), .value = QStringLiteral("b"), .enabled = false}},
                       .headers = {{.name = QStringLiteral("x-a"), .value = QStringLiteral("y")}}};
    const auto again = parseJson(toJson(state).toUtf8());
    QVERIFY(again);
    QVERIFY(requestStateFrom(JsonReader(*again)) == state);
    for (const char *const text :
         {"null", "[]", "{}", R"({"method":"B REW","path":1,"query":{"a":1},"headers":[3]})"}) {
        const RequestState other = requestStateFrom(JsonReader(*parseJson(text)));
        QCOMPARE(other.method, QByteArray("POST"));
        QCOMPARE(other.path, QStringLiteral("/"));
        QVERIFY(other.query.isEmpty());
    }
}

void tst_InvokeText::parts_of_the_time()
{
    Invocation call;
    call.timings.total = 3'000;
    QVERIFY(timingParts(call).isEmpty()); // nothing is known beyond the total
    call.handlerUs = 400;
    QList<TimingBar::Part> parts = timingParts(call);
    QCOMPARE(parts.size(), 2);
    QCOMPARE(parts[1].microseconds, 2'600);
    call.coldStart = true;
    call.startUs = 900;
    parts = timingParts(call);
    QCOMPARE(parts.size(), 3);
    QCOMPARE(parts[0].microseconds, 900);
    QCOMPARE(parts[2].microseconds, 1'700);
    call.startUs = 9'000; // clocks of two processes need not agree
    QCOMPARE(timingParts(call).last().microseconds, 0);
}

void tst_InvokeText::the_time_in_words()
{
    Invocation call;
    call.timings = {.connected = 1'000, .firstByte = 2'500, .total = 3'000};
    call.handlerUs = 400;
    call.coldStart = true;
    call.startUs = 900;
    QCOMPARE(timingDetails(call), (QStringList{QStringLiteral("Queued: 100 µs until an instance had the request"),
                                               QStringLiteral("Cold start: 900 µs to start an instance for it"),
                                               QStringLiteral("Handler: 400 µs in the handler's own code"),
                                               QStringLiteral("First byte: 1.1 ms more until the answer began"),
                                               QStringLiteral("Transfer: 500 µs until the answer was complete")}));
    call.handlerUs = 2'900; // it streamed
    call.coldStart = false;
    QCOMPARE(timingDetails(call),
             (QStringList{QStringLiteral("Queued: 1.0 ms until an instance had the request"),
                          QStringLiteral("First byte: 1.5 ms until the answer began, the handler's time in it"),
                          QStringLiteral("Transfer: 500 µs until the answer was complete")}));
    call.timings = {};
    QVERIFY(timingDetails(call).isEmpty());
}

QTEST_GUILESS_MAIN(tst_InvokeText)
#include "tst_invoke_text.moc"
