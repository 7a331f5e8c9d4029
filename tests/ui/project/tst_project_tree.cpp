// SPDX-License-Identifier: GPL-3.0-or-later
// Real folders, and the menu as it is opened and clicked.
#include "ui/project/project_tree.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <unistd.h>

using namespace studio;

class TestProjectTree : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    bool m_isAnswered = true;
    QString m_folder;
    std::unique_ptr<ProjectTree> m_tree;
    std::unique_ptr<QSignalSpy> m_messages;
    std::unique_ptr<QSignalSpy> m_activated;

    [[nodiscard]] QString at(const QString &name) const { return m_folder + QLatin1Char('/') + name; }
    static void make(const QString &path, const QByteArray &content = "x\n")
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
        QCOMPARE(file.write(content), content.size());
    }
    [[nodiscard]] QStringList names(const QModelIndex &parent) const
    {
        QStringList all;
        for (int row = 0; row < m_tree->model()->rowCount(parent); ++row) {
            all << m_tree->model()->index(row, 0, parent).data().toString();
        }
        return all;
    }
    [[nodiscard]] QStringList rows() const { return names(m_tree->rootIndex()); }
    [[nodiscard]] QModelIndex row(const QString &name) const
    {
        const qsizetype number = rows().indexOf(name);
        return number < 0 ? QModelIndex() : m_tree->model()->index(static_cast<int>(number), 0, m_tree->rootIndex());
    }
    void open(const QString &folder)
    {
        m_folder = folder;
        m_tree->setFolder(folder);
        QTRY_VERIFY(!rows().isEmpty());
    }
    [[nodiscard]] QString lastMessage() const
    {
        return m_messages->isEmpty() ? QString() : m_messages->last()[0].toString();
    }

    /// Opens the menu at a row (or where there is none) as the keyboard's menu key does, and runs `inMenu` while it is
    /// open.
    void withMenu(const QModelIndex &index, const std::function<void(QMenu *)> &inMenu)
    {
        bool wasOpen = false;
        QTimer whenOpen; // the menu has an event loop of its own; the timer ends with this function
        whenOpen.setSingleShot(true);
        connect(&whenOpen, &QTimer::timeout, &whenOpen, [&] {
            auto *const menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            if (menu) {
                wasOpen = true;
                inMenu(menu);
                menu->close();
            }
        });
        whenOpen.start(0);
        const QPoint point = index.isValid() ? m_tree->visualRect(index).center() : QPoint(10, m_tree->height() - 20);
        QContextMenuEvent event(QContextMenuEvent::Mouse, point, m_tree->viewport()->mapToGlobal(point));
        QApplication::sendEvent(m_tree->viewport(), &event);
        QVERIFY(wasOpen);
    }
    static QAction *find(const QMenu *menu, const QString &text)
    {
        for (QAction *action : menu->actions()) {
            if (action->text() == text) {
                return action;
            }
        }
        return nullptr;
    }
    /// Chooses an entry of the menu; `answer` is typed into the dialog that it opens, if one is given.
    void choose(const QModelIndex &index, const QString &entry, const QString &answer = {})
    {
        m_isAnswered = answer.isNull();
        if (!m_isAnswered) {
            answerDialog(answer);
        }
        withMenu(index, [&](QMenu *menu) {
            QAction *const action = find(menu, entry);
            QVERIFY2(action, qPrintable(entry));
            menu->setActiveAction(action);
            QTest::keyClick(menu, Qt::Key_Return);
        });
        QTRY_VERIFY(m_isAnswered);
    }
    void answerDialog(const QString &answer)
    {
        auto *const timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, [this, timer, answer] {
            auto *const dialog = qobject_cast<QInputDialog *>(QApplication::activeModalWidget());
            if (!dialog) {
                return;
            }
            timer->deleteLater();
            timer->stop();
            dialog->findChild<QLineEdit *>()->setText(answer);
            QTest::keyClick(dialog, Qt::Key_Return);
            m_isAnswered = true;
        });
        timer->start(20);
    }
    /// Types a new name into the row, as F2 lets one.
    void typeName(const QString &name)
    {
        QLineEdit *editor = nullptr;
        QTRY_VERIFY((editor = m_tree->viewport()->findChild<QLineEdit *>()) != nullptr);
        editor->selectAll();
        editor->insert(name);
        QTest::keyClick(editor, Qt::Key_Return);
    }

private Q_SLOTS:
    void initTestCase()
    {
        // The trash of this test is its own, and on the same disk as what it deletes.
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", QFile::encodeName(m_home->filePath(QStringLiteral("data"))));
    }
    void init()
    {
        static int number = 0;
        m_folder = m_home->filePath(QStringLiteral("hello%1").arg(++number));
        for (const char *file : {"Cargo.toml", "README.md", "src/lib.rs", "src/a/deep.rs", "target/debug/x",
                                 ".git/HEAD", "node_modules/m.js", ".gitignore", "target.md"}) {
            make(at(QString::fromUtf8(file)));
        }
        m_tree = std::make_unique<ProjectTree>();
        m_messages = std::make_unique<QSignalSpy>(m_tree.get(), &ProjectTree::message);
        m_activated = std::make_unique<QSignalSpy>(m_tree.get(), &ProjectTree::fileActivated);
        m_tree->resize(300, 500);
        m_tree->show();
        QVERIFY(QTest::qWaitForWindowActive(m_tree.get()));
        open(m_folder);
        QTRY_VERIFY(m_tree->isExpanded(row(QStringLiteral("src"))));
    }
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

    void without_a_folder_nothing_is_shown()
    {
        m_tree->setFolder({});
        QVERIFY(!m_tree->model() || m_tree->model()->rowCount(m_tree->rootIndex()) == 0);
        m_tree->reveal(QStringLiteral("/etc/passwd"));
        open(m_folder);
        QVERIFY(rows().contains(QStringLiteral("README.md")));
        QVERIFY(m_tree->isColumnHidden(1));
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
        QCOMPARE(m_tree->currentIndex().data().toString(), QStringLiteral("main.rs"));
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

QTEST_MAIN(TestProjectTree)
#include "tst_project_tree.moc"
