// SPDX-License-Identifier: GPL-3.0-or-later
// Packages and files whose names collide with those of tools, and files that a project does not hold.
#include "compile_helpers.h"

#include <QStringEncoder>

using namespace studio;
using namespace studio::test;

namespace {

QByteArray manifestOf(const QByteArray &name, const QByteArray &more = {})
{
    return "[package]\nname = \"" + name + "\"\nversion = \"0.1.0\"\nedition = \"2024\"\n" + more;
}

} // namespace

class TestCompileNames : public QObject
{
    Q_OBJECT

    Compiler m_compiler{testPaths()};

    void compileFails(const TestProject &project, const QString &sentence)
    {
        Told told;
        const auto result = QCoro::waitFor(m_compiler.compile(project.request(), told.observer()));
        QVERIFY(!result.has_value());
        QVERIFY2(result.error().message.contains(sentence), qPrintable(result.error().message));
    }

private Q_SLOTS:
    void any_name_that_cargo_takes_compiles_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("file");
        QTest::newRow("ignite") << manifestOf("ignite") << QStringLiteral("src/lib.rs");
        QTest::newRow("ignite, a program") << manifestOf("ignite") << QStringLiteral("src/main.rs");
        QTest::newRow("examples") << manifestOf("examples") << QStringLiteral("src/lib.rs");
        QTest::newRow("build") << manifestOf("build") << QStringLiteral("src/lib.rs");
        QTest::newRow("deps") << manifestOf("deps") << QStringLiteral("src/lib.rs");
        QTest::newRow("incremental") << manifestOf("incremental") << QStringLiteral("src/lib.rs");
        QTest::newRow("a library of that name in another package")
            << manifestOf("hello", "[lib]\nname = \"examples\"\n") << QStringLiteral("src/lib.rs");
        QTest::newRow("an injected crate") << manifestOf("tokio") << QStringLiteral("src/lib.rs");
    }
    void any_name_that_cargo_takes_compiles()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, file);
        const TestProject project;
        project.add(QStringLiteral("Cargo.toml"), text);
        project.add(file, handlerSaying("named"));
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"named\"");
    }

    void a_program_named_like_a_folder_of_cargo_is_refused()
    {
        const TestProject project;
        project.add(QStringLiteral("Cargo.toml"), manifestOf("examples"));
        project.add(QStringLiteral("src/main.rs"), handlerSaying("x"));
        compileFails(project, QStringLiteral("a program cannot be called `examples`"));
    }

    void a_manifest_in_utf16_is_named()
    {
        const TestProject project("x");
        QStringEncoder encode(QStringEncoder::Utf16LE);
        const QByteArray text = encode(QString::fromUtf8(manifest()));
        project.add(QStringLiteral("Cargo.toml"), "\xFF\xFE" + text);
        compileFails(project, QStringLiteral("this is UTF-16 text"));
    }

    void a_module_called_target_is_compiled()
    {
        const TestProject project;
        project.add(QStringLiteral("src/lib.rs"), "mod target;\n" + handlerSaying("with target"));
        project.add(QStringLiteral("src/target/mod.rs"), "");
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QCOMPARE(answerOf(artifact), "\"with target\"");
    }

    void a_lock_of_an_editor_does_not_hinder()
    {
        const TestProject project("locked");
        QVERIFY(QFile::link(QStringLiteral("me@host.42:17"), project.path(QStringLiteral("src/.#lib.rs"))));
        Told told;
        COMPILE(artifact, m_compiler, project.request(), told);
        QVERIFY2(told.text().contains(QStringLiteral("src/.#lib.rs is left out: it is a link to me@host.42:17")),
                 qPrintable(told.text()));
    }

    void a_missing_file_is_traced_to_the_link_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<bool>("isPlainFile");
        QTest::newRow("path") << QByteArray("#[path = \"common/team.rs\"]\nmod team;\n") << false;
        QTest::newRow("module") << QByteArray("mod common;\n") << false;
        QTest::newRow("path, link as text") << QByteArray("#[path = \"common/team.rs\"]\nmod team;\n") << true;
        QTest::newRow("included text, link as text")
            << QByteArray("const T: &str = include_str!(\"common/team.rs\");\n") << true;
    }
    void a_missing_file_is_traced_to_the_link()
    {
        QFETCH(QByteArray, source);
        QFETCH(bool, isPlainFile);
        const TestProject project;
        project.add(QStringLiteral("src/lib.rs"), source + handlerSaying("x"));
        if (isPlainFile) {
            project.add(QStringLiteral("src/common"), "../../common");
            compileFails(project,
                         QStringLiteral("src/common is a plain file that holds the path of a link (../../common)"));
            return;
        }
        QVERIFY(QFile::link(QStringLiteral("../../common"), project.path(QStringLiteral("src/common"))));
        compileFails(project, QStringLiteral("(src/common was left out: it is a link"));
        compileFails(project, QStringLiteral("Copy what it leads to into the project"));
    }
};

QTEST_GUILESS_MAIN(TestCompileNames)
#include "tst_compile_names.moc"
