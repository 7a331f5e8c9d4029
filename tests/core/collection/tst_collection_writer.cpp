// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_file.h"
#include "core/collection/collection_reader.h"
#include "core/collection/collection_writer.h"
#include "tests/core/collection/collection_folder.h"
#include "tests/support/random_values.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <unistd.h>

using namespace studio;
using namespace studio::collection;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

/// Values of a collection as a reader could give them.
class RandomCollection
{
public:
    explicit RandomCollection(quint32 seed) : m_random(seed) {}

    SavedRequest request()
    {
        SavedRequest made;
        made.name = m_random.text();
        made.sequence = sequence();
        made.tags = QStringList(m_random.list(3, [&] { return m_random.text(); }));
        made.method = m_random.name();
        made.url = m_random.text();
        made.headers = m_random.list(3, [&] { return header(); });
        made.parameters = m_random.list(3, [&] {
            return Parameter{.name = m_random.text(),
                             .value = m_random.text(),
                             .kind = m_random.boolean() ? Parameter::Path : Parameter::Query,
                             .isDisabled = m_random.boolean(),
                             .others = others()};
        });
        made.body = body();
        made.auth = auth();
        made.variables = variables();
        made.assertions = m_random.list(3, [&] {
            return Assertion{.expression = m_random.text(),
                             .operatorName = m_random.name(),
                             .value = m_random.text(),
                             .isDisabled = m_random.boolean(),
                             .others = others()};
        });
        made.captures = m_random.list(3, [&] {
            return Capture{.expression = m_random.text(),
                           .variable = m_random.text(),
                           .scope = m_random.name(),
                           .isDisabled = m_random.boolean(),
                           .others = others()};
        });
        made.scripts = m_random.boolean() ? Json::array({Json{{"type", "tests"}, {"code", m_random.text()}}}) : Json();
        made.settings = others();
        made.otherInfo = others();
        made.otherHttp = others();
        made.otherRuntime = others();
        made.otherActions = m_random.boolean() ? Json::array({Json{{"type", "other"}}}) : Json();
        made.others = others();
        return made;
    }

    Folder folder()
    {
        Folder made;
        made.name = m_random.text();
        made.sequence = sequence();
        made.defaults = {.headers = m_random.list(3, [&] { return header(); }),
                         .variables = variables(),
                         .auth = auth(),
                         .others = others()};
        made.otherInfo = others();
        made.others = others();
        return made;
    }

    Environment environment()
    {
        return {.path = {}, .name = m_random.text(), .variables = variables(), .others = others()};
    }

private:
    std::optional<int> sequence() { return m_random.boolean() ? std::optional(m_random.number()) : std::nullopt; }

    Json others()
    {
        Json made;
        if (m_random.below(4) == 0) {
            made["x-" + m_random.name().toStdString()] = m_random.text();
            made["x-number"] = m_random.number();
            made["x-list"] = Json::array({m_random.text(), Json(), true});
        }
        return made;
    }

    Json auth()
    {
        switch (m_random.below(3)) {
        case 0:
            return {};
        case 1:
            return "inherit";
        default:
            return Json{{"type", "bearer"}, {"token", m_random.text()}};
        }
    }

    Header header()
    {
        return {
            .name = m_random.text(), .value = m_random.text(), .isDisabled = m_random.boolean(), .others = others()};
    }

    QList<Variable> variables()
    {
        return m_random.list(3, [&] {
            const bool isSecret = m_random.below(4) == 0;
            return Variable{.name = m_random.text(),
                            .value = isSecret ? QString() : m_random.text(),
                            .type = isSecret || m_random.boolean() ? QString() : m_random.name(),
                            .isSecret = isSecret,
                            .isDisabled = m_random.boolean(),
                            .others = others()};
        });
    }

    Body body()
    {
        Body made;
        made.kind = static_cast<Body::Kind>(m_random.below(Body::File + 1));
        if (made.kind == Body::None) {
            return made;
        }
        made.others = others();
        if (made.kind < Body::FormUrlEncoded) {
            made.data = m_random.text(40);
        } else {
            made.fields = m_random.list(3, [&] { return bodyField(made.kind); });
        }
        return made;
    }

    BodyField bodyField(Body::Kind kind)
    {
        BodyField made{.name = {}, .value = {}, .files = {}, .contentType = {}, .others = {}};
        made.isDisabled = m_random.boolean();
        made.contentType = m_random.boolean() ? m_random.name() : QString();
        made.isFile = kind == Body::File || (kind == Body::MultipartForm && m_random.boolean());
        if (kind == Body::File) {
            made.files = QStringList{m_random.text()};
            made.isSelected = m_random.boolean();
            return made;
        }
        made.name = m_random.text();
        if (made.isFile) {
            made.files = QStringList(m_random.list(3, [&] { return m_random.text(); }));
        } else {
            made.value = m_random.text();
        }
        return made;
    }

    RandomValues m_random;
};

SavedRequest sample()
{
    SavedRequest request;
    request.path = u"orders/create.yml"_s;
    request.name = u"Create"_s;
    request.sequence = 2;
    request.tags = QStringList{u"smoke"_s};
    request.method = u"POST"_s;
    request.url = u"{{base}}/orders"_s;
    request.headers = {{.name = u"accept"_s, .value = u"*/*"_s, .others = {}}};
    request.body.kind = Body::Json;
    request.body.data = u"{\n  \"a\": 1,\n  \"b\": {{b}}\n}"_s;
    request.assertions = {{.expression = u"res.status"_s, .operatorName = u"eq"_s, .value = u"200"_s, .others = {}}};
    request.captures = {{.expression = u"res.body.id"_s, .variable = u"id"_s, .others = {}}};
    return request;
}

} // namespace

class TestCollectionWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_is_written_is_read_back()
    {
        for (quint32 seed = 1; seed <= 1'500; ++seed) {
            RandomCollection random(seed);
            const SavedRequest request = random.request();
            const auto read = parseRequest(requestText(request));
            QVERIFY2(read && *read == request, requestText(request) + "\nseed " + QByteArray::number(seed));
            const Folder folder = random.folder();
            QVERIFY2(parseFolder(folderText(folder)) == folder, folderText(folder));
            QVERIFY2(parseRoot(rootText(folder)) == folder, rootText(folder));
            const Environment environment = random.environment();
            QVERIFY2(parseEnvironment(environmentText(environment)) == environment, environmentText(environment));
        }
    }

    void the_text_is_what_bruno_writes_in_order()
    {
        QCOMPARE(requestText(sample()), R"(info:
  name: Create
  type: http
  seq: 2
  tags:
  - smoke
http:
  method: POST
  url: '{{base}}/orders'
  headers:
  - name: accept
    value: '*/*'
  body:
    type: json
    data: |-
      {
        "a": 1,
        "b": {{b}}
      }
runtime:
  assertions:
  - expression: res.status
    operator: eq
    value: "200"
  actions:
  - type: set-variable
    phase: after-response
    selector:
      expression: res.body.id
      method: jsonq
    variable:
      name: id
      scope: runtime
)");
    }

    void one_edit_changes_one_line()
    {
        const QByteArrayList before = requestText(sample()).split('\n');
        SavedRequest edited = sample();
        edited.assertions[0].value = u"201"_s;
        const QByteArrayList after = requestText(edited).split('\n');
        QCOMPARE(after.size(), before.size());
        int changed = 0;
        for (qsizetype line = 0; line < before.size(); ++line) {
            changed += before[line] == after[line] ? 0 : 1;
        }
        QCOMPARE(changed, 1);
    }

    void git_merges_what_two_people_changed()
    {
        if (QStandardPaths::findExecutable(u"git"_s).isEmpty()) {
            QSKIP("git is not installed");
        }
        const QTemporaryDir folder;
        const auto write = [&](const QString &name, const SavedRequest &request) {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(requestText(request)) > 0;
        };
        SavedRequest ours = sample();
        ours.body.data.replace(u"\"a\": 1"_s, u"\"a\": 2"_s);
        ours.headers.append({.name = u"x"_s, .value = u"y"_s, .others = {}});
        SavedRequest theirs = sample();
        theirs.name = u"Create an order"_s;
        theirs.assertions[0].value = u"201"_s;
        QVERIFY(write(u"base"_s, sample()) && write(u"ours"_s, ours) && write(u"theirs"_s, theirs));
        QProcess git;
        git.setWorkingDirectory(folder.path());
        git.start(u"git"_s, {u"merge-file"_s, u"-p"_s, u"ours"_s, u"base"_s, u"theirs"_s});
        QVERIFY(git.waitForFinished());
        QCOMPARE(git.exitCode(), 0);
        SavedRequest merged = ours;
        merged.path.clear();
        merged.name = theirs.name;
        merged.assertions = theirs.assertions;
        const auto read = parseRequest(git.readAllStandardOutput());
        QVERIFY(read && *read == merged);
    }

    void a_secret_is_never_written()
    {
        const Environment environment{
            .path = {},
            .name = u"e"_s,
            .variables =
                {{.name = u"KEY"_s, .value = u"sesame"_s, .type = u"number"_s, .isSecret = true, .others = {}}},
            .others = {}};
        QCOMPARE(environmentText(environment), "name: e\nvariables:\n- secret: true\n  name: KEY\n");
    }

    void a_file_that_says_the_same_is_not_touched()
    {
        const CollectionFolder folder;
        QVERIFY(saveRequest(folder.path(), sample(), nullptr));
        const QByteArray commented = "# mine\n" + requestText(sample());
        folder.write("orders/create.yml", commented);
        QVERIFY(saveRequest(folder.path(), sample(), nullptr));
        QFile file(folder.path(u"orders/create.yml"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), commented);
        SavedRequest edited = sample();
        edited.url = u"/x"_s;
        const SavedRequest before = sample();
        QVERIFY(saveRequest(folder.path(), edited, &before));
        const auto read = readCollection(folder.path());
        QVERIFY(read && read->warnings.isEmpty());
        QCOMPARE(read->collection.root.folders[0].requests[0], edited);
    }

    void what_others_wrote_is_not_lost_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("wasRead");
        QByteArray changed = requestText(sample());
        changed.replace("url: ", "url: /theirs");
        QTest::newRow("changed since") << changed << true;
        QTest::newRow("not known") << requestText(sample()) << false;
        QTest::newRow("conflict") << "<<<<<<< HEAD\n" + requestText(sample()) << true;
        QTest::newRow("no YAML") << QByteArray("http: [\n") << true;
        QTest::newRow("another kind") << QByteArray("info: {type: graphql}\n") << true;
        QTest::newRow("empty") << QByteArray() << true;
    }
    void what_others_wrote_is_not_lost()
    {
        QFETCH(QByteArray, content);
        QFETCH(bool, wasRead);
        const CollectionFolder folder;
        folder.write("orders/create.yml", content);
        const SavedRequest before = sample();
        SavedRequest edited = sample();
        edited.url = u"/mine"_s;
        const auto saved = saveRequest(folder.path(), edited, wasRead ? &before : nullptr);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::FailedPrecondition);
        QVERIFY2(saved.error().message.contains(u"orders/create.yml"_s), qPrintable(saved.error().message));
        QFile file(folder.path(u"orders/create.yml"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
    }

    /// The reader names it after its file.
    void a_request_without_a_name_is_saved()
    {
        const CollectionFolder folder;
        folder.write("a.yml", "http: {method: GET, url: /}\n");
        const SavedRequest before = readCollection(folder.path())->collection.root.requests[0];
        SavedRequest edited = before;
        edited.url = u"/mine"_s;
        QVERIFY(saveRequest(folder.path(), edited, &before));
        QCOMPARE(readCollection(folder.path())->collection.root.requests[0], edited);
    }

    void a_path_stays_in_the_collection_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *path : {"", "x", "../x.yml", "a/../../x.yml", "/x.yml", ".git/x.yml", "a//x.yml", "link/x.yml",
                                 "link/new/x.yml", "file.yml", "folder.yml", "a/folder.yml", "opencollection.yml",
                                 "environments/x.yml", "node_modules/x.yml", "a/node_modules/x.yml"}) {
            QTest::newRow(path) << QString::fromUtf8(path);
        }
        QTest::newRow("too deep") << u"d/"_s.repeated(maxCollectionDepth + 1) + u"x.yml"_s;
    }
    void a_path_stays_in_the_collection()
    {
        const CollectionFolder folder;
        const QTemporaryDir outside;
        QVERIFY(symlink(qPrintable(outside.path()), qPrintable(folder.path(u"link"_s))) == 0);
        QVERIFY(symlink(qPrintable(outside.filePath(u"made"_s)), qPrintable(folder.path(u"file.yml"_s))) == 0);
        SavedRequest request = sample();
        QFETCH(QString, path);
        request.path = path;
        const auto saved = saveRequest(folder.path(), request, nullptr);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::InvalidArgument);
        QVERIFY(QDir(outside.path()).isEmpty());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList{u"link"_s});
    }

    void a_request_in_the_deepest_folder_is_read_back()
    {
        const CollectionFolder folder;
        SavedRequest request = sample();
        request.path = u"d/"_s.repeated(maxCollectionDepth) + u"opencollection.yml"_s; // is one of the root only
        QVERIFY(saveRequest(folder.path(), request, nullptr));
        const auto read = readCollection(folder.path());
        QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
        QCOMPARE(requestCount(read->collection.root), 1);
    }

    void an_environment_is_in_its_folder_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *path :
             {"local.yml", "environments/a/local.yml", "a/environments/local.yml", "environments/local.yaml"}) {
            QTest::newRow(path) << QString::fromUtf8(path);
        }
    }
    void an_environment_is_in_its_folder()
    {
        QFETCH(QString, path);
        const CollectionFolder folder;
        const auto saved =
            saveEnvironment(folder.path(), {.path = path, .name = {}, .variables = {}, .others = {}}, nullptr);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(saved.error().message, u"“%1” is not the path of an environment."_s.arg(path));
    }

    void a_folder_becomes_a_collection()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"requests"_s);
        QVERIFY(makeCollection(path, u"Shop"_s));
        QVERIFY(makeCollection(path, u"Another"_s)); // is one already
        QVERIFY(saveEnvironment(
            path, {.path = u"environments/local.yml"_s, .name = u"local"_s, .variables = {}, .others = {}}, nullptr));
        const auto read = readCollection(path);
        QVERIFY(read && read->warnings.isEmpty());
        QCOMPARE(read->collection.root.name, u"Shop"_s);
        QCOMPARE(read->collection.environments[0].name, u"local"_s);
    }
};

QTEST_GUILESS_MAIN(TestCollectionWriter)
#include "tst_collection_writer.moc"
