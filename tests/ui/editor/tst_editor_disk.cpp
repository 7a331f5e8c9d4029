// SPDX-License-Identifier: GPL-3.0-or-later
// What other programs, and a kill, do to files that are open.
#include "tests/ui/editor/editor_tabs_test.h"
#include "ui/editor/files_on_disk.h"
#include "ui/editor/syntax_lexer.h"

#include <QMessageBox>
#include <QPushButton>

using namespace studio;

class TestEditorDisk : public test::EditorTabsTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void another_programs_change_is_shown_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : {"in place", "renamed over", "deleted, then made"}) {
            QTest::newRow(how) << QString::fromUtf8(how);
        }
    }
    void another_programs_change_is_shown()
    {
        QFETCH(QString, how);
        openFile("one\ntwo\n");
        // Twice: after the first, the file must still be watched.
        for (const QByteArray content : {"changed\ntwo\n", "again\r\n"}) {
            if (how == QLatin1String("in place")) {
                write(m_path, content);
            } else if (how == QLatin1String("renamed over")) {
                write(m_path + QStringLiteral(".new"), content);
                QVERIFY(QFile::remove(m_path));
                QVERIFY(QFile::rename(m_path + QStringLiteral(".new"), m_path));
            } else {
                m_messages->clear();
                QVERIFY(QFile::remove(m_path));
                QTRY_VERIFY(!m_messages->isEmpty()); // that it is gone
                write(m_path, content);
            }
            QTRY_COMPARE(editor()->text(), QString::fromUtf8(content));
            QVERIFY(!editor()->isModified());
        }
        editor()->undo();
        QCOMPARE(editor()->text(), QStringLiteral("changed\ntwo\n")); // what was there before is not lost
    }

    void a_file_that_the_user_removes_closes_unless_something_is_not_saved()
    {
        openFile("one\n");
        const QString other = m_home->filePath(QStringLiteral("other.rs"));
        write(other, "other\n");
        QVERIFY(m_tabs->open(other).has_value());
        QTest::keyClicks(editor(), QStringLiteral("x"));
        m_tabs->removed(m_home->path());
        QCOMPARE(m_tabs->openPaths(), QStringList(other));
        QVERIFY(editor()->isModified());
    }

    void that_a_file_is_gone_is_withdrawn_when_it_is_back_and_when_it_is_closed()
    {
        openFile("one\n");
        QSignalSpy outdated(m_tabs.get(), &EditorTabs::messageOutdated);
        for (const bool isClosed : {false, true}) {
            m_messages->clear();
            outdated.clear();
            QVERIFY(QFile::remove(m_path));
            QTRY_COMPARE(m_messages->size(), 1);
            QCOMPARE(outdated.size(), 0);
            if (isClosed) {
                m_tabs->close(m_path);
            } else {
                write(m_path, "one\n");
            }
            QTRY_COMPARE(outdated.size(), 1);
            QCOMPARE(outdated.first()[0], m_messages->first()[0]);
        }
    }

    /// Such as a log.
    void a_large_text_is_plain_and_is_edited_as_any_other()
    {
        const QByteArray line =
            "fn main() {} // eighty characters of a log, which are not looked at for their colour\n";
        const QByteArray large = line.repeated(20'000'000 / line.size());
        openFile(large);
        QCOMPARE(editor()->syntax()->languageName(), QString());
        editor()->setCursorPosition(editor()->lines() - 1, 0);
        QTest::keyClicks(editor(), QStringLiteral("end"));
        QVERIFY(editor()->isModified());
        QVERIFY(save());
        QCOMPARE(read(m_path), large + "end");
        write(m_path, line);
        QTRY_COMPARE(editor()->text(), QString::fromUtf8(line));
        QCOMPARE(editor()->syntax()->languageName(), QStringLiteral("Rust"));
        write(m_path, large);
        QTRY_COMPARE(editor()->length(), large.size());
        QCOMPARE(editor()->syntax()->languageName(), QString());
        editor()->undo();
        editor()->undo();
        QCOMPARE(editor()->length(), large.size() + 3);
    }

    void a_file_that_cannot_be_read_for_a_moment_is_read_again()
    {
        openFile("one\n");
        QSignalSpy outdated(m_tabs.get(), &EditorTabs::messageOutdated);
        write(m_path, QByteArray("half\0", 5)); // a program that makes room first
        QTRY_VERIFY(!m_messages->isEmpty());
        const QString said = m_messages->first()[0].toString();
        QVERIFY2(said.contains(QStringLiteral("it is a binary file, not text.")), qPrintable(said));
        QVERIFY2(!said.contains(QStringLiteral("in another program")), qPrintable(said)); // it is open here
        QCOMPARE(editor()->text(), QStringLiteral("one\n"));
        write(m_path, "two\n");
        QTRY_COMPARE(editor()->text(), QStringLiteral("two\n"));
        QCOMPARE(m_messages->size(), 1);
        QCOMPARE(outdated.size(), 1);
        QCOMPARE(outdated.first()[0].toString(), said);
    }

    void an_encoding_that_alone_is_another_is_kept()
    {
        openFile("one\n");
        write(m_path, "\xEF\xBB\xBFone\n");
        QTRY_VERIFY(editor()->format().encoding().hasMark);
        type(QStringLiteral("x"));
        QVERIFY(save());
        QCOMPARE(read(m_path), "\xEF\xBB\xBFxone\n");
    }

    void a_change_on_both_sides_is_said_and_nothing_is_lost()
    {
        openFile("one\n");
        QSignalSpy said(m_tabs.get(), &EditorTabs::changedOnBothSides);
        type(QStringLiteral("mine "));
        write(m_path, "theirs\n");
        QTRY_COMPARE(said.size(), 1);
        QCOMPARE(said.first()[0].toString(), m_path);
        QVERIFY2(said.first()[1].toString().contains(QStringLiteral("changed by another program")),
                 qPrintable(said.first()[1].toString()));
        QCOMPARE(editor()->text(), QStringLiteral("mine one\n"));
        QCOMPARE(read(m_path), "theirs\n");
        m_tabs->disk()->reloadFromDisk(m_path);
        QCOMPARE(editor()->text(), QStringLiteral("theirs\n"));
        QVERIFY(!editor()->isModified());
        editor()->undo();
        QCOMPARE(editor()->text(), QStringLiteral("mine one\n"));
        QVERIFY(save());
        QCOMPARE(read(m_path), "mine one\n");
    }

    void a_file_that_is_gone_is_said_and_can_be_saved_again()
    {
        openFile("one\n");
        QVERIFY(QFile::remove(m_path));
        QTRY_COMPARE(m_messages->size(), 1);
        QCOMPARE(editor()->text(), QStringLiteral("one\n"));
        QVERIFY(QCoro::waitFor(m_tabs->saveAll()).has_value());
        QVERIFY(!QFile::exists(m_path)); // Run saves all, and must not bring back what was deleted
        QVERIFY(save());
        QCOMPARE(read(m_path), "one\n");
    }

    void what_was_typed_survives_a_kill()
    {
        openFile("one\n");
        type(QStringLiteral("größe 😀 "));
        QTRY_COMPARE_WITH_TIMEOUT(copies(recovery()), 1, 10'000);
        const auto second = secondStart();
        QCOMPARE(second->current()->text(), QStringLiteral("größe 😀 one\n"));
        QVERIFY(second->current()->isModified());
        QVERIFY(second->hasUnsaved());
        QCOMPARE(read(m_path), "one\n");
    }

    void what_came_back_stays_unsaved_until_it_is_saved()
    {
        openFile("one\n");
        type(QStringLiteral("typed "));
        QTRY_COMPARE_WITH_TIMEOUT(copies(recovery()), 1, 10'000);
        const auto second = secondStart();
        CodeEditor *const back = second->current();
        typeInto(back, QStringLiteral("x"));
        back->undo();
        QCOMPARE(back->text(), QStringLiteral("typed one\n"));
        QVERIFY(back->isModified());
        QVERIFY(QCoro::waitFor(second->saveCurrent()).has_value());
        QCOMPARE(read(m_path), "typed one\n");
        QVERIFY(!back->isModified());
        QTRY_COMPARE(copies(afterKill()), 0);
    }

    void what_is_said_of_text_that_came_back_goes_with_it()
    {
        openFile("one\n");
        type(QStringLiteral("typed "));
        QTRY_COMPARE_WITH_TIMEOUT(copies(recovery()), 1, 10'000);
        const auto second = secondStart();
        QVERIFY2(m_secondSaid.contains(QStringLiteral("They are back")), qPrintable(m_secondSaid));
        QSignalSpy outdated(second.get(), &EditorTabs::messageOutdated);
        second->current()->undo(); // to what is on disk
        QCOMPARE(outdated.size(), 1);
        QCOMPARE(outdated.first()[0].toString(), m_secondSaid);
    }

    void what_is_said_of_text_that_came_back_goes_when_it_is_discarded()
    {
        openFile("one\n");
        type(QStringLiteral("typed "));
        QTRY_COMPARE_WITH_TIMEOUT(copies(recovery()), 1, 10'000);
        const auto second = secondStart();
        QSignalSpy outdated(second.get(), &EditorTabs::messageOutdated);
        second->close(m_path);
        auto *const box = second->findChild<QMessageBox *>();
        QVERIFY(box);
        box->button(QMessageBox::Discard)->click();
        QTRY_COMPARE(outdated.size(), 1);
        QCOMPARE(outdated.first()[0].toString(), m_secondSaid);
    }

    void that_a_file_did_not_open_is_withdrawn_once_it_does()
    {
        write(m_path, QByteArray("a\0b", 3));
        QSignalSpy outdated(m_tabs.get(), &EditorTabs::messageOutdated);
        m_tabs->openAt(m_path, 0, 0);
        QCOMPARE(m_messages->size(), 1);
        write(m_path, "text\n");
        m_tabs->openAt(m_path, 0, 0);
        QCOMPARE(outdated.size(), 1);
        QCOMPARE(outdated.first()[0], m_messages->first()[0]);
    }

    void what_was_taken_back_does_not_return()
    {
        openFile("one\n");
        type(QStringLiteral("t"));
        QTRY_COMPARE_WITH_TIMEOUT(copies(recovery()), 1, 10'000);
        editor()->undo();
        QVERIFY(!editor()->isModified());
        QTRY_COMPARE_WITH_TIMEOUT(copies(recovery()), 0, 10'000);
        const auto second = secondStart();
        QCOMPARE(second->current()->text(), QStringLiteral("one\n"));
        QVERIFY(!second->current()->isModified());
    }

    void what_came_back_does_not_hide_what_is_newer_on_disk()
    {
        openFile("one\n");
        type(QStringLiteral("typed "));
        QTRY_COMPARE_WITH_TIMEOUT(copies(recovery()), 1, 10'000);
        const QDateTime kept = QDateTime::currentDateTime();
        const auto second = secondStart([this, kept] {
            const auto isNewer = [&] { // the clock of files is a coarse one
                write(m_path, "another program's\n");
                return QFileInfo(m_path).lastModified() > kept;
            };
            QTRY_VERIFY(isNewer());
        });
        QCOMPARE(second->current()->text(), QStringLiteral("typed one\n"));
        QVERIFY2(m_secondSaid.contains(QStringLiteral("changed on disk")), qPrintable(m_secondSaid));
        second->current()->undo();
        QCOMPARE(second->current()->text(), QStringLiteral("another program's\n"));
    }
};

QTEST_MAIN(TestEditorDisk)
#include "tst_editor_disk.moc"
