// SPDX-License-Identifier: GPL-3.0-or-later
// Making, renaming, moving and deleting in the tree, in real folders.
#include "tests/ui/project/project_tree_test.h"

#include <QClipboard>
#include <QMimeData>

#include <unistd.h>

using namespace studio;
using namespace studio::test;

class TestProjectTreeEdits : public ProjectTreeTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { makeHome(); }
    void init() { start(); }
    void cleanup() { m_tree.reset(); }

    void a_file_is_made_where_the_menu_was_opened()
    {
        QSignalSpy created(m_tree.get(), &ProjectTree::fileCreated);
        choose(row(QStringLiteral("src")), QStringLiteral("New file…"), QStringLiteral("größe.rs"));
        QVERIFY(QFileInfo(at(QStringLiteral("src/größe.rs"))).isFile());
        QCOMPARE(created.value(0), QList<QVariant>{at(QStringLiteral("src/größe.rs"))});
        choose(row(QStringLiteral("Cargo.toml")), QStringLiteral("New folder…"), QStringLiteral("docs"));
        QVERIFY(QFileInfo(at(QStringLiteral("docs"))).isDir());
        choose({}, QStringLiteral("New file…"), QStringLiteral("docs/deep/a.md"));
        QVERIFY(QFileInfo(at(QStringLiteral("docs/deep/a.md"))).isFile());
        QVERIFY(m_messages->isEmpty());
    }

    void what_cannot_be_made_is_said_data()
    {
        QTest::addColumn<QString>("entry");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("word");
        const auto row = [](const char *what, const char *entry, const QString &name, const char *word) {
            QTest::newRow(what) << QString::fromUtf8(entry) << name << QString::fromUtf8(word);
        };
        row("there already", "New file…", QStringLiteral("Cargo.toml"), "there already");
        row("folder there already", "New folder…", QStringLiteral("src"), "there already");
        row("outside", "New file…", QStringLiteral("../outside.rs"), "outside the project");
        row("outside by a detour", "New folder…", QStringLiteral("src/../../outside.rs"), "outside the project");
        row("too long", "New file…", QString(300, QLatin1Char('n')), "Cannot make");
        row("below a file", "New file…", QStringLiteral("Cargo.toml/x"), "Cannot make");
    }
    void what_cannot_be_made_is_said()
    {
        QFETCH(QString, entry);
        QFETCH(QString, name);
        QFETCH(QString, word);
        const QStringList before = QDir(m_folder).entryList(QDir::AllEntries | QDir::Hidden);
        choose({}, entry, name);
        QVERIFY2(lastMessage().contains(word), qPrintable(lastMessage()));
        QCOMPARE(m_messages->last()[1].toBool(), true);
        QVERIFY(m_activated->isEmpty());
        QCOMPARE(QDir(m_folder).entryList(QDir::AllEntries | QDir::Hidden), before);
        QVERIFY(!QFileInfo::exists(m_home->filePath(QStringLiteral("outside.rs"))));
    }

    void hostile_names_are_made_and_shown_as_they_are_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"a&b.rs", "<b>bold</b>", "-rf", "$(reboot)", "two\nlines", "quote\"'.rs", " blank ",
                                 "%1 %2", "\u202Egnp.exe", "😀.md"}) {
            QTest::newRow(name) << QString::fromUtf8(name);
        }
    }
    void hostile_names_are_made_and_shown_as_they_are()
    {
        QFETCH(QString, name);
        if (name.contains(QLatin1Char('/'))) {
            name.replace(QLatin1Char('/'), QChar(0x2215));
        }
        make(at(name));
        QTRY_VERIFY(row(name).isValid());
        m_tree->scrollTo(row(name));
        QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {}, m_tree->visualRect(row(name)).center());
        QCOMPARE(m_activated->last()[0].toString(), at(name));
        choose(row(name), QStringLiteral("Move to trash"));
        QVERIFY2(!QFileInfo::exists(at(name)), qPrintable(lastMessage()));
        QVERIFY2(lastMessage().contains(name), qPrintable(lastMessage()));
    }

    void a_file_is_duplicated_under_a_free_name_and_opened()
    {
        make(at(QStringLiteral("tea.rs")), "fn tea() {}\n");
        QTRY_VERIFY(row(QStringLiteral("tea.rs")).isValid());
        QSignalSpy created(m_tree.get(), &ProjectTree::fileCreated);
        for (const QString &copy : {QStringLiteral("tea_copy.rs"), QStringLiteral("tea_copy2.rs")}) {
            choose(row(QStringLiteral("tea.rs")), QStringLiteral("Duplicate"));
            QTRY_COMPARE(created.size(), 1);
            QCOMPARE(created.takeFirst()[0].toString(), at(copy));
            QFile file(at(copy));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(file.readAll(), "fn tea() {}\n");
        }
        QVERIFY(QFile::remove(at(QStringLiteral("tea.rs"))));
        QVERIFY(m_messages->isEmpty());
    }

    /// It may hold secrets: what keeps the one out of git keeps the other out.
    void a_hidden_file_is_duplicated_as_a_hidden_one()
    {
        make(at(QStringLiteral(".env")));
        QTRY_VERIFY(row(QStringLiteral(".env")).isValid());
        QSignalSpy created(m_tree.get(), &ProjectTree::fileCreated);
        choose(row(QStringLiteral(".env")), QStringLiteral("Duplicate"));
        QTRY_COMPARE(created.size(), 1);
        QCOMPARE(created.takeFirst()[0].toString(), at(QStringLiteral(".env_copy")));
    }

    void the_path_of_a_file_is_copied()
    {
        make(at(QStringLiteral("deep/tea.rs")));
        QTRY_VERIFY(row(QStringLiteral("deep")).isValid());
        choose(row(QStringLiteral("deep")), QStringLiteral("Copy path"));
        QCOMPARE(QGuiApplication::clipboard()->text(), at(QStringLiteral("deep")));
        choose(row(QStringLiteral("deep")), QStringLiteral("Copy relative path"));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("deep"));
    }

    void a_file_is_renamed_in_its_row()
    {
        QSignalSpy renamed(m_tree.get(), &ProjectTree::renamed);
        choose(row(QStringLiteral("README.md")), QStringLiteral("Rename"));
        typeName(QStringLiteral("NOTES.md"));
        QTRY_VERIFY(rows().contains(QStringLiteral("NOTES.md")));
        QCOMPARE(renamed.value(0), (QList<QVariant>{at(QStringLiteral("README.md")), at(QStringLiteral("NOTES.md"))}));
        QVERIFY(QFileInfo::exists(at(QStringLiteral("NOTES.md"))));
        QVERIFY(!QFileInfo::exists(at(QStringLiteral("README.md"))));
        m_tree->setCurrentIndex(row(QStringLiteral("NOTES.md")));
        QTest::keyClick(m_tree.get(), Qt::Key_F2);
        typeName(QStringLiteral("README.md"));
        QTRY_VERIFY(QFileInfo::exists(at(QStringLiteral("README.md"))));
        QVERIFY(m_messages->isEmpty());
    }

    void renaming_selects_the_name_without_its_end()
    {
        const auto selectedIn = [this](const QString &name) {
            m_tree->setCurrentIndex(row(name));
            QTest::keyClick(m_tree.get(), Qt::Key_F2);
            QCoreApplication::processEvents();
            auto *const editor = qobject_cast<QLineEdit *>(QApplication::focusWidget());
            const QString selected = editor ? editor->selectedText() : QString();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
            return selected;
        };
        QCOMPARE(selectedIn(QStringLiteral("README.md")), QStringLiteral("README"));
        make(at(QStringLiteral(".gitignore")));
        make(at(QStringLiteral("a.folder/file")));
        QTRY_VERIFY(row(QStringLiteral(".gitignore")).isValid() && row(QStringLiteral("a.folder")).isValid());
        QCOMPARE(selectedIn(QStringLiteral(".gitignore")), QStringLiteral(".gitignore"));
        QCOMPARE(selectedIn(QStringLiteral("a.folder")), QStringLiteral("a.folder"));
    }

    void a_name_that_cannot_be_taken_is_said_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("why");
        QTest::newRow("taken") << QStringLiteral("Cargo.toml") << QStringLiteral("there already");
        QTest::newRow("another folder") << QStringLiteral("src/README.md") << QStringLiteral("not a valid file name");
        QTest::newRow("outside") << QStringLiteral("../README.md") << QStringLiteral("not a valid file name");
        QTest::newRow("too long") << QString(300, QLatin1Char('n')) << QStringLiteral("at most 255 bytes");
    }
    void a_name_that_cannot_be_taken_is_said()
    {
        QFETCH(QString, name);
        QFETCH(QString, why);
        choose(row(QStringLiteral("README.md")), QStringLiteral("Rename"));
        typeName(name);
        QTRY_COMPARE(m_messages->size(), 1);
        QVERIFY2(lastMessage().contains(QStringLiteral("README.md")), qPrintable(lastMessage()));
        QVERIFY2(lastMessage().contains(why), qPrintable(lastMessage()));
        QVERIFY(QFileInfo::exists(at(QStringLiteral("README.md"))));
        QVERIFY(row(QStringLiteral("README.md")).isValid());
        QCOMPARE(QFileInfo(at(QStringLiteral("Cargo.toml"))).size(), 2);
    }

    void a_deleted_file_is_in_the_trash_and_a_link_takes_nothing_with_it()
    {
        QVERIFY(QFile::link(at(QStringLiteral("src")), at(QStringLiteral("link"))));
        QTRY_VERIFY(row(QStringLiteral("link")).isValid());
        m_tree->setCurrentIndex(row(QStringLiteral("link")));
        QTest::keyClick(m_tree.get(), Qt::Key_Delete);
        QTRY_VERIFY(!QFileInfo(at(QStringLiteral("link"))).isSymLink());
        QVERIFY(QFileInfo::exists(at(QStringLiteral("src/lib.rs"))));
        choose(row(QStringLiteral("src")), QStringLiteral("Move to trash"));
        QTRY_VERIFY(!QFileInfo::exists(at(QStringLiteral("src"))));
        QVERIFY2(lastMessage().contains(QStringLiteral("in the trash")), qPrintable(lastMessage()));
        const QDir trash(m_home->filePath(QStringLiteral("data/Trash/files")));
        QVERIFY2(!trash.entryList({QStringLiteral("src*")}, QDir::Dirs).isEmpty(), qPrintable(trash.path()));
    }

    /// The window moves files: what names them in the code goes along.
    void renaming_and_dropping_ask_for_a_move()
    {
        QStringList moves;
        m_tree->setMover([&](const QString &from, const QString &to) { moves << from + QStringLiteral(" → ") + to; });
        QVERIFY(m_tree->model()->setData(row(QStringLiteral("README.md")), QStringLiteral("other.md"), Qt::EditRole));
        QCOMPARE(moves,
                 QStringList(at(QStringLiteral("README.md")) + QStringLiteral(" → ") + at(QStringLiteral("other.md"))));
        QVERIFY(QFileInfo::exists(at(QStringLiteral("README.md"))));
        QVERIFY(!m_tree->model()->setData(row(QStringLiteral("README.md")), QStringLiteral("target.md"), Qt::EditRole));
        moves.clear();
        const auto drop = [this](const QString &name, const QModelIndex &into) {
            const std::unique_ptr<QMimeData> data(m_tree->model()->mimeData({row(name)}));
            return m_tree->model()->dropMimeData(data.get(), Qt::MoveAction, -1, -1, into);
        };
        QVERIFY(drop(QStringLiteral("README.md"), row(QStringLiteral("src"))));
        QCOMPARE(moves, QStringList(at(QStringLiteral("README.md")) + QStringLiteral(" → ") +
                                    at(QStringLiteral("src/README.md"))));
        moves.clear();
        QVERIFY(drop(QStringLiteral("README.md"), m_tree->rootIndex())); // where it is already
        QCOMPARE(m_messages->size(), 1);                                 // of the name that was taken
        QVERIFY(drop(QStringLiteral("src"), row(QStringLiteral("src"))));
        QCOMPARE(lastMessage(), QStringLiteral("src cannot be moved: it cannot be moved into itself."));
        make(at(QStringLiteral("src/Cargo.toml")));
        QVERIFY(drop(QStringLiteral("Cargo.toml"), row(QStringLiteral("src"))));
        QVERIFY2(lastMessage().contains(QStringLiteral("there already")), qPrintable(lastMessage()));
        QCOMPARE(moves, QStringList());
        QCOMPARE(m_tree->defaultDropAction(), Qt::MoveAction);
    }
};

QTEST_MAIN(TestProjectTreeEdits)
#include "tst_project_tree_edits.moc"
