// SPDX-License-Identifier: GPL-3.0-or-later
// Files and folders that are moved with language servers that misbehave.
#include "tests/ui/editor/scripted_window.h"
#include "ui/editor/file_move.h"

#include <QCoroTask>
#include <QFile>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestHostileMoves : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_file_is_renamed_whatever_the_server_does_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<bool>("isSaid");
        for (const char *const mode : {"hang", "crash", "nonsense", "bytes", "outside", "old", "overlap", "delete"}) {
            QTest::newRow(mode) << QString::fromLatin1(mode) << true;
        }
        QTest::newRow("nothing") << u"nothing"_s << false;
    }
    void a_file_is_renamed_whatever_the_server_does()
    {
        QFETCH(const QString, mode);
        QFETCH(const bool, isSaid);
        ScriptedWindow window(mode);
        window.start();
        QTest::keyClick(window.editor(), 'x'); // not saved
        const QString text = window.editor()->text();
        FileMove *const move = window.tabs.language()->fileMove();
        move->setServerTimeout(std::chrono::milliseconds(300));
        QCoro::waitFor(move->move(window.path(u"a"_s), window.path(u"c"_s)));
        QCOMPARE(ScriptedWindow::read(window.path(u"c"_s)), "fn first() {}\n");
        QCOMPARE(ScriptedWindow::read(window.path(u"a"_s)), "(none)");
        QCOMPARE(ScriptedWindow::read(window.path(u"b"_s)), "fn first() {}\n");
        QCOMPARE(ScriptedWindow::read(window.home.filePath(u"outside.rs"_s)), "fn first() {}\n");
        QCOMPARE(window.tabs.currentPath(), window.path(u"c"_s));
        QCOMPARE(window.editor()->text(), text);
        const qsizetype sentences = window.said.filter(u"no declarations of modules were changed"_s).size();
        QCOMPARE(sentences, isSaid ? 1 : 0);
    }

    /// The file that is renamed changes too, in its editor and not saved.
    void what_the_server_changes_and_the_move_are_one_step()
    {
        ScriptedWindow window(u"both"_s);
        window.start();
        QCoro::waitFor(window.tabs.language()->fileMove()->move(window.path(u"a"_s), window.path(u"c"_s)));
        QCOMPARE(window.said, QStringList());
        QCOMPARE(window.tabs.currentPath(), window.path(u"c"_s));
        QCOMPARE(window.editor()->text(), u"fn other() {}\n"_s);
        QCOMPARE(ScriptedWindow::read(window.path(u"c"_s)), "fn first() {}\n");
        QCOMPARE(ScriptedWindow::read(window.path(u"b"_s)), "fn other() {}\n");
        window.editor()->undo();
        QTRY_COMPARE(window.tabs.currentPath(), window.path(u"a"_s));
        QCOMPARE(window.editor()->text(), u"fn first() {}\n"_s);
        QCOMPARE(ScriptedWindow::read(window.path(u"a"_s)), "fn first() {}\n");
        QCOMPARE(ScriptedWindow::read(window.path(u"b"_s)), "fn first() {}\n");
        QCOMPARE(ScriptedWindow::read(window.path(u"c"_s)), "(none)");
        window.editor()->redo();
        QTRY_COMPARE(window.tabs.currentPath(), window.path(u"c"_s));
        QCOMPARE(window.editor()->text(), u"fn other() {}\n"_s);
    }

    /// All that the server changes is within the folder.
    void a_folder_is_moved_with_what_the_server_changes_within_as_one_step()
    {
        ScriptedWindow window(u"both"_s);
        window.start();
        const QString moved = window.folder() + u"/source/"_s;
        QCoro::waitFor(window.tabs.language()->fileMove()->move(window.folder() + u"/src"_s, moved.chopped(1)));
        QCOMPARE(window.said, QStringList());
        QCOMPARE(window.tabs.currentPath(), moved + u"a.rs"_s);
        QCOMPARE(window.editor()->text(), u"fn other() {}\n"_s);
        QCOMPARE(ScriptedWindow::read(moved + u"b.rs"_s), "fn other() {}\n");
        window.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(window.tabs.currentPath(), window.path(u"a"_s));
        QCOMPARE(window.editor()->text(), u"fn first() {}\n"_s);
        QVERIFY(!window.editor()->isModified());
        QCOMPARE(ScriptedWindow::read(window.path(u"a"_s)), "fn first() {}\n");
        QCOMPARE(ScriptedWindow::read(window.path(u"b"_s)), "fn first() {}\n");
        QVERIFY(!QFile::exists(moved));
        window.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(window.tabs.currentPath(), moved + u"a.rs"_s);
        QCOMPARE(window.editor()->text(), u"fn other() {}\n"_s);
        QCOMPARE(window.said, QStringList());
    }

    void what_is_in_the_way_is_said_and_nothing_is_moved()
    {
        ScriptedWindow window(u"nothing"_s);
        window.start();
        QCoro::waitFor(window.tabs.language()->fileMove()->move(window.path(u"a"_s), window.path(u"b"_s)));
        QCOMPARE(window.tabs.currentPath(), window.path(u"a"_s));
        QCOMPARE(window.said.size(), 1);
        QVERIFY2(window.said[0].contains(u"b.rs already"_s), qPrintable(window.said[0]));
    }
};

int main(int argc, char **argv)
{
    return runWithScriptedServer<TestHostileMoves>(argc, argv);
}
#include "tst_hostile_moves.moc"
