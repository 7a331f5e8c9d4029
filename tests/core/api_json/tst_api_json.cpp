// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/invoke_json.h"

#include <QTest>

using namespace studio;

namespace {

App someApp()
{
    App app;
    app.id = {QStringLiteral("org"), QStringLiteral("hello")};
    app.target = RustTarget::Wasm;
    app.toolchain = QStringLiteral("1.93");
    app.tier = QStringLiteral("large");
    app.memoryMb = 700;
    app.cpuMillicores = 900;
    app.timeoutSecs = 7;
    app.maxReplicas = 3;
    app.description = QStringLiteral("says “hello”");
    app.inputSchema = QStringLiteral(R"({"type":"object"})");
    app.environment = {{QStringLiteral("Z"), QStringLiteral("1")}, {QStringLiteral("A"), QStringLiteral("zwei")}};
    app.activeVersion = 2;
    app.createdAtMs = 1'772'000'000'123;
    app.updatedAtMs = 1'772'000'000'124;
    return app;
}

Version someVersion()
{
    Version version;
    version.app = {QStringLiteral("org"), QStringLiteral("hello")};
    version.number = 4;
    version.codeHash = QByteArray(64, 'a');
    version.artifactHash = QByteArray(64, 'b');
    version.target = RustTarget::Wasm;
    version.rustVersion = QStringLiteral("1.97.1");
    version.artifact = {.size = 5'000'000'000,
                        .crates = {{QStringLiteral("serde"), QStringLiteral("1.0.1")}},
                        .imports = {QStringLiteral("wasi:http")},
                        .exports = {QStringLiteral("handle")}};
    version.tier = QStringLiteral("small");
    version.memoryMb = 256;
    version.timeoutSecs = 30;
    version.note = QStringLiteral("first");
    version.createdAtMs = 1'772'000'000'125;
    version.active = true;
    return version;
}

Draft someDraft()
{
    const Version version = someVersion();
    Draft draft;
    draft.app = version.app;
    draft.codeHash = version.codeHash;
    draft.createdAtMs = 1;
    draft.updatedAtMs = 2;
    draft.deployId = QStringLiteral("deploy");
    draft.status = DraftStatus::Compiled;
    draft.artifactHash = version.artifactHash;
    draft.artifactTarget = version.target;
    draft.artifactRust = version.rustVersion;
    draft.artifact = version.artifact;
    draft.outputSchema = QStringLiteral(R"({"type":"string"})");
    draft.notes = {QStringLiteral("One file is ignored by git.")};
    return draft;
}

Json parsed(const Json &json)
{
    return parseJson(bytesOf(json)).value();
}

} // namespace

class TestApiJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_is_written_is_read()
    {
        QCOMPARE(appFrom(parsed(toJson(someApp()))), someApp());
        QCOMPARE(appsFrom(parsed(toJson(QList{someApp(), someApp()}))), (QList{someApp(), someApp()}));
        QCOMPARE(versionFrom(parsed(toJson(someVersion())), {}), someVersion());
        Version damagedVersion = someVersion();
        damagedVersion.active = false;
        damagedVersion.damaged = true;
        QCOMPARE(versionFrom(parsed(toJson(damagedVersion)), {}), damagedVersion);
        App damagedApp = someApp();
        damagedApp.damaged = true;
        QCOMPARE(appFrom(parsed(toJson(damagedApp))), damagedApp);
        QCOMPARE(draftFrom(parsed(toJson(someDraft())), {}), someDraft());
        const auto page = versionsFrom(parsed(versionsJson({someVersion()}, 4)), {});
        QVERIFY(page);
        QCOMPARE(page->versions, QList{someVersion()});
        QCOMPARE(page->before, 4);
    }

    void a_new_app_has_what_was_given_and_what_its_tier_brings()
    {
        App given = someApp();
        given.activeVersion = 0;
        given.createdAtMs = given.updatedAtMs = 0;
        QCOMPARE(newAppFrom(parsed(createAppJson(given)), QStringLiteral("org")), given);
        const auto plain = newAppFrom({{"name", "x"}, {"resourceTier", "RESOURCE_TIER_SMALL"}}, QStringLiteral("o"));
        QVERIFY(plain);
        QCOMPARE(plain->memoryMb, 256);
        QCOMPARE(plain->cpuMillicores, 250);
        QCOMPARE(changedApp(someApp(), Json::object()), someApp());
        QCOMPARE(changedApp(someApp(), {{"description", "new"}})->description, QStringLiteral("new"));
        QVERIFY(changedApp(someApp(), {{"env", Json::object()}})->environment.isEmpty());
    }

    void a_draft_upload_keeps_every_byte()
    {
        DraftUpload upload{.archive = QByteArray::fromHex("1f8b00ff"),
                           .target = RustTarget::Wasm,
                           .inputSchema = QStringLiteral("{}"),
                           .outputSchema = {}};
        QCOMPARE(draftUploadFrom(parsed(toJson(upload))), upload);
    }

    void a_call_is_read_as_it_was_written_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("json") << QByteArray(R"({"a":1})");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no UTF-8") << QByteArray("\xff\x00z", 3);
        QTest::newRow("NUL") << QByteArray("a\0b", 3);
    }
    void a_call_is_read_as_it_was_written()
    {
        QFETCH(const QByteArray, body);
        for (const InvokeTarget target :
             {InvokeTarget{}, InvokeTarget{InvokeTarget::Draft, 0}, InvokeTarget{InvokeTarget::Numbered, 3}}) {
            const InvokeCall call{
                .target = target,
                .request = {
                    .method = "PUT", .target = "/a?b=c", .headers = {{"x-a", "1"}, {"x-a", "\xe9"}}, .body = body}};
            QCOMPARE(invokeCallFrom(parsed(toJson(call))), call);
        }
        const InvokeCall plain = invokeCallFrom(Json::object()).value();
        QCOMPARE(plain.request.method, "POST");
        QCOMPARE(headerValue(plain.request.headers, "content-type"), "application/json");
    }

    void frames_are_read_as_they_were_written()
    {
        const HttpResponse head{.status = 201, .reason = "Created", .headers = {{"a", "b"}}, .body = {}};
        const auto readHead = invokeFrameFrom(parsed(headFrame(QStringLiteral("id"), head)));
        QCOMPARE(readHead->kind, InvokeFrame::Head);
        QCOMPARE(readHead->head, head);
        QCOMPARE(readHead->executionId, QStringLiteral("id"));
        QCOMPARE(invokeFrameFrom(parsed(chunkFrame(QByteArray("\xff\x00", 2))))->data, QByteArray("\xff\x00", 2));
        const LogLine line{.executionId = QStringLiteral("id"), .stream = LogStream::Stdout, .text = "hi", .timeMs = 5};
        QCOMPARE(invokeFrameFrom(parsed(logFrame(line)))->line, line);
        QCOMPARE(invokeFrameFrom(parsed(startedFrame(QStringLiteral("id"))))->executionId, QStringLiteral("id"));
        Invocation invocation;
        invocation.executionId = QStringLiteral("id");
        invocation.coldStart = true;
        invocation.startUs = 7;
        invocation.timings = {.connected = 1, .firstByte = 2, .total = 3};
        invocation.error = Error{ErrorCode::Unavailable, QStringLiteral("It broke."), {}};
        invocation.brokeOff = true;
        const auto trailer = invokeFrameFrom(parsed(trailerFrame(invocation)));
        QCOMPARE(trailer->invocation, invocation);
        QVERIFY(!trailer->isAnswered);
        QCOMPARE(invokeFrameFrom({{"later", 1}})->kind, InvokeFrame::Unknown);
    }

    void an_error_comes_back_with_its_code()
    {
        const Error error{ErrorCode::FailedPrecondition, QStringLiteral("Not compiled."), QStringLiteral("detail")};
        QCOMPARE(errorFrom(400, bytesOf(toJson(error))), error);
        QCOMPARE(errorFrom(404, R"({"code": "NOT_FOUND", "message": "no"})").code, ErrorCode::NotFound);
        QCOMPARE(errorFrom(503, "<html>").code, ErrorCode::Unavailable);
        QCOMPARE(errorFrom(418, "").code, ErrorCode::InvalidArgument);
        QCOMPARE(httpStatusOf(ErrorCode::AlreadyExists), 409);
    }

    void what_is_wrong_is_named_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("named");
        QTest::newRow("no object") << QByteArray("[]") << "object";
        QTest::newRow("no name") << QByteArray("{}") << "name";
        QTest::newRow("name") << QByteArray(R"({"name": 1})") << "name";
        QTest::newRow("tier") << QByteArray(R"({"name": "a", "resourceTier": "HUGE"})") << "HUGE";
        QTest::newRow("target") << QByteArray(R"({"name": "a", "runtime": {"rust": {"target": "x86"}}})") << "x86";
        QTest::newRow("runtime") << QByteArray(R"({"name": "a", "runtime": {"python": {}}})") << "runtime";
        QTest::newRow("too much") << QByteArray(R"({"name": "a", "limits": {"memoryMb": 1e9}})") << "limits.memoryMb";
        QTest::newRow("too large") << QByteArray(R"({"name": "a", "limits": {"memoryMb": 99999999999999999999}})")
                                   << "limits.memoryMb";
        QTest::newRow("no replicas") << QByteArray(R"({"name": "a", "maxReplicas": 0})") << "maxReplicas";
        QTest::newRow("env") << QByteArray(R"({"name": "a", "env": {"A": 1}})") << "env";
        QTest::newRow("env name") << QByteArray(R"({"name": "a", "env": {"A=B": "1"}})") << "A=B";
        QTest::newRow("env NUL") << QByteArray(R"({"name": "a", "env": {"A": "\u0000"}})") << "NUL";
        QTest::newRow("schema") << QByteArray(R"({"name": "a", "inputSchema": "text"})") << "inputSchema";
    }
    void what_is_wrong_is_named()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QString, named);
        const auto app = newAppFrom(parseJson(json).value(), QStringLiteral("org"));
        QVERIFY(!app);
        QCOMPARE(app.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(app.error().message.contains(named), qPrintable(app.error().message));
    }

    void a_64_bit_integer_may_be_a_number()
    {
        QCOMPARE(draftFrom({{"codeHash", "x"}, {"createdAtMs", 5}}, {})->createdAtMs, 5);
        QVERIFY(!draftFrom({{"createdAtMs", "soon"}}, {}));
    }
};

QTEST_GUILESS_MAIN(TestApiJson)
#include "tst_api_json.moc"
