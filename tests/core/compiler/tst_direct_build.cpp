// SPDX-License-Identifier: GPL-3.0-or-later
// An edit of the handler is compiled by rustc without cargo; everything else takes cargo.
#include "core/base/uuid7.h"
#include "core/compiler/rustc_command.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QCoroTask>
#include <QDirIterator>
#include <QRandomGenerator>

using namespace studio;
using namespace studio::test;

namespace {

/// Cargo names the profile when it is done.
bool hasRunCargo(const Told &told)
{
    return told.text().contains(QLatin1String("target(s) in"));
}

bool hasRunRustcAlone(const Told &told)
{
    return !hasRunCargo(told) && told.lines.filter(QStringLiteral("Compiling")).size() == 1 &&
           told.lines.filter(QStringLiteral("Finished")).size() == 1;
}

const auto library = QStringLiteral("src/lib.rs");
const auto manifestFile = QStringLiteral("Cargo.toml");

} // namespace

class TestDirectBuild : public QObject
{
    Q_OBJECT

    Compiler m_compiler{testPaths()};

    /// The only file of that name in the build folder of the project that was compiled last. A project's folder in the
    /// cache is named by a hash.
    static QString newest(const QString &name)
    {
        QString found;
        QDirIterator walk(testPaths().cache + QStringLiteral("/projects"), {name}, QDir::Files,
                          QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const QString path = walk.next();
            if (found.isEmpty() || QFileInfo(path).lastModified() > QFileInfo(found).lastModified()) {
                found = path;
            }
        }
        return found;
    }

private Q_SLOTS:
    void a_record_is_read_or_refused_data()
    {
        QTest::addColumn<QByteArray>("record");
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char *name, const char *text, qsizetype size, const QStringList &arguments) {
            QTest::newRow(name) << QByteArray(text, size) << arguments;
        };
        row("arguments and variables", "2\0rustc\0a b\0CARGO=x\0", 20,
            {QStringLiteral("rustc"), QStringLiteral("a b")});
        row("an empty argument", "2\0rustc\0\0", 9, {QStringLiteral("rustc"), QString()});
        row("cut short", "2\0rustc\0a", 9, {});
        row("fewer than it says", "3\0rustc\0a\0", 10, {});
        row("more than fits", "99999999999\0rustc\0", 18, {});
        row("no number", "x\0rustc\0", 8, {});
        row("none", "0\0", 2, {});
        row("negative", "-1\0rustc\0", 9, {});
        row("a variable without a name", "1\0rustc\0=x\0", 11, {});
        row("empty", "", 0, {});
    }
    void a_record_is_read_or_refused()
    {
        QFETCH(const QByteArray, record);
        QFETCH(const QStringList, arguments);
        const auto command = compiler::readRustcCommand(record);
        QCOMPARE(command.has_value(), !arguments.isEmpty());
        QCOMPARE(command.value_or(compiler::RustcCommand()).arguments, arguments);
    }

    void an_edit_runs_rustc_alone_data()
    {
        QTest::addColumn<RustTarget>("target");
        QTest::addColumn<QByteArray>("manifest");
        QTest::newRow("native") << RustTarget::Native << manifest();
        QTest::newRow("wasm") << RustTarget::Wasm << manifest();
        QTest::newRow("a library of another name") << RustTarget::Native << manifest("[lib]\nname = \"serve_it\"\n");
    }
    void an_edit_runs_rustc_alone()
    {
        QFETCH(const RustTarget, target);
        QFETCH(const QByteArray, manifest);
        const TestProject project("one");
        project.add(manifestFile, manifest);
        CompileRequest request = project.request();
        request.target = target;
        Told told;
        COMPILE(first, m_compiler, request, told);
        QVERIFY2(hasRunCargo(told), qPrintable(told.text()));
        project.add(library, handlerSaying("two"));
        told = {};
        COMPILE(second, m_compiler, request, told);
        QVERIFY2(hasRunRustcAlone(told), qPrintable(told.text()));
        QVERIFY2(told.text().contains(project.path()), qPrintable(told.text()));
        QVERIFY(second.sha256 != first.sha256);
        QCOMPARE(QFileInfo(second.path).fileName(), QFileInfo(first.path).fileName());
        QCOMPARE(second.crates, first.crates);
        QCOMPARE(second.libraryPaths, first.libraryPaths);
        if (target == RustTarget::Native) {
            QCOMPARE(answerOf(second), "\"two\"");
        }
        told = {};
        COMPILE(third, m_compiler, request, told); // and where nothing changed, neither runs
        QCOMPARE(told.text(), QString());
        QCOMPARE(third.sha256, second.sha256);
    }

    void what_cargo_compiles_next_has_the_edit()
    {
        const TestProject project("one");
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        project.add(library, handlerSaying("two"));
        COMPILE(second, m_compiler, project.request(), told);
        project.add(manifestFile, manifest("[dependencies]\nignite = \"*\"\nserde_json = \"1\"\n"));
        told = {};
        COMPILE(third, m_compiler, project.request(), told);
        QVERIFY2(hasRunCargo(told), qPrintable(told.text()));
        QCOMPARE(answerOf(third), "\"two\"");
        CompileRequest release = project.request();
        release.profile = Profile::Release;
        COMPILE(published, m_compiler, release, told);
        QCOMPARE(answerOf(published), "\"two\"");
        project.add(library, handlerSaying("three"));
        told = {};
        COMPILE(again, m_compiler, release, told);
        QVERIFY2(hasRunCargo(told), qPrintable(told.text())); // what is published is cargo's
        QCOMPARE(answerOf(again), "\"three\"");
    }

    void an_error_is_told_as_cargo_tells_it()
    {
        const TestProject project("fine");
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        const QByteArray broken = handlerSaying("x").replace("Ok(", "let n: u8 = \"text\";\n    Ok(");
        project.add(library, broken);
        Told direct;
        const auto failed = QCoro::waitFor(m_compiler.compile(project.request(), direct.observer()));
        QVERIFY(!failed);
        const TestProject other;
        other.add(library, broken);
        Told cargos;
        const auto same = QCoro::waitFor(m_compiler.compile(other.request(), cargos.observer()));
        QVERIFY(!same);
        QCOMPARE(failed.error().code, same.error().code);
        QCOMPARE(failed.error().message, same.error().message);
        QCOMPARE(direct.diagnostics, cargos.diagnostics);
        QVERIFY2(!direct.text().contains(QLatin1String("could not compile")), qPrintable(direct.text())); // cargo's
        project.add(library, handlerSaying("mended"));
        told = {};
        COMPILE(mended, m_compiler, project.request(), told);
        QVERIFY2(hasRunRustcAlone(told), qPrintable(told.text()));
        QCOMPARE(answerOf(mended), "\"mended\"");
    }

    void a_warning_is_told_at_each_compile()
    {
        const TestProject project("fine");
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        for (const char *answer : {"two", "two", "three"}) {
            project.add(library, handlerSaying(answer) + "fn unused() {}\n");
            told = {};
            COMPILE(artifact, m_compiler, project.request(), told);
            QCOMPARE(told.diagnostics.size(), 1);
            QCOMPARE(told.diagnostics.front().code, QStringLiteral("dead_code"));
            QCOMPARE(answerOf(artifact), QByteArray("\"") + answer + '"');
        }
    }

    void what_is_no_edit_of_the_crate_takes_cargo_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const QByteArray words = "[package]\nname = \"words\"\nversion = \"0.1.0\"\n";
        QTest::newRow("a package field") << manifestFile << manifest() << manifest().replace("0.1.0", "0.1.1");
        QTest::newRow("a lint") << manifestFile << manifest() << manifest("[lints.rust]\nunused = \"allow\"\n");
        QTest::newRow("a program appears")
            << QStringLiteral("src/bin/tool.rs") << QByteArray() << QByteArray("fn main() {}");
        QTest::newRow("a build script appears")
            << QStringLiteral("build.rs") << QByteArray() << QByteArray("fn main() {}");
        QTest::newRow("a file appears") << QStringLiteral("src/added.rs") << QByteArray()
                                        << QByteArray("pub fn added() {}");
    }
    void what_is_no_edit_of_the_crate_takes_cargo()
    {
        QFETCH(const QString, file);
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, after);
        const TestProject project("one");
        if (!before.isEmpty()) {
            project.add(file, before);
        }
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        project.add(file, after);
        project.add(library, handlerSaying("two"));
        told = {};
        COMPILE(second, m_compiler, project.request(), told);
        QVERIFY2(hasRunCargo(told), qPrintable(told.text()));
        QCOMPARE(answerOf(second), "\"two\"");
    }

    /// Each needs more than the handler's crate, so that rustc alone would use what is old.
    void what_cargo_makes_beside_the_crate_takes_cargo_always_data()
    {
        QTest::addColumn<QString>("file"); ///< that has the answer
        QTest::addColumn<QString>("more"); ///< files that are needed for it: "path\ncontent"
        const auto with = [](const char *path, const QByteArray &content) {
            return QString::fromUtf8(QByteArray(path) + '\n' + content);
        };
        QTest::newRow("a build script") << QStringLiteral("answer.txt")
                                        << with("build.rs", "fn main() { println!(\"cargo::rustc-env=ANSWER={}\", "
                                                            "std::fs::read_to_string(\"answer.txt\").unwrap()); }\n");
        QTest::newRow("a crate in the folder")
            << QStringLiteral("words/src/lib.rs")
            << with("words/Cargo.toml", "[package]\nname = \"words\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        QTest::newRow("a library of its own") << QStringLiteral("src/lib.rs") << QString();
    }
    void what_cargo_makes_beside_the_crate_takes_cargo_always()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, more);
        const TestProject project;
        const QString kind = QString::fromLatin1(QTest::currentDataTag());
        const bool hasScript = kind == QLatin1String("a build script");
        const bool hasCrate = kind == QLatin1String("a crate in the folder");
        if (!more.isEmpty()) {
            project.add(more.section(u'\n', 0, 0), more.section(u'\n', 1).toUtf8());
        }
        if (hasCrate) {
            project.add(manifestFile, manifest("[dependencies]\nwords = { path = \"words\" }\n"));
        }
        const QByteArray from = hasScript ? "env!(\"ANSWER\")" : (hasCrate ? "words::WORD" : "hello::WORD");
        project.add(hasScript || hasCrate ? library : QStringLiteral("src/main.rs"),
                    handlerSaying("x").replace("\"x\"", from));
        for (const QByteArray answer : {"one", "two"}) {
            project.add(file, hasScript ? answer : "pub const WORD: &str = \"" + answer + "\";\n");
            Told told;
            COMPILE(artifact, m_compiler, project.request(), told);
            QVERIFY2(hasRunCargo(told), qPrintable(told.text()));
            QCOMPARE(answerOf(artifact), '"' + answer + '"');
        }
    }

    void a_file_elsewhere_is_seen_to_change()
    {
        const QTemporaryDir elsewhere;
        const QString file = elsewhere.filePath(QStringLiteral("answer.txt"));
        const TestProject project("none");
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        project.add(library, handlerSaying("x").replace("\"x\"", "include_str!(\"" + file.toUtf8() + "\")"));
        for (const QByteArray answer : {"one", "two", "three"}) {
            writeFile(file, answer);
            COMPILE(artifact, m_compiler, project.request(), told);
            QCOMPARE(answerOf(artifact), '"' + answer + '"');
        }
    }

    void a_variable_of_the_environment_is_seen_to_change()
    {
        const TestProject project;
        project.add(library, handlerSaying("x").replace("\"x\"", "env!(\"STUDIO_TEST_ANSWER\")"));
        for (const QByteArray answer : {"one", "two"}) {
            const Variable variable("STUDIO_TEST_ANSWER", answer);
            Told told;
            COMPILE(artifact, m_compiler, project.request(), told);
            QCOMPARE(answerOf(artifact), '"' + answer + '"');
        }
    }

    void a_handler_that_is_gone_is_told_as_before()
    {
        const TestProject project("here");
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        project.add(library, "pub fn nothing() {}\n");
        const auto none = QCoro::waitFor(m_compiler.compile(project.request(), told.observer()));
        QVERIFY(!none);
        QVERIFY2(none.error().message.contains(QLatin1String("No handler found in src/lib.rs")),
                 qPrintable(none.error().message));
    }

    void a_record_that_was_changed_is_not_used()
    {
        const TestProject project("one");
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        const QString record = newest(QStringLiteral("rustc-command"));
        QVERIFY(!record.isEmpty());
        for (const QByteArray &content : {readFile(record).replace("--crate-name", "--crate-type"), QByteArray()}) {
            writeFile(record, content);
            project.add(library, handlerSaying("two") + "// " + QByteArray::number(content.size()) + '\n');
            told = {};
            COMPILE(second, m_compiler, project.request(), told);
            QVERIFY2(hasRunCargo(told), qPrintable(told.text()));
            QCOMPARE(answerOf(second), "\"two\"");
        }
    }

    /// The cache may be cleared in part. Of a crate that no other test uses.
    void a_crate_that_is_gone_is_compiled_again()
    {
        const TestProject project;
        project.add(manifestFile, manifest("[dependencies]\nfnv = \"1\"\n"));
        const QByteArray code =
            handlerSaying("x").replace("\"x\"", "fnv::FnvHasher::with_key(7).finish()") + "use std::hash::Hasher;\n";
        project.add(library, code);
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        project.add(library, code + "// edited\n");
        told = {};
        COMPILE(second, m_compiler, project.request(), told);
        QVERIFY2(hasRunRustcAlone(told), qPrintable(told.text()));
        QDirIterator walk(testPaths().cache + QStringLiteral("/shared"), {QStringLiteral("libfnv-*")}, QDir::Files,
                          QDirIterator::Subdirectories);
        QVERIFY(walk.hasNext());
        while (walk.hasNext()) {
            QVERIFY(QFile::remove(walk.next()));
        }
        project.add(library, code + "// edited again\n");
        told = {};
        COMPILE(third, m_compiler, project.request(), told);
        QVERIFY2(hasRunCargo(told), qPrintable(told.text()));
        QVERIFY2(told.diagnostics.isEmpty(), qPrintable(told.text())); // of rustc, which misses the crate
        QCOMPARE(answerOf(third), "7");
    }

    void no_secret_of_the_environment_is_recorded()
    {
        const Variable token("CARGO_REGISTRY_TOKEN", "very-secret-one");
        const Variable other("STUDIO_TEST_PASSWORD", "very-secret-two");
        const TestProject project("one");
        Told told;
        COMPILE(first, m_compiler, project.request(), told);
        const QByteArray record = readFile(newest(QStringLiteral("rustc-command")));
        QVERIFY2(record.contains("CARGO_PKG_NAME=hello"), record.constData());
        QVERIFY2(!record.contains("very-secret"), record.constData());
    }

    /// Whatever a person does between two compiles, the program is the one of the sources as they are.
    void any_edits_in_any_order_give_the_program_of_the_sources()
    {
        const auto seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        const TestProject project("0");
        QByteArray answer = "0";
        const QTemporaryDir elsewhere;
        const QString outside = elsewhere.filePath(QStringLiteral("text"));
        const auto moduled = [](const QByteArray &word) {
            return handlerSaying("x").replace("\"x\"", "words::WORD").replace("use ignite", "mod words;\nuse ignite") +
                   "// " + word + '\n';
        };
        int alone = 0;
        for (int step = 1; step <= 14; ++step) {
            const QByteArray word = QByteArray::number(step);
            const quint32 kind = step == 1 ? 0 : random.bounded(6U);
            if (kind <= 1) {
                project.add(library, handlerSaying(word));
            } else if (kind == 2) {
                project.add(QStringLiteral("src/words.rs"), "pub const WORD: &str = \"" + word + "\";\n");
                project.add(library, moduled(word));
            } else if (kind == 3) {
                project.add(manifestFile, manifest("[package.metadata]\nstep = " + word + "\n"));
            } else if (kind == 4) {
                writeFile(outside, word);
                project.add(library, handlerSaying("x").replace("\"x\"", "include_str!(\"" + outside.toUtf8() + "\")"));
            } else {
                project.add(library, "this is no Rust " + word + '\n');
                Told told;
                QVERIFY(!QCoro::waitFor(m_compiler.compile(project.request(), told.observer())));
                project.add(library, handlerSaying(word));
            }
            answer = kind == 3 ? answer : word;
            Told told;
            COMPILE(artifact, m_compiler, project.request(), told);
            QVERIFY2(answerOf(artifact) == '"' + answer + '"',
                     qPrintable(QStringLiteral("step %1, kind %2").arg(step).arg(kind)));
            alone += hasRunRustcAlone(told) ? 1 : 0;
        }
        QVERIFY(alone > 0);
    }
};

QTEST_GUILESS_MAIN(TestDirectBuild)
#include "tst_direct_build.moc"
