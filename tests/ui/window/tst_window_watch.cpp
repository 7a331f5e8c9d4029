// SPDX-License-Identifier: GPL-3.0-or-later
// Watch: a source that changes on disk is compiled and takes the place of what runs. The real window and compiler.
#include "core/project/project.h"
#include "core/workspace/build_output.h"
#include "core/workspace/project_watch.h"
#include "tests/support/held_build.h"
#include "tests/ui/window/studio.h"
#include "ui/editor/code_editor.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/shell/session_memory.h"

#include <QCoroTask>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::test;

namespace {

constexpr int longCompile = 300'000; ///< the first compile ever may be in it

QByteArray handlerAnswering(const QByteArray &word)
{
    return "use ignite::prelude::*;\n\n#[ignite::main]\nasync fn handler(_req: Request, _ctx: Context) -> Result<impl "
           "IntoResponse> {\n    Ok(\"" +
           word + "\")\n}\n";
}

} // namespace

class TestWindowWatch : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Studio> m_studio;
    std::unique_ptr<QSignalSpy> m_begun; ///< compiles
    std::unique_ptr<QSignalSpy> m_ended;

    [[nodiscard]] QString project() const { return m_home->filePath(QStringLiteral("hello")); }
    [[nodiscard]] ProjectWatch *watch() const { return m_studio->composed.workspace()->watch(); }
    void write(const QString &file, const QByteArray &content) const
    {
        QFile to(project() + u'/' + file);
        QVERIFY(to.open(QIODevice::WriteOnly));
        QVERIFY(to.write(content) == content.size());
    }
    [[nodiscard]] QByteArray read(const QString &file) const
    {
        QFile from(project() + u'/' + file);
        return from.open(QIODevice::ReadOnly) ? from.readAll() : QByteArray();
    }
    [[nodiscard]] QByteArray answer() const
    {
        const auto made =
            QCoro::waitFor(m_studio->platform.invoke({}, {InvokeTarget::DevInstance}, HttpRequest(), {}, {}));
        return made ? made->response.body : made.error().message.toUtf8();
    }
    void openStudio()
    {
        m_studio = std::make_unique<Studio>(m_home->path());
        const BuildOutput *const output = m_studio->composed.workspace()->output();
        m_begun = std::make_unique<QSignalSpy>(output, &BuildOutput::begun);
        m_ended = std::make_unique<QSignalSpy>(output, &BuildOutput::ended);
        m_studio->open(project());
        m_studio->window.show();
        QVERIFY(QTest::qWaitForWindowActive(&m_studio->window));
    }
    /// Switched on by the person in a folder that is trusted: what is there is compiled first.
    void startWatching()
    {
        watch()->setTrust(true);
        m_studio->action("handler.watch")->trigger();
        QVERIFY(m_studio->action("handler.watch")->isChecked());
        QTRY_COMPARE_WITH_TIMEOUT(m_studio->loop.status().instance, InstanceState::Ready, longCompile);
        QTRY_COMPARE(m_studio->loop.status().phase, DevLoop::Phase::Idle);
        QCOMPARE(m_begun->size(), 1);
    }
#define EXPECT_ANSWER(word) QTRY_COMPARE_WITH_TIMEOUT(answer(), QByteArray("\"" word "\""), 60'000)

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project()));
        write(QStringLiteral("src/lib.rs"), handlerAnswering("one"));
        openStudio();
    }
    void cleanup()
    {
        m_begun.reset();
        m_ended.reset();
        m_studio.reset();
        m_home.reset();
    }

    void it_is_off_at_first_and_nothing_is_compiled()
    {
        QVERIFY(m_studio->action("handler.watch")->isEnabled());
        QVERIFY(!m_studio->action("handler.watch")->isChecked());
        QVERIFY(!watch()->isOn());
    }

    void a_saved_source_takes_the_place_of_what_runs()
    {
        startWatching();
        EXPECT_ANSWER("one");
        write(QStringLiteral("src/lib.rs"), handlerAnswering("two"));
        EXPECT_ANSWER("two");
        QCOMPARE(m_begun->size(), 2);
        QVERIFY2(m_studio->consoleText().contains(QStringLiteral("Watch: src/lib.rs changed.")),
                 qPrintable(m_studio->consoleText()));
        QCOMPARE(m_studio->window.pane(QStringLiteral("console"))->title(), QStringLiteral("Console · watching"));
        m_studio->action("handler.watch")->trigger();
        QVERIFY(!watch()->isOn());
        QCOMPARE(m_studio->window.pane(QStringLiteral("console"))->title(), QStringLiteral("Console"));
    }

    void nothing_runs_before_the_folder_is_trusted()
    {
        m_studio->action("handler.watch")->trigger();
        QVERIFY(watch()->isOn());
        QVERIFY(watch()->isWaitingForTrust());
        QVERIFY2(m_studio->consoleText().contains(QStringLiteral("once this folder is trusted")),
                 qPrintable(m_studio->consoleText()));
        QSignalSpy changed(watch(), &ProjectWatch::stateChanged);
        watch()->setTrust(false);
        QCOMPARE(changed.size(), 1);
        QSignalSpy noticed(&m_studio->loop, &DevLoop::statusChanged);
        // The change is noticed, and is still not compiled when the wait for more is over. Written again until then:
        // the folder may not be watched yet.
        const auto isNoticed = [&] {
            write(QStringLiteral("src/lib.rs"), handlerAnswering("two"));
            return !noticed.isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isNoticed(), 30'000);
        QTest::qWait(500); // fixed wait: that nothing begins has no other sign
        QCOMPARE(m_begun->size(), 0);
        watch()->setTrust(true);
        EXPECT_ANSWER("two");
        QCOMPARE(m_begun->size(), 1);
    }

    /// Both run what the question is about: the one of Watch follows it, where it still has something to do.
    void what_the_person_starts_answers_the_question_and_is_not_done_twice_data()
    {
        QTest::addColumn<QByteArray>("action");
        QTest::addColumn<int>("begun");
        QTest::newRow("Run") << QByteArray("handler.run") << 1;
        QTest::newRow("Compile") << QByteArray("handler.compile") << 2;
    }
    void what_the_person_starts_answers_the_question_and_is_not_done_twice()
    {
        QFETCH(QByteArray, action);
        QFETCH(int, begun);
        m_studio->action("handler.watch")->trigger();
        QVERIFY(watch()->isWaitingForTrust());
        m_studio->action(action.constData())->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(m_ended->size(), begun, longCompile);
        EXPECT_ANSWER("one");
        QTRY_COMPARE(m_studio->loop.status().phase, DevLoop::Phase::Idle);
        QCOMPARE(m_begun->size(), begun);
        for (const QList<QVariant> &ended : *m_ended) {
            QCOMPARE(ended.first().value<BuildOutput::Outcome>(), BuildOutput::Outcome::Succeeded);
        }
        QVERIFY(!watch()->isWaitingForTrust());
        write(QStringLiteral("src/lib.rs"), handlerAnswering("two"));
        EXPECT_ANSWER("two");
    }

    void a_compile_that_fails_keeps_the_last_good_instance_and_says_so()
    {
        startWatching();
        write(QStringLiteral("src/lib.rs"), handlerAnswering("two").replace("Ok(", "Oh("));
        QTRY_COMPARE_WITH_TIMEOUT(m_ended->size(), 2, 60'000);
        QTRY_VERIFY(m_studio->isSaid(QStringLiteral("The present source does not compile.")));
        QVERIFY(m_studio->isSaid(QStringLiteral("Answers come from the compile of ")));
        QCOMPARE(answer(), QByteArray("\"one\""));
        write(QStringLiteral("src/lib.rs"), handlerAnswering("three"));
        EXPECT_ANSWER("three");
        QVERIFY(!m_studio->isSaid(QStringLiteral("does not compile")));
    }

    void a_change_while_it_compiles_starts_over_once()
    {
        startWatching();
        const HeldBuild held(project()); // a change itself
        QTRY_VERIFY_WITH_TIMEOUT(held.hasBegun(), 60'000);
        QCOMPARE(m_begun->size(), 2);
        write(QStringLiteral("src/lib.rs"), handlerAnswering("two"));
        QTRY_COMPARE(m_begun->size(), 3);
        held.release();
        EXPECT_ANSWER("two");
        QCOMPARE(m_begun->size(), 3);
        QCOMPARE(m_ended->size(), 2); // what was given up is not reported as an end of its own
    }

    void many_files_at_once_are_one_compile()
    {
        startWatching();
        QProcess git; // as a person switches branches
        git.setWorkingDirectory(project());
        const auto run = [&](const QStringList &arguments) {
            git.start(QStringLiteral("git"), QStringList{QStringLiteral("-c"), QStringLiteral("user.name=a"),
                                                         QStringLiteral("-c"), QStringLiteral("user.email=a@b")} +
                                                 arguments);
            return git.waitForFinished() && git.exitCode() == 0;
        };
        QVERIFY(run({QStringLiteral("init"), QStringLiteral("-q")}));
        QVERIFY(run({QStringLiteral("add"), QStringLiteral(".")}));
        QVERIFY(run({QStringLiteral("commit"), QStringLiteral("-qm"), QStringLiteral("one")}));
        QVERIFY(run({QStringLiteral("worktree"), QStringLiteral("add"), QStringLiteral("-qb"), QStringLiteral("more"),
                     m_home->filePath(QStringLiteral("beside"))}));
        git.setWorkingDirectory(m_home->filePath(QStringLiteral("beside")));
        QVERIFY(QDir().mkpath(m_home->filePath(QStringLiteral("beside/src/many"))));
        QByteArray modules;
        for (int i = 0; i < 300; ++i) {
            const QByteArray name = "m" + QByteArray::number(i);
            QFile module(m_home->filePath(QStringLiteral("beside/src/%1.rs").arg(QString::fromLatin1(name))));
            QVERIFY(module.open(QIODevice::WriteOnly));
            module.write("pub const N: usize = " + QByteArray::number(i) + ";\n");
            modules += "mod " + name + ";\n";
        }
        QFile handler(m_home->filePath(QStringLiteral("beside/src/lib.rs")));
        QVERIFY(handler.open(QIODevice::WriteOnly));
        handler.write(modules + handlerAnswering("many"));
        handler.close();
        QVERIFY(run({QStringLiteral("add"), QStringLiteral(".")}));
        QVERIFY(run({QStringLiteral("commit"), QStringLiteral("-qm"), QStringLiteral("many")}));
        git.setWorkingDirectory(project());
        QCOMPARE(m_begun->size(), 1);
        QVERIFY(run({QStringLiteral("merge"), QStringLiteral("-q"), QStringLiteral("more")}));
        EXPECT_ANSWER("many");
        QCOMPARE(m_begun->size(), 2);
    }

    void an_edit_of_the_manifest_counts()
    {
        startWatching();
        const QByteArray manifest = read(QStringLiteral("Cargo.toml"));
        write(QStringLiteral("Cargo.toml"), manifest + "\n[profile.dev]\ndebug = 1\n");
        QTRY_COMPARE_WITH_TIMEOUT(m_begun->size(), 2, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_ended->size(), 2, longCompile);
        EXPECT_ANSWER("one");
    }

    void the_save_that_a_run_begins_with_is_compiled_once()
    {
        startWatching();
        CodeEditor *const editor = m_studio->editors()->current();
        editor->setText(QString::fromUtf8(handlerAnswering("typed")));
        const auto ran = QCoro::waitFor(m_studio->actions()->run());
        QVERIFY2(ran, ran ? "" : qPrintable(ran.error().message));
        EXPECT_ANSWER("typed");
        QSignalSpy files(watch(), &ProjectWatch::runBegun);
        QTest::qWait(300); // fixed wait: that nothing begins has no other sign
        QCOMPARE(files.size(), 0);
        QCOMPARE(m_begun->size(), 2);
    }

    void clippy_saves_and_is_not_cancelled_by_it()
    {
        startWatching();
        CodeEditor *const editor = m_studio->editors()->current();
        editor->setText(QString::fromUtf8(handlerAnswering("typed")));
        const auto linted = QCoro::waitFor(m_studio->actions()->lint());
        QVERIFY2(linted, linted ? "" : qPrintable(linted.error().message));
        QVERIFY(m_studio->consoleText().contains(QStringLiteral("Clippy found ")));
        EXPECT_ANSWER("typed"); // compiled afterwards
        QCOMPARE(m_begun->size(), 3);
    }

    void what_is_typed_and_not_saved_stays_so()
    {
        startWatching();
        CodeEditor *const editor = m_studio->editors()->current();
        editor->append(QStringLiteral("// typed\n"));
        QVERIFY(editor->isModified());
        write(QStringLiteral("src/other.rs"), "// another program\n");
        QTRY_COMPARE_WITH_TIMEOUT(m_ended->size(), 2, 60'000);
        QVERIFY(editor->isModified());
        QVERIFY(!read(QStringLiteral("src/lib.rs")).contains("typed"));
    }

    void it_is_remembered_for_the_project_and_ends_with_it()
    {
        startWatching();
        const QString other = m_home->filePath(QStringLiteral("other"));
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), other));
        m_studio->open(other);
        QVERIFY(!watch()->isOn());
        QVERIFY(!m_studio->action("handler.watch")->isChecked());
        write(QStringLiteral("src/lib.rs"), handlerAnswering("two"));
        QTest::qWait(300); // fixed wait: that nothing begins has no other sign
        QCOMPARE(m_begun->size(), 1);
        m_studio->open(project());
        QVERIFY(watch()->isOn());
        QVERIFY(m_studio->action("handler.watch")->isChecked());
        QVERIFY(watch()->isWaitingForTrust()); // and no answer is taken from the project before
        m_studio->window.close();
        m_studio.reset();
        openStudio();
        QVERIFY(watch()->isOn());
        QCOMPARE(m_begun->size(), 0);
    }
};

QTEST_MAIN(TestWindowWatch)
#include "tst_window_watch.moc"
