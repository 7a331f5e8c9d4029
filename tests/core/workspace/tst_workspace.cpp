// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of Run, Compile, Publish and Stop, without a window and with the real compiler.
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/build_output.h"
#include "core/workspace/call_targets.h"
#include "core/workspace/compile_history.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/workspace.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/support/dev_calls.h"
#include "tests/support/held_build.h"
#include "tests/support/one_workspace.h"

#include <QSignalSpy>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int compileTimeout = 300'000; ///< the first compile ever may be in it
const QString source = u"src/lib.rs"_s;

/// Text that was typed and not saved.
class TypedText final : public OpenDocument
{
public:
    TypedText(DocumentStore *store, QString path, QByteArray text)
        : m_store(store), m_path(std::move(path)), m_text(std::move(text))
    {
        m_store->opened(m_path, this);
    }
    ~TypedText() override { m_store->closed(m_path); }

    [[nodiscard]] QString text() const override { return QString::fromUtf8(m_text); }
    [[nodiscard]] qint64 size() const override { return text().toUtf8().size(); }
    [[nodiscard]] bool isDirty() const override { return m_isDirty; }
    [[nodiscard]] bool isReadOnly() const override { return false; }
    void replaceText(const QString &text) override { m_text = text.toUtf8(); }
    Task<bool> save() override
    {
        if (isFailing) {
            co_return fail(ErrorCode::PermissionDenied, u"cannot be saved"_s);
        }
        co_await onWorker([path = m_path, text = m_text]() -> Result<void> {
            writeFile(path, text);
            return {};
        });
        m_isDirty = false;
        m_store->saved(m_path);
        co_return true;
    }

    bool isFailing = false;

private:
    DocumentStore *m_store;
    QString m_path;
    QByteArray m_text;
    bool m_isDirty = true;
};

struct Studio : OneWorkspace
{
    DevCalls call;

    [[nodiscard]] QByteArray answer() { return bodyOf(QCoro::waitFor(call(loop))); }
    static QByteArray bodyOf(const Result<Invocation> &made)
    {
        return made ? made->response.body : made.error().message.toUtf8();
    }
};

} // namespace

class TestWorkspace : public QObject
{
    Q_OBJECT

    std::unique_ptr<Studio> m_studio;
    std::unique_ptr<TestProject> m_project;

    [[nodiscard]] Workspace &workspace() const { return m_studio->workspace; }
    [[nodiscard]] BuildActions *actions() const { return workspace().actions(); }

private Q_SLOTS:
    void init()
    {
        m_studio = std::make_unique<Studio>();
        m_project = std::make_unique<TestProject>("one");
        QVERIFY(workspace().open(m_project->path()));
    }
    void cleanup()
    {
        m_studio.reset();
        m_project.reset();
    }

    void a_project_is_open()
    {
        QCOMPARE(workspace().name(), u"hello"_s);
        QCOMPARE(workspace().appId(), (AppId{u"org"_s, u"hello"_s}));
        QCOMPARE(workspace().handlerFile(), m_project->path(source));
        QVERIFY(actions()->canRun() && actions()->canCompile() && actions()->canPublish() && !actions()->canStop());
        QVERIFY(!workspace().projectError());
        QCOMPARE(workspace().open(u"/nonexistent"_s).error().code, ErrorCode::NotFound);
        QCOMPARE(workspace().name(), u"hello"_s); // which is still the open one
    }

    void a_broken_manifest_is_opened_and_mended_here()
    {
        const TestProject broken;
        broken.add(u"Cargo.toml"_s, "[package\n");
        QSignalSpy closing(&workspace(), &Workspace::closing);
        QVERIFY(workspace().open(broken.path()));
        QCOMPARE(closing.size(), 1);
        QVERIFY(workspace().projectError());
        QVERIFY(workspace().manifest()->readError());
        QCOMPARE(workspace().name(), QFileInfo(broken.path()).fileName());
        QSignalSpy renamed(&workspace(), &Workspace::appIdChanged);
        QVERIFY(QCoro::waitFor(
            workspace().documents()->edit(broken.path(u"Cargo.toml"_s), u"[package]\nname = \"mended\"\n"_s)));
        QVERIFY(!workspace().manifest()->readError());
        QCOMPARE(renamed.size(), 1);
        QCOMPARE(workspace().name(), u"mended"_s);
    }

    void run_saves_first_and_takes_over_the_apps_environment()
    {
        m_project->add(source, "use ignite::prelude::*;\n\n#[ignite::main]\nfn handler(_req: Request, ctx: Context) -> "
                               "Result<impl IntoResponse> {\n    Ok(\"old\")\n}\n");
        App app;
        app.id = workspace().localAppId();
        app.environment = {{u"COLOUR"_s, u"green"_s}};
        QVERIFY(QCoro::waitFor(m_studio->platform.createApp(app)));
        TypedText typed(workspace().documents(), m_project->path(source),
                        "use ignite::prelude::*;\n\n#[ignite::main]\nfn handler(_req: Request, ctx: Context) -> "
                        "Result<impl IntoResponse> {\n    Ok(ctx.env().require(\"COLOUR\")?)\n}\n");
        QSignalSpy begun(workspace().output(), &BuildOutput::begun);
        QSignalSpy ended(workspace().output(), &BuildOutput::ended);
        QSignalSpy ran(actions(), &BuildActions::ran);
        const auto result = QCoro::waitFor(actions()->run());
        QVERIFY2(result, qPrintable(why(result)));
        QVERIFY(!typed.isDirty());
        QCOMPARE(begun.value(0).value(0).toString(), u"Compile · native"_s);
        QCOMPARE(ended.value(0).value(0).value<BuildOutput::Outcome>(), BuildOutput::Outcome::Succeeded);
        QCOMPARE(ran.value(0).value(0).toBool(), true);
        QCOMPARE(m_studio->answer(), "\"green\"");
        QVERIFY(actions()->canStop() && !actions()->isWorking());
        actions()->stop();
        QVERIFY(!actions()->canStop());
        QCOMPARE(m_studio->loop.status().instance, InstanceState::Stopped);
    }

    void what_cannot_be_saved_is_not_compiled()
    {
        TypedText typed(workspace().documents(), m_project->path(source), handlerSaying("two"));
        typed.isFailing = true;
        QSignalSpy begun(workspace().output(), &BuildOutput::begun);
        for (const auto &result : {QCoro::waitFor(actions()->run()), QCoro::waitFor(actions()->compile()),
                                   QCoro::waitFor(actions()->publish({}))}) {
            QVERIFY(!result);
            QCOMPARE(result.error().code, ErrorCode::PermissionDenied);
        }
        QVERIFY(begun.isEmpty());
        QVERIFY(!actions()->isWorking());
    }

    void a_compile_error_is_a_diagnostic_and_no_message()
    {
        m_project->add(source, handlerSaying("one") + "fn broken() -> i32 { \"text\" }\n");
        QSignalSpy messages(actions(), &BuildActions::message);
        QSignalSpy ended(workspace().output(), &BuildOutput::ended);
        const auto compiled = QCoro::waitFor(actions()->compile());
        QVERIFY(!compiled);
        QCOMPARE(compiled.error().code, ErrorCode::CompileFailed);
        QCOMPARE(workspace().diagnostics()->errors(), 1);
        QCOMPARE(workspace().diagnostics()->all().first().file, source);
        QCOMPARE(ended.value(0).value(0).value<BuildOutput::Outcome>(), BuildOutput::Outcome::Failed);
        QVERIFY(messages.isEmpty());
        m_project->add(source, handlerSaying("one"));
        const auto mended = QCoro::waitFor(actions()->compile());
        QVERIFY2(mended, qPrintable(why(mended)));
        QVERIFY(workspace().diagnostics()->all().isEmpty());
    }

    void what_is_no_compile_error_is_a_message()
    {
        m_project->add(u"Cargo.toml"_s, "[package\n");
        QSignalSpy messages(actions(), &BuildActions::message);
        QVERIFY(!QCoro::waitFor(actions()->run()));
        QCOMPARE(messages.size(), 1);
        const auto message = messages.first().first().value<WorkspaceMessage>();
        QCOMPARE(message.kind, WorkspaceMessage::Kind::Error);
        QVERIFY2(message.sentence.contains(u"Cargo.toml, line 1"), qPrintable(message.sentence));
    }

    void stop_cancels_what_is_compiled_and_leaves_what_runs()
    {
        QVERIFY(QCoro::waitFor(actions()->run()));
        const HeldBuild held(m_project->path());
        m_project->add(source, handlerSaying("two"));
        std::optional<Result<bool>> ran;
        QCoro::connect(actions()->run(), this, [&](const Result<bool> &result) { ran = result; });
        QTRY_VERIFY_WITH_TIMEOUT(held.hasBegun() || ran, compileTimeout);
        QVERIFY(actions()->isWorking() && actions()->canStop() && !actions()->canCompile());
        QSignalSpy stopping(actions(), &BuildActions::handlerStopping);
        actions()->stop();
        QTRY_VERIFY_WITH_TIMEOUT(ran, compileTimeout);
        QCOMPARE(ran->error().code, ErrorCode::Cancelled);
        QVERIFY(stopping.isEmpty());
        QCOMPARE(m_studio->answer(), "\"one\"");
        actions()->stop();
        QCOMPARE(stopping.size(), 1);
        QCOMPARE(m_studio->loop.status().instance, InstanceState::Stopped);
    }

    void stop_cancels_what_is_saved_for_a_run()
    {
        TypedText typed(workspace().documents(), m_project->path(source), handlerSaying("two"));
        std::optional<Result<bool>> ran;
        QCoro::connect(actions()->run(), this, [&](const Result<bool> &result) { ran = result; });
        QVERIFY(actions()->isWorking()); // it saves
        QSignalSpy begun(workspace().output(), &BuildOutput::begun);
        actions()->stop();
        QTRY_VERIFY(ran);
        QCOMPARE(ran->error().code, ErrorCode::Cancelled);
        QVERIFY(begun.isEmpty());
        QVERIFY(!actions()->isWorking());
    }

    void a_publish_makes_a_version_and_forgets_a_failure()
    {
        m_project->add(source, "broken");
        QVERIFY(!QCoro::waitFor(actions()->run()));
        QVERIFY(m_studio->loop.status().failed);
        m_project->add(source, handlerSaying("published"));
        QSignalSpy messages(actions(), &BuildActions::message);
        const auto published = QCoro::waitFor(actions()->publish(u"a note"_s));
        QVERIFY2(published, qPrintable(why(published)));
        QVERIFY(!m_studio->loop.status().failed);
        QCOMPARE(messages.first().first().value<WorkspaceMessage>(),
                 (WorkspaceMessage{.kind = WorkspaceMessage::Kind::Success,
                                   .sentence = u"Published org:hello as version 1 to the embedded platform."_s}));
        const auto version = QCoro::waitFor(m_studio->platform.getVersion(workspace().appId(), 1));
        QVERIFY(version);
        QCOMPARE(version->note, u"a note"_s);
        QCOMPARE(actions()->failedNote(), QString());
        CallTargets targets(&m_studio->platform);
        targets.setApp(workspace().appId());
        QTRY_COMPARE(targets.targets().last().id, u"version:1"_s);
        QCOMPARE(targets.targets().last().target, (InvokeTarget{InvokeTarget::Numbered, 1}));
    }

    void a_version_is_of_the_compile_that_was_made_for_it()
    {
        QVERIFY(QCoro::waitFor(actions()->publish({})));
        const CompileHistory *const history = workspace().history();
        QCOMPARE(history->records().size(), 1);
        QCOMPARE(history->records().last().version, 1);
        QVERIFY(QCoro::waitFor(actions()->publish({}))); // with nothing to compile
        QVERIFY(QCoro::waitFor(m_studio->platform.getVersion(workspace().appId(), 2)));
        QCOMPARE(history->records().size(), 1);
        QCOMPARE(history->records().last().version, 1);
    }

    void a_history_is_read_once_of_a_project_that_is_opened_twice()
    {
        const CompileHistory *const history = workspace().history();
        m_project->add(source, "broken");
        QVERIFY(!QCoro::waitFor(actions()->run()));
        QCOMPARE(history->records().size(), 1);
        QVERIFY(workspace().open(m_project->path()));
        QVERIFY(workspace().open(m_project->path()));
        QCOMPARE(history->records().size(), 0);
        QVERIFY(!QCoro::waitFor(actions()->run())); // they are read before its end
        QTRY_COMPARE(history->records().size(), 2);
    }

    void what_answers_a_run_is_what_it_compiled()
    {
        const CompileHistory *const history = workspace().history();
        const auto ran = QCoro::waitFor(actions()->run());
        QVERIFY2(ran, qPrintable(why(ran)));
        QCOMPARE(history->records().last().answerMs, 0.0);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!QCoro::waitFor(m_studio->call(m_studio->loop, {}, stop.get_token())));
        QCOMPARE(history->records().last().answerMs, 0.0); // it was given up
        m_project->add(source, handlerSaying("two"));
        bool isOldAsked = false;
        // When the compile has ended, and the old instance answers still.
        connect(workspace().output(), &BuildOutput::ended, this, [&] {
            isOldAsked = true;
            QCOMPARE(m_studio->answer(), "\"one\"");
            QCOMPARE(history->records().last().answerMs, 0.0);
        });
        QVERIFY(QCoro::waitFor(actions()->run()));
        QVERIFY(isOldAsked);
        QCOMPARE(history->records().size(), 2);
        QCOMPARE(history->records().last().answerMs, 0.0);
        QCOMPARE(m_studio->answer(), "\"two\"");
        QVERIFY(history->records().last().answerMs > 0);
    }

    void clippy_does_not_end_the_output_of_another_action()
    {
        const HeldBuild held(m_project->path());
        std::optional<Result<bool>> linted;
        QCoro::connect(actions()->lint(), this, [&](const Result<bool> &result) { linted = result; });
        QTRY_VERIFY_WITH_TIMEOUT(held.hasBegun() || linted, compileTimeout);
        QVERIFY(!linted);
        QSignalSpy ended(workspace().output(), &BuildOutput::ended);
        std::optional<Result<Artifact>> compiled;
        QCoro::connect(m_studio->loop.compile(Profile::Dev), this,
                       [&](const Result<Artifact> &result) { compiled = result; });
        held.release();
        QTRY_VERIFY_WITH_TIMEOUT(linted && compiled, compileTimeout);
        QVERIFY(*compiled);
        QCOMPARE(ended.size(), 1);
        QCOMPARE(ended.first().first().value<BuildOutput::Outcome>(), BuildOutput::Outcome::Succeeded);
    }

    void a_publish_that_is_stopped_publishes_nothing_and_keeps_its_note()
    {
        const HeldBuild held(m_project->path());
        std::optional<Result<bool>> published;
        QCoro::connect(actions()->publish(u"kept"_s), this, [&](const Result<bool> &result) { published = result; });
        QTRY_VERIFY_WITH_TIMEOUT(held.hasBegun() || published, compileTimeout);
        QVERIFY(actions()->isWorking() && !actions()->canRun() && !actions()->canPublish());
        QSignalSpy ended(workspace().output(), &BuildOutput::ended);
        QSignalSpy messages(actions(), &BuildActions::message);
        QVERIFY(QCoro::waitFor(actions()->publish(u"second"_s))); // which does nothing
        actions()->stop();
        QTRY_VERIFY_WITH_TIMEOUT(published, compileTimeout);
        QCOMPARE(published->error().code, ErrorCode::Cancelled);
        QCOMPARE(ended.value(0).value(0).value<BuildOutput::Outcome>(), BuildOutput::Outcome::Cancelled);
        QVERIFY(messages.isEmpty());
        QCOMPARE(actions()->failedNote(), u"kept"_s);
        QVERIFY(!QCoro::waitFor(m_studio->platform.getVersion(workspace().appId(), 1)));
        QVERIFY(actions()->canPublish());
    }

    void a_workspace_that_goes_during_a_run_leaves_nothing_behind()
    {
        const HeldBuild held(m_project->path());
        bool ended = false;
        QCoro::connect(actions()->run(), this, [&](const Result<bool> &) { ended = true; });
        QTRY_VERIFY_WITH_TIMEOUT(held.hasBegun(), compileTimeout);
        m_studio.reset();
        held.release();
        QVERIFY(!ended); // nobody is told, and nothing is used that is gone
    }

    void another_project_takes_its_diagnostics_with_it()
    {
        workspace().diagnostics()->add(DiagnosticList::Source::Compiler, {});
        const TestProject other("other");
        QVERIFY(workspace().open(other.path()));
        QVERIFY(workspace().diagnostics()->all().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
