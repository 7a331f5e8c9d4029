// SPDX-License-Identifier: GPL-3.0-or-later
// A single .rs file as the source of a draft, and the project that is made around it.
#include "core/source/source_file.h"
#include "tests/core/source/source_test.h"

#include <QTest>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestSourceFile : public SourceTest
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        makeProject();
    }

    void a_single_file_gets_a_manifest()
    {
        tree::write(at(u"handler.rs"_s), "use ignite::prelude::*;\n");
        DraftSource source(at(u"handler.rs"_s));
        source.dependencies = QStringList{u"serde@1"_s, u"uuid=1.10"_s, u"hex"_s};
        const auto archive = prepare(source);
        QVERIFY2(archive, tree::why(archive));
        QVERIFY(archive->temporary);
        QCOMPARE(held(*archive), QStringList({u"Cargo.toml"_s, u"src/lib.rs"_s}));
        QCOMPARE(archive->notes, QStringList{u"Made a Cargo.toml around handler.rs, which is src/lib.rs there."_s});
        const auto again = prepare(source);
        QCOMPARE(again->codeHash, archive->codeHash);
        const QTemporaryDir to;
        QVERIFY(unpackArchive(archive->path, to.filePath(u"to"_s)));
        QCOMPARE(tree::content(to.filePath(u"to/src/lib.rs"_s)), "use ignite::prelude::*;\n");
        QCOMPARE(tree::content(to.filePath(u"to/Cargo.toml"_s)),
                 "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n"
                 "ignite = \"*\"\nserde = \"1\"\nuuid = \"1.10\"\nhex = \"*\"\n");
    }

    void a_name_that_cargo_does_not_take_is_mended()
    {
        QVERIFY(manifestForSourceFile(u"2nd"_s, {})->contains(u"name = \"app-2nd\""_s));
        QVERIFY(manifestForSourceFile(u"hello"_s, {})->contains(u"name = \"hello\""_s));
    }

    void what_is_no_dependency_is_named_data()
    {
        QTest::addColumn<QStringList>("dependencies");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("empty") << QStringList{u""_s} << u"The name of the crate is missing"_s;
        QTest::newRow("no crate") << QStringList{u"@1"_s} << u"“@1” is not a dependency"_s;
        QTest::newRow("no version") << QStringList{u"serde@"_s} << u"“serde@” has no version behind the @"_s;
        QTest::newRow("TOML") << QStringList{u"a=1\"\n[x]"_s} << u"quotation mark that is not closed"_s;
        QTest::newRow("a path's crate") << QStringList{u"a --path ../a"_s} << u"cannot come from the path ../a"_s;
        QTest::newRow("a workspace's") << QStringList{u"a.workspace = true"_s} << u"no workspace that a could come"_s;
        QTest::newRow("git without a name") << QStringList{u"--git https://x.example/y"_s} << u"before --git"_s;
        QTest::newRow("another manifest") << QStringList{u"a --manifest-path x"_s} << u"has no meaning here"_s;
        QTest::newRow("a path") << QStringList{u"../evil"_s} << u"“../evil” is not a dependency"_s;
        QTest::newRow("twice") << QStringList{u"a@1"_s, u"a=2"_s} << u"The dependency a is given twice."_s;
    }
    void what_is_no_dependency_is_named()
    {
        QFETCH(QStringList, dependencies);
        QFETCH(QString, sentence);
        const auto manifest = manifestForSourceFile(u"hello"_s, dependencies);
        QVERIFY(!manifest);
        QCOMPARE(manifest.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(manifest.error().message.contains(sentence), tree::why(manifest));
    }

    void what_has_no_place_to_go_is_refused()
    {
        DraftSource folder(at(u"p"_s));
        folder.dependencies = QStringList{u"serde@1"_s};
        const auto dependencies = prepare(folder);
        QVERIFY(!dependencies);
        QVERIFY2(dependencies.error().message.contains(u"write serde@1 under [dependencies] there"_s),
                 tree::why(dependencies));
        tree::write(at(u"handler.rs"_s), "x");
        DraftSource file(at(u"handler.rs"_s));
        file.respectGitignore = true;
        const auto respected = prepare(file);
        QVERIFY(!respected);
        QCOMPARE(respected.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(prepare(at(u"nothing"_s)).error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestSourceFile)
#include "tst_source_file.moc"
