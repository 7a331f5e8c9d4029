// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_reader.h"
#include "core/collection/run_report.h"
#include "tests/core/collection/collection_folder.h"

#include <QCoroTask>
#include <QTest>
#include <QXmlStreamReader>

using namespace studio;
using namespace studio::collection;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

/// Answers with what was asked, as JSON, and keeps it.
struct Echo
{
    QList<PreparedRequest> sent;
    QByteArray unreachable; ///< the target that has no answer

    RequestSender sender()
    {
        return [this](PreparedRequest request, std::stop_token) -> Task<Answer> {
            sent.append(request);
            if (request.request.target == unreachable) {
                co_return fail(ErrorCode::Unavailable, u"nothing listens, said top-secret"_s);
            }
            Answer answer;
            answer.response.status = request.request.target.startsWith("/missing") ? 404 : 200;
            answer.response.body = Json{{"target", request.request.target},
                                        {"body", request.request.body},
                                        {"number", static_cast<int>(sent.size())}}
                                       .toUtf8();
            answer.microseconds = 1'500;
            co_return answer;
        };
    }
};

QByteArray requestText(const QByteArray &name, const QByteArray &url, const QByteArray &runtime = {},
                       const QByteArray &tags = "[]")
{
    return "info: {name: " + name + ", type: http, tags: " + tags + "}\nhttp: {method: GET, url: '" + url + "'}\n" +
           (runtime.isEmpty() ? QByteArray() : "runtime:\n" + runtime);
}

const QByteArray isOk = "  assertions: [{expression: res.status, operator: eq, value: 200}]\n";

Result<RunOutcome> ran(const CollectionFolder &folder, Echo &echo, const RunOptions &options = {})
{
    const auto read = readCollection(folder.path());
    if (!read) {
        return std::unexpected(read.error());
    }
    return QCoro::waitFor(
        runCollection(std::make_shared<const Collection>(read->collection), options, echo.sender(), {}, {}));
}

QStringList pathsOf(const RunOutcome &outcome)
{
    QStringList paths;
    for (const RequestOutcome &request : outcome.requests) {
        paths << request.path;
    }
    return paths;
}

} // namespace

class TestCollectionRunner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_is_captured_is_a_variable_of_what_follows()
    {
        const CollectionFolder folder;
        folder.write("a.yml",
                     requestText("a", "/first",
                                 "  actions: [{type: set-variable, phase: after-response, selector: "
                                 "{expression: res.body.number, method: jsonq}, variable: {name: n, scope: "
                                 "runtime}}]\n  assertions: [{expression: res.body.number, value: '{{n}}'}]\n"));
        folder.write("b.yml", requestText("b", "/second/{{n}}",
                                          "  assertions: [{expression: res.body.target, value: '/second/{{n}}'}]\n"));
        Echo echo;
        const auto outcome = ran(folder, echo);
        QVERIFY(outcome);
        QVERIFY(outcome->holds());
        QCOMPARE(echo.sent[1].request.target, "/second/1");
        QCOMPARE(outcome->requests[0].checks.size(), 2); // the capture, and the assertion
        QCOMPARE(outcome->requests[0].status, 200);
    }

    /// Low to high: global, collection, environment, folder, request, runtime.
    void a_nearer_value_hides_a_farther_one()
    {
        const CollectionFolder folder;
        folder.write("opencollection.yml", "info: {name: x}\nrequest:\n  variables: [{name: b, value: collection}, "
                                           "{name: c, value: collection}, {name: d, value: collection}, "
                                           "{name: e, value: collection}]\n");
        folder.write("environments/e.yml",
                     "name: e\nvariables: [{name: c, value: environment}, {name: d, value: "
                     "environment}, {name: e, value: environment}, {name: g, value: environment}]\n");
        folder.write("f/folder.yml", "info: {name: f}\nrequest:\n  variables: [{name: d, value: outer}, {name: e, "
                                     "value: outer}, {name: h, value: outer}]\n");
        folder.write("f/g/folder.yml", "info: {name: g}\nrequest:\n  variables: [{name: h, value: inner}]\n");
        folder.write("f/g/r.yml", requestText("r", "/{{a}}/{{b}}/{{c}}/{{d}}/{{e}}/{{g}}/{{h}}",
                                              "  variables: [{name: e, value: request}]\n"));
        Echo echo;
        QVERIFY(ran(folder, echo,
                    {.environment = u"e"_s,
                     .global = {{u"a"_s, u"global"_s}, {u"b"_s, u"global"_s}},
                     .overrides = {{u"g"_s, u"override"_s}}}));
        QCOMPARE(echo.sent[0].request.target, "/global/collection/environment/outer/request/override/inner");
    }

    void what_was_captured_hides_all_others()
    {
        const CollectionFolder folder;
        folder.write("a.yml", requestText("a", "/a",
                                          "  actions: [{type: set-variable, phase: after-response, selector: "
                                          "{expression: res.status, method: jsonq}, variable: {name: v, scope: "
                                          "runtime}}]\n"));
        folder.write("b.yml", requestText("b", "/{{v}}", "  variables: [{name: v, value: request}]\n"));
        Echo echo;
        QVERIFY(ran(folder, echo));
        QCOMPARE(echo.sent[1].request.target, "/200");
    }

    void secrets_come_from_the_caller_and_are_not_shown()
    {
        const CollectionFolder folder;
        folder.write("environments/e.yml", "name: e\nvariables: [{name: KEY, secret: true, value: written-down}]\n");
        folder.write("a.yml",
                     requestText("a", "/x?k={{KEY}}", "  assertions: [{expression: res.body.target, value: '/x'}]\n"));
        Echo echo;
        const auto missing = ran(folder, echo, {.environment = u"e"_s});
        QVERIFY(missing && echo.sent.isEmpty());
        QCOMPARE(missing->requests[0].verdict, RequestOutcome::Unanswered);
        QVERIFY2(missing->requests[0].error.contains(u"The secret “KEY” of the environment “e” has no value"_s),
                 qPrintable(missing->requests[0].error));
        const auto given = ran(folder, echo, {.environment = u"e"_s, .secrets = {{u"KEY"_s, u"top-secret"_s}}});
        QCOMPARE(echo.sent[0].request.target, "/x?k=top-secret");
        QCOMPARE(given->requests[0].checks[0].message, u"it is \"/x?k=•••\""_s);
        echo.unreachable = "/x?k=top-secret";
        const auto broken = ran(folder, echo, {.environment = u"e"_s, .secrets = {{u"KEY"_s, u"top-secret"_s}}});
        QCOMPARE(broken->requests[0].error, u"nothing listens, said •••"_s);
    }

    void a_secret_is_masked_whole_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("shown");
        const QString token = u"eyJhbGciOiJIUzI1NiJ9"_s.repeated(20);
        QTest::newRow("longer than what is shown") << token << u"b"_s << u"/"_s + token << u"\"/•••\""_s;
        QTest::newRow("cut by what is shown")
            << token << u"b"_s << u"/"_s + QString(100, u'x') + token << u"\"/"_s + QString(100, u'x') + u"•••\""_s;
        QTest::newRow("one begins with the other")
            << u"sesame"_s << u"sesame-open"_s << u"/sesame-open"_s << u"\"/•••\""_s;
        QTest::newRow("the other way") << u"sesame-open"_s << u"sesame"_s << u"/sesame-open"_s << u"\"/•••\""_s;
        QTest::newRow("they overlap") << u"abc-d"_s << u"d-efgh"_s << u"/abc-d-efgh/"_s << u"\"/•••/\""_s;
    }
    void a_secret_is_masked_whole()
    {
        QFETCH(QString, first);
        QFETCH(QString, second);
        QFETCH(QString, target);
        QFETCH(QString, shown);
        const CollectionFolder folder;
        folder.write("environments/e.yml", "name: e\nvariables: [{name: A, secret: true}, {name: B, secret: true}]\n");
        folder.write("a.yml", requestText("a", target.toUtf8(),
                                          "  assertions: [{expression: res.body.target, value: nothing}]\n"));
        Echo echo;
        const auto outcome = ran(folder, echo, {.environment = u"e"_s, .secrets = {{u"A"_s, first}, {u"B"_s, second}}});
        QCOMPARE(outcome->requests[0].checks[0].message, u"it is "_s + shown);
    }

    void a_failure_stops_nothing_but_with_bail()
    {
        const CollectionFolder folder;
        folder.write("a.yml", requestText("a", "/a", isOk));
        folder.write("b.yml", requestText("b", "/missing", isOk));
        folder.write("c.yml", requestText("c", "/gone", isOk));
        folder.write("d.yml", requestText("d", "/{{unknown}}", isOk));
        folder.write("e.yml", requestText("e", "/e"));
        Echo echo;
        echo.unreachable = "/gone";
        const auto all = ran(folder, echo);
        QVERIFY(all && !all->holds());
        QList<RequestOutcome::Verdict> verdicts;
        for (const RequestOutcome &request : all->requests) {
            verdicts << request.verdict;
        }
        QCOMPARE(verdicts, QList({RequestOutcome::Passed, RequestOutcome::Failed, RequestOutcome::Unanswered,
                                  RequestOutcome::Unanswered, RequestOutcome::Passed}));
        echo.sent.clear();
        const auto bailed = ran(folder, echo, {.bail = true});
        QCOMPARE(echo.sent.size(), 2);
        QCOMPARE(bailed->requests.size(), 5);
        QCOMPARE(bailed->count(RequestOutcome::NotRun), 3);
        QVERIFY(!bailed->holds());
    }

    void requests_are_chosen_by_folder_and_tag_data()
    {
        QTest::addColumn<QStringList>("tags");
        QTest::addColumn<QStringList>("excluded");
        QTest::addColumn<QString>("below");
        QTest::addColumn<QStringList>("paths");
        const QStringList none;
        QTest::newRow("all") << none << none << QString() << QStringList{u"f/a.yml"_s, u"b.yml"_s, u"c.yml"_s};
        QTest::newRow("one tag") << QStringList{u"x"_s} << none << QString() << QStringList{u"f/a.yml"_s, u"b.yml"_s};
        QTest::newRow("one of two") << QStringList{u"y"_s, u"z"_s} << none << QString() << QStringList{u"f/a.yml"_s};
        QTest::newRow("none of") << none << QStringList{u"y"_s} << QString() << QStringList{u"b.yml"_s, u"c.yml"_s};
        QTest::newRow("both") << QStringList{u"x"_s} << QStringList{u"y"_s} << QString() << QStringList{u"b.yml"_s};
        QTest::newRow("folder") << none << none << u"f"_s << QStringList{u"f/a.yml"_s};
        QTest::newRow("file") << none << none << u"b.yml"_s << QStringList{u"b.yml"_s};
        QTest::newRow("unknown tag") << QStringList{u"q"_s} << none << QString() << none;
    }
    void requests_are_chosen_by_folder_and_tag()
    {
        QFETCH(QStringList, tags);
        QFETCH(QStringList, excluded);
        QFETCH(QString, below);
        const CollectionFolder folder;
        folder.write("f/a.yml", requestText("a", "/a", {}, "[x, y]"));
        folder.write("b.yml", requestText("b", "/b", {}, "[x]"));
        folder.write("c.yml", requestText("c", "/c"));
        Echo echo;
        const auto outcome = ran(folder, echo, {.tags = tags, .excludedTags = excluded, .below = below});
        QVERIFY(outcome);
        QTEST(pathsOf(*outcome), "paths");
    }

    void what_is_not_there_is_named()
    {
        const CollectionFolder folder;
        folder.write("environments/local.yml", "name: local\n");
        folder.write("a.yml", requestText("a", "/a"));
        Echo echo;
        const auto environment = ran(folder, echo, {.environment = u"far"_s});
        QCOMPARE(environment.error().code, ErrorCode::NotFound);
        QCOMPARE(environment.error().message, u"The collection has no environment “far”. It has: local."_s);
        QCOMPARE(ran(folder, echo, {.below = u"nowhere"_s}).error().code, ErrorCode::NotFound);
    }

    void a_stop_ends_it()
    {
        const CollectionFolder folder;
        folder.write("a.yml", requestText("a", "/a"));
        folder.write("b.yml", requestText("b", "/b"));
        const auto read = readCollection(folder.path());
        std::stop_source stop;
        Echo echo;
        const auto outcome = QCoro::waitFor(runCollection(
            std::make_shared<const Collection>(read->collection), {}, echo.sender(),
            [&](const RequestOutcome &) { stop.request_stop(); }, stop.get_token()));
        QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
        QCOMPARE(echo.sent.size(), 1);
    }

    void reports_are_read_by_others()
    {
        const CollectionFolder folder;
        folder.write("a.yml", requestText("'<a & b>'", "/a", isOk));
        folder.write("b.yml", requestText("b", "/missing", isOk));
        folder.write("c.yml", requestText("'c # 1'", "/gone"));
        folder.write("d.yml", requestText("d", "/d", isOk));
        Echo echo;
        echo.unreachable = "/gone";
        auto outcome = ran(folder, echo);
        QVERIFY(outcome);
        QCOMPARE(outcome->requests.size(), 4);
        outcome->requests[1].checks[0].message += QChar(u'\x01');
        outcome->requests[3].verdict = RequestOutcome::NotRun;
        outcome->requests[3].checks.clear();
        QXmlStreamReader xml(junitReport(*outcome, u"Shop"_s));
        QStringList elements;
        QStringList names;
        while (!xml.atEnd()) {
            if (xml.readNext() == QXmlStreamReader::StartElement) {
                elements << xml.name().toString();
                names << xml.attributes().value(u"name").toString();
                if (xml.name() == u"testsuites") {
                    QCOMPARE(xml.attributes().value(u"tests"), u"4");
                    QCOMPARE(xml.attributes().value(u"failures"), u"1");
                    QCOMPARE(xml.attributes().value(u"errors"), u"1");
                    QCOMPARE(xml.attributes().value(u"skipped"), u"1");
                }
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(elements, QStringList({u"testsuites"_s, u"testsuite"_s, u"testcase"_s, u"testsuite"_s, u"testcase"_s,
                                        u"failure"_s, u"testsuite"_s, u"testcase"_s, u"error"_s, u"testsuite"_s,
                                        u"testcase"_s, u"skipped"_s}));
        QVERIFY(names.contains(u"<a & b>"_s));
        // By name: "<" is before the letters.
        QCOMPARE(tapReport(*outcome), "TAP version 14\n1..4\nok 1 - a.yml\nnot ok 2 - b.yml\n"
                                      "# res.status eq 200: it is 404␁\nnot ok 3 - c.yml\n"
                                      "# nothing listens, said top-secret\nok 4 - d.yml # SKIP not run\n");
        const Json json = runAsJson(*outcome);
        QCOMPARE(json["passed"].number(), 1);
        QCOMPARE(json["requests"][1]["checks"][0]["text"].text(), u"res.status eq 200"_s);
        QCOMPARE(json["requests"][2]["verdict"].text(), u"error"_s);
    }

    void scripts_are_told_as_skipped()
    {
        const CollectionFolder folder;
        folder.write("a.yml", requestText("a", "/a", isOk + "  scripts: [{type: tests, code: 'test()'}]\n"));
        folder.write("b.yml", requestText("b", "/b"));
        Echo echo;
        const auto outcome = ran(folder, echo);
        QVERIFY(outcome);
        const QByteArray junit = junitReport(*outcome, u"Shop"_s);
        QVERIFY2(junit.contains("tests=\"3\" failures=\"0\" errors=\"0\" skipped=\"1\""), junit);
        QVERIFY2(junit.contains("<testcase name=\"scripts\" classname=\"a.yml\">"), junit);
        QVERIFY2(junit.contains("<skipped message=\"scripts are not run\"/>"), junit);
        QCOMPARE(tapReport(*outcome), "TAP version 14\n1..3\nok 1 - a.yml\n"
                                      "ok 2 - a.yml scripts # SKIP scripts are not run\nok 3 - b.yml\n");
        const Json json = runAsJson(*outcome);
        QCOMPARE(json["requests"][0]["warnings"][0].text(), u"scripts are not run"_s);
        QVERIFY(json["requests"][1]["warnings"].isNull());
    }
};

QTEST_GUILESS_MAIN(TestCollectionRunner)
#include "tst_collection_runner.moc"
