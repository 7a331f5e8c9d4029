// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/display.h"
#include "core/collection/collection_file.h"
#include "core/collection/prepared_request.h"
#include "core/collection/request_body.h"
#include "core/model/invocation.h"
#include "tests/core/collection/collection_folder.h"
#include "tests/support/random_values.h"

#include <QTest>

using namespace studio;
using namespace studio::collection;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

Result<PreparedRequest> prepared(const QByteArray &http, const Values &values = {}, const QString &folder = {},
                                 const QByteArray &defaults = {})
{
    const auto request = parseRequest("http:\n  " + QByteArray(http).replace('\n', "\n  ") + "\n");
    if (!request) {
        return fail(ErrorCode::Internal, request.error().message);
    }
    const auto parent = parseFolder("info: {name: x}\n" + defaults);
    Substitution substitution({values});
    const Folder none;
    return prepareRequest(*request, {&none, parent ? &*parent : &none}, folder, substitution);
}

QByteArray headerOf(const PreparedRequest &request, QByteArrayView name)
{
    return headerValue(request.request.headers, name);
}

} // namespace

class TestPreparedRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void urls_data()
    {
        QTest::addColumn<QByteArray>("http");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QByteArray>("target");
        const auto row = [](const char *http, const char *address, const char *target) {
            QTest::newRow(http) << QByteArray(http) << QString::fromUtf8(address) << QByteArray(target);
        };
        row("url: /", "", "/");
        row("url: /a/b?x=1&y", "", "/a/b?x=1&y");
        row("url: '{{path}}'", "", "/from/a?q=v");
        row("url: http://localhost:8080/a?b=c", "http://localhost:8080/a?b=c", "/a?b=c");
        row("url: '{{host}}/a'", "https://example.org/a", "/a");
        row("url: localhost:8080", "http://localhost:8080/", "/");
        row("url: example.org?x=1", "http://example.org/?x=1", "/?x=1");
        row("url: /a#part", "", "/a");
        row("url: /a b/ä", "", "/a%20b/%C3%A4");
        row("url: /a%2Fb?q=%20", "", "/a%2Fb?q=%20");
        row("url: '/x?q=a b'", "", "/x?q=a%20b");
        row("url: /x?a=&b&&c==1?", "", "/x?a=&b&&c==1?");
        row("url: /x?a=\nparams: [{name: a, value: ''}]", "", "/x?a=");
        // One pair goes out, where it stands in the URL and in the parameters.
        row("url: /x?page=2\nparams: [{name: page, value: 2, type: query}]", "", "/x?page=2");
        row("url: '/x?q={{v}}'\nparams: [{name: q, value: '{{v}}', type: query}]", "", "/x?q=1");
        row("url: /x\nparams: [{name: page, value: 2, type: query}]", "", "/x?page=2");
        row("url: /x?a=1&a=1\nparams: [{name: a, value: 1}, {name: a, value: 1}, {name: a, value: 1}]", "",
            "/x?a=1&a=1&a=1");
        row("url: /x\nparams: [{name: a, value: 'b&c=d'}]", "", "/x?a=b%26c=d");
        row("url: /x\nparams: [{name: a, value: 1, disabled: true}]", "", "/x");
        row("url: /orders/:id/x\nparams: [{name: id, value: a/b, type: path}]", "", "/orders/a%2Fb/x");
        row("url: /:id/:id/:other\nparams: [{name: id, value: 1, type: path}, {name: id, value: 2, type: path}]", "",
            "/1/1/:other");
        row("url: /orders/:id\nparams: [{name: id, value: 1, type: path, disabled: true}]", "", "/orders/:id");
    }
    void urls()
    {
        QFETCH(QByteArray, http);
        const auto made =
            prepared(http, {{u"path"_s, u"/from/a?q=v"_s}, {u"host"_s, u"https://example.org"_s}, {u"v"_s, u"1"_s}});
        QVERIFY2(made, qPrintable(made ? QString() : made.error().message));
        QTEST(made->address.toString(QUrl::FullyEncoded), "address");
        QTEST(made->request.target, "target");
    }

    void bodies_have_their_type_data()
    {
        QTest::addColumn<QByteArray>("http");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("none") << QByteArray("url: /") << QByteArray() << QByteArray();
        QTest::newRow("json") << QByteArray("url: /\nbody: {type: json, data: '{\"a\": {{v}}}'}")
                              << QByteArray("application/json") << QByteArray("{\"a\": 1}");
        QTest::newRow("text") << QByteArray("url: /\nbody: {type: text, data: x}") << QByteArray("text/plain")
                              << QByteArray("x");
        QTest::newRow("own type") << QByteArray("url: /\nheaders: [{name: Content-Type, value: text/csv}]\n"
                                                "body: {type: text, data: x}")
                                  << QByteArray("text/csv") << QByteArray("x");
        QTest::newRow("form") << QByteArray(
                                     "url: /\nbody: {type: form-urlencoded, data: [{name: a b, value: '{{v}}&'}, "
                                     "{name: off, value: x, disabled: true}, {name: c}]}")
                              << QByteArray("application/x-www-form-urlencoded") << QByteArray("a%20b=1%26&c=");
    }
    void bodies_have_their_type()
    {
        QFETCH(QByteArray, http);
        const auto made = prepared(http, {{u"v"_s, u"1"_s}});
        QVERIFY2(made, qPrintable(made ? QString() : made.error().message));
        QTEST(headerOf(*made, "content-type"), "type");
        QTEST(made->request.body, "body");
    }

    void files_of_a_body_are_in_the_folder_of_the_collection()
    {
        const CollectionFolder folder;
        folder.write("data/a.bin", "bytes");
        const auto file =
            prepared("url: /\nbody: {type: file, data: [{filePath: x}, {filePath: data/a.bin, contentType: "
                     "image/png, selected: true}]}",
                     {}, folder.path());
        QVERIFY2(file, qPrintable(file ? QString() : file.error().message));
        QCOMPARE(file->request.body, "bytes");
        QCOMPARE(headerOf(*file, "content-type"), "image/png");
        const auto parts = prepared("url: /\nbody: {type: multipart-form, data: [{name: 'a\"', type: text, value: b}, "
                                    "{name: f, type: file, value: [data/a.bin]}]}",
                                    {}, folder.path());
        QVERIFY(parts);
        const QByteArray type = headerOf(*parts, "content-type");
        QVERIFY(type.startsWith("multipart/form-data; boundary="));
        const QByteArray boundary = "--" + type.sliced(type.indexOf('=') + 1);
        QCOMPARE(parts->request.body,
                 boundary + "\r\ncontent-disposition: form-data; name=\"a%22\"\r\n\r\nb\r\n" + boundary +
                     "\r\ncontent-disposition: form-data; name=\"f\"; filename=\"a.bin\"\r\n\r\nbytes\r\n" + boundary +
                     "--\r\n");
        for (const char *outside : {"../x", "/etc/passwd", "data/../../x"}) {
            QFile beside(folder.path() + u"/../x"_s);
            const auto refused = prepared("url: /\nbody: {type: file, data: [{filePath: " + QByteArray(outside) + "}]}",
                                          {}, folder.path());
            QVERIFY2(!refused, outside);
        }
    }

    /// One file can be named again and again.
    void files_of_a_body_are_not_too_large_together()
    {
        const CollectionFolder folder;
        folder.write("a.bin", {});
        QVERIFY(QFile::resize(folder.path(u"a.bin"_s), maxPayloadBytes));
        const auto body = [&](qint64 files) {
            const QByteArray names = QByteArray("a.bin, ").repeated(files);
            return prepared("url: http://host/\nbody: {type: multipart-form, data: [{name: f, type: file, value: [" +
                                names + "]}]}",
                            {}, folder.path());
        };
        QVERIFY(body(2));
        const auto refused = body(maxBodyBytes / maxPayloadBytes + 1);
        QVERIFY(!refused);
        QCOMPARE(refused.error().message, u"The body is larger than %1."_s.arg(sizeText(maxBodyBytes)));
    }

    void headers_and_authorization_come_from_the_folders()
    {
        const QByteArray defaults = "request:\n  headers: [{name: x-a, value: folder}, {name: X-B, value: '{{v}}'}]\n"
                                    "  auth: {type: bearer, token: '{{v}}'}\n";
        const auto made =
            prepared("url: /\nheaders: [{name: X-A, value: own}]\nauth: inherit", {{u"v"_s, u"1"_s}}, {}, defaults);
        QVERIFY(made);
        QCOMPARE(made->request.headers, Headers({{"X-B", "1"}, {"X-A", "own"}, {"authorization", "Bearer 1"}}));
        QCOMPARE(headerOf(*prepared("url: /", {{u"v"_s, u"1"_s}}, {}, defaults), "authorization"), QByteArray());
        const auto basic = prepared("url: /\nauth: {type: basic, username: a, password: b}");
        QCOMPARE(headerOf(*basic, "authorization"), "Basic YTpi");
        const auto numbers = prepared("url: /\nauth: {type: basic, username: true, password: 0123.50}");
        QCOMPARE(headerOf(*numbers, "authorization"), "Basic " + QByteArray("true:0123.50").toBase64());
        const auto digits = prepared("url: /\nauth: {type: bearer, token: 1.50}");
        QCOMPARE(headerOf(*digits, "authorization"), "Bearer 1.50");
        const auto key = prepared("url: /?a=b\nauth: {type: apikey, key: k, value: v w, placement: query}");
        QCOMPARE(key->request.target, "/?a=b&k=v%20w");
    }

    void what_cannot_be_sent_is_refused_data()
    {
        QTest::addColumn<QByteArray>("http");
        QTest::addColumn<QString>("says");
        QTest::newRow("variable") << QByteArray("url: '{{x}}'") << u"There is no variable “x”."_s;
        QTest::newRow("no url") << QByteArray("method: GET") << u"has no URL"_s;
        QTest::newRow("scheme") << QByteArray("url: file:///etc/passwd") << u"neither a path nor an http address"_s;
        QTest::newRow("host") << QByteArray("url: 'http://'") << u"neither a path nor an http address"_s;
        QTest::newRow("port") << QByteArray("url: 'http://a:999999/'") << u"neither a path nor an http address"_s;
        QTest::newRow("method") << QByteArray("method: A B\nurl: /") << u"not an HTTP method"_s;
        QTest::newRow("header") << QByteArray("url: /\nheaders: [{name: a b, value: x}]") << u"is not the name"_s;
        QTest::newRow("smuggled") << QByteArray("url: /\nheaders: [{name: a, value: \"x\\ny: z\"}]") << u"line break"_s;
        QTest::newRow("token") << QByteArray("url: /\nauth: {type: bearer, token: [a]}")
                               << u"“auth.token” is not a text."_s;
        QTest::newRow("auth") << QByteArray("url: /\nauth: {type: awsv4}") << u"of the type awsv4 is not made"_s;
    }
    void what_cannot_be_sent_is_refused()
    {
        QFETCH(QByteArray, http);
        QFETCH(QString, says);
        const auto made = prepared(http);
        QVERIFY(!made);
        QVERIFY2(made.error().message.contains(says), qPrintable(made.error().message));
    }

    /// Whatever a URL and its parameters hold, a target is ASCII without blanks, and begins with a slash.
    void any_url_becomes_a_target()
    {
        RandomValues random(22);
        for (int i = 0; i < 3'000; ++i) {
            SavedRequest request;
            request.url = (random.boolean() ? u"/"_s : u"http://host/"_s) + random.text();
            request.parameters = {{.name = random.text(), .value = random.text(), .others = {}}};
            Substitution substitution({Values()});
            const Folder none;
            const auto made = prepareRequest(request, {&none}, {}, substitution);
            if (made) {
                QVERIFY(made->request.target.startsWith('/'));
                for (const char c : made->request.target) {
                    QVERIFY(c > ' ' && c < 0x7f);
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestPreparedRequest)
#include "tst_prepared_request.moc"
