// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of several files as one step of undo, some of them open, by keyboard.
#include "tests/ui/editor/editor_tabs_test.h"
#include "ui/editor/project_edits.h"

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestProjectEdits : public EditorTabsTest
{
    Q_OBJECT

    [[nodiscard]] QString pathOf(const QString &name) const { return m_home->filePath(name); }
    [[nodiscard]] QByteArray shown(const QString &name) const
    {
        return m_tabs->editorOf(pathOf(name))->text().toUtf8();
    }
    void show(const QString &name) { QVERIFY(m_tabs->open(pathOf(name)).has_value()); }

    [[nodiscard]] DocumentChange change(const QString &name, const QByteArray &before, const QByteArray &after) const
    {
        return {pathOf(name), pathOf(name), before, after, difference(before, after)};
    }
    /// a.rs and b.rs are open, c.rs is not; b.rs has text that is not saved.
    [[nodiscard]] QList<DocumentChange> three() const
    {
        return {change(u"a.rs"_s, "one a\n", "two a\n"), change(u"b.rs"_s, "+one b\n", "+two b\n"),
                change(u"c.rs"_s, "one c\n", "two c\n")};
    }
    Result<bool> apply(const QList<DocumentChange> &changes)
    {
        return QCoro::waitFor(m_tabs->edits()->apply(u"Rename one"_s, changes));
    }
    void press(const QString &name, Qt::KeyboardModifiers with)
    {
        show(name);
        editor()->setFocus();
        QTest::keyClick(editor(), Qt::Key_Z, with);
    }
    [[nodiscard]] bool isAll(const QByteArray &word) const
    {
        return shown(u"a.rs"_s) == word + " a\n" && shown(u"b.rs"_s) == "+" + word + " b\n" &&
               read(pathOf(u"c.rs"_s)) == word + " c\n";
    }

private Q_SLOTS:
    void init()
    {
        begin();
        for (const QString &name : {u"a"_s, u"b"_s, u"c"_s}) {
            write(pathOf(name + u".rs"_s), "one " + name.toUtf8() + "\n");
        }
        show(u"a.rs"_s);
        show(u"b.rs"_s);
        editor()->setFocus();
        QTest::keyClick(editor(), '+');
    }
    void cleanup() { end(); }

    void undo_and_redo_anywhere_are_of_all_files()
    {
        QVERIFY(apply(three()).has_value());
        QVERIFY(isAll("two"));
        QVERIFY(m_tabs->editorOf(pathOf(u"a.rs"_s))->isModified());
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(isAll("one"));
        QVERIFY(!m_tabs->editorOf(pathOf(u"a.rs"_s))->isModified());
        press(u"b.rs"_s, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(isAll("two"));
        press(u"b.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(isAll("one"));
        press(u"b.rs"_s, Qt::ControlModifier); // what was typed before
        QTRY_COMPARE(shown(u"b.rs"_s), "one b\n");
        QCOMPARE(m_messages->count(), 0);
    }

    void what_was_typed_and_taken_back_since_is_no_obstacle()
    {
        QVERIFY(apply(three()).has_value());
        show(u"b.rs"_s);
        QTest::keyClick(editor(), 'x');
        QTest::keyClick(editor(), Qt::Key_Backspace);
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(isAll("one"));
    }

    void undo_of_one_that_was_changed_since_is_said_and_nothing_typed_is_lost()
    {
        QVERIFY(apply(three()).has_value());
        show(u"b.rs"_s);
        QTest::keyClick(editor(), 'x');
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_COMPARE(m_messages->count(), 1);
        QCOMPARE(m_messages->first()[0].toString(),
                 u"“Rename one” was undone in a.rs only. b.rs was changed meanwhile, so nothing was."_s);
        QCOMPARE(shown(u"b.rs"_s), "+xtwo b\n");
        QCOMPARE(read(pathOf(u"c.rs"_s)), "two c\n");
    }

    void a_file_that_was_opened_or_closed_since_goes_along()
    {
        QVERIFY(apply(three()).has_value());
        show(u"c.rs"_s);
        m_tabs->close(pathOf(u"a.rs"_s)); // asks; the answer is to save
        auto *const question = m_tabs->findChild<QMessageBox *>();
        QVERIFY(question);
        question->button(QMessageBox::Save)->click();
        QTRY_VERIFY(!m_tabs->editorOf(pathOf(u"a.rs"_s)));
        press(u"b.rs"_s, Qt::ControlModifier);
        QTRY_COMPARE(read(pathOf(u"a.rs"_s)), "one a\n");
        QTRY_COMPARE(shown(u"c.rs"_s), "one c\n");
        QCOMPARE(shown(u"b.rs"_s), "+one b\n");
    }

    void one_that_cannot_be_changed_stops_all_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("words");
        QTest::newRow("typed in") << u"typed"_s << u"b.rs was changed meanwhile, so nothing was."_s;
        QTest::newRow("changed on disk") << u"written"_s << u"c.rs was changed meanwhile. Nothing was changed."_s;
        QTest::newRow("gone") << u"gone"_s << u"c.rs is no longer on disk. Nothing was changed."_s;
        QTest::newRow("read-only") << u"fixed"_s << u"b.rs is read-only, so nothing was changed."_s;
    }
    void one_that_cannot_be_changed_stops_all()
    {
        QFETCH(QString, what);
        const QList<DocumentChange> changes = three();
        if (what == u"typed"_s) {
            QTest::keyClick(editor(), 'x');
        } else if (what == u"written"_s) {
            write(pathOf(u"c.rs"_s), "other c\n");
        } else if (what == u"gone"_s) {
            QVERIFY(QFile::remove(pathOf(u"c.rs"_s)));
        } else {
            editor()->setReadOnly(true);
        }
        const QByteArray before = shown(u"b.rs"_s);
        const auto refused = apply(changes);
        QVERIFY(!refused);
        QTEST(refused.error().message, "words");
        QCOMPARE(shown(u"a.rs"_s), "one a\n");
        QCOMPARE(shown(u"b.rs"_s), before);
        QVERIFY(read(pathOf(u"c.rs"_s)) != "two c\n");
        QVERIFY(!m_tabs->editorOf(pathOf(u"a.rs"_s))->isModified());
    }

    void a_file_that_is_renamed_and_one_that_is_made_are_taken_back_too()
    {
        QList<DocumentChange> changes = three();
        changes[1].newPath = pathOf(u"moved.rs"_s);
        changes << DocumentChange{pathOf(u"new.rs"_s), pathOf(u"new.rs"_s), {}, "new\n", {}};
        QVERIFY(apply(changes).has_value());
        QCOMPARE(shown(u"moved.rs"_s), "+two b\n");
        QCOMPARE(read(pathOf(u"moved.rs"_s)), "one b\n");
        QCOMPARE(read(pathOf(u"new.rs"_s)), "new\n");
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(m_tabs->editorOf(pathOf(u"b.rs"_s)));
        QVERIFY(isAll("one"));
        QVERIFY(!QFile::exists(pathOf(u"new.rs"_s)) && !QFile::exists(pathOf(u"moved.rs"_s)));
    }

    void undo_where_one_is_reaches_files_that_are_not_open()
    {
        QVERIFY(apply({three()[2]}).has_value());
        QCOMPARE(read(pathOf(u"c.rs"_s)), "two c\n");
        press(u"b.rs"_s, Qt::ControlModifier);
        QTRY_COMPARE(read(pathOf(u"c.rs"_s)), "one c\n");
        QCOMPARE(shown(u"b.rs"_s), "+one b\n");
    }
};

QTEST_MAIN(TestProjectEdits)
#include "tst_project_edits.moc"
