// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets are those of the project that runs, with the real compiler and a keychain that may ask.
#include "core/api/secret_service.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/build_output.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/workspace.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/core/gateway/throwing_service.h"
#include "tests/support/dev_calls.h"

#include <QPromise>
#include <QSignalSpy>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int compileTimeout = 300'000; ///< the first compile ever may be in it

/// A platform with one secret for each app, which the keychain gives once the person has answered it, if it does.
class AskingPlatform final : public ThrowingService, public SecretService
{
public:
    Task<App> getApp(AppId id) override
    {
        App app;
        app.id = id;
        co_return app;
    }
    SecretService *secretService() override { return this; }
    Task<bool> setSecret(AppId, QString, QByteArray) override { return thrown<bool>(); }
    Task<bool> deleteSecret(AppId, QString) override { return thrown<bool>(); }
    Task<QStringList> listSecrets(AppId) override { return thrown<QStringList>(); }
    Task<App> withSecrets(App app) override
    {
        if (isLost) {
            co_return fail(ErrorCode::FailedPrecondition, u"the keychain has lost it"_s);
        }
        if (isAsking) {
            const auto question = std::make_shared<QPromise<bool>>();
            question->start();
            questions << question;
            co_await question->future();
        }
        app.environment = {{u"PASSWORD"_s, u"of "_s + app.id.name}};
        co_return app;
    }
    void answer()
    {
        isAsking = false;
        for (const auto &question : std::exchange(questions, {})) {
            question->addResult(true);
            question->finish();
        }
    }

    bool isLost = false;
    bool isAsking = false;
    QList<std::shared_ptr<QPromise<bool>>> questions;
};

/// Answers the password that it was given.
const QByteArray askedHandler =
    "use ignite::prelude::*;\n\n#[ignite::main]\nfn handler(_req: Request, ctx: Context) -> "
    "Result<impl IntoResponse> {\n    Ok(ctx.env().get(\"PASSWORD\").unwrap_or_else(|| "
    "\"none\".to_owned()))\n}\n";

/// A workspace on such a platform, and a second project with another name.
struct Asking
{
    Paths paths = testPaths();
    Compiler compiler{paths};
    DevLoop loop{&compiler};
    AskingPlatform platform;
    Workspace workspace{{.compiler = &compiler, .loop = &loop, .platform = &platform}};
    DevCalls call;
    TestProject one;
    TestProject two;

    Asking()
    {
        for (const TestProject *const project : {&one, &two}) {
            project->add(u"src/lib.rs"_s, askedHandler);
        }
        QByteArray manifest = readFile(two.path(u"Cargo.toml"_s));
        two.add(u"Cargo.toml"_s, manifest.replace("name = \"hello\"", "name = \"other\""));
    }
    [[nodiscard]] QByteArray answer()
    {
        const auto made = QCoro::waitFor(call(loop));
        return made ? made->response.body : made.error().message.toUtf8();
    }
};

} // namespace

class TestWorkspaceSecrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_compile_takes_over_the_secrets_of_its_own_app()
    {
        Asking asking;
        QVERIFY(asking.workspace.open(asking.one.path()));
        const auto ran = QCoro::waitFor(asking.workspace.actions()->run());
        QVERIFY2(ran, qPrintable(why(ran)));
        QCOMPARE(asking.answer(), "\"of hello\"");
        QVERIFY(asking.workspace.open(asking.two.path()));
        const auto compiled = QCoro::waitFor(asking.workspace.actions()->compile());
        QVERIFY2(compiled, qPrintable(why(compiled)));
        QCOMPARE(asking.answer(), "\"of other\"");
    }

    void a_run_whose_secrets_cannot_be_read_has_none_of_another_project()
    {
        Asking asking;
        QVERIFY(asking.workspace.open(asking.one.path()));
        QVERIFY(QCoro::waitFor(asking.workspace.actions()->run()));
        asking.platform.isLost = true;
        QVERIFY(QCoro::waitFor(asking.workspace.actions()->run()));
        QCOMPARE(asking.answer(), "\"of hello\""); // as it was known before
        QVERIFY(asking.workspace.open(asking.two.path()));
        QVERIFY(QCoro::waitFor(asking.workspace.actions()->run()));
        QCOMPARE(asking.answer(), "\"none\"");
    }

    void what_waits_for_the_keychain_ends_with_its_project_data()
    {
        QTest::addColumn<int>("action");
        QTest::newRow("Run") << 0;
        QTest::newRow("Run of what is saved") << 1;
        QTest::newRow("Compile") << 2;
    }
    void what_waits_for_the_keychain_ends_with_its_project()
    {
        QFETCH(int, action);
        Asking asking;
        asking.platform.isAsking = true;
        QVERIFY(asking.workspace.open(asking.one.path()));
        BuildActions *const all = asking.workspace.actions();
        std::optional<Result<bool>> ended;
        QCoro::connect(action == 0   ? all->run()
                       : action == 1 ? all->runSaved()
                                     : all->compile(),
                       this, [&](const Result<bool> &result) { ended = result; });
        QTRY_VERIFY(!asking.platform.questions.isEmpty());
        QSignalSpy begun(asking.workspace.output(), &BuildOutput::begun);
        QVERIFY(asking.workspace.open(asking.two.path()));
        const auto another = all->compile(); // waits too, and is not what was cancelled
        QTRY_COMPARE(asking.platform.questions.size(), 2);
        asking.platform.answer();
        QTRY_VERIFY(ended);
        QVERIFY(!*ended);
        QCOMPARE(ended->error().code, ErrorCode::Cancelled);
        QTRY_VERIFY_WITH_TIMEOUT(!all->isWorking(), compileTimeout);
        QCOMPARE(begun.size(), 1);
        QCOMPARE(asking.answer(), "\"of other\"");
    }
};

QTEST_GUILESS_MAIN(TestWorkspaceSecrets)
#include "tst_workspace_secrets.moc"
