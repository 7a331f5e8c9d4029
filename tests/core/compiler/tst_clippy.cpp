// SPDX-License-Identifier: GPL-3.0-or-later
// The real Clippy on real handlers.
#include "core/compiler/clippy.h"
#include "core/compiler/compiler.h"
#include "tests/core/compiler/compile_helpers.h"

using namespace studio;
using namespace studio::test;

class TestClippy : public QObject
{
    Q_OBJECT

    Compiler m_compiler{testPaths()};

private Q_SLOTS:
    void what_it_finds_is_told_with_its_place()
    {
        TestProject project("one");
        project.add(QStringLiteral("src/lib.rs"),
                    "use ignite::prelude::*;\n\npub fn one(texts: &[&str]) -> bool {\n    texts.len() == 0\n}\n\n" +
                        handlerSaying("one").sliced(handlerSaying("one").indexOf("#[")));
        Told told;
        const auto found = QCoro::waitFor(m_compiler.lint(project.request(), told.observer()));
        QVERIFY2(found, found ? "" : qPrintable(found.error().message + told.text()));
        QVERIFY2(*found == 1, qPrintable(told.text()));
        QCOMPARE(told.diagnostics.size(), 1);
        QCOMPARE(told.diagnostics[0].code, QStringLiteral("clippy::len_zero"));
        QCOMPARE(told.diagnostics[0].file, QStringLiteral("src/lib.rs"));
        QCOMPARE(told.diagnostics[0].line, 4);
        QVERIFY(!told.diagnostics[0].suggestions.isEmpty());
    }

    void a_clean_project_has_nothing()
    {
        const TestProject project("clean");
        Told told;
        const auto found = QCoro::waitFor(m_compiler.lint(project.request(), told.observer()));
        QVERIFY2(found, found ? "" : qPrintable(found.error().message + told.text()));
        QVERIFY2(*found == 0, qPrintable(told.text()));
    }

    void code_that_does_not_compile_is_a_finding_too()
    {
        TestProject project("broken");
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("broken").replace("Ok(", "Oh("));
        Told told;
        const auto found = QCoro::waitFor(m_compiler.lint(project.request(), told.observer()));
        QVERIFY2(found && *found >= 1, qPrintable(told.text()));
        QCOMPARE(told.diagnostics[0].severity, Severity::Error);
    }

    void one_that_is_not_installed_is_said()
    {
        compiler::ClippyJob job;
        job.toolchain.cargo = QStringLiteral("/made/up/cargo");
        job.toolchain.origin = QStringLiteral("stable");
        job.toolchain.version = QVersionNumber(1, 93, 0);
        const auto found = QCoro::waitFor(compiler::runClippy(job, {}, {}));
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::Unavailable);
        QCOMPARE(found.error().message,
                 QStringLiteral("Clippy is not installed for Rust 1.93.0. Install it: rustup component add clippy"));
    }
};

QTEST_GUILESS_MAIN(TestClippy)
#include "tst_clippy.moc"
