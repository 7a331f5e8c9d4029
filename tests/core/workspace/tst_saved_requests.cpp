// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/request_runs.h"
#include "core/workspace/saved_requests.h"

#include <QCoroTask>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::collection;
using namespace Qt::StringLiterals;

namespace {

/// In the place of a platform, whose handler knows one path.
class OnePath final : public Invoker
{
public:
    Task<Invocation> invoke(AppId, InvokeTarget, HttpRequest request, InvokeObserver, std::stop_token) override
    {
        Invocation answer;
        answer.response.status = request.target == "/" ? 200 : 404;
        answer.request = std::move(request);
        co_return answer;
    }
    Task<QString> invokeAsync(AppId, InvokeTarget, HttpRequest) override { co_return QString(); }
};

} // namespace

class TestSavedRequests : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_project;
    std::unique_ptr<SavedRequests> m_requests;

    [[nodiscard]] QString pathOf(const QString &name) const { return m_requests->folder() + u'/' + name; }
    void write(const QString &name, const QByteArray &content) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(pathOf(name)).path()));
        QFile file(pathOf(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }
    static SavedRequest requestNamed(const QString &name, const QString &url = u"/"_s)
    {
        SavedRequest made;
        made.name = name;
        made.url = url;
        return made;
    }
    QString add(const QString &name, const QString &below = {})
    {
        return QCoro::waitFor(m_requests->add(requestNamed(name), below)).value_or(u"failed"_s);
    }

private Q_SLOTS:
    void init()
    {
        m_project = std::make_unique<QTemporaryDir>();
        m_requests = std::make_unique<SavedRequests>();
        m_requests->setProject(m_project->path());
        QVERIFY(QCoro::waitFor(m_requests->read()));
    }

    void a_project_without_requests_gets_a_collection_with_the_first()
    {
        QVERIFY(!m_requests->isThere());
        QCOMPARE(add(u"Create order"_s), u"Create order.yml"_s);
        QVERIFY(m_requests->isThere());
        QCOMPARE(m_requests->request(u"Create order.yml"_s)->name, u"Create order"_s);
        QVERIFY(QFile::exists(pathOf(u"opencollection.yml"_s)));
    }

    void the_test_input_of_a_handler_is_the_first_request()
    {
        QFile info(m_project->filePath(u"info.yaml"_s));
        QVERIFY(info.open(QIODevice::WriteOnly));
        info.write("name: greet\ndescription: Says hello.\ntest_input: {name: Ada}\n");
        info.close();
        QCOMPARE(add(u"Mine"_s), u"Mine.yml"_s);
        const SavedRequest *const first = m_requests->request(u"greet.yml"_s);
        QVERIFY(first);
        QCOMPARE(first->method, u"POST"_s);
        QVERIFY(first->body.data.contains(u"Ada"));
        QCOMPARE(add(u"More"_s), u"More.yml"_s); // once
        QCOMPARE(requestCount(m_requests->collection()->root), 3);
    }

    void names_become_files_that_every_system_takes_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("file");
        QTest::newRow("plain") << u"List"_s << u"List.yml"_s;
        QTest::newRow("path") << u"../../etc/passwd"_s << u"etc-passwd.yml"_s;
        QTest::newRow("hidden") << u".git"_s << u"git.yml"_s;
        QTest::newRow("signs") << u"a:b*c?\"d\"<e>|f\\g"_s << u"a-b-c--d--e--f-g.yml"_s;
        QTest::newRow("empty") << u"  "_s << u"request.yml"_s;
        QTest::newRow("the root's") << u"opencollection"_s << u"opencollection 2.yml"_s;
        QTest::newRow("a folder's") << u"folder"_s << u"folder 2.yml"_s;
        QTest::newRow("letters") << u"Größe 大"_s << u"Größe 大.yml"_s;
    }
    void names_become_files_that_every_system_takes()
    {
        QFETCH(QString, name);
        QFETCH(QString, file);
        QCOMPARE(add(name), file);
        QVERIFY(m_requests->request(file));
    }

    void what_is_there_is_never_written_over()
    {
        QCOMPARE(add(u"List"_s), u"List.yml"_s);
        write(u"List 2.yml"_s, "no request at all");
        QCOMPARE(add(u"List"_s), u"List 3.yml"_s);
        QFile second(pathOf(u"List 2.yml"_s));
        QVERIFY(second.open(QIODevice::ReadOnly));
        QCOMPARE(second.readAll(), "no request at all");
        QCOMPARE(m_requests->warnings().size(), 1);
    }

    void folders_hold_requests()
    {
        const auto folder = QCoro::waitFor(m_requests->addFolder({}, u"Orders"_s));
        QCOMPARE(folder.value(), u"Orders"_s);
        QCOMPARE(add(u"Create"_s, *folder), u"Orders/Create.yml"_s);
        QCOMPARE(m_requests->request(u"Orders/Create.yml"_s)->name, u"Create"_s);
        QVERIFY(!m_requests->request(u"Create.yml"_s));
        QCOMPARE(QCoro::waitFor(m_requests->addFolder({}, u"environments"_s)).value(), u"environments 2"_s);
    }

    void what_another_program_writes_is_read()
    {
        QCOMPARE(add(u"List"_s), u"List.yml"_s);
        write(u"more/Get.yml"_s, "info: {name: Get, type: http}\nhttp: {method: GET, url: /get}\n");
        QTRY_VERIFY(m_requests->request(u"more/Get.yml"_s));
        QVERIFY(QFile::remove(pathOf(u"List.yml"_s)));
        QTRY_VERIFY(!m_requests->request(u"List.yml"_s));
        QVERIFY(QDir(m_requests->folder()).removeRecursively());
        QTRY_VERIFY(!m_requests->isThere());
        write(u"opencollection.yml"_s, "opencollection: 1.0.0\ninfo: {name: Again}\n");
        QTRY_COMPARE(m_requests->collection()->root.name, u"Again"_s);
    }

    void a_collection_that_breaks_is_shown_as_it_was()
    {
        QCOMPARE(add(u"List"_s), u"List.yml"_s);
        write(u"opencollection.yml"_s, "info: {name: Shop}\n<<<<<<< HEAD\n");
        QTRY_VERIFY(m_requests->error());
        QVERIFY2(m_requests->error()->message.contains(u"merge conflict"), qPrintable(m_requests->error()->message));
        QVERIFY(m_requests->request(u"List.yml"_s));
    }

    void a_request_that_others_changed_is_not_written_over()
    {
        QCOMPARE(add(u"List"_s), u"List.yml"_s);
        const SavedRequest before = *m_requests->request(u"List.yml"_s);
        write(u"List.yml"_s, "info: {name: Theirs, type: http}\nhttp: {method: GET, url: /theirs}\n");
        SavedRequest mine = before;
        mine.url = u"/mine"_s;
        QVERIFY(!QCoro::waitFor(m_requests->save(mine, before)));
        QCOMPARE(m_requests->request(u"List.yml"_s)->url, u"/theirs"_s);
        QVERIFY(QCoro::waitFor(m_requests->save(mine, *m_requests->request(u"List.yml"_s))));
        QCOMPARE(m_requests->request(u"List.yml"_s)->url, u"/mine"_s);
    }

    void an_edited_request_is_sent_with_the_variables_of_its_place()
    {
        const auto folder = QCoro::waitFor(m_requests->addFolder({}, u"Orders"_s));
        write(u"Orders/folder.yml"_s, "info: {name: Orders, type: folder}\n"
                                      "request: {variables: [{name: from, value: folder}]}\n");
        Environment local{.path = {}, .name = u"local"_s, .variables = {}, .others = {}};
        local.variables = {{.name = u"host"_s, .value = u"here"_s},
                           {.name = u"from"_s, .value = u"environment"_s},
                           {.name = u"token"_s, .isSecret = true}};
        QVERIFY(QCoro::waitFor(m_requests->addEnvironment(local)));
        QTRY_COMPARE(m_requests->collection()->root.folders.value(0).defaults.variables.size(), 1);

        RequestRuns runs(m_requests.get());
        SavedRequest edited = requestNamed(u"Create"_s, u"/{{host}}/{{from}}?t={{token}}"_s);
        edited.path = *folder + u"/Create.yml"_s;
        QVERIFY(!QCoro::waitFor(runs.prepare(edited)));
        runs.setEnvironment(u"local"_s);
        const auto without = QCoro::waitFor(runs.prepare(edited));
        QVERIFY2(!without && without.error().message.contains(u"token"), qPrintable(without.error().message));
        int asked = 0;
        runs.setSecretReader([&asked](const Environment &) -> Task<Values> {
            ++asked;
            co_return Values{{u"token"_s, u"s3cret"_s}};
        });
        QCOMPARE(QCoro::waitFor(runs.prepare(edited))->request.target, "/here/folder?t=s3cret");
        QCOMPARE(QCoro::waitFor(runs.prepare(edited))->request.target, "/here/folder?t=s3cret");
        QCOMPARE(asked, 1); // when it was needed first
        QCOMPARE(runs.masked(u"t=s3cret"_s).contains(u"s3cret"), false);
        runs.reset(); // another project, whose environment may have the same name
        runs.setEnvironment(u"local"_s);
        runs.setSecretReader([](const Environment &) -> Task<Values> { co_return Values(); });
        QVERIFY(!QCoro::waitFor(runs.prepare(edited)));
    }

    void what_an_answer_gives_is_there_for_the_next_request()
    {
        RequestRuns runs(m_requests.get());
        SavedRequest first = requestNamed(u"Create"_s);
        first.captures = {{.expression = u"res.body.id"_s, .variable = u"id"_s}};
        first.assertions = {{.expression = u"res.status"_s, .operatorName = u"eq"_s, .value = u"201"_s}};
        const auto checks =
            QCoro::waitFor(runs.check(first, {.response = {.status = 200, .body = R"({"id": 7})"}, .executionId = {}}));
        QCOMPARE(checks->size(), 2);
        QVERIFY(checks->at(0).holds);
        QVERIFY(!checks->at(1).holds);
        QCOMPARE(QCoro::waitFor(runs.prepare(requestNamed(u"Get"_s, u"/{{id}}"_s)))->request.target, "/7");
        runs.setEnvironment(u"other"_s); // which is not there
        QVERIFY(!QCoro::waitFor(runs.prepare(requestNamed(u"Get"_s))));
        runs.setEnvironment({});
        QVERIFY(!QCoro::waitFor(runs.prepare(requestNamed(u"Get"_s, u"/{{id}}"_s)))); // it was of another environment
    }

    void requests_to_a_path_go_to_the_target()
    {
        QCOMPARE(add(u"List"_s), u"List.yml"_s);
        OnePath invoker;
        RequestRuns runs(m_requests.get());
        QStringList told;
        const auto tell = [&](const RequestOutcome &one) { told << one.path; };
        auto outcome = QCoro::waitFor(runs.run({}, tell, {}));
        QCOMPARE(outcome->requests.value(0).verdict, RequestOutcome::Unanswered);
        runs.setTarget(CallTarget{.id = u"dev"_s, .title = {}, .invoker = &invoker, .app = {}, .target = {}});
        outcome = QCoro::waitFor(runs.run({}, tell, {}));
        QCOMPARE(outcome->requests.value(0).verdict, RequestOutcome::Passed);
        QCOMPARE(told, QStringList({u"List.yml"_s, u"List.yml"_s}));
    }
};

QTEST_GUILESS_MAIN(TestSavedRequests)
#include "tst_saved_requests.moc"
