// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/check_copy.h"
#include "tests/core/compiler/compile_helpers.h"

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestCheckCopy : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestProject> m_project;
    std::unique_ptr<QTemporaryDir> m_folder;
    CheckCopy m_copy;

    [[nodiscard]] QByteArray copied(const QString &name) const { return readFile(m_copy.folder + u'/' + name); }
    [[nodiscard]] QDateTime timeOf(const QString &name) const
    {
        return QFileInfo(m_copy.folder + u'/' + name).lastModified();
    }
    [[nodiscard]] std::optional<bool> update(const QMap<QString, QByteArray> &unsaved = {}) const
    {
        const auto changed = updateCheckCopy(m_copy, m_project->path(), unsaved);
        return changed ? std::optional(*changed) : std::nullopt;
    }

private Q_SLOTS:
    void init()
    {
        m_project = std::make_unique<TestProject>("one");
        m_folder = std::make_unique<QTemporaryDir>();
        m_copy = {.sdkPath = u"/sdk"_s, .platformRust = u"1.93"_s};
        QVERIFY(lockCheckFolder(m_copy, m_folder->path()));
    }
    void cleanup()
    {
        m_copy = {};
        m_project.reset();
        m_folder.reset();
    }

    void it_has_what_is_typed_and_then_what_is_on_disk()
    {
        const QString file = u"src/lib.rs"_s;
        const QByteArray onDisk = readFile(m_project->path(file));
        QCOMPARE(update(), true);
        QCOMPARE(copied(file), onDisk);
        QVERIFY(copied(u"Cargo.toml"_s).contains("/sdk"));
        QCOMPARE(update(), false);
        QCOMPARE(update({{file, "typed"}}), true);
        QCOMPARE(copied(file), "typed");
        QCOMPARE(readFile(m_project->path(file)), onDisk);
        QCOMPARE(update({{file, "typed"}}), false);

        // Taken back: cargo must see that it changed, though the author's file is older than what was checked.
        const QDateTime typed = timeOf(file);
        QCOMPARE(update(), true);
        QCOMPARE(copied(file), onDisk);
        QVERIFY(timeOf(file) > typed);
    }

    void saving_what_was_typed_changes_nothing()
    {
        const QString file = u"src/lib.rs"_s;
        QCOMPARE(update({{file, "typed"}}), true);
        const QDateTime typed = timeOf(file);
        m_project->add(file, "typed");
        QCOMPARE(update(), false);
        QCOMPARE(timeOf(file), typed);
    }

    void an_unsaved_manifest_counts_and_a_broken_one_changes_nothing()
    {
        QCOMPARE(update(), true);
        const QByteArray before = copied(u"Cargo.toml"_s);
        QCOMPARE(update({{u"Cargo.toml"_s, "[package\n"}}), std::nullopt);
        QCOMPARE(copied(u"Cargo.toml"_s), before);
        QCOMPARE(update({{u"Cargo.toml"_s, manifest("[dependencies]\nregex = \"1\"\n")}}), true);
        QVERIFY(copied(u"Cargo.toml"_s).contains("regex"));
    }

    void files_that_are_gone_are_removed()
    {
        m_project->add(u"src/old.rs"_s, "");
        QCOMPARE(update(), true);
        QVERIFY(QFile::remove(m_project->path(u"src/old.rs"_s)));
        QCOMPARE(update(), true);
        QVERIFY(!QFile::exists(m_copy.folder + u"/src/old.rs"_s));
    }

    void versions_are_those_of_the_language_server()
    {
        m_copy.lockfile = m_folder->filePath(u"Cargo.lock"_s);
        QCOMPARE(update(), true);
        QVERIFY(!QFile::exists(m_copy.folder + u"/Cargo.lock"_s));
        writeFile(m_copy.lockfile, "version = 4\n");
        QCOMPARE(update(), false);
        QCOMPARE(copied(u"Cargo.lock"_s), "version = 4\n");
    }

    void another_window_has_another_copy()
    {
        CheckCopy other;
        QVERIFY(lockCheckFolder(other, m_folder->path()));
        QVERIFY(other.folder != m_copy.folder);
        const QString first = m_copy.folder;
        m_copy = {};
        QVERIFY(lockCheckFolder(m_copy, m_folder->path()));
        QCOMPARE(m_copy.folder, first);
    }

    void paths_of_the_copy_are_the_authors()
    {
        m_project->add(u"build.rs"_s, "fn main() {}\n");
        m_project->add(u"README.md"_s, "");
        const QString folder = m_project->path();
        const QMap<QString, QString> expected{{u"build.rs"_s, folder + u"/build.rs"_s},
                                              {u"src/"_s, folder + u"/src/"_s}};
        QCOMPARE(checkedPaths(folder), expected);
    }
};

QTEST_GUILESS_MAIN(TestCheckCopy)
#include "tst_check_copy.moc"
