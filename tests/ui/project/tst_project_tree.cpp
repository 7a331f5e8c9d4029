// SPDX-License-Identifier: GPL-3.0-or-later
// What the tree shows of real folders.
#include "tests/ui/project/project_tree_test.h"

#include <QScopeGuard>

#include <unistd.h>

using namespace studio;
using namespace studio::test;

class TestProjectTree : public ProjectTreeTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { makeHome(); }
    void init() { start(); }
    void cleanup() { m_tree.reset(); }

    void what_is_the_authors_is_shown_folders_first()
    {
        QCOMPARE(rows(), QStringList({QStringLiteral("src"), QStringLiteral(".gitignore"), QStringLiteral("Cargo.toml"),
                                      QStringLiteral("README.md"), QStringLiteral("target.md")}));
        QTRY_COMPARE(names(row(QStringLiteral("src"))), QStringList({QStringLiteral("a"), QStringLiteral("lib.rs")}));
    }

    void a_module_with_the_name_of_a_hidden_folder_is_shown()
    {
        make(at(QStringLiteral("src/target/mod.rs")));
        make(at(QStringLiteral("src/node_modules/mod.rs")));
        make(at(QStringLiteral("web/src/node_modules/x.js")));
        make(at(QStringLiteral("web/src/target/x")));
        QTRY_COMPARE(names(row(QStringLiteral("src"))),
                     QStringList({QStringLiteral("a"), QStringLiteral("node_modules"), QStringLiteral("target"),
                                  QStringLiteral("lib.rs")}));
        m_tree->expand(row(QStringLiteral("web")));
        const auto inner = [&] { return m_tree->model()->index(0, 0, row(QStringLiteral("web"))); };
        QTRY_VERIFY(inner().isValid());
        m_tree->expand(inner());
        QTRY_COMPARE(names(inner()), QStringList{QStringLiteral("target")});
    }

    void a_project_below_a_folder_of_a_hidden_name_is_shown()
    {
        for (const QString &name : {QStringLiteral("target"), QStringLiteral("node_modules")}) {
            const QString folder = m_home->filePath(name + QStringLiteral("/hello"));
            make(folder + QStringLiteral("/Cargo.toml"));
            make(folder + QStringLiteral("/target/x"));
            open(m_home->path());
            QTRY_VERIFY(rows().contains(QStringLiteral("data")) || rows().contains(QStringLiteral("hello1")));
            QCOMPARE(rows().contains(name), name == QLatin1String("target")); // no Cargo.toml stands beside it
            open(folder);
            QTRY_COMPARE(rows(), QStringList{QStringLiteral("Cargo.toml")});
        }
    }

    void what_other_programs_make_and_delete_is_seen()
    {
        make(at(QStringLiteral("new.rs")));
        QTRY_VERIFY(rows().contains(QStringLiteral("new.rs")));
        QVERIFY(QFile::remove(at(QStringLiteral("new.rs"))));
        QTRY_VERIFY(!rows().contains(QStringLiteral("new.rs")));
    }

    void a_click_opens_a_file_and_not_a_folder()
    {
        QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {},
                          m_tree->visualRect(row(QStringLiteral("README.md"))).center());
        QCOMPARE(m_activated->size(), 1);
        QCOMPARE(m_activated->first()[0].toString(), at(QStringLiteral("README.md")));
        QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {},
                          m_tree->visualRect(row(QStringLiteral("src"))).center());
        QCOMPARE(m_activated->size(), 1);
        m_tree->setCurrentIndex(row(QStringLiteral("Cargo.toml")));
        QTest::keyClick(m_tree.get(), Qt::Key_Return);
        QCOMPARE(m_activated->last()[0].toString(), at(QStringLiteral("Cargo.toml")));
    }

    void a_name_that_is_no_text_does_no_harm()
    {
        const QByteArray path = QFile::encodeName(m_folder) + "/caf\xe9.rs";
        QVERIFY(::symlink("Cargo.toml", path.constData()) == 0);
        const auto unlinked = qScopeGuard([&] { ::unlink(path.constData()); }); // Qt's own removal does not find it
        QVERIFY(::symlink("/nowhere/at/all", (QFile::encodeName(m_folder) + "/dangling").constData()) == 0);
        make(at(QStringLiteral("z.md")));
        QTRY_VERIFY(row(QStringLiteral("z.md")).isValid());
        for (const QString &name : rows()) {
            QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {}, m_tree->visualRect(row(name)).center());
        }
        QCOMPARE(m_activated->last()[0].toString(), at(QStringLiteral("z.md")));
        for (const QVariantList &one : std::as_const(*m_activated)) {
            QVERIFY2(QFileInfo(one[0].toString()).isFile(), qPrintable(one[0].toString()));
        }
    }

    void without_a_folder_nothing_is_shown()
    {
        m_tree->setFolder({});
        QVERIFY(!m_tree->model() || m_tree->model()->rowCount(m_tree->rootIndex()) == 0);
        m_tree->reveal(QStringLiteral("/etc/passwd"));
        open(m_folder);
        QVERIFY(rows().contains(QStringLiteral("README.md")));
        QVERIFY(m_tree->isColumnHidden(1));
    }

    /// Cargo, git and other programs go on while a menu is open.
    void the_menu_means_its_file_even_when_others_come_and_go()
    {
        withMenu(row(QStringLiteral("README.md")), [&](QMenu *menu) {
            for (int i = 0; i < 50; ++i) {
                make(at(QStringLiteral("A%1.md").arg(i)));
            }
            QTRY_VERIFY(rows().contains(QStringLiteral("A49.md")));
            QVERIFY(QDir(at(QStringLiteral("src"))).removeRecursively());
            QTRY_VERIFY(!rows().contains(QStringLiteral("src")));
            find(menu, QStringLiteral("Move to trash"))->trigger();
        });
        QVERIFY(!QFileInfo::exists(at(QStringLiteral("README.md"))));
        QVERIFY(QFileInfo::exists(at(QStringLiteral("A0.md"))));
        QVERIFY(QFileInfo::exists(at(QStringLiteral("Cargo.toml"))));
        m_messages->clear();
        withMenu(row(QStringLiteral("Cargo.toml")), [&](QMenu *menu) {
            QVERIFY(QFile::remove(at(QStringLiteral("Cargo.toml"))));
            QTRY_VERIFY(!rows().contains(QStringLiteral("Cargo.toml")));
            find(menu, QStringLiteral("Move to trash"))->trigger();
        });
        QVERIFY(QFileInfo::exists(m_folder)); // not its folder in its place
        QVERIFY(QFileInfo::exists(at(QStringLiteral("A0.md"))));
    }

    void another_folder_is_shown_in_its_place()
    {
        const QString other = m_home->filePath(QStringLiteral("other"));
        make(other + QStringLiteral("/main.rs"));
        open(other);
        QTRY_COMPARE(rows(), QStringList{QStringLiteral("main.rs")});
        m_tree->reveal(other + QStringLiteral("/main.rs"));
        QCOMPARE(m_tree->currentIndex().data().toString(), QStringLiteral("main.rs"));
        m_tree->reveal(m_home->filePath(QStringLiteral("other2/main.rs"))); // begins alike, and is not below
        QVERIFY(!m_tree->currentIndex().isValid());
        QVERIFY(m_tree->selectionModel()->selectedIndexes().isEmpty());
    }
};

QTEST_MAIN(TestProjectTree)
#include "tst_project_tree.moc"
