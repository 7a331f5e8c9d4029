// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way from an author's folder to a program, with the real cargo.
#include "compile_helpers.h"
#include "core/base/uuid7.h"
#include "core/compiler/build_folder.h"
#include "tests/support/places.h"

#include <QCryptographicHash>
#include <QDirIterator>

using namespace studio;
using namespace studio::test;

namespace {

QByteArray sha256(const QString &path)
{
    return QCryptographicHash::hash(readFile(path), QCryptographicHash::Sha256).toHex();
}

/// Every file of a folder with its content and time.
QMap<QString, QPair<QByteArray, QDateTime>> snapshot(const QString &folder)
{
    QMap<QString, QPair<QByteArray, QDateTime>> files;
    QDirIterator walk(folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = walk.next();
        files.insert(path, {readFile(path), QFileInfo(path).lastModified()});
    }
    return files;
}

void setOld(const QString &path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'500'000'000), QFileDevice::FileModificationTime));
}

} // namespace

class TestCompile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rust_hello_compiles_and_answers()
    {
        Told told;
        // Of its own: a project that did not change runs no cargo.
        const CompileRequest request{.projectKey = QStringLiteral("rust-hello-") + uuid7(),
                                     .sourceFolder = sourcePath("/resources/samples/rust-hello")};
        const auto before = snapshot(request.sourceFolder);
        COMPILE(artifact, m_compiler, request, told);
        QVERIFY2(answerOf(artifact).contains("Hello from Rust!"), answerOf(artifact).constData());
        QCOMPARE(artifact.sha256, sha256(artifact.path));
        QCOMPARE(artifact.size, QFileInfo(artifact.path).size());
        QCOMPARE(artifact.profile, Profile::Dev);
        QVERIFY(told.text().contains(QLatin1String("Finished")));
        QCOMPARE(snapshot(request.sourceFolder), before); // no Cargo.lock, no target folder
    }

    void a_release_tells_its_crates_to_other_tools()
    {
        const TestProject project("audited");
        Told told;
        CompileRequest request = project.request();
        request.profile = Profile::Release;
        COMPILE(artifact, m_compiler, request, told);
        QCOMPARE(answerOf(artifact), "\"audited\"");
        const QTemporaryDir folder;
        const QString section = folder.filePath(QStringLiteral("section"));
        QCOMPARE(QProcess::execute(QStringLiteral("objcopy"),
                                   {QStringLiteral("--dump-section"), QStringLiteral(".dep-v0=") + section,
                                    artifact.path, folder.filePath(QStringLiteral("copy"))}),
                 0);
        checkAudit(readFile(section), artifact);
        const auto has = [&](const QString &name) {
            return std::ranges::any_of(artifact.crates, [&](const auto &crate) { return crate.name == name; });
        };
        QVERIFY(has(QStringLiteral("hello")) && has(QStringLiteral("ignite")) && has(QStringLiteral("tokio")));
        // Of the lockfile, but for another system.
        QVERIFY(!has(QStringLiteral("windows-sys")));
    }

    void a_change_is_compiled_and_the_artifact_before_it_stays()
    {
        const TestProject project("first");
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        QCOMPARE(answerOf(first), "\"first\"");
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("other"));
        told = {};
        COMPILE(second, m_compiler, project.request(), told);
        QCOMPARE(answerOf(second), "\"other\"");
        QCOMPARE(answerOf(first), "\"first\"");
        QCOMPARE(sha256(first.path), first.sha256);
        QVERIFY(first.sourceHash != second.sourceHash);
        QVERIFY(!told.phases.contains(QLatin1String("resolve"))); // nothing to ask cargo before
    }

    void the_steps_are_told_with_their_times_data()
    {
        QTest::addColumn<Profile>("profile");
        QTest::newRow("dev, by rustc alone the second time") << Profile::Dev;
        QTest::newRow("release, by cargo") << Profile::Release;
    }
    void the_steps_are_told_with_their_times()
    {
        QFETCH(Profile, profile);
        const TestProject project("first");
        CompileRequest request = project.request();
        request.profile = profile;
        Told told;
        COMPILE(first, m_compiler, request, told);
        QVERIFY(told.steps.contains(CompileStep::Resolve));
        QVERIFY(told.done > 1); // the SDK's crates, and the handler
        QCOMPARE(told.done, told.total > 0 ? told.total : told.done);
        QVERIFY2(!told.text().contains(QStringLiteral("Timing report")), qPrintable(told.text()));
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("other"));
        told = {};
        COMPILE(second, m_compiler, request, told);
        // All is known from the time before, and the program is all that is left.
        const QList<CompileStep> steps{CompileStep::Prepare, CompileStep::Compile, CompileStep::Link,
                                       CompileStep::Keep};
        QCOMPARE(told.steps, steps);
        QCOMPARE(told.done, told.total);
        QCOMPARE(told.timings.size(), 1);
        const CompileTiming &timing = told.timings.first();
        QCOMPARE(timing.units.size(), 1);
        QCOMPARE(timing.units[0].crate, QStringLiteral("hello"));
        QVERIFY(timing.units[0].durationMs > 0);
        QVERIFY(timing.units[0].startMs > 0);
        QVERIFY(timing.units[0].startMs + timing.units[0].durationMs <= timing.milliseconds + 10); // cargo rounds
        double all = 0;
        for (const StepTime &one : timing.steps) {
            QVERIFY(one.milliseconds > 0);
            all += one.milliseconds;
        }
        QVERIFY(qAbs(all - timing.milliseconds) < 1); // the same clock: nothing is counted twice or left out
        told = {};
        COMPILE(third, m_compiler, request, told);
        QCOMPARE(told.timings.size(), 1);
        QVERIFY(told.timings.first().units.isEmpty());
        QVERIFY(!told.steps.contains(CompileStep::Compile));
    }

    /// As it is after a power failure.
    void an_artifact_that_was_cut_short_is_copied_again()
    {
        const TestProject project("whole");
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        QFile cut(first.path);
        QVERIFY(cut.resize(first.size / 2));
        COMPILE(second, m_compiler, project.request(), told);
        QCOMPARE(second.path, first.path);
        QCOMPARE(sha256(second.path), second.sha256);
    }

    void what_did_not_change_is_not_compiled()
    {
        const TestProject project("same");
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        setOld(project.path(QStringLiteral("src/lib.rs"))); // another time, the same content
        told = {};
        COMPILE(second, m_compiler, project.request(), told);
        QVERIFY2(!told.text().contains(QLatin1String("hello v0.1.0")), qPrintable(told.text()));
        QCOMPARE(second.sha256, first.sha256);
        // Cargo kept what rustc said of itself: it does not have to be asked at each compile.
        QDirIterator kept(testPaths().cache + QStringLiteral("/shared"), {QStringLiteral(".rustc_info.json")},
                          QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        QVERIFY(kept.hasNext());
    }

    void texts_are_compiled_in_the_place_of_files()
    {
        const TestProject project("saved");
        Told told;
        CompileRequest request = project.request();
        request.texts.insert(QStringLiteral("src/lib.rs"), handlerSaying("tried"));
        request.texts.insert(QStringLiteral("Cargo.toml"), manifest("[dependencies]\nserde_json = \"1\"\n"));
        COMPILE(artifact, m_compiler, request, told);
        QCOMPARE(answerOf(artifact), "\"tried\"");
        QCOMPARE(readFile(project.path(QStringLiteral("src/lib.rs"))), handlerSaying("saved"));
        request.texts.insert(QStringLiteral("Cargo.toml"), "[package");
        const auto broken = QCoro::waitFor(m_compiler.compile(request, {}));
        QVERIFY(!broken && broken.error().code == ErrorCode::InvalidArgument);
    }

    void cargo_is_asked_about_the_project_as_it_is_compiled()
    {
        const TestProject project("asked");
        project.add(QStringLiteral("build.rs"), "fn main() { std::fs::write(\"" +
                                                    project.path(QStringLiteral("ran")).toUtf8() +
                                                    "\", \"\").unwrap(); }");
        const QStringList metadata{QStringLiteral("metadata"), QStringLiteral("--format-version=1"),
                                   QStringLiteral("--offline"),
                                   QStringLiteral("--filter-platform=") + targetTriple(RustTarget::Native)};
        const auto answer = QCoro::waitFor(m_compiler.runCargoCommand(project.request(), metadata));
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QVERIFY(answer->output.contains("\"name\":\"tokio\"")); // injected
        QVERIFY(answer->lockfile.contains("name = \"ignite\""));
        QVERIFY(!QFileInfo::exists(project.path(QStringLiteral("ran")))); // nothing of the project runs
        const auto unknown =
            QCoro::waitFor(m_compiler.runCargoCommand(project.request(), {QStringLiteral("no-such-thing")}));
        QVERIFY(!unknown && unknown.error().message.contains(QLatin1String("no-such-thing")));
    }

    void what_fails_leaves_no_temporary_files()
    {
        const TestProject project("unfinished");
        project.add(QStringLiteral("Cargo.toml"), "[package");
        QVERIFY(!QCoro::waitFor(m_compiler.compile(project.request(), {})));
        QVERIFY(!QCoro::waitFor(m_compiler.lint(project.request(), {})));
        QVERIFY(!QCoro::waitFor(m_compiler.runCargoCommand(project.request(), {QStringLiteral("metadata")})));
        const QDir root(compiler::projectFolderOf(testPaths(), project.path()));
        const QStringList builds = root.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QVERIFY(!builds.isEmpty());
        for (const QString &build : builds) {
            QVERIFY2(!root.exists(build + QStringLiteral("/tmp")), qPrintable(build));
        }
    }

    void a_lockfile_that_is_given_holds_for_one_compile()
    {
        const TestProject project("given");
        const QStringList metadata{QStringLiteral("metadata"), QStringLiteral("--format-version=1"),
                                   QStringLiteral("--offline"),
                                   QStringLiteral("--filter-platform=") + targetTriple(RustTarget::Native)};
        const auto own = QCoro::waitFor(m_compiler.runCargoCommand(project.request(), metadata));
        QVERIFY2(own, qPrintable(why(own)));
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        QVERIFY(!told.phases.contains(QStringLiteral("resolve")));
        CompileRequest tried = project.request();
        tried.texts.insert(QStringLiteral("Cargo.lock"), own->lockfile);
        QVERIFY(QCoro::waitFor(m_compiler.runCargoCommand(tried, metadata)));
        told = {};
        COMPILE(second, m_compiler, project.request(), told);
        QVERIFY(told.phases.contains(QStringLiteral("resolve")));
        QVERIFY(!QFileInfo::exists(compiler::projectFolderOf(testPaths(), project.path()) +
                                   QStringLiteral("/Cargo.lock-given")));
    }

    void the_note_about_the_toolchain_is_said_once()
    {
        const TestProject project("noted");
        Compiler compiler(testPaths());
        const auto choice = QCoro::waitFor(compiler.toolchain(RustTarget::Native));
        QVERIFY(choice.has_value());
        Told told;
        COMPILE(first, compiler, project.request(), told);
        QCOMPARE(told.text().contains(QLatin1String("note\x1b[0m: Compiling with")), !choice->note.isEmpty());
        told = {};
        COMPILE(second, compiler, project.request(), told);
        QVERIFY2(!told.text().contains(QLatin1String("Compiling with")), qPrintable(told.text()));
    }

    void two_projects_of_one_name_and_version_run_their_own_code()
    {
        const TestProject one("one");
        const TestProject two("two");
        setOld(two.path(QStringLiteral("src/lib.rs")));
        setOld(two.path(QStringLiteral("Cargo.toml")));
        Told told;
        COMPILE(first, m_compiler, one.request(), told);
        COMPILE(second, m_compiler, two.request(), told);
        COMPILE(again, m_compiler, one.request(), told);
        QCOMPARE(answerOf(first), "\"one\"");
        QCOMPARE(answerOf(second), "\"two\"");
        QCOMPARE(answerOf(again), "\"one\"");
    }

    void a_second_project_compiles_no_crate_again()
    {
        Told told;
        const TestProject one("one");
        COMPILE(first, m_compiler, one.request(), told);
        const TestProject two("two");
        told = {};
        COMPILE(second, m_compiler, two.request(), told);
        QCOMPARE(told.lines.filter(QStringLiteral("Compiling")).filter(QStringLiteral(" v")).size(), 1); // itself
    }

    void a_path_member_of_two_projects_is_its_own()
    {
        const auto add = [](const TestProject &project, const QByteArray &answer) {
            project.add(QStringLiteral("Cargo.toml"), manifest("[dependencies]\nwords = { path = \"words\" }\n"));
            project.add(QStringLiteral("words/Cargo.toml"), "[package]\nname = \"words\"\nversion = \"0.1.0\"\n");
            project.add(QStringLiteral("words/src/lib.rs"), "pub const WORD: &str = \"" + answer + "\";\n");
            project.add(QStringLiteral("src/lib.rs"), handlerSaying("x").replace("\"x\"", "words::WORD"));
        };
        const TestProject one;
        const TestProject two;
        add(one, "from one");
        add(two, "from two");
        setOld(two.path(QStringLiteral("words/src/lib.rs")));
        Told told;
        COMPILE(first, m_compiler, one.request(), told);
        COMPILE(second, m_compiler, two.request(), told);
        QCOMPARE(answerOf(first), "\"from one\"");
        QCOMPARE(answerOf(second), "\"from two\"");
    }

    void the_handler_stands_where_cargo_expects_it_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QString>("file");
        QTest::newRow("src/main.rs") << QByteArray() << QStringLiteral("src/main.rs");
        QTest::newRow("lib path") << QByteArray("[lib]\npath = \"code/entry.rs\"\n") << QStringLiteral("code/entry.rs");
        QTest::newRow("lib of another name and kind")
            << QByteArray("[lib]\nname = \"inner\"\ncrate-type = [\"cdylib\"]\n") << QStringLiteral("src/lib.rs");
        QTest::newRow("bin of another name")
            << QByteArray("[[bin]]\nname = \"serve\"\npath = \"serve.rs\"\n") << QStringLiteral("serve.rs");
    }
    void the_handler_stands_where_cargo_expects_it()
    {
        QFETCH(const QByteArray, more);
        QFETCH(const QString, file);
        const TestProject project;
        project.add(QStringLiteral("Cargo.toml"), manifest(more));
        project.add(file, handlerSaying("here"));
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"here\"");
    }

    void a_program_beside_the_handler_library_is_left_alone()
    {
        const TestProject project("library");
        project.add(QStringLiteral("src/main.rs"), "fn main() { println!(\"a tool of the author\"); }\n");
        project.add(QStringLiteral("src/bin/broken.rs"), "this is no Rust\n");
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"library\"");
    }

    void what_macros_and_build_scripts_print_is_text()
    {
        const TestProject project;
        project.add(QStringLiteral("Cargo.toml"), manifest("[dependencies]\nnoisy = { path = \"noisy\" }\n"));
        project.add(QStringLiteral("build.rs"),
                    "fn main() {\n    println!(r#\"{{\"reason\":\"compiler-message\",\"message\":7}}\"#);\n    "
                    "eprintln!(r#\"{{\"$message_type\":\"diagnostic\",\"spans\":3}}\"#);\n}\n");
        project.add(QStringLiteral("noisy/Cargo.toml"),
                    "[package]\nname = \"noisy\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\nproc-macro = true\n");
        project.add(QStringLiteral("noisy/src/lib.rs"),
                    "use proc_macro::TokenStream;\n"
                    "#[proc_macro_attribute]\n"
                    "pub fn noisy(_: TokenStream, item: TokenStream) -> TokenStream {\n"
                    "    println!(\"looking at the handler\");\n"
                    "    println!(r#\"{{\"reason\":\"compiler-artifact\",\"filenames\":\"x\"}}\"#);\n"
                    "    println!(r#\"{{\"reason\":\"compiler-message\",\"message\":{{\"level\":7}}}}\"#);\n"
                    "    "
                    "eprintln!(r#\"{{\"$message_type\":\"diagnostic\",\"message\":\"hm\",\"level\":\"error\",\"spans\":"
                    "[{{\"is_primary\":3}}],\"children\":[]}}\"#);\n"
                    "    eprintln!(r#\"{{\"$message_type\":[\"#);\n"
                    "    item\n"
                    "}\n");
        project.add(QStringLiteral("src/lib.rs"),
                    handlerSaying("noisy").replace("#[ignite", "#[noisy::noisy]\n#[ignite"));
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"noisy\"");
        for (const char *line : {"looking at the handler", "{\"reason\":\"compiler-artifact\",\"filenames\":\"x\"}",
                                 "\"is_primary\":3", "{\"level\":7}"}) {
            QVERIFY2(told.text().contains(QLatin1String(line)), qPrintable(told.text()));
        }
        QVERIFY(told.diagnostics.isEmpty());
    }

    void settings_that_the_platform_ignores_are_ignored_and_that_is_said()
    {
        const TestProject project("plain");
        project.add(QStringLiteral(".cargo/config.toml"), "[build]\nrustflags = [\"--no-such-flag\"]\n");
        project.add(QStringLiteral("rust-toolchain.toml"), "[toolchain]\nchannel = \"1.40\"\n");
        const Variable flags("RUSTFLAGS", "--no-such-flag");
        const Variable target("CARGO_TARGET_DIR", "/no/such/folder");
        const Variable wrapper("RUSTC_WRAPPER", "/no/such/wrapper");
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"plain\"");
        QVERIFY(told.text().contains(QLatin1String(".cargo/config.toml is not used")));
        QVERIFY(told.text().contains(QLatin1String("rust-toolchain.toml is not used")));
        QCOMPARE(told.diagnostics.size(), 2); // which is what is told without the lines
        QCOMPARE(told.diagnostics[0].severity, Severity::Warning);
        QCOMPARE(told.diagnostics[0].file, QStringLiteral(".cargo/config.toml"));
        QCOMPARE(told.diagnostics[0].code, QString(diagnosticCode::unusedSettings));
    }

private:
    Compiler m_compiler{testPaths()};
};

QTEST_GUILESS_MAIN(TestCompile)
#include "tst_compile.moc"
