// SPDX-License-Identifier: GPL-3.0-or-later
// What an author reads when a folder does not compile.
#include "compile_helpers.h"

#include <sys/stat.h>

using namespace studio;
using namespace studio::test;

class TestCompileFailures : public QObject
{
    Q_OBJECT

    Error failureOf(const TestProject &project, Told &told)
    {
        const auto result = QCoro::waitFor(m_compiler.compile(project.request(), told.observer()));
        return result ? Error{ErrorCode::Internal, QStringLiteral("it compiled"), {}} : result.error();
    }

private Q_SLOTS:
    void no_manifest()
    {
        const TestProject project("x");
        QFile::remove(project.path(QStringLiteral("Cargo.toml")));
        Told told;
        const Error error = failureOf(project, told);
        QCOMPARE(error.code, ErrorCode::InvalidArgument);
        QVERIFY2(error.message.startsWith(QLatin1String("There is no Cargo.toml in")), qPrintable(error.message));
    }

    void no_folder()
    {
        Told told;
        const auto result = QCoro::waitFor(m_compiler.compile(
            {.projectKey = QStringLiteral("gone"), .sourceFolder = QStringLiteral("/no/such/folder")},
            told.observer()));
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::NotFound);
    }

    void manifests_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("line");
        QTest::newRow("broken") << manifest("[dependencies]\nignite = \n") << QStringLiteral("Cargo.toml, line 7") << 7;
        QTest::newRow("a dependency that is a number") << manifest("[dependencies]\nignite = \"*\"\nserde = 5\n")
                                                       << QStringLiteral("Cargo.toml, line 8, column 9") << 8;
        QTest::newRow("inherits from nowhere") << manifest("[dependencies]\nserde = { workspace = true }\n")
                                               << QStringLiteral("Cargo.toml: dependencies.serde") << 0;
        QTest::newRow("a crate beside the project")
            << manifest("[dependencies]\nshared = { path = \"../shared\" }\n")
            << QStringLiteral("Cargo.toml: the path of `shared` leads to no crate") << 0;
        QTest::newRow("no such feature") << manifest(
                                                "[dependencies]\nserde = { version = \"1\", features = [\"zz\"] }\n")
                                         << QStringLiteral("Cargo.toml: the crate serde has no feature `zz`") << 0;
    }
    void manifests()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, message);
        QFETCH(const int, line);
        const TestProject project("x");
        project.add(QStringLiteral("Cargo.toml"), text);
        Told told;
        const Error error = failureOf(project, told);
        QCOMPARE(error.code, ErrorCode::InvalidArgument);
        QVERIFY2(error.message.startsWith(message), qPrintable(error.message));
        QCOMPARE(told.diagnostics.size(), 1);
        QCOMPARE(told.diagnostics[0].file, QStringLiteral("Cargo.toml"));
        QCOMPARE(told.diagnostics[0].line, line);
    }

    void a_compile_error_points_into_the_authors_file()
    {
        const TestProject project("x");
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("x") + "\nfn broken() {\n    let é = nothing;\n}\n");
        Told told;
        const Error error = failureOf(project, told);
        QCOMPARE(error.code, ErrorCode::CompileFailed);
        QVERIFY2(error.message.startsWith(QLatin1String("src/lib.rs:9:13: cannot find value `nothing`")),
                 qPrintable(error.message));
        QCOMPARE(told.diagnostics.size(), 1);
        const Diagnostic &diagnostic = told.diagnostics[0];
        QCOMPARE(diagnostic.severity, Severity::Error);
        QCOMPARE(diagnostic.code, QStringLiteral("E0425"));
        QCOMPARE(diagnostic.file, QStringLiteral("src/lib.rs"));
        QCOMPARE(diagnostic.line, 9);
        QCOMPARE(diagnostic.column, 13); // in characters, not in bytes
        QCOMPARE(diagnostic.endColumn, 20);
        QVERIFY(diagnostic.rendered.contains(QLatin1String("\x1b["))); // in colour
        QVERIFY(told.text().contains(QLatin1String("src/lib.rs:9:13")));
        QVERIFY(!told.text().contains(testPaths().cache + QStringLiteral("/projects")));
    }

    void a_warning_is_reported_and_does_not_fail()
    {
        const TestProject project("x");
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("x") + "\nfn unused() {}\npub fn public() {}\n");
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(told.diagnostics.size(), 1); // the public one may be meant for others
        QCOMPARE(told.diagnostics[0].severity, Severity::Warning);
        QCOMPARE(told.diagnostics[0].line, 8);
        told = {};
        COMPILE(again, m_compiler, project.request(), told);
        QCOMPARE(told.diagnostics.size(), 1); // also when nothing had to be compiled
    }

    void a_handler_in_an_unused_file_is_reported_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<QStringList>("words");
        const QString stands = QStringLiteral("It stands in .cargo/config.toml, which is not used. ");
        QTest::newRow("a variable") << QByteArray("[env]\nSHOP_REGION = \"north\"\n") << manifest()
                                    << QByteArray("env!(\"SHOP_REGION\")")
                                    << QStringList{QStringLiteral("environment variable `SHOP_REGION` not defined"),
                                                   stands + QStringLiteral("Let a build.rs print `cargo::rustc-env="
                                                                           "SHOP_REGION=VALUE`")};
        QTest::newRow("a registry") << QByteArray("[registries.house]\nindex = \"sparse+http://127.0.0.1:9/index/\"\n")
                                    << manifest("[dependencies]\ninner = { version = \"1\", registry = \"house\" }\n")
                                    << QByteArray("\"x\"")
                                    << QStringList{QStringLiteral("`house`"),
                                                   stands + QStringLiteral("Take the crate from crates.io")};
    }
    void a_handler_in_an_unused_file_is_reported()
    {
        QFETCH(const QByteArray, config);
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, expression);
        QFETCH(const QStringList, words);
        const TestProject project("x");
        project.add(QStringLiteral("Cargo.toml"), text);
        project.add(QStringLiteral(".cargo/config.toml"), config);
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("x").replace("\"x\"", expression));
        Told told;
        const Error error = failureOf(project, told);
        for (const QString &word : words) {
            QVERIFY2(error.message.contains(word), qPrintable(error.message));
        }
        project.add(QStringLiteral(".cargo/config.toml"), "# nothing\n");
        told = {};
        QVERIFY(!failureOf(project, told).message.contains(QLatin1String("It stands in")));
    }

    void what_a_failed_build_script_printed_is_shown_in_bounds()
    {
        const TestProject project("printing");
        project.add(QStringLiteral("Cargo.toml"), manifest());
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("x"));
        project.add(QStringLiteral("build.rs"),
                    "use std::io::Write;\n"
                    "fn main() {\n"
                    "    let mut error = std::io::stderr();\n"
                    "    for byte in 0..=127u8 {\n"
                    "        error.write_all(&[byte; 40_000]).unwrap();\n"
                    "        error.write_all(b\"\\x1b]0;title\\x07\\x1b[2J\\n\").unwrap();\n"
                    "    }\n"
                    "    eprintln!(\"the map is missing\");\n"
                    "    std::process::exit(3);\n"
                    "}\n");
        Told told;
        const Error error = failureOf(project, told);
        QVERIFY2(error.message.contains(QLatin1String("build script")), qPrintable(error.message.left(400)));
        QVERIFY2(told.text().contains(QLatin1String("the map is missing")), qPrintable(told.text().right(400)));
        QVERIFY2(error.message.size() < 4'000 && error.detail.size() <= 64 << 10,
                 qPrintable(QString::number(error.message.size()) + u' ' + QString::number(error.detail.size())));
        QVERIFY(!error.message.contains(QChar(0x1b)) && !error.message.contains(QChar(0)));
    }

    void without_a_network_known_crates_suffice()
    {
        const Variable proxy("CARGO_HTTP_PROXY", "http://127.0.0.1:9"); // nobody listens there
        const Variable retries("CARGO_NET_RETRY", "0");
        const TestProject project("offline");
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"offline\"");
    }

    void without_a_network_an_unknown_crate_is_a_clear_sentence()
    {
        const Variable proxy("CARGO_HTTP_PROXY", "http://127.0.0.1:9");
        const Variable retries("CARGO_NET_RETRY", "0");
        const TestProject project("x");
        project.add(QStringLiteral("Cargo.toml"), manifest("[dependencies]\nno-such-crate-of-ours = \"1\"\n"));
        Told told;
        const Error error = failureOf(project, told);
        QCOMPARE(error.code, ErrorCode::Unavailable);
        QVERIFY2(error.message.startsWith(QLatin1String("cargo could not reach the registry")),
                 qPrintable(error.message));
        QVERIFY(error.detail.contains(QLatin1String("127.0.0.1")));
    }

    void crates_that_are_gone_from_cargos_home_are_asked_of_the_registry_again()
    {
        const TestProject project("once");
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        const QTemporaryDir emptied;
        const Variable home("CARGO_HOME", emptied.path().toUtf8());
        const Variable proxy("CARGO_HTTP_PROXY", "http://127.0.0.1:9");
        const Variable retries("CARGO_NET_RETRY", "0");
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("again"));
        told = {};
        const Error error = failureOf(project, told);
        QVERIFY2(error.message.startsWith(QLatin1String("cargo could not reach the registry")),
                 qPrintable(error.message));
        QVERIFY2(!told.text().contains(QLatin1String("--offline")), qPrintable(told.text()));
    }

    void a_cache_that_cannot_be_written_is_named()
    {
        const QTemporaryDir folder;
        const QString cache = folder.filePath(QStringLiteral("cache"));
        writeFile(cache, "a file, not a folder");
        Paths paths = testPaths();
        paths.cache = cache;
        Compiler compiler(paths);
        const TestProject project("x");
        Told told;
        const auto result = QCoro::waitFor(compiler.compile(project.request(), told.observer()));
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::Unavailable);
        QVERIFY2(result.error().message.contains(cache), qPrintable(result.error().message));
    }

    void an_unknown_toolchain_is_named()
    {
        const TestProject project("x");
        CompileRequest request = project.request();
        request.toolchain = QStringLiteral("1.12");
        Told told;
        const auto result = QCoro::waitFor(m_compiler.compile(request, told.observer()));
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::Unavailable);
        QVERIFY2(result.error().message.contains(QLatin1String("Rust 1.12 is not installed")),
                 qPrintable(result.error().message));
    }

private:
    Compiler m_compiler{testPaths()};
};

QTEST_GUILESS_MAIN(TestCompileFailures)
#include "tst_compile_failures.moc"
