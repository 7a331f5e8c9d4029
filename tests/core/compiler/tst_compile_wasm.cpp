// SPDX-License-Identifier: GPL-3.0-or-later
// Components from the real cargo, and what is said of crates that cannot become one.
#include "tests/core/compiler/compile_helpers.h"

#include <QCoroTask>
#include <QFileInfo>

using namespace studio;
using namespace studio::test;

class TestCompileWasm : public QObject
{
    Q_OBJECT

    Compiler m_compiler{testPaths()};

    static CompileRequest requestFor(const TestProject &project, Profile profile = Profile::Dev)
    {
        CompileRequest request = project.request();
        request.target = RustTarget::Wasm;
        request.profile = profile;
        return request;
    }

private Q_SLOTS:
    void a_component_says_what_it_asks_of_its_host_data()
    {
        QTest::addColumn<Profile>("profile");
        QTest::newRow("dev") << Profile::Dev;
        QTest::newRow("release") << Profile::Release;
    }
    void a_component_says_what_it_asks_of_its_host()
    {
        QFETCH(Profile, profile);
        const TestProject project("x");
        Told told;
        COMPILE(artifact, m_compiler, requestFor(project, profile), told);
        QCOMPARE(artifact.target, RustTarget::Wasm);
        QCOMPARE(artifact.profile, profile);
        QVERIFY(artifact.path.endsWith(QLatin1String(".wasm")));
        QCOMPARE(artifact.size, QFileInfo(artifact.path).size());
        QCOMPARE(artifact.sha256.size(), 64);
        QVERIFY(artifact.libraryPaths.isEmpty());
        QVERIFY(!artifact.rustVersion.isEmpty());
        const QString exports = artifact.interface.exports.join(QLatin1Char(' '));
        QVERIFY2(exports.contains(QLatin1String("wasi:http/incoming-handler@0.2.")), qPrintable(exports));
        const QString imports = artifact.interface.imports.join(QLatin1Char(' '));
        QVERIFY2(imports.contains(QLatin1String("wasi:http/types@0.2.")), qPrintable(imports));
        QVERIFY2(!imports.contains(QLatin1String("wasi:sockets")), qPrintable(imports));
        const auto tokio = std::ranges::find(artifact.crates, QStringLiteral("tokio"), &LockedCrate::name);
        QVERIFY(tokio != artifact.crates.end() && tokio->version.startsWith(QLatin1String("1.")));
        const QByteArray bytes = readFile(artifact.path);
        const qsizetype crates = bytes.lastIndexOf("\x07.dep-v0");
        QCOMPARE(crates > 0, profile == Profile::Release);
        if (crates > 0) {
            checkAudit(bytes.sliced(crates + 8), artifact);
        }
        qInfo("%s component: %lld bytes", qPrintable(profileName(profile)), artifact.size);
    }

    void both_targets_from_one_folder()
    {
        const TestProject project("both");
        Told told;
        COMPILE(native, m_compiler, project.request(), told);
        COMPILE(wasm, m_compiler, requestFor(project), told);
        QVERIFY(native.path != wasm.path);
        QCOMPARE(native.sourceHash, wasm.sourceHash);
    }

    void crates_that_cannot_data()
    {
        QTest::addColumn<QByteArray>("dependencies");
        QTest::addColumn<int>("line");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("tokio full") << QByteArray("tokio = { version = \"1\", features = [\"full\"] }\n") << 8
                                    << QStringList{QStringLiteral("tokio"), QStringLiteral("feature `full`"),
                                                   QStringLiteral("features = [\"macros\", \"rt\", \"sync\", \"time\", "
                                                                  "\"io-util\"]"),
                                                   QStringLiteral("or compile for native")};
        QTest::newRow("tokio net beside good ones")
            << QByteArray("serde = \"1\"\ntokio = { version = \"1\", features = [\"rt\", \"net\"] }\n") << 9
            << QStringList{QStringLiteral("feature `net`"), QStringLiteral("features = [\"rt\"]")};
        QTest::newRow("a C library") << QByteArray("openssl-sys = \"0.9\"\n") << 8
                                     << QStringList{QStringLiteral("The crate openssl-sys 0.9"),
                                                    QStringLiteral("OpenSSL"), QStringLiteral("wasi:http")};
    }
    void crates_that_cannot()
    {
        QFETCH(QByteArray, dependencies);
        QFETCH(int, line);
        QFETCH(QStringList, words);
        TestProject project("x");
        project.add(QStringLiteral("Cargo.toml"), manifest("[dependencies]\nignite = \"*\"\n" + dependencies));
        Told told;
        const auto failed = QCoro::waitFor(m_compiler.compile(requestFor(project), told.observer()));
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::CompileFailed);
        for (const QString &word : std::as_const(words)) {
            QVERIFY2(failed.error().message.contains(word), qPrintable(failed.error().message));
        }
        QCOMPARE(told.diagnostics.size(), 1);
        QCOMPARE(told.diagnostics[0].file, QStringLiteral("Cargo.toml"));
        QCOMPARE(told.diagnostics[0].line, line);
        QCOMPARE(told.diagnostics[0].message, failed.error().message);
        QVERIFY(told.text().contains(failed.error().message));
    }

    /// As reqwest is on this target: it compiles, and its futures hold what only a browser has.
    void a_crate_that_needs_a_browser_is_named_where_it_is_used_data()
    {
        QTest::addColumn<QByteArray>("use");
        QTest::newRow("a future that is not Send")
            << QByteArray("let sent = page::fetch().await;\n    let _ = sent;\n    Ok(ig");
        QTest::newRow("a type") << QByteArray("let value: page::JsValue = 1u8;\n    let _ = value;\n    Ok(ig");
        QTest::newRow("an import that no host has") << QByteArray("page::call();\n    Ok(ig");
    }
    void a_crate_that_needs_a_browser_is_named_where_it_is_used()
    {
        QFETCH(QByteArray, use);
        TestProject project("x");
        project.add(QStringLiteral("Cargo.toml"),
                    manifest("[dependencies]\nother = { path = \"other\" }\npage = { path = "
                             "\"page\" }\n"));
        const QByteArray package = "[package]\nversion = \"0.1.0\"\nedition = \"2021\"\nname = ";
        const QByteArray needs = "\n[dependencies]\nwasm-bindgen = { path = \"../wasm-bindgen\" }\n";
        project.add(QStringLiteral("other/Cargo.toml"), package + "\"other\"" + needs);
        project.add(QStringLiteral("other/src/lib.rs"), "");
        project.add(QStringLiteral("page/Cargo.toml"), package + "\"page\"" + needs);
        project.add(QStringLiteral("page/src/lib.rs"),
                    "pub use wasm_bindgen::{self, *};\npub async fn fetch() { let value = JsValue::new(); "
                    "std::future::ready(()).await; drop(value) }\npub fn call() { unsafe { placeholder() } }\n");
        // rustc refuses a crate of this name whose version is below 0.2.88.
        project.add(QStringLiteral("wasm-bindgen/Cargo.toml"),
                    QByteArray(package).replace("0.1.0", "0.2.100") + "\"wasm-bindgen\"\n");
        project.add(
            QStringLiteral("wasm-bindgen/src/lib.rs"),
            "pub struct JsValue(std::rc::Rc<u8>);\nimpl JsValue { pub fn new() -> Self { Self(1.into()) } "
            "}\n#[link(wasm_import_module = \"__wbindgen_placeholder__\")]\nextern \"C\" { pub fn placeholder(); "
            "}\n");
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("x").replace("Ok(ig", use));
        Told told;
        const auto failed = QCoro::waitFor(m_compiler.compile(requestFor(project), told.observer()));
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::CompileFailed);
        const QString sentence =
            QStringLiteral("cannot be used on Wasm: it calls the JavaScript of a browser, which a "
                           "component does not have. Call other servers through wasi:http, for example "
                           "with the crate `waki`, or compile for native.");
        QVERIFY2(failed.error().message.contains(sentence), qPrintable(failed.error().message + told.text()));
        QVERIFY2(
            failed.error().message.startsWith(QLatin1String("The crate wasm-bindgen 0.2.100 (brought in by page)")) ||
                use.contains("call()"),
            qPrintable(failed.error().message));
        // No other type would help.
        QVERIFY2(!told.text().contains(QStringLiteral("held across")), qPrintable(told.text()));
        QCOMPARE(told.diagnostics.last().file, QStringLiteral("Cargo.toml"));
        QVERIFY(told.diagnostics.last().line >= 7);
    }

    void an_error_of_the_author_is_the_authors()
    {
        TestProject project("x");
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("x") + "\nfn broken() -> u8 {\n    nothing\n}\n");
        Told told;
        const auto failed = QCoro::waitFor(m_compiler.compile(requestFor(project), told.observer()));
        QVERIFY(!failed);
        QVERIFY2(failed.error().message.startsWith(QLatin1String("src/lib.rs:9:5:")),
                 qPrintable(failed.error().message));
    }
};

QTEST_GUILESS_MAIN(TestCompileWasm)
#include "tst_compile_wasm.moc"
