// SPDX-License-Identifier: GPL-3.0-or-later
// Which code is the handler, and what is said where it is missing, there twice, or refused by rustc.
#include "compile_helpers.h"

using namespace studio;
using namespace studio::test;

class TestHandlerTarget : public QObject
{
    Q_OBJECT

    Error failureOf(const TestProject &project, Told &told)
    {
        const auto result = QCoro::waitFor(m_compiler.compile(project.request(), told.observer()));
        return result ? Error{ErrorCode::Internal, QStringLiteral("it compiled"), {}} : result.error();
    }

private Q_SLOTS:
    void what_cargo_calls_the_sdk_is_what_it_is_called_data()
    {
        QTest::addColumn<QByteArray>("dependencies");
        QTest::newRow("inherited within this file") << QByteArray(
            "[workspace.dependencies]\nsdk = { package = \"ignite\", version = \"*\" }\n[dependencies]\nsdk = { "
            "workspace = true }\n");
        QTest::newRow("literal strings, comments behind headers")
            << QByteArray("# other = { package = \"ignite\" }\n[dependencies.sdk] # package = \"x\"\nversion = '*'\n"
                          "package = 'ignite' # the SDK\n");
        QTest::newRow("another key of the same text")
            << QByteArray("[package.metadata.x]\nnot-it = { package = \"ignite\" }\n[dependencies]\n\"sdk\".package = "
                          "'''ignite'''\n");
    }
    void what_cargo_calls_the_sdk_is_what_it_is_called()
    {
        QFETCH(const QByteArray, dependencies);
        const TestProject project;
        project.add(QStringLiteral("Cargo.toml"), manifest(dependencies));
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("renamed").replace("ignite::", "sdk::"));
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"renamed\"");
    }

    void a_handler_that_rustc_understands_is_one_data()
    {
        QTest::addColumn<QByteArray>("source");
        const QByteArray body =
            "(_req: Request, _ctx: Context) -> Result<impl IntoResponse> { Ok(ignite::json!(\"here\")) }\n";
        const QByteArray prelude = "use ignite::prelude::*;\n";
        QTest::newRow("behind literals of every kind")
            << QByteArray("#![allow(dead_code)]\nconst A: &[u8] = br##\"{\"#/*\"##;\nconst B: &std::ffi::CStr = "
                          "c\"\\\"{\";\nconst C: (char, char, u8) = ('\\u{1F600}', '😀', b'\"');\nconst D: "
                          "&std::ffi::CStr = cr#\"\"//{\"#;\nstruct E<'a>(&'a str);\n") +
                   prelude + "#[ignite::main]\nasync fn handler" + body;
        QTest::newRow("imported attribute") << prelude + "use ignite::main;\n#[main]\nfn handler" + body;
        QTest::newRow("renamed attribute") << prelude + "use ignite::main as entry;\n#[entry]\nasync fn handler" + body;
        QTest::newRow("conditional attribute")
            << prelude + "#[cfg_attr(not(test), ignite::main)]\n#[cfg_attr(test, doc = \"{\")]\nasync fn handler" +
                   body;
        QTest::newRow("attributes with braces around it")
            << prelude +
                   "#[traced::instrument({ a: { b } })]\n#[ignite::main]\n#[traced::instrument(skip_all, "
                   "fields(id = { ctx.id() }))]\nasync fn handler" +
                   body;
        QTest::newRow("made by a macro")
            << prelude + "macro_rules! make { ($n:ident, $r:ty) => { #[ignite::main] async fn $n(_req: $r, _ctx: "
                         "Context) -> Result<impl IntoResponse> { Ok(\"here\") } } }\nmake!(handler, Request);\n";
        QTest::newRow("another one for tests alone")
            << "#![forbid(unsafe_code)]\n#![deny(missing_docs, warnings)]\n//! Documented.\n" + handlerSaying("here") +
                   "#[cfg(test)]\nmod b {\n" + handlerSaying("there") + "}\n";
        QTest::newRow("in another file that is included") << prelude + "include!(\"entry/point.rs\");\n";
    }
    void a_handler_that_rustc_understands_is_one()
    {
        QFETCH(const QByteArray, source);
        const TestProject project;
        project.add(QStringLiteral("Cargo.toml"), manifest("[dependencies]\ntraced = { path = \"traced\" }\n"));
        project.add(
            QStringLiteral("traced/Cargo.toml"),
            "[package]\nname = \"traced\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\nproc-macro = true\n");
        project.add(QStringLiteral("traced/src/lib.rs"),
                    "use proc_macro::TokenStream;\n#[proc_macro_attribute]\npub fn instrument(_: TokenStream, item: "
                    "TokenStream) -> TokenStream { item }\n");
        project.add(QStringLiteral("src/lib.rs"), source);
        project.add(QStringLiteral("src/entry/point.rs"),
                    handlerSaying("here").replace("use ignite::prelude::*;\n", ""));
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"here\"");
    }

    void a_program_with_the_handler_may_have_a_library_beside_it()
    {
        const TestProject project;
        project.add(QStringLiteral("src/lib.rs"), "pub fn word() -> &'static str { \"both\" }\nfn unused() {}\n");
        project.add(QStringLiteral("src/main.rs"), handlerSaying("").replace("\"\"", "hello::word()"));
        project.add(QStringLiteral("examples/show.rs"), "fn main() {}\n");
        project.add(QStringLiteral("benches/speed.rs"), "not Rust\n");
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"both\"");
        // A handler that no look at the text can find: the library is tried first, and nobody hears of that.
        project.add(QStringLiteral("src/main.rs"), "include!(\"handler.rs\");\n");
        project.add(QStringLiteral("src/handler.rs"), handlerSaying("").replace("\"\"", "hello::word()"));
        told = {};
        COMPILE(again, m_compiler, project.request(), told);
        QCOMPARE(answerOf(again), "\"both\"");
        QCOMPARE(told.diagnostics.size(), 1); // of the library as a library
        QVERIFY2(told.diagnostics[0].message.contains(QLatin1String("unused")), qPrintable(told.text()));
    }

    void handlers_data()
    {
        QTest::addColumn<QByteArray>("library");
        QTest::addColumn<QByteArray>("program");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        const auto invalid = static_cast<int>(ErrorCode::InvalidArgument);
        const auto failed = static_cast<int>(ErrorCode::CompileFailed);
        const auto none = [](const char *where) {
            return QStringLiteral("No handler found in %1: write `#[ignite::main] async fn").arg(QLatin1String(where));
        };
        QTest::newRow("none in the library")
            << QByteArray("pub fn answer() {}\n") << QByteArray() << invalid << none("src/lib.rs");
        QTest::newRow("none in the program")
            << QByteArray() << QByteArray("fn main() {}\n") << invalid
            << QStringLiteral("No handler found in src/main.rs, whose `main` is another: write `#[ignite::main]");
        QTest::newRow("none in either") << QByteArray("pub fn answer() {}\n") << QByteArray("fn main() {}\n") << invalid
                                        << none("src/lib.rs or src/main.rs");
        QTest::newRow("no file at all") << QByteArray() << QByteArray() << invalid
                                        << QStringLiteral("No handler found: write `#[ignite::main]");
        QTest::newRow("only in a comment") << QByteArray("// #[ignite::main] fn handler() {}\npub fn f() {}\n")
                                           << QByteArray() << invalid << none("src/lib.rs");
        QTest::newRow("left out by a condition") << handlerSaying("x").replace("#[ignite", "#[cfg(any())]\n#[ignite")
                                                 << QByteArray() << invalid << none("src/lib.rs");
        QTest::newRow("forgotten attribute")
            << handlerSaying("x").replace("#[ignite::main]\n", "") << QByteArray() << invalid << none("src/lib.rs");
        QTest::newRow("one in each") << handlerSaying("x") << handlerSaying("y") << failed
                                     << QStringLiteral("Two handlers: src/lib.rs, line 3 and src/main.rs, line 3");
        const QByteArray second = handlerSaying("y").replace("use ignite::prelude::*;\n", "");
        QTest::newRow("two in one file") << handlerSaying("x") + second << QByteArray() << failed
                                         << QStringLiteral("Two handlers: src/lib.rs, line 3 and src/lib.rs, line ");
        const QByteArray inModule = "mod b {\n" + handlerSaying("y") + "}\n";
        const auto oneInModule =
            QStringLiteral("Two handlers: src/lib.rs, line 3 and src/lib.rs, line 12. A project has one; remove "
                           "`#[ignite::main]` from the other.");
        QTest::newRow("another in a module")
            << handlerSaying("x") + "\n\n" + inModule << QByteArray() << failed << oneInModule;
        QTest::newRow("another in a module of a program")
            << QByteArray() << handlerSaying("x") + "\n\n" + inModule << failed
            << QString(oneInModule).replace(QLatin1String("lib.rs"), QLatin1String("main.rs"));
        QTest::newRow("another in a module that forbids unsafe code")
            << "#![forbid(unsafe_code)]\n" + handlerSaying("x") + "\n" + inModule << QByteArray() << failed
            << QStringLiteral("Two handlers: src/lib.rs, line 4 and src/lib.rs, line 12");
        QTest::newRow("three") << handlerSaying("x") + "\n\n" + inModule +
                                      QByteArray(inModule).replace("mod b", "pub mod c")
                               << QByteArray() << failed
                               << QStringLiteral("3 handlers: src/lib.rs, line 3, src/lib.rs, line 12 and src/lib.rs, "
                                                 "line ");
        QTest::newRow("a main behind it")
            << QByteArray() << handlerSaying("x") + "\n#[inline]\nfn main() {}\n"
            << failed
            << QStringLiteral("Two functions `main`: `#[ignite::main]` at src/main.rs, line 3 makes the one that "
                              "starts the handler. Remove the other at src/main.rs, line 9.");
        QTest::newRow("a main before it")
            << "fn main() {}\n" + handlerSaying("x") << QByteArray() << failed
            << QStringLiteral("Two functions `main`: `#[ignite::main]` at src/lib.rs, line 4 makes the one that "
                              "starts the handler. Remove the other at src/lib.rs, line 1.");
        QTest::newRow("an imported main")
            << "mod tool { pub fn main() {} }\nuse tool::main;\n" + handlerSaying("x") << QByteArray() << failed
            << QStringLiteral("Two functions `main`: `#[ignite::main]` at src/lib.rs, line 5 makes the one");
        QTest::newRow("an attribute that fails")
            << handlerSaying("x").replace("#[ignite::main]", "#[no::such::attribute]\n#[ignite::main]") << QByteArray()
            << failed << QStringLiteral("src/lib.rs:3:3: ");
        QTest::newRow("the SDK by a name that it has not")
            << handlerSaying("x").replace("#[ignite::main]", "#[sdk::main]") << QByteArray() << failed
            << QStringLiteral("src/lib.rs:3:3: ");
        QTest::newRow("the Context of another crate")
            << handlerSaying("x").replace("Context)", "std::thread::Thread)") << QByteArray() << failed
            << QStringLiteral("src/lib.rs:4:39: the second parameter of the handler is `Thread`, which is not the "
                              "`Context` of the SDK");
        QTest::newRow("misnamed") << handlerSaying("x").replace("fn handler", "fn handle") << QByteArray() << failed
                                  << QStringLiteral("src/lib.rs:4:10: the function must be named `handler`");
        QTest::newRow("wrong signature") << handlerSaying("x").replace("_req: Request, ", "") << QByteArray() << failed
                                         << QStringLiteral("src/lib.rs:4:");
    }
    void handlers()
    {
        QFETCH(const QByteArray, library);
        QFETCH(const QByteArray, program);
        QFETCH(const int, code);
        QFETCH(const QString, message);
        const TestProject project;
        if (!library.isEmpty()) {
            project.add(QStringLiteral("src/lib.rs"), library);
        }
        if (!program.isEmpty()) {
            project.add(QStringLiteral("src/main.rs"), program);
        }
        Told told;
        const Error error = failureOf(project, told);
        QVERIFY2(error.message.startsWith(message), qPrintable(error.message));
        QCOMPARE(static_cast<int>(error.code), code);
    }

    void a_handler_in_a_module_is_named_data()
    {
        QTest::addColumn<QByteArray>("root");
        QTest::addColumn<QString>("message");
        QTest::newRow("of the library") << QByteArray("src/lib.rs\nmod api;\n")
                                        << QStringLiteral("No handler found in src/lib.rs: it stands in src/api.rs, "
                                                          "line 3. Move it into src/lib.rs itself.");
        QTest::newRow("of a program with a main of its own")
            << QByteArray("src/main.rs\nmod api;\nfn main() {}\n")
            << QStringLiteral("No handler found in src/main.rs: it stands in src/api.rs, line 4. Move it into "
                              "src/main.rs itself, in place of the `main` there.");
        QTest::newRow("within the file")
            << "src/lib.rs\npub fn main_of_no_use() {}\nmod api {\n" + handlerSaying("x") + "}\n"
            << QStringLiteral("No handler found in src/lib.rs: it stands in src/lib.rs, line 5, inside a module. Move "
                              "it into src/lib.rs itself.");
        QTest::newRow("that has another main beside it")
            << QByteArray("src/lib.rs\nmod tool { pub fn main() {} }\nmod api;\n")
            << QStringLiteral("No handler found in src/lib.rs: it stands in src/api.rs, line 3. Move it into "
                              "src/lib.rs itself.");
        QTest::newRow("that has only another main") << QByteArray("src/lib.rs\nmod tool { pub fn main() {} }\n")
                                                    << QStringLiteral("No handler found in src/lib.rs: write `#[ig");
    }
    void a_handler_in_a_module_is_named()
    {
        QFETCH(const QByteArray, root);
        QFETCH(const QString, message);
        const TestProject project;
        project.add(QStringLiteral("src/api.rs"), handlerSaying("module"));
        const qsizetype name = root.indexOf('\n');
        project.add(QString::fromUtf8(root.first(name)), root.sliced(name + 1));
        Told told;
        const Error error = failureOf(project, told);
        QCOMPARE(error.code, ErrorCode::InvalidArgument);
        QVERIFY2(error.message.startsWith(message), qPrintable(error.message));
        QCOMPARE(told.diagnostics.last().message, error.message);
        QVERIFY(told.diagnostics.last().line > 0);
    }

    void a_handler_that_is_brought_to_the_root_is_found()
    {
        const TestProject project;
        project.add(QStringLiteral("src/api.rs"), handlerSaying("module"));
        project.add(QStringLiteral("src/lib.rs"), "mod api;\npub use api::main;\n");
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"module\"");
    }

    void a_value_that_cannot_be_sent_is_named_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("a value") << QByteArray("let seen = std::rc::Rc::new(1);\n    nap().await;\n    "
                                               "Ok(ignite::json!(*seen))")
                                 << QStringList{QStringLiteral("src/lib.rs:4:10: future cannot be sent"),
                                                QStringLiteral("`seen`, of type `Rc<i32>`, is held across the `.await` "
                                                               "at src/lib.rs, line 6"),
                                                QStringLiteral("`Arc` instead of `Rc`")};
        QTest::newRow("a guard")
            << QByteArray("let all = std::sync::Mutex::new(1);\n    let one = all.lock().unwrap();\n    "
                          "nap().await;\n    Ok(ignite::json!(*one))")
            << QStringList{QStringLiteral("`one`, of type `std::sync::MutexGuard<'_, i32>`, is held across"),
                           QStringLiteral("let go of the lock")};
        QTest::newRow("in a function that is awaited")
            << QByteArray("inner().await;\n    Ok(ignite::json!(1))\n}\nasync fn inner() {\n    let held = "
                          "std::cell::Cell::new(1);\n    let by = &held;\n    nap().await;\n    by.set(2);")
            << QStringList{QStringLiteral("`by`, of type `&Cell<i32>`"), QStringLiteral("src/lib.rs, line 11")};
        QTest::newRow("a future")
            << QByteArray("let other: std::pin::Pin<Box<dyn Future<Output = i32>>> = Box::pin(async { 1 });\n    "
                          "Ok(ignite::json!(other.await))")
            << QStringList{QStringLiteral("is of a future that cannot be sent (`Pin<Box<dyn Future<Output = i32>>>`)")};
    }
    void a_value_that_cannot_be_sent_is_named()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QStringList, words);
        const TestProject project;
        project.add(QStringLiteral("src/lib.rs"),
                    handlerSaying("x").replace("Ok(ignite::json!(\"x\"))", body) +
                        "async fn nap() { tokio::time::sleep(std::time::Duration::ZERO).await }\n");
        for (const RustTarget target : {RustTarget::Native, RustTarget::Wasm}) {
            CompileRequest request = project.request();
            request.target = target;
            Told told;
            const auto result = QCoro::waitFor(m_compiler.compile(request, told.observer()));
            QVERIFY(!result);
            QCOMPARE(result.error().code, ErrorCode::CompileFailed);
            for (const QString &word : words) {
                QVERIFY2((result.error().message + told.text()).contains(word),
                         qPrintable(result.error().message + u'\n' + told.text()));
            }
            QVERIFY2(told.diagnostics.last().help.startsWith(QLatin1String("let go of")),
                     qPrintable(told.diagnostics.last().help));
        }
    }

    void an_error_that_does_not_convert_has_a_way()
    {
        const TestProject project;
        project.add(QStringLiteral("src/lib.rs"),
                    handlerSaying("x").replace("Ok(ig", "load()?;\n    Ok(ig") +
                        "fn load() -> std::result::Result<(), Box<dyn std::error::Error>> { Ok(()) }\n");
        Told told;
        const Error error = failureOf(project, told);
        QCOMPARE(error.code, ErrorCode::CompileFailed);
        QVERIFY2(told.text().contains(QLatin1String("write `.map_err(|error| Error::new(error.to_string()))?`")),
                 qPrintable(told.text()));
        project.add(QStringLiteral("src/lib.rs"),
                    readFile(project.path(QStringLiteral("src/lib.rs")))
                        .replace("load()?", "load().map_err(|error| Error::new(error.to_string()))?"));
        told = {};
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"x\"");
    }

private:
    Compiler m_compiler{testPaths()};
};

QTEST_GUILESS_MAIN(TestHandlerTarget)
#include "tst_handler_target.moc"
