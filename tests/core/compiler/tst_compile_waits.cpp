// SPDX-License-Identifier: GPL-3.0-or-later
// Compiles beside each other, and what ends one: projects share a build directory, which cargo locks.
#include "tests/core/compiler/compile_helpers.h"
#include "tests/support/held_build.h"
#include "tests/support/marked_processes.h"

#include <QCoroTask>
#include <QTimer>

using namespace studio;
using namespace studio::test;

namespace {

constexpr int compileTimeout = 300'000; ///< in ms; the first compile ever may be in it

} // namespace

class TestCompileWaits : public QObject
{
    Q_OBJECT

    Compiler m_compiler{testPaths()};
    const TestProject m_holder{"holder"};
    std::unique_ptr<HeldBuild> m_held;
    std::optional<Result<Artifact>> m_holding;

    Result<Artifact> compiled(const TestProject &project, Told &told)
    {
        return QCoro::waitFor(m_compiler.compile(project.request(), told.observer()));
    }

    /// Compiles a project whose build script does not end, with the build directory locked.
    void hold()
    {
        m_held = std::make_unique<HeldBuild>(m_holder.path());
        QCoro::connect(m_compiler.compile(m_holder.request(), {}), this,
                       [this](const Result<Artifact> &result) { m_holding = result; });
        QTRY_VERIFY_WITH_TIMEOUT(m_held->hasBegun() || m_holding, compileTimeout);
        QVERIFY(!m_holding);
    }

private Q_SLOTS:
    void cleanup()
    {
        if (m_held) {
            m_held->release();
            QTRY_VERIFY_WITH_TIMEOUT(m_holding, compileTimeout);
        }
        m_held.reset();
        m_holding.reset();
    }

    void an_unchanged_project_does_not_wait()
    {
        const TestProject project("unchanged");
        Told first;
        const auto before = compiled(project, first);
        QVERIFY2(before, before ? "" : qPrintable(before.error().message));
        hold();
        Told second;
        const auto again = compiled(project, second); // or never
        QVERIFY2(again, again ? "" : qPrintable(again.error().message));
        QVERIFY(!m_holding);
        QCOMPARE(again->sha256, before->sha256);
        QCOMPARE(again->sourceHash, before->sourceHash);
        QCOMPARE(again->crates, before->crates);
        QCOMPARE(again->libraryPaths, before->libraryPaths);
        QCOMPARE(answerOf(*again), QByteArray("\"unchanged\""));
    }

    void an_edit_does_not_wait()
    {
        const TestProject project("one");
        Told told;
        QVERIFY(compiled(project, told));
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("two"));
        hold();
        const auto edited = compiled(project, told); // or never
        QVERIFY2(edited, edited ? "" : qPrintable(edited.error().message));
        QVERIFY(!m_holding);
        QCOMPARE(answerOf(*edited), QByteArray("\"two\""));
    }

    void a_changed_one_says_what_it_waits_for()
    {
        const TestProject project("one");
        Told first;
        QVERIFY(compiled(project, first));
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("two"));
        project.add(QStringLiteral("Cargo.toml"), manifest("[dependencies]\n"));
        hold();
        Told told;
        std::optional<Result<Artifact>> done;
        QCoro::connect(m_compiler.compile(project.request(), told.observer()), this,
                       [&](const Result<Artifact> &result) { done = result; });
        QTRY_VERIFY_WITH_TIMEOUT(told.text().contains(QStringLiteral("Waiting for another compile")) || done,
                                 compileTimeout);
        QVERIFY(!done);
        m_held->release();
        QTRY_VERIFY_WITH_TIMEOUT(done, compileTimeout);
        QVERIFY2(*done, *done ? "" : qPrintable(done->error().message));
        QCOMPARE(answerOf(**done), QByteArray("\"two\""));
    }

    /// What Cargo takes into account beside the author's folder is taken into account here.
    void change_outside_of_the_folder_is_compiled_data()
    {
        QTest::addColumn<QByteArray>("dependency");
        QTest::addColumn<QByteArray>("value"); // Rust, of type &str
        QTest::addColumn<QString>("changed");  // a file, relative to the folder beside the project
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("a crate beside it")
            << QByteArray("side = { path = \"@/side\" }\n") << QByteArray("side::value()")
            << QStringLiteral("side/src/lib.rs") << QByteArray("pub fn value() -> &'static str { \"one\" }\n")
            << QByteArray("pub fn value() -> &'static str { \"two\" }\n");
        QTest::newRow("an included text") << QByteArray() << QByteArray("include_str!(\"@/text\")")
                                          << QStringLiteral("text") << QByteArray("one") << QByteArray("two");
        QTest::newRow("a variable of Cargo's configuration")
            << QByteArray() << QByteArray("env!(\"OF_CONFIG\")") << QStringLiteral("config.toml")
            << QByteArray("[env]\nOF_CONFIG = \"one\"\n") << QByteArray("[env]\nOF_CONFIG = \"two\"\n");
        QTest::newRow("a build script of a member")
            << QByteArray("member = { path = \"member\" }\n") << QByteArray("member::VALUE") << QStringLiteral("text")
            << QByteArray("one") << QByteArray("two");
    }
    void change_outside_of_the_folder_is_compiled()
    {
        QFETCH(QByteArray, dependency);
        QFETCH(QByteArray, value);
        QFETCH(const QString, changed);
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, after);
        const QTemporaryDir outside;
        const QByteArray folder = outside.path().toUtf8();
        writeFile(outside.filePath(QStringLiteral("side/Cargo.toml")),
                  "[package]\nname = \"side\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
        writeFile(outside.filePath(QStringLiteral("side/src/lib.rs")), "");
        // A home of its own for Cargo, with the crates that are there already; at one place for all runs, so that they
        // are compiled for it once.
        std::optional<Variable> home;
        const QString ownHome = testCache() + QStringLiteral("/cargo-home");
        const bool isConfiguration = changed == QLatin1String("config.toml");
        if (isConfiguration) {
            const QByteArray usual = qgetenv("HOME") + "/.cargo";
            const QByteArray used = qEnvironmentVariableIsSet("CARGO_HOME") ? qgetenv("CARGO_HOME") : usual;
            QDir().mkpath(ownHome);
            QFile::link(QString::fromUtf8(used) + QStringLiteral("/registry"), ownHome + QStringLiteral("/registry"));
            home.emplace("CARGO_HOME", ownHome.toUtf8());
        }
        const QString changedPath = isConfiguration ? ownHome + u'/' + changed : outside.filePath(changed);
        writeFile(changedPath, before);
        const TestProject project;
        project.add(QStringLiteral("Cargo.toml"),
                    manifest("[dependencies]\nignite = \"*\"\n" + dependency.replace("@", folder)));
        project.add(QStringLiteral("member/Cargo.toml"), "[package]\nname = \"member\"\nversion = \"0.1.0\"\nedition = "
                                                         "\"2021\"\nbuild = \"generate.rs\"\n");
        project.add(QStringLiteral("member/src/lib.rs"), "pub const VALUE: &str = env!(\"GENERATED\");\n");
        project.add(QStringLiteral("member/generate.rs"),
                    "fn main() {\n    let text = std::fs::read_to_string(\"" + folder +
                        "/text\").unwrap_or_default();\n    println!(\"cargo:rerun-if-changed=" + folder +
                        "/text\");\n    println!(\"cargo:rustc-env=GENERATED={text}\");\n}\n");
        QByteArray handler = handlerSaying("VALUE");
        project.add(QStringLiteral("src/lib.rs"), handler.replace("\"VALUE\"", value.replace("@", folder)));
        Told first;
        const auto one = compiled(project, first);
        QVERIFY2(one, qPrintable(first.text()));
        QCOMPARE(answerOf(*one), QByteArray("\"one\""));
        writeFile(changedPath, after);
        Told second;
        const auto two = compiled(project, second);
        QVERIFY2(two, qPrintable(second.text()));
        QCOMPARE(answerOf(*two), QByteArray("\"two\""));
    }

    void warnings_are_said_again()
    {
        const TestProject project;
        project.add(QStringLiteral("src/lib.rs"), "fn unused() {}\n" + handlerSaying("warned"));
        for (int i = 0; i < 2; ++i) {
            Told told;
            QVERIFY(compiled(project, told));
            QCOMPARE(told.diagnostics.size(), 1);
        }
    }

    void what_is_gone_from_the_cache_is_built_again()
    {
        const TestProject project("again");
        Told first;
        const auto before = compiled(project, first);
        QVERIFY(before);
        int removed = 0; // a person may empty the cache at any time
        for (const QString &name : QDir(testCache() + QStringLiteral("/projects")).entryList(QDir::Dirs)) {
            const QString target =
                testCache() + QStringLiteral("/projects/") + name + QStringLiteral("/native-dev/target");
            const QDir programs(target + QStringLiteral("/x86_64-unknown-linux-gnu/debug"));
            if (programs.exists(QStringLiteral("hello"))) {
                removed += QFile::remove(programs.filePath(QStringLiteral("hello"))) ? 1 : 0;
            }
        }
        QVERIFY(removed > 0);
        Told second;
        const auto again = compiled(project, second);
        QVERIFY2(again, again ? "" : qPrintable(again.error().message));
        QCOMPARE(answerOf(*again), QByteArray("\"again\""));
    }

    void two_compiles_of_one_project_wait_for_each_other()
    {
        const TestProject project("patient");
        Told one;
        Told two;
        auto first = m_compiler.compile(project.request(), one.observer());
        Compiler other(testPaths()); // as another process: nothing is shared but the folder
        auto second = other.compile(project.request(), two.observer());
        const auto secondResult = QCoro::waitFor(std::move(second));
        const auto firstResult = QCoro::waitFor(std::move(first));
        QVERIFY(firstResult.has_value());
        QVERIFY(secondResult.has_value());
        const QStringList lines = one.lines + two.lines; // either may be the first
        QCOMPARE(lines.filter(QStringLiteral("Waiting for another build of this project")).size(), 1);
        QCOMPARE(firstResult->sha256, secondResult->sha256);
    }

    void cancel_ends_cargo_and_what_it_started()
    {
        // Also a daemon that holds all of cargo's pipes.
        const TestProject project("slow");
        const QByteArray mark = newMark();
        const QString running = project.path(QStringLiteral("running"));
        project.add(QStringLiteral("build.rs"),
                    "fn main() {\n    let daemon = [\"sh\", \"-c\", \"sleep 600; :\", \"" + mark +
                        "\"];\n    std::process::Command::new(\"setsid\").args(daemon).spawn().unwrap();\n"
                        "    std::process::Command::new(\"sh\").args(&daemon[1..]).spawn().unwrap();\n"
                        "    std::fs::write(\"" +
                        running.toUtf8() +
                        "\", \"\").unwrap();\n"
                        "    std::thread::sleep(std::time::Duration::from_secs(600));\n}\n");
        std::stop_source stop;
        Told told;
        QTimer poll;
        connect(&poll, &QTimer::timeout, this, [&] {
            if (QFile::exists(running) && markedProcesses(mark).size() >= 2) {
                stop.request_stop();
            }
        });
        poll.start(20);
        const auto result = QCoro::waitFor(m_compiler.compile(project.request(), told.observer(), stop.get_token()));
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
        QCOMPARE(described(markedProcesses(mark)), "");
        // And the folder is free for the next one.
        QFile::remove(project.path(QStringLiteral("build.rs")));
        told = {};
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"slow\"");
    }

    void a_compiler_may_go_while_it_compiles()
    {
        const TestProject project("orphan");
        std::stop_source stop;
        Told told;
        auto compiler = std::make_unique<Compiler>(testPaths());
        auto task = compiler->compile(project.request(), told.observer(), stop.get_token());
        compiler.reset();
        QVERIFY(QCoro::waitFor(std::move(task)).has_value());
    }
};

QTEST_GUILESS_MAIN(TestCompileWaits)
#include "tst_compile_waits.moc"
