// SPDX-License-Identifier: GPL-3.0-or-later
// A file counts as saved only while what is shown is what is on the disk, whatever is done to either in any order.
#include "core/base/detach.h"
#include "tests/support/random_values.h"
#include "tests/ui/editor/editor_tabs_test.h"
#include "ui/editor/files_on_disk.h"
#include "ui/editor/project_edits.h"

#include <QDeadlineTimer>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QThread>

#include <cstdio>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestUnsavedState : public EditorTabsTest
{
    Q_OBJECT

    int m_saving = 0; ///< files that are being written

    [[nodiscard]] QString pathOf(const QString &name) const { return m_home->filePath(name); }
    [[nodiscard]] CodeEditor *editorOf(const QString &name) const { return m_tabs->editorOf(pathOf(name)); }
    [[nodiscard]] bool isTold(const QString &name) const
    {
        return editorOf(name)->isModified() == (editorOf(name)->text().toUtf8() != read(pathOf(name)));
    }
    template <typename T> QCoro::Task<void> awaitSave(Task<T> save)
    {
        ++m_saving;
        (void)co_await std::move(save);
        --m_saving;
    }
    /// Goes on while the file is written.
    void startSaving(const QString &name) { detach(awaitSave(m_tabs->save(pathOf(name)))); }

    void changeProject(RandomValues &values)
    {
        QList<DocumentChange> changes;
        for (const QString &name : {u"a.rs"_s, u"b.rs"_s, u"c.rs"_s}) {
            if (values.boolean()) {
                const CodeEditor *const shown = editorOf(name);
                const QByteArray before = shown ? shown->text().toUtf8() : read(pathOf(name));
                const QByteArray after = values.boolean() ? before + "p" : "p" + before;
                changes.append({pathOf(name), pathOf(name), before, after, difference(before, after)});
            }
        }
        detach(awaitSave(m_tabs->edits()->apply(u"Change"_s, changes,
                                                values.boolean() ? ProjectChanges::Saving::Never
                                                                 : ProjectChanges::Saving::WhereSaved)));
    }
    void changeOutside(RandomValues &values, const QString &name)
    {
        const QByteArray content = values.oneOf(QList<QByteArray>{"one\n", "two\n", "", "x", "onex\n"});
        if (values.boolean()) {
            write(pathOf(name), content);
            return;
        }
        write(pathOf(u"new"_s), content);
        QCOMPARE(std::rename(qPrintable(pathOf(u"new"_s)), qPrintable(pathOf(name))), 0);
    }
    void act(RandomValues &values)
    {
        const QString name = values.boolean() ? u"a.rs"_s : u"b.rs"_s;
        CodeEditor *const one = editorOf(name);
        switch (values.below(12)) {
        case 0:
        case 1:
        case 2:
            QTest::keyClick(one, values.boolean() ? 'x' : 'y');
            break;
        case 3:
            QTest::keyClick(one, Qt::Key_Backspace);
            break;
        case 4:
        case 5:
            one->undo();
            break;
        case 6:
            one->redo();
            break;
        case 7:
        case 8:
            startSaving(name);
            break;
        case 9:
            changeOutside(values, name);
            break;
        case 10:
            changeProject(values);
            break;
        default:
            QCoreApplication::processEvents();
        }
    }

private Q_SLOTS:
    void init()
    {
        begin();
        write(pathOf(u"c.rs"_s), "one\n");
        for (const QString &name : {u"b.rs"_s, u"a.rs"_s}) {
            write(pathOf(name), "one\n");
            QVERIFY(m_tabs->open(pathOf(name)).has_value());
        }
        editor()->setFocus();
    }
    void cleanup() { end(); }

    void what_is_taken_back_while_it_is_written_is_not_saved()
    {
        QTest::keyClick(editor(), 'x');
        startSaving(u"a.rs"_s);
        editor()->undo(); // to the state that was saved before
        QTRY_COMPARE(m_saving, 0);
        QCOMPARE(read(pathOf(u"a.rs"_s)), "xone\n");
        QCOMPARE(editor()->text(), u"one\n"_s);
        QVERIFY(editor()->isModified());
        editor()->redo();
        QTRY_VERIFY(!editor()->isModified());
    }

    void what_was_saved_before_is_no_longer_saved_after_typing_went_on()
    {
        QTest::keyClick(editor(), 'x');
        startSaving(u"a.rs"_s);
        QTest::keyClick(editor(), 'y');
        QTRY_COMPARE(m_saving, 0);
        QVERIFY(editor()->isModified());
        while (editor()->isUndoAvailable()) {
            editor()->undo();
        }
        QCOMPARE(editor()->text(), u"one\n"_s);
        QCoreApplication::processEvents();
        QVERIFY(editor()->isModified());
        QVERIFY(save()); // not a step that is left out
        QCOMPARE(read(pathOf(u"a.rs"_s)), "one\n");
        QVERIFY(!editor()->isModified());
    }

    void what_another_program_changed_is_not_saved_after_undo()
    {
        QSignalSpy said(m_tabs.get(), &EditorTabs::changedOnBothSides);
        QTest::keyClick(editor(), 'x');
        write(pathOf(u"a.rs"_s), "theirs\n");
        QTRY_COMPARE(said.size(), 1);
        editor()->undo();
        QCOMPARE(editor()->text(), u"one\n"_s);
        QCoreApplication::processEvents();
        QVERIFY(editor()->isModified());
        QVERIFY(save()); // as it was said
        QCOMPARE(read(pathOf(u"a.rs"_s)), "one\n");
    }

    void what_another_program_writes_too_is_saved()
    {
        QTest::keyClick(editor(), 'x');
        write(pathOf(u"a.rs"_s), "xone\n");
        QTRY_VERIFY(!editor()->isModified());
        QCOMPARE(editor()->text(), u"xone\n"_s);
    }

    void what_is_typed_while_a_file_is_saved_to_be_closed_is_asked_about()
    {
        QTest::keyClick(editor(), 'x');
        m_tabs->close(pathOf(u"a.rs"_s));
        QPointer<QMessageBox> box = m_tabs->findChild<QMessageBox *>();
        box->button(QMessageBox::Save)->click();
        QTest::keyClick(editor(), 'y');
        QTRY_VERIFY(!box && m_tabs->findChild<QMessageBox *>());
        QCOMPARE(read(pathOf(u"a.rs"_s)), "xone\n");
        QCOMPARE(editorOf(u"a.rs"_s)->text(), u"xyone\n"_s);
        m_tabs->findChild<QMessageBox *>()->button(QMessageBox::Save)->click();
        QTRY_VERIFY(!editorOf(u"a.rs"_s));
        QCOMPARE(read(pathOf(u"a.rs"_s)), "xyone\n");
    }

    void what_another_program_writes_while_a_save_fails_is_told()
    {
        editor()->format().setEncoding({.encoding = TextEncoding::Latin1, .isChosen = true});
        editor()->insertAt(u"\u2192"_s, 0, 0); // which Latin-1 has not
        QSignalSpy told(m_tabs.get(), &EditorTabs::changedOnBothSides);
        startSaving(u"a.rs"_s);
        write(pathOf(u"a.rs"_s), "theirs\n"); // not watched now
        QTRY_COMPARE(m_saving, 0);
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(read(pathOf(u"a.rs"_s)), "theirs\n");
        QVERIFY(editor()->isModified());
    }

    void what_another_program_writes_right_after_a_save_is_shown()
    {
        QTest::keyClick(editor(), 'x');
        startSaving(u"a.rs"_s);
        const QDeadlineTimer end(5000);
        while (read(pathOf(u"a.rs"_s)) != "xone\n" && !end.hasExpired()) {
            QThread::msleep(1); // fixed wait: no events run, so what is written is not watched yet
        }
        write(pathOf(u"a.rs"_s), "theirs\n");
        QTRY_COMPARE(editor()->text(), u"theirs\n"_s);
        QVERIFY(!editor()->isModified());
    }

    /// The first takes long, the second does not.
    void two_saves_of_a_file_end_in_their_order()
    {
        editor()->replaceText(u"a line of a long text\n"_s.repeated(500'000));
        startSaving(u"a.rs"_s);
        editor()->undo();
        QTest::keyClick(editor(), 'y');
        startSaving(u"a.rs"_s);
        QTRY_COMPARE(m_saving, 0);
        QCOMPARE(read(pathOf(u"a.rs"_s)), "yone\n");
        QVERIFY(!editor()->isModified());
    }

    void what_is_written_where_a_file_was_says_nothing_of_where_it_is()
    {
        QTest::keyClick(editor(), 'x');
        startSaving(u"a.rs"_s);
        QVERIFY(QFile::copy(pathOf(u"a.rs"_s), pathOf(u"moved.rs"_s)));
        write(pathOf(u"moved.rs"_s), "one\n");
        m_tabs->renamed(pathOf(u"a.rs"_s), pathOf(u"moved.rs"_s));
        QTRY_COMPARE(m_saving, 0);
        QVERIFY(editor()->isModified());
        QCOMPARE(read(pathOf(u"moved.rs"_s)), "one\n");
    }

    void whatever_is_done_in_any_order_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 30; ++seed) {
            QTest::addRow("seed %u", seed) << seed;
        }
    }
    void whatever_is_done_in_any_order()
    {
        QFETCH(quint32, seed);
        RandomValues values(seed);
        for (int turn = 0; turn < 6; ++turn) {
            for (int step = 3 + values.below(10); step > 0; --step) {
                act(values);
            }
            QTRY_COMPARE(m_saving, 0);
            for (const QString &name : {u"a.rs"_s, u"b.rs"_s}) {
                // Not QTRY_VERIFY: it looks twice, and a step that is undone may write in between.
                const bool told = QTest::qWaitFor([&] { return isTold(name); });
                QVERIFY2(told, qPrintable(u"%1, turn %2: shown “%3”, modified %4, on disk “%5”"_s.arg(name)
                                              .arg(turn)
                                              .arg(editorOf(name)->text())
                                              .arg(editorOf(name)->isModified())
                                              .arg(QString::fromUtf8(read(pathOf(name))))));
            }
        }
    }
};

QTEST_MAIN(TestUnsavedState)
#include "tst_unsaved_state.moc"
