// SPDX-License-Identifier: GPL-3.0-or-later
// The platform behind a real gateway, and behind a proxy that cuts, delays and corrupts what goes between.
#include "core/gateway/gateway.h"
#include "core/invocation/http_client.h"
#include "core/local/execution_recorder.h"
#include "core/local/local_platform.h"
#include "core/remote/remote_platform.h"
#include "core/remote/remote_poller.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/support/ended_call.h"
#include "tests/support/faulty_proxy.h"
#include "tests/support/places.h"

#include <QCoroTask>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTimer>

using namespace studio;
using namespace studio::test;

namespace {

const QByteArray bearer = "token-of-the-test";

AppId idOf(const char *name)
{
    return {QStringLiteral("org"), QString::fromLatin1(name)};
}

} // namespace

class TestRemotePlatform : public QObject
{
    Q_OBJECT

    QTemporaryDir m_data;
    QTemporaryDir m_cache;
    Paths m_paths = testPaths();
    Compiler m_compiler{m_paths};
    HttpClient m_client;
    std::unique_ptr<LocalPlatform> m_local;
    std::unique_ptr<Gateway> m_gateway;
    std::unique_ptr<FaultyProxy> m_proxy;
    std::unique_ptr<RemotePlatform> m_remote;

    std::unique_ptr<RemotePlatform> at(const QString &endpoint, const QByteArray &token = bearer) const
    {
        Paths paths = m_paths;
        paths.cache = m_cache.path();
        return std::make_unique<RemotePlatform>(
            QUrl(endpoint), [token]() -> Task<QByteArray> { co_return token; }, paths);
    }

    template <typename T> static Result<T> wait(Task<T> task) { return QCoro::waitFor(std::move(task)); }

    void makeApp(const char *name)
    {
        App app;
        app.id = idOf(name);
        const auto made = wait(m_remote->createApp(app));
        QVERIFY2(made || made.error().code == ErrorCode::AlreadyExists, made ? "" : qPrintable(made.error().message));
    }

    /// Saved and compiled, ready to be published again and again.
    void needCompiled()
    {
        if (wait(m_local->getApp(idOf("hello")))) {
            return;
        }
        makeApp("hello");
        const auto saved = wait(m_remote->saveDraft(idOf("hello"), sourcePath("/resources/samples/rust-hello")));
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        Told told;
        const auto compiled = wait(m_remote->compileDraft(idOf("hello"), told.observer()));
        QVERIFY2(compiled, compiled ? "" : qPrintable(compiled.error().message + told.text()));
        QVERIFY(!told.text().isEmpty());
    }

    [[nodiscard]] int newest()
    {
        return static_cast<int>(wait(m_local->listVersions(idOf("hello"), 1)).value().value(0).number);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_paths.data = m_data.path();
        m_local = std::make_unique<LocalPlatform>(m_paths, &m_compiler, &m_client);
        auto gateway = Gateway::start(m_local.get(), nullptr,
                                      {.token = bearer, .temporaryFolder = m_data.filePath(QStringLiteral("up"))});
        QVERIFY2(gateway, gateway ? "" : qPrintable(gateway.error().message));
        m_gateway = std::move(*gateway);
        m_proxy = std::make_unique<FaultyProxy>(m_gateway->port());
        m_remote = at(QStringLiteral("http://127.0.0.1:%1").arg(m_proxy->port()));
    }

    void init() { m_proxy->arm({.times = 0}); }

    void apps_go_there_and_back()
    {
        App app;
        app.id = idOf("wide");
        app.target = RustTarget::Wasm;
        app.tier = QStringLiteral("small");
        app.memoryMb = 200;
        app.cpuMillicores = 100;
        app.timeoutSecs = 7;
        app.maxReplicas = 3;
        app.description = QStringLiteral("ä “quoted” \n line");
        app.environment = {{QStringLiteral("B"), QStringLiteral("2")}, {QStringLiteral("A"), QStringLiteral("ü=1")}};
        app.inputSchema = QStringLiteral("{\"type\":\"object\"}");
        const auto made = wait(m_remote->createApp(app));
        QVERIFY2(made, made ? "" : qPrintable(made.error().message));
        QCOMPARE(*made, wait(m_local->getApp(app.id)).value());
        App changed = *made;
        changed.environment = {};
        changed.description.clear();
        changed.timeoutSecs = 9;
        QCOMPARE(wait(m_remote->updateApp(changed)).value().environment.size(), 0);
        QCOMPARE(wait(m_local->getApp(app.id)).value().timeoutSecs, 9);
        QCOMPARE(wait(m_remote->listApps(QStringLiteral("org"))), wait(m_local->listApps(QStringLiteral("org"))));
        QVERIFY(wait(m_remote->deleteApp(app.id)));
        QCOMPARE(wait(m_remote->deleteApp(app.id)).error().code, ErrorCode::NotFound);
    }

    void errors_keep_their_code()
    {
        QCOMPARE(wait(m_remote->getApp(idOf("nope"))).error().code, ErrorCode::NotFound);
        QVERIFY(wait(m_remote->getApp(idOf("nope"))).error().message.contains(QLatin1String("org:nope")));
        makeApp("bare");
        QCOMPARE(wait(m_remote->publishDraft(idOf("bare"))).error().code, ErrorCode::FailedPrecondition);
        QCOMPARE(wait(m_remote->draftInfo(idOf("bare"))).error().code, ErrorCode::NotFound);
        const QString there = QStringLiteral("http://127.0.0.1:%1").arg(m_gateway->port());
        QCOMPARE(wait(at(there, "wrong")->getApp(idOf("bare"))).error().code, ErrorCode::Unauthenticated);
        QCOMPARE(wait(at(there, {})->getApp(idOf("bare"))).error().code, ErrorCode::Unauthenticated);
        QCOMPARE(wait(at(QStringLiteral("http://127.0.0.1:1"))->getApp(idOf("bare"))).error().code,
                 ErrorCode::Unavailable);
    }

    void a_token_leaves_the_machine_encrypted_only()
    {
        const auto refused = wait(at(QStringLiteral("http://gateway.example"))->getApp(idOf("x")));
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        QVERIFY(refused.error().message.contains(QLatin1String("https")));
    }

    void the_whole_way_and_a_cut_log_is_followed_on()
    {
        m_proxy->arm({.kind = Fault::CutAnswer, .match = "/logs", .bytes = 700, .times = 2});
        needCompiled();
        const auto version = wait(m_remote->publishDraft(idOf("hello"), QStringLiteral("first")));
        QVERIFY2(version, version ? "" : qPrintable(version.error().message));
        QCOMPARE(version->note, QStringLiteral("first"));
        QString started;
        InvokeObserver observer;
        observer.started = [&](const QString &id) { started = id; };
        const auto invocation = wait(m_remote->invoke(
            idOf("hello"), {}, {.headers = {{"content-type", "application/json"}}, .body = "{\"message\":\"hü\"}"},
            observer));
        QVERIFY2(invocation, invocation ? "" : qPrintable(invocation.error().message));
        QVERIFY2(invocation->response.body.contains("hü"), invocation->response.body);
        QCOMPARE(invocation->response.status, 200);
        QCOMPARE(invocation->executionId, started);
        QVERIFY(invocation->coldStart);
        const auto record = wait(m_remote->getExecution(started));
        QVERIFY2(record, record ? "" : qPrintable(record.error().message));
        QCOMPARE(record->response.body, invocation->response.body);
        const auto code = wait(m_remote->versionCode(idOf("hello"), version->number));
        QVERIFY2(code, code ? "" : qPrintable(code.error().message));
        QCOMPARE(code->sha256, version->codeHash);
        QVERIFY(QFile::exists(code->path));
        const auto state = wait(m_remote->getAppState(idOf("hello")));
        QCOMPARE(state->active->number, version->number);
    }

    void a_failed_compile_tells_its_errors()
    {
        QTemporaryDir folder;
        QVERIFY(QProcess::execute(
                    QStringLiteral("cp"),
                    {QStringLiteral("-r"), sourcePath("/resources/samples/rust-hello/."), folder.path()}) == 0);
        QFile source(folder.filePath(QStringLiteral("src/lib.rs")));
        QVERIFY(source.open(QIODevice::Append));
        source.write("\nfn broken() { let x: u32 = \"no\"; }\n");
        source.close();
        QFile settings(folder.filePath(QStringLiteral("rust-toolchain.toml")));
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.close();
        makeApp("broken");
        QVERIFY(wait(m_remote->saveDraft(idOf("broken"), folder.path())));
        QString errors;
        QList<Diagnostic> warnings;
        CompileObserver observer;
        observer.diagnostic = [&](const Diagnostic &found) {
            if (found.severity == Severity::Warning) {
                warnings << found;
            } else {
                errors += found.rendered;
            }
        };
        const auto compiled = wait(m_remote->compileDraft(idOf("broken"), observer));
        QVERIFY(!compiled);
        QCOMPARE(compiled.error().code, ErrorCode::CompileFailed);
        QVERIFY2(errors.contains(QLatin1String("E0308")), qPrintable(errors));
        QVERIFY2(errors.contains(QLatin1String("src/lib.rs")), qPrintable(errors));
        QCOMPARE(warnings.size(), 1); // by its code, whatever its words
        QCOMPARE(warnings[0].code, QString(diagnosticCode::unusedSettings));
        QCOMPARE(warnings[0].file, QStringLiteral("rust-toolchain.toml"));
        QVERIFY(warnings[0].message.startsWith(warnings[0].file));
    }

    void reading_is_repeated_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("bytes");
        QTest::newRow("cut before the answer") << int(Fault::CutAnswer) << 0;
        QTest::newRow("cut in the head") << int(Fault::CutAnswer) << 20;
        QTest::newRow("cut in the body") << int(Fault::CutAnswer) << 400;
        QTest::newRow("cut in the request") << int(Fault::CutRequest) << 10;
        QTest::newRow("corrupted") << int(Fault::Corrupt) << 0;
        QTest::newRow("delayed") << int(Fault::Delay) << 0;
    }
    void reading_is_repeated()
    {
        makeApp("read");
        QFETCH(int, kind);
        QFETCH(int, bytes);
        m_proxy->arm({.kind = static_cast<Fault::Kind>(kind),
                      .match = "/org/read",
                      .bytes = bytes,
                      .time = std::chrono::milliseconds(300),
                      .times = 2});
        const auto app = wait(m_remote->getApp(idOf("read")));
        QVERIFY2(app, app ? "" : qPrintable(app.error().message));
        m_proxy->arm({.kind = Fault::CutAnswer, .match = "/org/read", .times = 99});
        QCOMPARE(wait(m_remote->getApp(idOf("read"))).error().code, ErrorCode::Unavailable);
    }

    void a_save_is_repeated_and_checked()
    {
        makeApp("save");
        m_proxy->arm({.kind = Fault::CutAnswer, .match = "POST /v1/ignite/app/org/save/draft", .bytes = 0, .times = 1});
        const auto draft = wait(m_remote->saveDraft(idOf("save"), sourcePath("/resources/samples/rust-hello")));
        QVERIFY2(draft, draft ? "" : qPrintable(draft.error().message));
        QCOMPARE(draft->codeHash, wait(m_local->draftInfo(idOf("save"))).value().codeHash);
        m_proxy->arm(
            {.kind = Fault::CutRequest, .match = "POST /v1/ignite/app/org/save/draft", .bytes = 500, .times = 99});
        QCOMPARE(wait(m_remote->saveDraft(idOf("save"), sourcePath("/resources/samples/rust-hello"))).error().code,
                 ErrorCode::Unavailable);
    }

    void a_broken_publish_ends_in_a_known_state_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<bool>("happens");
        QTest::newRow("the request is cut") << int(Fault::CutRequest) << 60 << false;
        QTest::newRow("the request is cut in its body") << int(Fault::CutRequest) << 312 << false;
        QTest::newRow("the answer is lost") << int(Fault::CutAnswer) << 0 << true;
        QTest::newRow("the answer is cut in its head") << int(Fault::CutAnswer) << 30 << true;
        QTest::newRow("the answer is corrupted") << int(Fault::Corrupt) << 0 << true;
    }
    void a_broken_publish_ends_in_a_known_state()
    {
        needCompiled();
        QFETCH(int, kind);
        QFETCH(int, bytes);
        QFETCH(bool, happens);
        const int before = newest();
        m_proxy->arm({.kind = static_cast<Fault::Kind>(kind), .match = "/draft/publish", .bytes = bytes});
        const int asked = m_proxy->requests("/draft/publish");
        const auto version = wait(m_remote->publishDraft(idOf("hello")));
        QCOMPARE(m_proxy->requests("/draft/publish"), asked + 1); // never sent twice
        QCOMPARE(version.has_value(), happens);
        QCOMPARE(newest(), before + (happens ? 1 : 0));
        if (happens) {
            QCOMPARE(version->number, before + 1);
        } else {
            QCOMPARE(version.error().code, ErrorCode::Unavailable);
            QVERIFY2(version.error().message.contains(QLatin1String("before")), qPrintable(version.error().message));
        }
    }

    void a_publish_with_unknown_outcome_says_so()
    {
        needCompiled();
        const int before = newest();
        m_proxy->arm({.kind = Fault::CutAnswer, .match = "/draft/publish", .bytes = 0});
        const auto restored = qScopeGuard([this] {
            m_local->disconnect(this);
            m_proxy->unplug(false);
        });
        connect(m_local.get(), &ComputeService::appChanged, this, [this] { m_proxy->unplug(true); });
        const auto version = wait(m_remote->publishDraft(idOf("hello")));
        QVERIFY(!version);
        QCOMPARE(version.error().code, ErrorCode::Unavailable);
        QVERIFY2(version.error().message.contains(QLatin1String("ignite version list org:hello")),
                 qPrintable(version.error().message));
        QCOMPARE(newest(), before + 1);
    }

    void a_call_is_never_repeated()
    {
        needCompiled();
        if (newest() == 0) {
            QVERIFY(wait(m_remote->publishDraft(idOf("hello"))));
        }
        m_proxy->arm({.kind = Fault::CutAnswer, .match = "/org/hello/invoke", .bytes = 0, .times = 99});
        const int asked = m_proxy->requests("/org/hello/invoke");
        const auto invocation = wait(m_remote->invoke(idOf("hello"), {}, {.body = "{}"}));
        QVERIFY(!invocation);
        QCOMPARE(invocation.error().code, ErrorCode::Unavailable);
        QCOMPARE(m_proxy->requests("/org/hello/invoke"), asked + 1);
    }

    void a_record_with_two_large_bodies_is_read_whole()
    {
        Execution large = endedCall(6 << 20);             // the largest payload
        large.request.body = QByteArray(6 << 20, '\xfe'); // no text, so it is sent in base64
        large.response.body = QByteArray(6 << 20, '\xff');
        large.responseBytes = large.response.body.size();
        m_local->recorder()->end(large);
        QVERIFY(wait(m_local->recorder()->flush()));
        const auto record = wait(m_remote->getExecution(large.id));
        QVERIFY2(record, record ? "" : qPrintable(record.error().message));
        QVERIFY(record->request.body == large.request.body && record->response.body == large.response.body);
    }

    void a_stop_ends_a_call_that_waits()
    {
        makeApp("slow");
        m_proxy->arm({.kind = Fault::Delay, .match = "/org/slow/draft", .time = std::chrono::minutes(1), .times = 99});
        std::stop_source stop;
        QTimer::singleShot(200, this, [stop]() mutable { stop.request_stop(); });
        const auto draft =
            wait(m_remote->saveDraft(idOf("slow"), sourcePath("/resources/samples/rust-hello"), stop.get_token()));
        QCOMPARE(draft.error().code, ErrorCode::Cancelled);
    }

    void changes_by_others_are_notified()
    {
        needCompiled();
        if (newest() == 0) {
            QVERIFY(wait(m_remote->publishDraft(idOf("hello"))));
        }
        const auto endpoint = QStringLiteral("http://127.0.0.1:%1").arg(m_proxy->port());
        const auto watching = at(endpoint);
        QStringList apps;
        QStringList calls;
        connect(watching.get(), &ComputeService::appChanged, this, [&](const AppId &id) { apps << id.name; });
        connect(watching.get(), &ComputeService::executionChanged, this,
                [&](const AppId &, const QString &id) { calls << id; });
        const int asked = m_proxy->requests("/executions");
        RemotePoller news(watching.get(), QStringLiteral("org"), std::chrono::milliseconds(50));
        QTRY_VERIFY(m_proxy->requests("/executions") > asked + 1); // what was there before is no news
        QVERIFY(apps.isEmpty() && calls.isEmpty());
        makeApp("from-elsewhere");
        QTRY_COMPARE(apps, QStringList{QStringLiteral("from-elsewhere")});
        const auto invocation = wait(m_local->invoke(idOf("hello"), {}, {.body = "{}"}));
        QVERIFY(invocation);
        QTRY_VERIFY(calls.contains(invocation->executionId));
        QVERIFY(wait(m_local->deleteApp(idOf("from-elsewhere"))));
        QTRY_COMPARE(apps.size(), 2);
        // So is what becomes of the draft of the app that is looked at.
        makeApp("watched");
        QTRY_COMPARE(apps.size(), 3);
        const auto states = m_proxy->requests("/state");
        news.watch(idOf("watched"));
        QTRY_VERIFY(m_proxy->requests("/state") > states + 1); // its state is known before it changes
        QVERIFY(wait(m_local->saveDraft(idOf("watched"), sourcePath("/resources/samples/rust-hello"))));
        QTRY_VERIFY(apps.size() > 3);
        // Away for a while, it is said, and asked again.
        QVERIFY(!news.failure());
        const QSignalSpy said(&news, &RemotePoller::failureChanged);
        m_proxy->unplug(true);
        QTRY_VERIFY(news.failure());
        QCOMPARE(news.failure()->code, ErrorCode::Unavailable);
        m_proxy->unplug(false);
        QTRY_VERIFY_WITH_TIMEOUT(!news.failure(), 20'000);
        QCOMPARE(said.size(), 2);
        const auto later = wait(m_local->invoke(idOf("hello"), {}, {.body = "{}"}));
        QTRY_VERIFY_WITH_TIMEOUT(calls.contains(later->executionId), 20'000);
    }

    void the_platform_may_go_before_its_calls()
    {
        makeApp("gone");
        m_proxy->arm({.kind = Fault::Delay, .match = "/org/gone", .time = std::chrono::minutes(1), .times = 99});
        auto remote = at(QStringLiteral("http://127.0.0.1:%1").arg(m_proxy->port()));
        auto task = remote->getApp(idOf("gone"));
        QTimer::singleShot(100, remote.get(), [&] { remote.reset(); });
        QCOMPARE(wait(std::move(task)).error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestRemotePlatform)
#include "tst_remote_platform.moc"
