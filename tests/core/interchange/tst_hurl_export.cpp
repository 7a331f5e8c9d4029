// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_file.h"
#include "core/interchange/hurl_assert.h"
#include "core/interchange/hurl_export.h"

#include <QTest>

using namespace studio;
using namespace studio::collection;
using namespace studio::interchange;
using namespace Qt::StringLiterals;

namespace {

SavedRequest request(const QByteArray &yaml, const QString &path = u"a.yml"_s)
{
    auto parsed = parseRequest(yaml);
    if (!parsed) {
        qFatal("%s", qPrintable(parsed.error().message));
    }
    parsed->path = path;
    return *parsed;
}

Collection collectionOf(const QList<SavedRequest> &requests)
{
    Collection made;
    made.root.name = u"Shop"_s;
    made.root.requests = requests;
    return made;
}

constexpr auto threeEntries = "# Shop\n"
                              "# hurl --continue-on-error --file-root . …\n"
                              "# --variable unknown=…\n"
                              "# --secret key=…\n"
                              "\n"
                              "# a.yml · A\n"
                              "GET {{base}}/a%23\n"
                              "[Options]\n"
                              "variable: base=\"http://h\"\n"
                              "HTTP *\n"
                              "[Captures]\n"
                              "id: jsonpath \"$.id\"\n"
                              "\n"
                              "# a.yml · B\n"
                              "GET {{base}}/{{id}}\n"
                              "X: c-{{id}} {{unknown}} {{key}}\n"
                              "HTTP *\n"
                              "[Asserts]\n"
                              "jsonpath \"$.id\" == {{id}}\n"
                              "jsonpath \"$.n\" == \"c\"\n"
                              "\n"
                              "# a.yml · C\n"
                              "GET {{base}}/{{name}}\n"
                              "[Options]\n"
                              "variable: name=\"c\"\n"
                              "HTTP *\n";

/// The entries, without the comments at the top.
QString entriesOf(const Collection &collection, const QString &environment = {})
{
    const auto made = exportHurl(collection, environment);
    const QString text = made ? QString::fromUtf8(made->text) : made.error().message;
    return text.section(u"\n\n"_s, 1);
}

} // namespace

class TestHurlExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_request_is_written_as_an_entry_data()
    {
        QTest::addColumn<QByteArray>("http");
        QTest::addColumn<QString>("entry");
        QTest::newRow("plain") << QByteArray("{method: get, url: 'http://h/a b?q=1#x'}")
                               << u"GET http://h/a%20b?q=1\n"_s;
        QTest::newRow("no scheme") << QByteArray("{url: 'h:80/a'}") << u"GET http://h:80/a\n"_s;
        QTest::newRow("to the app") << QByteArray("{url: '/items'}") << u"GET {{app_url}}/items\n"_s;
        QTest::newRow("headers") << QByteArray("{url: 'http://h', headers: [{name: X, value: ' a#b\\\\ '}, {name: Y, "
                                               "value: n, disabled: true}]}")
                                 << u"GET http://h\nX: \\u{20}a\\#b\\\\\\\\\\u{20}\n# Y: n\n"_s;
        QTest::newRow("query") << QByteArray("{url: 'http://h/?a=1', params: [{name: a, value: 1}, {name: b, value: 'x "
                                             "y'}, {name: c, value: 1, disabled: true}]}")
                               << u"GET http://h/?a=1&b=x%20y\n"_s;
        QTest::newRow("path") << QByteArray("{url: 'http://h/o/:id/x', params: [{name: id, value: 'a/b', type: path}]}")
                              << u"GET http://h/o/a%2Fb/x\n"_s;
        QTest::newRow("json") << QByteArray("{method: POST, url: 'http://h', body: {type: json, data: '{\"a\": 1}'}}")
                              << u"POST http://h\nContent-Type: application/json\n{\"a\": 1}\n"_s;
        QTest::newRow("text") << QByteArray("{method: POST, url: 'http://h', body: {type: text, data: \"a`b\\nc\"}}")
                              << u"POST http://h\nContent-Type: text/plain\n`a\\`b\\nc`\n"_s;
        QTest::newRow("lines") << QByteArray("{method: POST, url: 'http://h', body: {type: text, data: \"a\\nc\\n\"}}")
                               << u"POST http://h\nContent-Type: text/plain\n```\na\nc\n```\n"_s;
        QTest::newRow("form") << QByteArray(
                                     "{method: POST, url: 'http://h', body: {type: form-urlencoded, data: [{name: "
                                     "'a b', value: '1'}, {name: c, value: d, disabled: true}]}}")
                              << u"POST http://h\n[Form]\na\\u{20}b: 1\n# c: d\n"_s;
        QTest::newRow("multipart") << QByteArray("{method: POST, url: 'http://h', body: {type: multipart-form, data: "
                                                 "[{name: a, type: text, value: '1'}, {name: f, type: file, value: "
                                                 "[x.txt], contentType: text/plain}]}}")
                                   << u"POST http://h\n[Multipart]\na: 1\nf: file,x.txt; text/plain\n"_s;
        QTest::newRow("file") << QByteArray(
                                     "{method: POST, url: 'http://h', body: {type: file, data: [{filePath: a.bin, "
                                     "contentType: image/png, selected: true}]}}")
                              << u"POST http://h\nContent-Type: image/png\nfile,a.bin;\n"_s;
        QTest::newRow("bearer") << QByteArray("{url: 'http://h', auth: {type: bearer, token: x}}")
                                << u"GET http://h\nAuthorization: Bearer x\n"_s;
        QTest::newRow("basic") << QByteArray("{url: 'http://h', auth: {type: basic, username: u, password: p}}")
                               << u"GET http://h\n[BasicAuth]\nu: p\n"_s;
        QTest::newRow("api key") << QByteArray(
                                        "{url: 'http://h', auth: {type: apikey, key: k, value: v, placement: query}}")
                                 << u"GET http://h?k=v\n"_s;
        QTest::newRow("other") << QByteArray("{url: 'http://h', auth: {type: digest}}")
                               << u"# authorization of the type digest is not written\nGET http://h\n"_s;
    }
    void a_request_is_written_as_an_entry()
    {
        QFETCH(QByteArray, http);
        QFETCH(QString, entry);
        const auto made = entriesOf(collectionOf({request("info: {name: A}\nhttp: " + http)}));
        QCOMPARE(made, u"# a.yml · A\n"_s + entry + u"HTTP *\n"_s);
    }

    void an_assertion_has_its_lines_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("operatorName");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QStringList>("lines");
        const auto row = [](const char *expression, const char *name, const char *value, const QStringList &lines) {
            QTest::addRow("%s %s %s", expression, name, value)
                << QString::fromUtf8(expression) << QString::fromUtf8(name) << QString::fromUtf8(value) << lines;
        };
        row("res.status", "eq", "200", {u"status == 200"_s});
        row("res.responseTime", "lt", "1e3", {u"duration < 1000"_s});
        row("res.headers.X-Id", "eq", "a", {u"header \"X-Id\" == \"a\""_s});
        row("res.body.a[0]['b c']", "eq", "'5'", {u"jsonpath \"$.a[0]['b c']\" == \"5\""_s});
        row("res.body.a", "neq", "null", {u"jsonpath \"$.a\" not == null"_s});
        row("res.body.a.b", "neq", "1", {u"jsonpath \"$.a\" != null"_s, u"jsonpath \"$.a.b\" not == 1"_s});
        row("res.body.a", "between", "1,.5", {u"jsonpath \"$.a\" >= 1"_s, u"jsonpath \"$.a\" <= 0.5"_s});
        row("res.body.a", "in", "[1,2]",
            {u"jsonpath \"$.a\" isNumber"_s, u"jsonpath \"$.a\" toString matches \"^(?:1|2)$\""_s});
        row("res.body.a", "notIn", "1,x", {u"jsonpath \"$.a\" not == 1"_s, u"jsonpath \"$.a\" not == \"x\""_s});
        row("res.body.a.length", "eq", "3", {u"jsonpath \"$.a\" count == 3"_s});
        row("res.body", "contains", "x", {u"body contains \"x\""_s});
        row("res.body", "isJson", "", {u"jsonpath \"$\" isCollection"_s});
        row("res.body.a", "isUndefined", "", {u"jsonpath \"$.a\" not exists"_s});
        row("res.body.a", "gt", "x", {u"status == 0"_s});
        row("res.statusText", "eq", "OK", {});
        row("res.body.a", "like", "x", {});
    }
    void an_assertion_has_its_lines()
    {
        QFETCH(QString, expression);
        QFETCH(QString, operatorName);
        QFETCH(QString, value);
        QFETCH(QStringList, lines);
        const HurlAssert made =
            hurlAssert({.expression = expression, .operatorName = operatorName, .value = value, .others = {}},
                       {{value, {}, {}, false}});
        QCOMPARE(made.lines, lines);
        QVERIFY(!made.lines.isEmpty() || !made.warning.isEmpty());
    }

    void a_variable_is_set_where_its_value_changes()
    {
        Collection shop = collectionOf(
            {request(
                 "info: {name: A}\nhttp: {url: '{{base}}/{{name}}'}\nruntime:\n  actions:\n    - {type: "
                 "set-variable, phase: after-response, selector: {expression: res.body.id}, variable: {name: id}}\n"),
             request("info: {name: B}\nhttp: {url: '{{base}}/{{id}}', headers: [{name: X, value: '{{both}} "
                     "{{unknown}} {{key}}'}]}\nruntime:\n  variables: [{name: name, value: c}]\n  assertions: "
                     "[{expression: res.body.id, value: '{{id}}'}, {expression: res.body.n, value: '{{name}}'}]\n"),
             request("info: {name: C}\nhttp: {url: '{{base}}/{{name}}'}\nruntime:\n  variables: [{name: name, value: "
                     "c}]\n")});
        shop.root.defaults.variables = {{.name = u"name"_s, .value = u"a#"_s, .type = {}, .others = {}},
                                        {.name = u"both"_s, .value = u"{{name}}-{{id}}"_s, .type = {}, .others = {}}};
        shop.environments = {
            {.path = {},
             .name = u"local"_s,
             .variables = {{.name = u"base"_s, .value = u"http://h"_s, .type = {}, .others = {}},
                           {.name = u"key"_s, .value = {}, .type = {}, .isSecret = true, .others = {}}},
             .others = {}}};
        const auto made = exportHurl(shop, u"local"_s);
        QVERIFY(made);
        QCOMPARE(made->secrets, QStringList{u"key"_s});
        QCOMPARE(made->values, QStringList{u"unknown"_s});
        QCOMPARE(QString::fromUtf8(made->text).split(u'\n'), QString::fromUtf8(threeEntries).split(u'\n'));
        QCOMPARE(exportHurl(shop, u"x"_s).error().code, ErrorCode::NotFound);
    }

    void variables_in_circles_and_very_long_ones_end()
    {
        Collection shop = collectionOf({request("info: {name: A}\nhttp: {url: 'http://h/{{a}}{{b20}}{{c}}'}\n")});
        QList<Variable> &variables = shop.root.defaults.variables;
        variables = {{.name = u"a"_s, .value = u"{{a}}{{a}}{{c}}"_s, .type = {}, .others = {}},
                     {.name = u"b0"_s, .value = u"0123456789"_s, .type = {}, .others = {}},
                     {.name = u"c"_s, .value = u"{{unknown}}"_s, .type = {}, .others = {}}};
        for (int number = 1; number <= 40; ++number) {
            const QString before = u"{{b%1}}"_s.arg(number - 1);
            variables.append({.name = u"b%1"_s.arg(number), .value = before + before, .type = {}, .others = {}});
        }
        shop.root.defaults.variables.last().name = u"b20"_s; // the longest hides the one before
        const auto made = exportHurl(shop);
        QVERIFY(made);
        QVERIFY(made->text.size() < 5 << 20);
        QVERIFY(made->values.contains(u"a"_s) && made->values.contains(u"unknown"_s));
    }

    void what_cannot_be_said_is_a_comment_and_a_warning()
    {
        const auto made = exportHurl(collectionOf({request(
            "info: {name: A}\nhttp: {url: /}\nruntime:\n  scripts: [{type: tests, code: x}]\n  assertions: "
            "[{expression: res.statusText, value: OK}, {expression: res.status, value: 200, disabled: true}]\n")}));
        QVERIFY(made);
        QCOMPARE(made->warnings.size(), 2);
        QCOMPARE(made->warnings.first().path, u"a.yml"_s);
        QVERIFY2(made->text.contains("[Asserts]\n# res.statusText eq OK\n# res.status eq 200\n"), made->text);
    }
};

QTEST_GUILESS_MAIN(TestHurlExport)
#include "tst_hurl_export.moc"
