// SPDX-License-Identifier: GPL-3.0-or-later
// Files of other programs as a collection. The samples are in tests/data/interchange, which the fuzz target reads too.
#include "core/collection/collection_reader.h"
#include "core/collection/collection_writer.h"
#include "core/interchange/collection_import.h"
#include "core/interchange/hurl_export.h"
#include "tests/support/places.h"
#include "tests/support/random_values.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::collection;
using namespace studio::interchange;
using namespace Qt::StringLiterals;

namespace {

QString samplePath(const QString &name)
{
    return sourcePath("/tests/data/interchange/") + name;
}

ImportedCollection imported(const QString &name)
{
    const auto made = importCollection(samplePath(name));
    if (!made) {
        qFatal("%s", qPrintable(made.error().message));
    }
    return *made;
}

ImportedCollection importedText(const QString &name, const QByteArray &content)
{
    auto made = importCollection({.name = u"x"_s, .files = {{name, content}}, .warnings = {}}, {});
    return made ? *made : ImportedCollection{};
}

const SavedRequest *find(const Folder &folder, const QString &name)
{
    for (const SavedRequest &each : folder.requests) {
        if (each.name == name) {
            return &each;
        }
    }
    for (const Folder &below : folder.folders) {
        if (const SavedRequest *const found = find(below, name)) {
            return found;
        }
    }
    return nullptr;
}

SavedRequest requestOf(const ImportedCollection &collection, const QString &name)
{
    const SavedRequest *const found = find(collection.collection.root, name);
    return found ? *found : SavedRequest{};
}

QStringList headerTexts(const QList<Header> &headers)
{
    QStringList texts;
    for (const Header &each : headers) {
        texts << (each.isDisabled ? u"~"_s : QString()) + each.name + u": "_s + each.value;
    }
    return texts;
}

QStringList parameterTexts(const SavedRequest &request)
{
    QStringList texts;
    for (const Parameter &each : request.parameters) {
        texts << (each.isDisabled ? u"~"_s : QString()) + (each.kind == Parameter::Path ? u":"_s : QString()) +
                     each.name + u'=' + each.value;
    }
    return texts;
}

QStringList variableTexts(const QList<Variable> &variables)
{
    QStringList texts;
    for (const Variable &each : variables) {
        texts << (each.isDisabled ? u"~"_s : QString()) + each.name +
                     (each.isSecret ? u" secret"_s : u'=' + each.value);
    }
    return texts;
}

QStringList fieldTexts(const Body &body)
{
    QStringList texts;
    for (const BodyField &each : body.fields) {
        texts << (each.isDisabled ? u"~"_s : QString()) + each.name + u'=' +
                     (each.isFile ? u'<' + each.files.join(u'|') + u"> "_s + each.contentType : each.value);
    }
    return texts;
}

QStringList assertionTexts(const SavedRequest &request)
{
    QStringList texts;
    for (const Assertion &each : request.assertions) {
        texts << (each.isDisabled ? u"~"_s : QString()) +
                     (each.expression + u' ' + each.operatorName + u' ' + each.value).trimmed();
    }
    return texts;
}

QStringList captureTexts(const SavedRequest &request)
{
    QStringList texts;
    for (const Capture &each : request.captures) {
        texts << each.variable + u'=' + each.expression;
    }
    return texts;
}

bool hasWarning(const ImportedCollection &collection, const QString &part)
{
    return std::ranges::any_of(collection.warnings,
                               [&](const ReadWarning &each) { return each.text().contains(part); });
}

QByteArray allFiles(const QString &folder)
{
    QByteArray all;
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly)) {
            all += file.readAll();
        }
    }
    return all;
}

} // namespace

class TestCollectionImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bruno_folder()
    {
        const ImportedCollection made = imported(u"bruno"_s);
        const Folder &root = made.collection.root;
        QCOMPARE(made.format, ImportFormat::Bruno);
        QCOMPARE(root.name, u"Shop API"_s);
        QCOMPARE(headerTexts(root.defaults.headers), (QStringList{u"X-Client: shop"_s, u"~X-Debug: 1"_s}));
        QCOMPARE(variableTexts(root.defaults.variables), QStringList{u"base=http://127.0.0.1:8080"_s});
        QCOMPARE(root.defaults.auth, (Json{{"type", "bearer"}, {"token", "{{token}}"}}));
        QCOMPARE(root.others["docs"].text(), u"# Shop\nAll of it."_s);
        QCOMPARE(root.folders.first().name, u"Orders"_s);
        QCOMPARE(made.collection.environments.size(), 1);
        QCOMPARE(variableTexts(made.collection.environments.first().variables),
                 (QStringList{u"base=http://127.0.0.1:9090"_s, u"token secret"_s, u"~old=x"_s, u"key secret"_s,
                              u"~unused secret"_s, u"x_api_key secret"_s, u"basic_password secret"_s,
                              u"url_password secret"_s, u"api_key secret"_s}));

        const SavedRequest create = requestOf(made, u"Create order"_s);
        QCOMPARE(create.path, u"Orders/Create order.yml"_s);
        QCOMPARE(create.tags, (QStringList{u"smoke"_s, u"slow"_s}));
        QCOMPARE(create.method, u"POST"_s);
        QCOMPARE(create.url, u"{{base}}/orders/:id?dry=1"_s);
        QCOMPARE(headerTexts(create.headers), (QStringList{u"X-A:B: quoted"_s, u"X-Api-Key: {{x_api_key}}"_s}));
        QCOMPARE(parameterTexts(create), (QStringList{u"dry=1"_s, u"~page=2"_s, u":id=a b"_s}));
        QCOMPARE(create.auth, (Json{{"type", "basic"}, {"username", "anna"}, {"password", "{{basic_password}}"}}));
        QCOMPARE(create.body.kind, Body::Json);
        QCOMPARE(create.body.data, u"{\n  \"name\": \"{{name}}\",\n  \"list\": [1, 2]\n}"_s);
        QCOMPARE(variableTexts(create.variables), QStringList{u"name=chair"_s});
        QCOMPARE(captureTexts(create), QStringList{u"orderId=res.body.id"_s});
        QCOMPARE(assertionTexts(create),
                 (QStringList{u"res.status eq 201"_s, u"res.body.name eq chair"_s, u"~res.body.id isNumber"_s}));
        QCOMPARE(create.settings, (Json{{"encodeUrl", true}, {"timeout", 500}}));
        QCOMPARE(create.others["docs"].text(), u"Makes an order."_s);

        const SavedRequest form = requestOf(made, u"Form"_s);
        QCOMPARE(form.sequence, 1); // before the other one
        QCOMPARE(form.auth, Json("inherit"));
        QCOMPARE(fieldTexts(form.body),
                 (QStringList{u"a=1"_s, u"file=<files/a.txt|files/b.txt> text/plain"_s,
                              u"long=  first\n  second"_s.replace(u"  "_s, QString()), u"~c=3"_s}));
        const SavedRequest login = requestOf(made, u"Login"_s);
        QCOMPARE(login.url, u"http://user:{{url_password}}@127.0.0.1/graphql?api_key={{api_key}}"_s);
        QVERIFY(parseJson(login.body.data.toUtf8()));
        QVERIFY(hasWarning(made, u"orders/Create order.bru, line 58: the script “script:post-response”"_s));
        QVERIFY(hasWarning(made, u"orders/folder.bru, line 10: the script “script:pre-request”"_s));
        QVERIFY(hasWarning(made, u"orders/Create order.bru, line 49: the variable “other”"_s));
        QVERIFY(hasWarning(made, u"orders/deep/Stream.bru: it is not a request over HTTP"_s));
        QVERIFY(hasWarning(made, u"login.bru: authorization of the type oauth2"_s));
    }

    void http_file()
    {
        const ImportedCollection made = imported(u"http/shop.http"_s);
        QCOMPARE(made.format, ImportFormat::HttpFile);
        QCOMPARE(variableTexts(made.collection.root.defaults.variables),
                 (QStringList{u"host=http://127.0.0.1:8080"_s, u"page=2"_s}));
        const SavedRequest list = requestOf(made, u"List orders"_s);
        QCOMPARE(list.url, u"{{host}}/orders?page={{page}}&sort=name"_s);
        QCOMPARE(parameterTexts(list), (QStringList{u"page={{page}}"_s, u"sort=name"_s}));
        QCOMPARE(headerTexts(list.headers),
                 (QStringList{u"Accept: application/json"_s, u"Authorization: Bearer {{authorization}}"_s}));
        QCOMPARE(captureTexts(list), QStringList{u"list_items_0_id=res.body.items[0].id"_s});
        const SavedRequest create = requestOf(made, u"Create"_s);
        QCOMPARE(create.auth, (Json{{"type", "basic"}, {"username", "anna"}, {"password", "{{basic_password}}"}}));
        QCOMPARE(create.body.kind, Body::Json);
        QVERIFY(create.body.data.contains(u"\"{{list_items_0_id}}\""_s));
        const SavedRequest form = requestOf(made, u"form"_s);
        QCOMPARE(fieldTexts(form.body), (QStringList{u"name=a b"_s, u"password={{basic_password}}"_s}));
        QCOMPARE(form.settings["timeout"].number(), 5'000);
        QCOMPARE(fieldTexts(requestOf(made, u"Upload"_s).body),
                 (QStringList{u"text=hello"_s, u"file=<./a.txt> text/plain"_s}));
        QCOMPARE(fieldTexts(requestOf(made, u"From a file"_s).body), QStringList{u"=<./a.png> image/png"_s});
        QCOMPARE(requestOf(made, u"GET {{host}}/plain"_s).url, u"{{host}}/plain"_s);
        QCOMPARE(made.collection.environments.size(), 2);
        QCOMPARE(variableTexts(made.collection.environments.first().variables),
                 (QStringList{u"host=http://127.0.0.1:1"_s, u"count=3"_s, u"pin secret"_s, u"authorization secret"_s,
                              u"basic_password secret"_s}));
        QVERIFY(hasWarning(made, u"shop.http, line 13: its script is not imported"_s));
        QVERIFY(hasWarning(made, u"“$guid”"_s));
        QVERIFY(hasWarning(made, u"“nested” of the environment “dev”"_s));
    }

    void hurl_file()
    {
        const ImportedCollection made = imported(u"hurl"_s);
        QCOMPARE(made.format, ImportFormat::Hurl);
        QCOMPARE(made.collection.root.requests.size(), 7);
        QCOMPARE(variableTexts(made.collection.root.defaults.variables), QStringList{u"page=2"_s});
        const SavedRequest list = requestOf(made, u"List orders"_s);
        QCOMPARE(list.url, u"{{base}}/orders?a=1&q=a%20b%23c"_s);
        QCOMPARE(parameterTexts(list), (QStringList{u"a=1"_s, u"q=a b#c"_s}));
        QCOMPARE(headerTexts(list.headers),
                 (QStringList{u"Accept: application/json"_s, u"Cookie: theme=dark; session={{session}}"_s}));
        QCOMPARE(list.settings["timeout"].number(), 5'000);
        QCOMPARE(captureTexts(list), (QStringList{u"first=res.body.items[0].id"_s, u"etag=res.headers.etag"_s}));
        QCOMPARE(assertionTexts(list),
                 (QStringList{u"res.status eq 200"_s, u"res.headers['content-type'] eq application/json"_s,
                              u"res.body.items.length eq 3"_s, u"res.body.items[0].name eq \"5\""_s,
                              u"res.body.items[0]['a b'] notContains x"_s, u"res.body.total gt 1.5"_s,
                              u"res.body.none isUndefined"_s, u"res.headers['x-id'] matches ^a/b"_s,
                              u"res.body contains x"_s, u"res.responseTime lt 1000"_s}));
        const SavedRequest change = requestOf(made, u"POST {{base}}/orders/{{first}}"_s);
        QCOMPARE(change.auth, (Json{{"type", "basic"}, {"username", "anna"}, {"password", "{{basic_password}}"}}));
        QCOMPARE(change.body.data, u"{\n  \"name\": \"[x]\",\n  \"id\": {{first}}\n}"_s);
        QCOMPARE(requestOf(made, u"PUT {{base}}/text"_s).body.data, u"one\ntwo\n"_s);
        QCOMPARE(fieldTexts(requestOf(made, u"POST {{base}}/form"_s).body),
                 (QStringList{u"a=1"_s, u"token={{token}}"_s}));
        QCOMPARE(fieldTexts(requestOf(made, u"POST {{base}}/upload"_s).body),
                 (QStringList{u"a=1"_s, u"f=<a.txt> text/plain"_s}));
        QCOMPARE(requestOf(made, u"POST {{base}}/file"_s).body.kind, Body::File);
        QCOMPARE(requestOf(made, u"POST {{base}}/xml"_s).body.data, u"<a>\n  <b/>\n</a>"_s);
        QVERIFY(hasWarning(made, u"shop.hurl, line 12: the option “retry”"_s));
        QVERIFY(hasWarning(made, u"shop.hurl, line 18: the capture"_s));
        QVERIFY(hasWarning(made, u"shop.hurl, line 28: the assert"_s));
    }

    void postman_collection()
    {
        const ImportedCollection made = imported(u"postman"_s);
        QCOMPARE(made.format, ImportFormat::Postman);
        const Folder &root = made.collection.root;
        QCOMPARE(root.name, u"Shop"_s);
        QCOMPARE(root.others["docs"].text(), u"All of it"_s);
        QCOMPARE(variableTexts(root.defaults.variables), QStringList{u"base=http://127.0.0.1"_s});
        const SavedRequest get = requestOf(made, u"Get a/b: \"order\""_s);
        QCOMPARE(get.path, u"Orders/Get a-b- -order.yml"_s);
        QCOMPARE(get.url, u"{{base}}/orders/:id?q=1"_s);
        QCOMPARE(parameterTexts(get), (QStringList{u"q=1"_s, u"~r=2"_s, u":id=7"_s}));
        QCOMPARE(headerTexts(get.headers), (QStringList{u"X-Api-Key: {{x_api_key}}"_s, u"~A: 1"_s}));
        QCOMPARE(get.auth, Json("inherit"));
        const SavedRequest create = requestOf(made, u"Create"_s);
        QCOMPARE(create.body.kind, Body::Json);
        QCOMPARE(create.auth["password"].text(), u"{{basic_password}}"_s);
        QCOMPARE(fieldTexts(requestOf(made, u"Form"_s).body), (QStringList{u"a=1"_s, u"~b="_s}));
        QCOMPARE(requestOf(made, u"Form"_s).auth, Json("none"));
        QCOMPARE(fieldTexts(requestOf(made, u"Upload"_s).body), (QStringList{u"a=1"_s, u"f=</home/a/x.txt> "_s}));
        QCOMPARE(requestOf(made, u"Text"_s).url, u"{{base}}/text?x=1"_s);
        QCOMPARE(made.collection.environments.first().name, u"Local"_s);
        QCOMPARE(variableTexts(made.collection.environments.first().variables),
                 (QStringList{u"base=http://127.0.0.1:8080"_s, u"pin secret"_s, u"x_api_key secret"_s,
                              u"basic_password secret"_s, u"token secret"_s}));
        QVERIFY(hasWarning(made, u"Get a/b: \"order\": the script “test”"_s));
        QVERIFY(hasWarning(made, u"Query: authorization of the type oauth2"_s));
        QVERIFY(hasWarning(made, u"Create: the variable “$randomInt”"_s));
    }

    void openapi_description()
    {
        const ImportedCollection made = imported(u"openapi/shop.yaml"_s);
        QCOMPARE(made.format, ImportFormat::OpenApi);
        const Folder &root = made.collection.root;
        QCOMPARE(root.name, u"Shop"_s);
        QCOMPARE(variableTexts(root.defaults.variables), QStringList{u"baseUrl=http://127.0.0.1:8080/v1"_s});
        QCOMPARE(root.defaults.auth, (Json{{"type", "bearer"}, {"token", "{{bearerAuth}}"}}));
        QCOMPARE(root.folders.size(), 1);
        QCOMPARE(root.folders.first().others["docs"].text(), u"Orders of the shop"_s);
        const SavedRequest get = requestOf(made, u"Get an order"_s);
        QCOMPARE(get.url, u"{{baseUrl}}/orders/:id?expand=lines"_s);
        QCOMPARE(get.tags, QStringList{u"read"_s});
        QCOMPARE(parameterTexts(get),
                 (QStringList{u":id=00000000-0000-4000-8000-000000000000"_s, u"expand=lines"_s, u"~page=1"_s}));
        QCOMPARE(headerTexts(get.headers), (QStringList{u"~X-Trace: t1"_s, u"~Cookie: theme=dark"_s}));
        QCOMPARE(get.auth, Json("inherit"));
        const SavedRequest put = requestOf(made, u"putOrder"_s);
        QCOMPARE(put.auth["value"].text(), u"{{key}}"_s);
        const auto body = parseJson(put.body.data.toUtf8());
        QVERIFY(body);
        QCOMPARE((*body)["created"].text(), u"2026-01-01"_s);
        QVERIFY(!body->contains("secret"));
        QCOMPARE((*body)["name"].text(), u"chair"_s);
        QCOMPARE((*body)["lines"], Json::array({Json(1.5)}));
        const SavedRequest file = requestOf(made, u"GET /files/{name}.json"_s);
        QCOMPARE(file.url, u"{{baseUrl}}/files/{{name}}.json"_s);
        QCOMPARE(variableTexts(file.variables), QStringList{u"name=a"_s});
        QCOMPARE(file.auth, Json("none"));
        QCOMPARE(fieldTexts(requestOf(made, u"POST /form"_s).body), (QStringList{u"a=3"_s, u"b=false"_s}));
        QCOMPARE(made.collection.environments.size(), 2);
        QCOMPARE(variableTexts(made.collection.environments.first().variables),
                 (QStringList{u"baseUrl=http://127.0.0.1:8080/v1"_s, u"bearerAuth secret"_s, u"key secret"_s,
                              u"oauth secret"_s}));
        QVERIFY(hasWarning(made, u"POST /form: oauth2"_s));
    }

    void what_is_imported_is_written_and_read_as_the_same_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *const name : {"bruno", "http", "hurl", "postman", "openapi"}) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }
    void what_is_imported_is_written_and_read_as_the_same()
    {
        QFETCH(QString, name);
        const ImportedCollection made = imported(name);
        QTemporaryDir folder;
        const QString target = folder.filePath(u"requests"_s);
        const auto written = writeImported(made.collection, target);
        QVERIFY2(written, qPrintable(written ? QString() : written.error().message));
        const auto read = readCollection(target);
        QVERIFY(read);
        QVERIFY2(read->warnings.isEmpty(),
                 qPrintable(read->warnings.isEmpty() ? QString() : read->warnings.first().text()));
        Collection expected = made.collection;
        expected.folder = target;
        QVERIFY(read->collection.root == expected.root);
        QVERIFY(read->collection.environments == expected.environments);
        const QByteArray all = allFiles(target);
        for (const char *const secret :
             {"hunter2", "letmein", "abc123", "literal-api-key", "plain-token-value", "abcdef-secret", "very-private",
              "cookie-secret", "form-secret", "collection-secret", "header-secret", "environment-secret"}) {
            QVERIFY2(!all.contains(secret), secret);
        }
        const auto again = writeImported(made.collection, target); // beside it, in the same collection
        QVERIFY(again);
        QCOMPARE(writeImported(made.collection, target).error().code, ErrorCode::AlreadyExists);
    }

    /// Whatever stands in the texts, they are read as they were imported.
    void any_text_is_written_and_read_as_the_same_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 40; ++seed) {
            QTest::addRow("%u", seed) << seed;
        }
    }
    void any_text_is_written_and_read_as_the_same()
    {
        QFETCH(quint32, seed);
        test::RandomValues random(seed);
        const auto pairs = [&] {
            Json list = Json::array();
            for (int count = 0; count < 4; ++count) {
                list.push_back(Json{{"key", random.text()},
                                    {"value", random.text()},
                                    {"type", random.boolean() ? "secret" : "text"},
                                    {"disabled", random.boolean()}});
            }
            return list;
        };
        const Json url{{"raw", random.text()}, {"query", pairs()}, {"variable", pairs()}};
        const Json body{
            {"mode", random.boolean() ? "formdata" : "urlencoded"}, {"formdata", pairs()}, {"urlencoded", pairs()}};
        const Json request{{"method", random.name()}, {"url", url}, {"header", pairs()}, {"body", body}};
        const Json raw{
            {"method", "POST"}, {"url", random.text()}, {"body", Json{{"mode", "raw"}, {"raw", random.text()}}}};
        const Json item{{"name", random.text()},
                        {"variable", pairs()},
                        {"item", Json::array({Json{{"name", random.text()}, {"request", request}},
                                              Json{{"name", random.text()}, {"request", raw}}})}};
        const Json document{
            {"info", Json{{"name", random.text()}}}, {"variable", pairs()}, {"item", Json::array({item})}};
        const ImportedCollection made = importedText(u"x.json"_s, document.toUtf8());
        QTemporaryDir folder;
        const auto written = writeImported(made.collection, folder.filePath(u"x"_s));
        QVERIFY2(written, qPrintable(written ? QString() : written.error().message));
        const auto read = readCollection(folder.filePath(u"x"_s));
        QVERIFY(read);
        QVERIFY(read->collection.root == made.collection.root);
        QVERIFY(read->collection.environments == made.collection.environments);
    }

    void nothing_is_written_through_a_link_or_over_a_file()
    {
        const Collection made = imported(u"bruno"_s).collection;
        QTemporaryDir elsewhere;
        QTemporaryDir folder;
        QVERIFY(QFile::link(elsewhere.path(), folder.filePath(u"Orders"_s)));
        QCOMPARE(writeImported(made, folder.path()).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(allFiles(folder.path()) + allFiles(elsewhere.path()), QByteArray());
        QVERIFY(QFile::remove(folder.filePath(u"Orders"_s)));
        QVERIFY(QDir(folder.path()).mkpath(u"Orders/Form.yml"_s)); // the last file of its folder
        QCOMPARE(writeImported(made, folder.path()).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(allFiles(folder.path()), QByteArray());
    }

    void an_export_is_imported_as_the_same_requests()
    {
        const auto text = exportHurl(imported(u"hurl"_s).collection);
        QVERIFY(text);
        const ImportedCollection again = importedText(u"x.hurl"_s, text->text);
        const ImportedCollection first = imported(u"hurl"_s);
        QCOMPARE(again.collection.root.requests.size(), first.collection.root.requests.size());
        for (const SavedRequest &request : first.collection.root.requests) {
            const SavedRequest same = requestOf(again, request.name);
            QCOMPARE(same.method, request.method);
            QCOMPARE(captureTexts(same), captureTexts(request));
            QCOMPARE(fieldTexts(same.body).size(), fieldTexts(request.body).size());
            QCOMPARE(same.body.data, request.body.data);
        }
    }

    void names_of_files_are_safe_and_differ()
    {
        QByteArray text;
        for (const char *const name : {"../../etc", "a", "A", "folder", "opencollection", ".hidden", "   ", "x/y", "a",
                                       "\xe2\x82\xac\xf0\x9f\x98\x80", "con\ttrol"}) {
            text += "### " + QByteArray(name) + "\nGET /\n";
        }
        const ImportedCollection made = importedText(u"x.http"_s, text);
        QStringList paths;
        for (const SavedRequest &request : made.collection.root.requests) {
            paths << request.path;
        }
        QCOMPARE(paths, (QStringList{u"etc.yml"_s, u"a.yml"_s, u"A 2.yml"_s, u"folder 2.yml"_s,
                                     u"opencollection 2.yml"_s, u"hidden.yml"_s, u"GET.yml"_s, u"x-y.yml"_s,
                                     u"a 3.yml"_s, u"request.yml"_s, u"con trol.yml"_s}));
    }

    void a_format_is_found_out_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<std::optional<ImportFormat>>("format");
        const auto row = [](const char *name, const char *content, std::optional<ImportFormat> format) {
            QTest::newRow(name) << QByteArray(content) << format;
        };
        row("openapi in json", "{\"openapi\": \"3.0.0\", \"a\": {\"item\": []}}", ImportFormat::OpenApi);
        row("openapi in yaml", "info: {}\nopenapi: 3.1.0\n", ImportFormat::OpenApi);
        row("postman", "{\"info\": {}, \"item\": []}", ImportFormat::Postman);
        row("postman about openapi", "{\"item\": [{\"raw\": \"{\\\"openapi\\\": 3}\"}]}", ImportFormat::Postman);
        row("hurl", "GET http://h\nHTTP 200\n", ImportFormat::Hurl);
        row("http", "### a\nGET http://h\n", ImportFormat::HttpFile);
        row("nothing", "name: x\n", {});
    }
    void a_format_is_found_out()
    {
        QFETCH(QByteArray, content);
        QFETCH(std::optional<ImportFormat>, format);
        QVERIFY(detectFormat({.name = u"x"_s, .files = {{u"x.txt"_s, content}}, .warnings = {}}) == format);
    }

    void a_password_in_a_url_is_in_no_name()
    {
        const QByteArray text = "GET http://anna:hunter2@127.0.0.1/a?token=abc123\n";
        for (const QString &name : {u"x.http"_s, u"x.hurl"_s}) {
            const ImportedCollection made = importedText(name, text);
            const SavedRequest request = made.collection.root.requests.value(0);
            QCOMPARE(request.name, u"GET http://127.0.0.1/a"_s);
            QCOMPARE(request.url, u"http://anna:{{url_password}}@127.0.0.1/a?token={{token}}"_s);
            QVERIFY(!requestText(request).contains("hunter2") && !requestText(request).contains("abc123"));
        }
    }

    void a_body_that_may_hold_a_secret_is_told()
    {
        const QByteArray head = "### A\nPOST /\n\n";
        QVERIFY(hasWarning(importedText(u"x.http"_s, head + "{\"client_secret\": \"abc\"}"),
                           u"A: the value of “client_secret”"_s));
        QVERIFY(importedText(u"x.http"_s, head + "{\"password\": \"{{password}}\", \"a\": \"b\"}").warnings.isEmpty());
    }

    void what_is_not_known_is_refused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("no format") << u"a.txt"_s << QByteArray("hello") << ErrorCode::InvalidArgument;
        QTest::newRow("empty") << u"a.http"_s << QByteArray() << ErrorCode::NotFound;
        QTest::newRow("swagger 2") << u"a.json"_s << QByteArray("{\"swagger\": \"2.0\"}") << ErrorCode::InvalidArgument;
        QTest::newRow("damaged") << u"a.json"_s << QByteArray("{\"item\": [") << ErrorCode::NotFound;
        QTest::newRow("deep") << u"a.json"_s << QByteArray("{\"item\": ") + QByteArray(200'000, '[')
                              << ErrorCode::NotFound;
    }
    void what_is_not_known_is_refused()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(ErrorCode, code);
        const auto made = importCollection({.name = u"x"_s, .files = {{name, content}}, .warnings = {}}, {});
        QVERIFY(!made);
        QCOMPARE(made.error().code, code);
        QVERIFY(!made.error().message.isEmpty());
    }

    void more_requests_than_the_limit_are_left_out()
    {
        const ImportedCollection made =
            importedText(u"x.http"_s, QByteArray("###\nGET /\n").repeated(maxImportedRequests + 5));
        QCOMPARE(made.collection.root.requests.size(), maxImportedRequests);
        QVERIFY(hasWarning(made, u"more than 20000 requests"_s));
    }

    void lists_without_end_are_shortened_so_that_the_files_are_read()
    {
        QByteArray text;
        for (int number = 0; number < 60'000; ++number) {
            text += "@v" + QByteArray::number(number) + " = 1\n";
        }
        text += "GET http://h/?";
        for (int number = 0; number < 20'000; ++number) {
            text += "a" + QByteArray::number(number) + "token=s" + QByteArray::number(number) + "&";
        }
        const ImportedCollection made = importedText(u"x.http"_s, text + "\n");
        QTemporaryDir folder;
        QVERIFY(writeImported(made.collection, folder.filePath(u"x"_s)));
        const auto read = readCollection(folder.filePath(u"x"_s));
        QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
        QCOMPARE(read->warnings.size(), 0);
        QVERIFY(read->collection.root == made.collection.root);
        QVERIFY(read->collection.environments == made.collection.environments);
        QVERIFY(hasWarning(made, u"more than 10000 entries"_s) && hasWarning(made, u"more warnings"_s));
    }

    void a_file_is_not_there()
    {
        QCOMPARE(importCollection(samplePath(u"nowhere"_s)).error().code, ErrorCode::NotFound);
        QTemporaryDir empty;
        QCOMPARE(importCollection(empty.path()).error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestCollectionImport)
#include "tst_collection_import.moc"
