// SPDX-License-Identifier: GPL-3.0-or-later
// Add crate and Remove, with the real cargo.
#include "core/compiler/compiler.h"
#include "core/workspace/dependency_line.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QSignalSpy>

#include <array>
#include <optional>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestManifestEditor : public QObject
{
    Q_OBJECT

    Compiler m_compiler{testPaths()};
    DocumentStore m_documents;
    std::unique_ptr<ManifestEditor> m_editor;
    std::unique_ptr<TestProject> m_project;

    [[nodiscard]] QByteArray text() const { return readFile(m_project->path(u"Cargo.toml"_s)); }
    static void addSide(const TestProject &project)
    {
        project.add(u"side/Cargo.toml"_s, "[package]\nname = \"side\"\nversion = \"0.3.0\"\n");
    }

private Q_SLOTS:
    void init()
    {
        m_project = std::make_unique<TestProject>("one");
        m_editor = std::make_unique<ManifestEditor>(&m_documents, &m_compiler);
        m_editor->setFolder(m_project->path());
    }
    void cleanup()
    {
        m_editor.reset();
        m_project.reset();
    }

    void a_crate_is_added_as_cargo_adds_it_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QByteArray>("entry");
        QTest::newRow("newest") << u"serde_json"_s << QByteArray("serde_json = \"1");
        QTest::newRow("the registry's spelling") << u"serde-json@1"_s << QByteArray("serde_json = \"1\"\n");
        QTest::newRow("features") << u"serde@1 -F derive"_s
                                  << QByteArray("serde = { version = \"1\", features = [\"derive\"] }\n");
        QTest::newRow("cargo's line") << u"cargo add --rename json serde_json@1"_s
                                      << QByteArray("json = { version = \"1\", package = \"serde_json\" }\n");
        QTest::newRow("TOML") << u"serde = { version = \"1\", default-features = false }"_s
                              << QByteArray("serde = { version = \"1\", default-features = false }\n");
        QTest::newRow("a path") << u"--path side"_s << QByteArray("side = { version = \"0.3.0\", path = \"side\" }\n");
        QTest::newRow("a path for tests")
            << u"--dev --path side"_s << QByteArray("[dev-dependencies]\nside = { path = \"side\" }\n");
    }
    void a_crate_is_added_as_cargo_adds_it()
    {
        QFETCH(QString, line);
        QFETCH(QByteArray, entry);
        addSide(*m_project);
        const auto added = QCoro::waitFor(m_editor->addCrate(line));
        QVERIFY2(added, qPrintable(why(added)));
        const QByteArray text = readFile(m_project->path(u"Cargo.toml"_s));
        QVERIFY2(text.contains(entry), text.constData());
    }

    void a_crate_of_a_repository_is_added()
    {
        const QTemporaryDir place;
        const QString repository = place.filePath(u"side"_s);
        writeFile(repository + u"/Cargo.toml"_s, "[package]\nname = \"side\"\nversion = \"0.3.0\"\n");
        writeFile(repository + u"/src/lib.rs"_s, {});
        QCOMPARE(QProcess::execute(u"sh"_s, {u"-c"_s, u"cd '%1' && git init -q && git add . && git -c user.name=a -c "
                                                      "user.email=a@x.example commit -q -m a"_s.arg(repository)}),
                 0);
        const QString url = u"file://"_s + repository;
        const auto added = QCoro::waitFor(m_editor->addCrate(u"--git "_s + url));
        QVERIFY2(added, qPrintable(why(added)));
        const QByteArray text = readFile(m_project->path(u"Cargo.toml"_s));
        QVERIFY2(text.contains("side = { version = \"0.3.0\", git = \"" + url.toUtf8() + "\" }"), text.constData());
        const auto absent = QCoro::waitFor(m_editor->addCrate(u"other --git "_s + url));
        QVERIFY(!absent);
        QVERIFY2(absent.error().message.contains(u"Cargo could not take the crate from"), qPrintable(why(absent)));
    }

    void a_crate_that_cannot_be_added_is_said_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("words");
        QTest::newRow("none") << u"serde@@"_s << u"is not a version"_s;
        QTest::newRow("unknown") << u"no-such-crate-for-ignite-studio"_s << u"has no crate"_s;
        QTest::newRow("listed") << u"ignite"_s << u"Cargo.toml has ignite already"_s;
        QTest::newRow("a path to nothing") << u"--path nowhere"_s << u"has no Cargo.toml"_s;
        QTest::newRow("another name") << u"other --path side"_s << u"is called side, not other"_s;
        QTest::newRow("itself") << u"--path ."_s << u"cannot depend on itself"_s;
    }
    void a_crate_that_cannot_be_added_is_said()
    {
        QFETCH(QString, line);
        QFETCH(QString, words);
        addSide(*m_project);
        const QByteArray before = readFile(m_project->path(u"Cargo.toml"_s));
        QSignalSpy failed(m_editor.get(), &ManifestEditor::failed);
        const auto added = QCoro::waitFor(m_editor->addCrate(line));
        QVERIFY(!added);
        QVERIFY2(added.error().message.contains(words), qPrintable(why(added)));
        QCOMPARE(failed.size(), 1);
        QCOMPARE(readFile(m_project->path(u"Cargo.toml"_s)), before);
    }

    void a_crate_is_removed()
    {
        const Dependency ignite = m_editor->manifest().dependencies.first();
        QSignalSpy changed(m_editor.get(), &ManifestEditor::manifestChanged);
        QVERIFY(QCoro::waitFor(m_editor->removeCrate(ignite)));
        QVERIFY(!readFile(m_project->path(u"Cargo.toml"_s)).contains("ignite ="));
        QVERIFY(!changed.isEmpty());
        const auto again = QCoro::waitFor(m_editor->removeCrate(ignite));
        QCOMPARE(again.error().code, ErrorCode::NotFound);
    }

    void values_of_a_crate_are_changed()
    {
        const auto crate = [&](const QString &key) {
            const auto &all = m_editor->manifest().dependencies;
            return *std::ranges::find(all, key, &Dependency::key);
        };
        const Dependency serde = crate(u"serde"_s);
        QVERIFY(serde.injected);
        QVERIFY(QCoro::waitFor(m_editor->makeExplicit(serde)));
        QVERIFY2(text().contains("serde = { version = \"1\", features = [\"derive\"] }\n"), text().constData());
        QVERIFY(!crate(u"serde"_s).injected);
        QVERIFY(QCoro::waitFor(m_editor->setRequirement(crate(u"serde"_s), u"1.0.200"_s)));
        QVERIFY(QCoro::waitFor(m_editor->setFeature(crate(u"serde"_s), u"rc"_s, true)));
        QVERIFY(QCoro::waitFor(m_editor->setFeature(crate(u"serde"_s), u"derive"_s, false)));
        QVERIFY(QCoro::waitFor(m_editor->setDefaultFeatures(crate(u"serde"_s), false)));
        QVERIFY2(text().contains("serde = { version = \"1.0.200\", features = [\"rc\"], default-features = false }\n"),
                 text().constData());
        QVERIFY(QCoro::waitFor(m_editor->setOptional(crate(u"serde"_s), true)));
        QVERIFY(text().contains("serde = [\"dep:serde\"]"));
        QVERIFY(QCoro::waitFor(m_editor->setOptional(crate(u"serde"_s), false)));
        QVERIFY(QCoro::waitFor(m_editor->moveCrate(crate(u"serde"_s), DependencyTable::Dev)));
        QVERIFY(crate(u"serde"_s).table == DependencyTable::Dev);
        const QByteArray before = text();
        QSignalSpy failed(m_editor.get(), &ManifestEditor::failed);
        QVERIFY(!QCoro::waitFor(m_editor->setRequirement(crate(u"serde"_s), u"0.8 features small_rng"_s)));
        QCOMPARE(failed.size(), 1);
        QCOMPARE(text(), before);
    }

    void a_line_is_written_for_what_was_read_of_one_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line :
             {"serde", "serde@1.2 -F derive,rc", "serde@1 --no-default-features --optional",
              "\"serde@>=1, <2\" --rename s --dev", "\"serde@*\" --build", "serde --target 'cfg(unix)'"}) {
            QTest::newRow(line) << QString::fromLatin1(line);
        }
    }
    void a_line_is_written_for_what_was_read_of_one()
    {
        QFETCH(QString, line);
        const auto read = readDependencyLine(line);
        QVERIFY2(read, qPrintable(why(read)));
        QCOMPARE(read->size(), 1);
        QCOMPARE(dependencyLine(read->front()), line);
    }

    void broken_toml_is_never_written_over()
    {
        const Dependency ignite = m_editor->manifest().dependencies.first();
        const QByteArray broken = text() + "[dev-dependencies\n";
        writeFile(m_project->path(u"Cargo.toml"_s), broken);
        QVERIFY(!QCoro::waitFor(m_editor->setRequirement(ignite, u"1"_s)));
        QVERIFY(!QCoro::waitFor(m_editor->removeCrate(ignite)));
        QCOMPARE(text(), broken);
    }

    void several_crates_are_added()
    {
        addSide(*m_project);
        const auto added = QCoro::waitFor(m_editor->addCrate(u"side = { path = \"side\" }\nserde = \"1\""_s));
        QVERIFY2(added, qPrintable(why(added)));
        QVERIFY2(text().contains("side = { version = \"0.3.0\", path = \"side\" }"), text().constData());
        QVERIFY2(text().contains("serde = \"1\""), text().constData());
    }

    void of_several_crates_all_are_added_or_none()
    {
        addSide(*m_project);
        const QByteArray before = text();
        const auto added =
            QCoro::waitFor(m_editor->addCrate(u"side = { path = \"side\" }\nother = { path = \"nowhere\" }"_s));
        QVERIFY(!added);
        QVERIFY2(added.error().message.contains(u"has no Cargo.toml"_s), qPrintable(why(added)));
        QCOMPARE(text(), before);
    }

    void crates_are_not_added_to_a_project_that_is_opened_meanwhile()
    {
        const TestProject other("other");
        for (const TestProject *const project : std::array<const TestProject *, 2>{m_project.get(), &other}) {
            addSide(*project);
        }
        const QByteArray before = readFile(other.path(u"Cargo.toml"_s));
        std::optional<Result<bool>> added;
        QCoro::connect(
            m_editor->addCrate(u"side = { path = \"side\" }\nagain = { package = \"side\", path = \"side\" }"_s), this,
            [&](const Result<bool> &result) { added = result; });
        m_editor->setFolder(other.path());
        QTRY_VERIFY(added);
        QCOMPARE(readFile(other.path(u"Cargo.toml"_s)), before);
    }
};

QTEST_GUILESS_MAIN(TestManifestEditor)
#include "tst_manifest_editor.moc"
