// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_file.h"
#include "core/collection/collection_reader.h"
#include "tests/core/collection/collection_folder.h"
#include "tests/support/random_values.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThread>
#include <QtConcurrentRun>

#include <ctime>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace studio;
using namespace studio::collection;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray wholeRequest = R"(info:
  name: Create an order
  type: http
  seq: 3
  tags:
    - smoke
    - orders
http:
  method: POST
  url: "{{base}}/orders/:id?page=2"
  headers:
    - name: content-type
      value: application/json
    - name: x-off
      value: 1
      disabled: true
      description: kept
  params:
    - name: page
      value: 2
      type: query
    - name: id
      value: "{{id}}"
      type: path
  body:
    type: json
    data: |-
      {"a": {{b}}}
  auth:
    type: bearer
    token: "{{token}}"
runtime:
  variables:
    - name: b
      value: 1.10
    - name: typed
      value:
        type: number
        data: "5"
  assertions:
    - expression: res.status
      operator: eq
      value: 201
    - expression: res.body.id
      operator: isDefined
      disabled: true
  actions:
    - type: set-variable
      phase: after-response
      selector:
        expression: res.body.id
        method: jsonq
      variable:
        name: order
        scope: runtime
    - type: other
  scripts:
    - type: tests
      code: "x"
settings:
  timeout: 100
docs: Some words.
)";

QStringList namesOf(const QList<SavedRequest> &requests)
{
    QStringList names;
    for (const SavedRequest &request : requests) {
        names << request.name;
    }
    return names;
}

} // namespace

class TestCollectionReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_request_is_read_whole()
    {
        const auto read = parseRequest(wholeRequest);
        QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
        QCOMPARE(read->name, u"Create an order"_s);
        QCOMPARE(read->sequence, std::optional(3));
        QCOMPARE(read->tags, QStringList({u"smoke"_s, u"orders"_s}));
        QCOMPARE(read->method, u"POST"_s);
        QCOMPARE(read->url, u"{{base}}/orders/:id?page=2"_s);
        QCOMPARE(read->headers.size(), 2);
        QCOMPARE(read->headers[1].value, u"1"_s); // a number where a text belongs
        QVERIFY(read->headers[1].isDisabled);
        QCOMPARE(read->headers[1].others["description"].text(), u"kept"_s);
        QCOMPARE(read->parameters[0].kind, Parameter::Query);
        QCOMPARE(read->parameters[1].kind, Parameter::Path);
        QCOMPARE(read->body.kind, Body::Json);
        QCOMPARE(read->body.data, u"{\"a\": {{b}}}"_s);
        QCOMPARE(read->auth["token"].text(), u"{{token}}"_s);
        QCOMPARE(read->variables[0].value, u"1.10"_s); // digits as they are written
        QCOMPARE(read->variables[1].value, u"5"_s);
        QCOMPARE(read->variables[1].type, u"number"_s);
        QCOMPARE(read->assertions[0].value, u"201"_s);
        QVERIFY(read->assertions[1].isDisabled);
        QCOMPARE(read->captures.size(), 1);
        QCOMPARE(read->captures[0].expression, u"res.body.id"_s);
        QCOMPARE(read->captures[0].variable, u"order"_s);
        QCOMPARE(read->otherActions.size(), 1U);
        QCOMPARE(read->scripts.size(), 1U);
        QCOMPARE(read->settings["timeout"].number(), 100);
        QCOMPARE(read->others["docs"].text(), u"Some words."_s);
    }

    void bodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("fields");
        QTest::newRow("none") << QByteArray("type: none") << int(Body::None) << 0;
        QTest::newRow("text") << QByteArray("{type: text, data: x}") << int(Body::Text) << 0;
        QTest::newRow("xml") << QByteArray("{type: xml, data: <a/>}") << int(Body::Xml) << 0;
        QTest::newRow("form") << QByteArray("{type: form-urlencoded, data: [{name: a, value: b}]}")
                              << int(Body::FormUrlEncoded) << 1;
        QTest::newRow("multipart") << QByteArray("{type: multipart-form, data: [{name: a, type: file, value: [x.png]}, "
                                                 "{name: b, type: text, value: c}]}")
                                   << int(Body::MultipartForm) << 2;
        QTest::newRow("file") << QByteArray("{type: file, data: [{filePath: a.bin, selected: true}]}")
                              << int(Body::File) << 1;
        QTest::newRow("form without data") << QByteArray("{type: form-urlencoded}") << int(Body::FormUrlEncoded) << 0;
    }
    void bodies()
    {
        QFETCH(QByteArray, body);
        const QByteArray value = body.startsWith('{') ? body : "{" + body + "}";
        const auto read = parseRequest("http: {url: /, body: " + value + "}");
        QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
        QTEST(int(read->body.kind), "kind");
        QTEST(int(read->body.fields.size()), "fields");
    }

    void a_fault_names_its_line_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QByteArray &text, int line, const char *says) {
            QTest::newRow(name) << text << line << QString::fromUtf8(says);
        };
        row("no YAML", "info:\n  name: [\n", 3, "");
        row("a tab", "info:\n\tname: x\n", 2, "");
        row("nothing", "", 1, "not a mapping");
        row("a sequence", "- a\n", 1, "not a mapping");
        row("no http", "info:\n  name: x\n", 1, "“http” is missing");
        row("http is a text", "info:\n  name: x\nhttp: x\n", 3, "“http” is not a mapping");
        row("url is a mapping", "info:\n  name: x\nhttp:\n  method: GET\n  url:\n    a: b\n", 5,
            "“http.url” is not a text");
        row("headers", "http:\n  url: /\n  headers:\n    - name: a\n    - value: b\n", 5,
            "“http.headers[1].name” is missing");
        row("disabled", "http:\n  url: /\n  headers:\n    - name: a\n      disabled: maybe\n", 5,
            "is not true or false");
        row("seq", "info:\n  seq: first\nhttp:\n  url: /\n", 2, "is not a number");
        row("body", "http:\n  body:\n    type: yaml\n", 3, "“yaml” is not a kind of body");
        row("graphql", "info:\n  type: graphql\n", 2, "requests of the type graphql are not run here");
        row("alias", "http: &a\n  url: /\ninfo: *a\n", 3, "");
        row("conflict", "http:\n<<<<<<< HEAD\n  url: /a\n=======\n  url: /b\n>>>>>>> other\n", 2, "merge conflict");
        row("half a conflict", "http:\n  url: /a\n=======\r\n  url: /b\n", 3, "merge conflict");
        row("end of a conflict", "http:\n  url: /a\n>>>>>>> other", 3, "merge conflict");
        row("a key twice", "http:\n  url: [a]\n  method: GET\nhttp:\n  method: [GET]\n  url: /\n  url: {}\n", 5,
            "“http.method” is not a text");
        row("a member of the first only", "http:\n  url: [a]\nhttp:\n  headers: [{}]\n", 4, "is missing");
        row("two documents", "http:\n  url: /\n---\nhttp:\n  url: /\n", 3, "a second document");
        row("more behind it", "{http: {url: /}}\n}\n", 2, "");
        row("no UTF-8", "http:\n  url: \"\xff\"\n", 0, "");
    }
    void a_fault_names_its_line()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        const auto read = parseRequest(text);
        QVERIFY(!read);
        QVERIFY2(read.error().message.contains(says), qPrintable(read.error().message));
        QFETCH(int, line);
        if (line > 0) {
            QCOMPARE(read.error().line, line);
        }
    }

    void what_only_looks_like_a_conflict_is_read()
    {
        QVERIFY(parseRequest("http:\n  body:\n    type: text\n    data: |\n      <<<<<<< x\n      =======\n"));
        QCOMPARE(conflictLine("========\n<<<<<<<<"), 0);
    }

    void folders_run_before_requests_by_sequence_then_by_name()
    {
        const CollectionFolder folder;
        folder.writeRequest("z.yml", "Z", "2");
        folder.writeRequest("b.yml", "B");
        folder.writeRequest("a.yml", "A", "1");
        folder.writeRequest("first.yml", "First", "-1");
        folder.writeRequest("second/x.yml", "X");
        folder.write("second/folder.yml", "info:\n  name: Last\n  seq: 9\nrequest:\n  variables:\n"
                                          "    - name: v\n      value: 1\n");
        folder.writeRequest("plain/y.yml", "Y");
        folder.writeRequest("plain/deeper/w.yml", "W");
        const auto read = readCollection(folder.path());
        QVERIFY(read);
        QVERIFY(read->warnings.isEmpty());
        const Folder &root = read->collection.root;
        QCOMPARE(root.name, u"Shop"_s);
        QCOMPARE(namesOf(root.requests), QStringList({u"First"_s, u"A"_s, u"B"_s, u"Z"_s}));
        QCOMPARE(root.folders.size(), 2);
        QCOMPARE(root.folders[0].name, u"plain"_s); // no folder.yml: its own name, sequence 1
        QCOMPARE(root.folders[1].name, u"Last"_s);
        QCOMPARE(root.folders[1].defaults.variables[0].value, u"1"_s);
        QCOMPARE(root.folders[0].folders[0].requests[0].path, u"plain/deeper/w.yml"_s);
        QCOMPARE(requestCount(root), 7);
    }

    void environments_stand_at_the_root_only()
    {
        const CollectionFolder folder;
        folder.write("environments/local.yml", "name: local\nvariables:\n  - name: base\n    value: http://localhost\n"
                                               "  - secret: true\n    name: KEY\n    value: leaked\n");
        folder.write("environments/unnamed.yml", "variables: []\n");
        folder.writeRequest("below/environments/a.yml", "A");
        const auto read = readCollection(folder.path());
        QVERIFY(read);
        QCOMPARE(read->collection.environments.size(), 2);
        const Environment &local = read->collection.environments[0];
        QCOMPARE(local.name, u"local"_s);
        QVERIFY(local.variables[1].isSecret);
        QCOMPARE(local.variables[1].value, QString()); // not even where somebody wrote it down
        QCOMPARE(read->collection.environments[1].name, u"unnamed"_s);
        QCOMPARE(requestCount(read->collection.root), 1);
    }

    /// The order of names in a folder is that of the file system.
    void environments_of_one_name_are_in_the_order_of_their_files()
    {
        const CollectionFolder folder;
        QStringList expected;
        for (int i = 29; i >= 10; --i) {
            folder.write("environments/" + QByteArray::number(i) + ".yml", "name: same\n");
            expected.prepend(u"environments/%1.yml"_s.arg(i));
        }
        const auto read = readCollection(folder.path());
        QVERIFY(read);
        QStringList paths;
        for (const Environment &environment : read->collection.environments) {
            paths << environment.path;
        }
        QCOMPARE(paths, expected);
    }

    void damaged_files_are_passed_over_with_a_warning()
    {
        const CollectionFolder folder;
        folder.writeRequest("good.yml", "Good");
        folder.write("bad.yml", "http:\n  url: [\n");
        folder.write("sub/conflict.yml", "a: 1\n<<<<<<< HEAD\n");
        folder.write("sub/folder.yml", "info: x\n");
        folder.write("environments/bad.yml", "- x\n");
        folder.write("ignored.yaml", "[");
        folder.write(".hidden.yml", "[");
        folder.write("huge.yml", QByteArray(maxCollectionFileBytes + 1, ' '));
        QVERIFY(symlink("/etc/passwd", qPrintable(folder.path(u"link.yml"_s))) == 0);
        QVERIFY(symlink("/", qPrintable(folder.path(u"everything"_s))) == 0);
        folder.writeRequest("linked/a.yml", "A");
        folder.write("elsewhere", "info:\n  name: Elsewhere\n");
        QVERIFY(symlink("../elsewhere", qPrintable(folder.path(u"linked/folder.yml"_s))) == 0);
        QVERIFY(mkfifo(qPrintable(folder.path(u"pipe.yml"_s)), 0600) == 0);
        const auto read = readCollection(folder.path());
        QVERIFY(read);
        QStringList warnings;
        for (const ReadWarning &warning : read->warnings) {
            warnings << warning.text();
        }
        QCOMPARE(namesOf(read->collection.root.requests), QStringList{u"Good"_s});
        QVERIFY2(warnings.filter(u"bad.yml, line 3: "_s).size() == 1, qPrintable(warnings.join(u'\n')));
        QVERIFY(warnings.contains(u"sub/conflict.yml, line 2: the file has a merge conflict. Resolve it and remove "
                                  "git's markers."_s));
        QVERIFY(warnings.contains(u"sub/folder.yml, line 1: “info” is not a mapping."_s));
        QVERIFY(warnings.contains(u"environments/bad.yml, line 1: the file is not a mapping."_s));
        QVERIFY(warnings.contains(u"link.yml: links are not followed."_s));
        QVERIFY(warnings.contains(u"pipe.yml: it is not a file."_s));
        QVERIFY(warnings.contains(u"linked/folder.yml: links are not followed."_s));
        QCOMPARE(read->collection.root.folders.last().name, u"sub"_s);
        QCOMPARE(read->collection.root.folders.first().name, u"linked"_s);
        QCOMPARE(warnings.filter(u"huge.yml"_s).size(), 1);
        QCOMPARE(warnings.size(), 8);
    }

    void what_is_no_collection_is_refused()
    {
        const QTemporaryDir empty;
        QCOMPARE(readCollection(empty.path()).error().code, ErrorCode::NotFound);
        QCOMPARE(readCollection(empty.filePath(u"missing"_s)).error().code, ErrorCode::NotFound);
        const CollectionFolder damaged;
        damaged.write("opencollection.yml", "info:\n  - x\n");
        const auto read = readCollection(damaged.path());
        QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(read.error().message.startsWith(u"opencollection.yml, line 2: "_s) ||
                     read.error().message.startsWith(u"opencollection.yml, line 1: "_s),
                 qPrintable(read.error().message));
        const CollectionFolder deep;
        QByteArray path;
        for (int level = 0; level <= maxCollectionDepth; ++level) {
            path += "d/";
        }
        deep.writeRequest(path + "a.yml", "A");
        QCOMPARE(readCollection(deep.path()).error().code, ErrorCode::ResourceExhausted);
    }

    void files_are_not_too_large_together()
    {
        const CollectionFolder folder;
        for (qint64 bytes = 0; bytes <= maxCollectionBytes; bytes += maxCollectionFileBytes) {
            const QByteArray name = QByteArray::number(bytes) + ".yml";
            folder.write(name, "x");
            QVERIFY(QFile::resize(folder.path(QString::fromLatin1(name)), maxCollectionFileBytes)); // takes no room
        }
        QVERIFY(maxCollectionBytes <= 64LL << 20); // a value takes some twenty times as much as its text
        QCOMPARE(readCollection(folder.path()).error().code, ErrorCode::ResourceExhausted);
    }

    void files_have_not_too_many_values_together_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("requests") << QByteArray("r%.yml") << QByteArray("info: {name: x}\nhttp: {url: /}\n");
        QTest::newRow("environments") << QByteArray("environments/e%.yml") << QByteArray("name: x\n");
        QTest::newRow("folders") << QByteArray("f%/folder.yml") << QByteArray("info: {name: x}\n");
    }
    void files_have_not_too_many_values_together()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, begin);
        constexpr int ofOne = 49'000;
        const CollectionFolder folder;
        const QByteArray content = begin + "x: [" + QByteArray("a,").repeated(ofOne) + "]\n";
        for (qint64 values = 0; values <= maxCollectionValues; values += ofOne) {
            folder.write(QByteArray(path).replace('%', QByteArray::number(values)), content);
        }
        const auto read = readCollection(folder.path());
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::ResourceExhausted);
        QVERIFY2(read.error().message.contains(u"values"_s), qPrintable(read.error().message));
    }

    void a_stopped_reading_is_cancelled()
    {
        const CollectionFolder folder;
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(readCollection(folder.path(), stop.get_token()).error().code, ErrorCode::Cancelled);
    }

    void the_collection_of_a_folder_is_above_it()
    {
        const CollectionFolder folder;
        folder.writeRequest("a/b/c.yml", "C");
        QCOMPARE(collectionFolderOf(folder.path(u"a/b"_s)), QFileInfo(folder.path()).absoluteFilePath());
        const QTemporaryDir empty;
        QCOMPARE(collectionFolderOf(empty.path()), QString());
    }

    /// Bytes of a request changed, cut and repeated: read, or refused with a sentence.
    void damage_of_any_kind_is_survived()
    {
        RandomValues random(19);
        for (int i = 0; i < 3'000; ++i) {
            QByteArray text = wholeRequest;
            for (int edits = 1 + random.below(4); edits > 0; --edits) {
                const int at = random.below(static_cast<int>(text.size()) + 1);
                const int length = std::min<int>(random.below(40), static_cast<int>(text.size()) - at);
                switch (random.below(3)) {
                case 0:
                    text.remove(at, length);
                    break;
                case 1:
                    text.insert(at, text.mid(at, length));
                    break;
                default:
                    text.insert(at, random.boolean() ? random.bytes() : random.text().toUtf8());
                }
            }
            const auto read = parseRequest(text);
            QVERIFY(read || !read.error().message.isEmpty());
        }
    }

    void figures_of_10000_requests()
    {
        if (qEnvironmentVariableIsEmpty("STUDIO_MEASURE")) {
            QSKIP("measured where STUDIO_MEASURE is set");
        }
        const CollectionFolder folder;
        for (int i = 0; i < 10'000; ++i) {
            const QByteArray name = QByteArray::number(i);
            folder.write("folder" + QByteArray::number(i % 100) + "/request" + name + ".yml", wholeRequest);
        }
        for (int round = 0; round < 3; ++round) {
            QElapsedTimer timer;
            timer.start();
            const std::clock_t before = std::clock();
            const auto read = readCollection(folder.path());
            const qint64 ms = timer.elapsed();
            QVERIFY(read && requestCount(read->collection.root) == 10'000);
            qInfo("10,000 requests of %lld bytes: %lld ms, %lld ms of processor time",
                  static_cast<long long>(wholeRequest.size()), static_cast<long long>(ms),
                  static_cast<long long>((std::clock() - before) * 1'000 / CLOCKS_PER_SEC));
        }
    }

    /// As many as there are threads for it, and more: each takes the help of others.
    void several_are_read_at_once()
    {
        const CollectionFolder folder;
        for (int number = 0; number < 200; ++number) {
            QVERIFY(folder.writeRequest("r" + QByteArray::number(number) + ".yml", "R"));
        }
        QList<QFuture<int>> reads;
        for (int read = 0; read < 4 * QThread::idealThreadCount(); ++read) {
            reads << QtConcurrent::run([path = folder.path()] {
                const auto reading = readCollection(path);
                return reading ? requestCount(reading->collection.root) : -1;
            });
        }
        for (const QFuture<int> &read : std::as_const(reads)) {
            QTRY_VERIFY_WITH_TIMEOUT(read.isFinished(), 20'000);
            QCOMPARE(read.result(), 200);
        }
    }
};

QTEST_GUILESS_MAIN(TestCollectionReader)
#include "tst_collection_reader.moc"
