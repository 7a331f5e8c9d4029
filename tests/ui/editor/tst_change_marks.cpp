// SPDX-License-Identifier: GPL-3.0-or-later
// Real repositories, and the editor as it is typed in.
#include "tests/core/git/git_folder.h"
#include "tests/ui/editor/editor_tabs_test.h"
#include "ui/common/theme.h"
#include "ui/editor/change_marks.h"
#include "ui/editor/change_popup.h"

#include <QToolTip>

using namespace studio;
using git::LineChange;
using test::GitFolder;

class TestChangeMarks : public test::EditorTabsTest
{
    Q_OBJECT

    std::unique_ptr<GitFolder> m_folder;

    [[nodiscard]] ChangeMarks *marks() const { return editor()->findChild<ChangeMarks *>(); }
    [[nodiscard]] static QString word(LineChange::Kind kind)
    {
        return kind == LineChange::Kind::Added     ? QStringLiteral("added")
               : kind == LineChange::Kind::Changed ? QStringLiteral("changed")
                                                   : QStringLiteral("removed");
    }
    /// "changed 1+2 removed 5+0", with lines from 0.
    [[nodiscard]] QString shown() const
    {
        QStringList all;
        for (const LineChange &change : marks()->changes()) {
            all << QStringLiteral("%1 %2+%3").arg(word(change.kind())).arg(change.line).arg(change.count);
        }
        return marks()->isCurrent() ? all.join(u' ') : QStringLiteral("not known yet");
    }
    void show(const QString &name, const QByteArray &committed)
    {
        m_folder->write(name, committed);
        m_folder->commit();
        QVERIFY(m_tabs->open(m_folder->at(name)).has_value());
        editor()->setFocus();
        QTRY_VERIFY(marks()->hasCommitted() && marks()->isCurrent());
        QCOMPARE(shown(), QString());
    }
    void clickMargin(int line)
    {
        int left = 0;
        for (int margin = 0; margin < ChangeMarks::margin; ++margin) {
            left += editor()->marginWidth(margin);
        }
        const long start = editor()->SendScintilla(QsciScintillaBase::SCI_POSITIONFROMLINE, studio::word(line));
        const auto y = static_cast<int>(editor()->SendScintilla(QsciScintillaBase::SCI_POINTYFROMPOSITION, 0UL, start));
        QTest::mouseClick(editor()->viewport(), Qt::LeftButton, {}, QPoint(left + 3, y + 8));
    }
    void press(const char *button)
    {
        auto *const found = marks()->popup()->findChild<QPushButton *>(QString::fromLatin1(button));
        QVERIFY(found);
        QTest::mouseClick(found, Qt::LeftButton);
    }
    /// How many pixels beside a line have a colour.
    [[nodiscard]] int pixelsOf(int line, const QColor &color) const
    {
        int left = 0;
        for (int margin = 0; margin < ChangeMarks::margin; ++margin) {
            left += editor()->marginWidth(margin);
        }
        const long start = editor()->SendScintilla(QsciScintillaBase::SCI_POSITIONFROMLINE, studio::word(line));
        const auto y = static_cast<int>(editor()->SendScintilla(QsciScintillaBase::SCI_POINTYFROMPOSITION, 0UL, start));
        const auto height = static_cast<int>(editor()->SendScintilla(QsciScintillaBase::SCI_TEXTHEIGHT, 0UL));
        const QImage image = editor()->viewport()->grab(QRect(left, y, ChangeMarks::marginWidth, height)).toImage();
        int count = 0;
        for (int x = 0; x < image.width(); ++x) {
            for (int row = 0; row < image.height(); ++row) {
                count += image.pixelColor(x, row) == color ? 1 : 0;
            }
        }
        return count;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<GitFolder>();
        begin();
    }
    void cleanup()
    {
        end();
        m_folder.reset();
    }

    void edits_are_marked_when_typing_pauses()
    {
        show(QStringLiteral("a.rs"), "one\ntwo\nthree\nfour\n");
        editor()->setCursorPosition(1, 3);
        type(QStringLiteral("X"));
        QTRY_COMPARE(shown(), QStringLiteral("changed 1+1"));
        editor()->setCursorPosition(3, 0);
        type(QStringLiteral("new\nmore\n"));
        QTRY_COMPARE(shown(), QStringLiteral("changed 1+1 added 3+2"));
        editor()->setCursorPosition(0, 0);
        type(QStringLiteral("\n")); // the marks move with the text at once
        QCOMPARE(marks()->changes()[0].line, 2);
        QCOMPARE(marks()->changes()[1].line, 4);
        QTRY_COMPARE(shown(), QStringLiteral("added 0+1 changed 2+1 added 4+2"));
        while (editor()->isUndoAvailable()) {
            editor()->undo();
        }
        QTRY_COMPARE(shown(), QString());
    }

    void each_kind_has_a_form_of_its_own()
    {
        show(QStringLiteral("a.rs"), "one\ntwo\nthree\nfour\nfive\n");
        editor()->replaceText(QStringLiteral("one\nTWO\nthree\nnew\nfour\n"));
        QTRY_COMPARE(shown(), QStringLiteral("changed 1+1 added 3+1 removed 5+0"));
        QCoreApplication::processEvents(); // draws them
        const Theme &theme = Theme::current();
        const int bar = pixelsOf(3, theme.success);
        QVERIFY2(bar > 20, qPrintable(QString::number(bar)));
        const int hatched = pixelsOf(1, theme.information);
        QVERIFY2(hatched > 10 && hatched < bar, qPrintable(QString::number(hatched)));
        QVERIFY(pixelsOf(4, theme.danger) > 3); // the upper half, above the line that is empty
        QCOMPARE(pixelsOf(0, theme.success) + pixelsOf(0, theme.information) + pixelsOf(0, theme.danger), 0);
    }

    void a_click_shows_what_was_there_and_reverts_as_one_step()
    {
        show(QStringLiteral("a.rs"), "one\ntwo\nthree\nfour\n");
        const QString edited = QStringLiteral("one\nZWEI\nDREI\nfour\n");
        editor()->replaceText(edited);
        QTRY_COMPARE(shown(), QStringLiteral("changed 1+2"));
        clickMargin(0);
        QVERIFY(!marks()->popup());
        clickMargin(2);
        QTRY_VERIFY(marks()->popup());
        QCOMPARE(marks()->popup()->viewer()->text(), QStringLiteral("two\nthree"));
        QCOMPARE(marks()->popup()->accessibleName(),
                 QStringLiteral("Change 1 of 1: 2 lines changed since the last commit"));
        press("revertChange");
        QCOMPARE(editor()->text(), QStringLiteral("one\ntwo\nthree\nfour\n"));
        QTRY_COMPARE(shown(), QString());
        QTRY_VERIFY(!marks()->popup());
        QVERIFY(editor()->hasFocus());
        editor()->undo();
        QCOMPARE(editor()->text(), edited);
        QTRY_COMPARE(shown(), QStringLiteral("changed 1+2"));
    }

    void each_kind_is_reverted_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("added") << QByteArray("a\nb\n") << QStringLiteral("a\nx\ny\nb\n") << 1;
        QTest::newRow("removed, from the line above") << QByteArray("a\nb\nc\n") << QStringLiteral("a\nc\n") << 0;
        QTest::newRow("removed, from the line below") << QByteArray("a\nb\nc\n") << QStringLiteral("a\nc\n") << 1;
        QTest::newRow("removed at the begin") << QByteArray("a\nb\n") << QStringLiteral("b\n") << 0;
        QTest::newRow("removed at the end") << QByteArray("a\nb\n") << QStringLiteral("a\n") << 0;
        QTest::newRow("all removed") << QByteArray("a\nb\n") << QString() << 0;
        QTest::newRow("end of the last line") << QByteArray("a\nb") << QStringLiteral("a\nb\n") << 1;
        QTest::newRow("no end of the last line") << QByteArray("a\nb\n") << QStringLiteral("a\nb") << 1;
        QTest::newRow("CRLF") << QByteArray("a\r\nb\r\nc\r\n") << QStringLiteral("a\r\nx\r\nc\r\n") << 1;
    }
    void each_kind_is_reverted()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QString, text);
        QFETCH(const int, line);
        show(QStringLiteral("a.rs"), before);
        editor()->replaceText(text);
        QTRY_VERIFY(marks()->isCurrent());
        QCOMPARE(marks()->changes().size(), 1);
        clickMargin(line);
        QTRY_VERIFY(marks()->popup());
        press("revertChange");
        QCOMPARE(editor()->text().toUtf8(), before);
    }

    void keys_go_from_change_to_change()
    {
        QByteArray text;
        for (int line = 0; line < 100; ++line) {
            text += "line " + QByteArray::number(line) + '\n';
        }
        show(QStringLiteral("a.rs"), text);
        editor()->replaceText(QString::fromUtf8(text)
                                  .replace(QStringLiteral("line 20\n"), QStringLiteral("x\n"))
                                  .replace(QStringLiteral("line 80\n"), QString()));
        QTRY_COMPARE(shown(), QStringLiteral("changed 20+1 removed 80+0"));
        const auto place = [this] { return editor()->placeOf(editor()->caretPosition()).line; };
        editor()->goTo(TextPlace{0, 0});
        marks()->goToChange(true);
        QTRY_COMPARE(place(), 20);
        QVERIFY(marks()->popup());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return); // Next has the focus
        QTRY_COMPARE(place(), 80);
        QCOMPARE(marks()->popup()->viewer()->text(), QStringLiteral("line 80"));
        marks()->goToChange(true);
        QTRY_COMPARE(place(), 20); // around the end
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!marks()->popup());
        QVERIFY(editor()->hasFocus());
        marks()->goToChange(false);
        QTRY_COMPARE(place(), 80);
        type(QStringLiteral("y"));
        QTRY_VERIFY(!marks()->popup()); // what it said may be no longer so
    }

    void a_commit_from_outside_is_followed()
    {
        show(QStringLiteral("a.rs"), "one\ntwo\n");
        editor()->replaceText(QStringLiteral("one\n2\n"));
        QTRY_COMPARE(shown(), QStringLiteral("changed 1+1"));
        QVERIFY(save());
        QTRY_COMPARE(shown(), QStringLiteral("changed 1+1"));
        m_folder->commit();
        QTRY_COMPARE(shown(), QString());
        m_folder->git(
            {QStringLiteral("reset"), QStringLiteral("-q"), QStringLiteral("--soft"), QStringLiteral("HEAD~1")});
        QTRY_COMPARE(shown(), QStringLiteral("changed 1+1"));
    }

    /// Another commit makes other changes: the one that is shown may be none any more, and its number another's.
    void what_is_shown_is_never_reverted_as_another_change()
    {
        show(QStringLiteral("a.rs"), "one\ntwo\nthree\nfour\nfive\n");
        editor()->setText(QStringLiteral("ONE\ntwo\nthree\nfour\nFIVE\n"));
        QTRY_COMPARE(shown(), QStringLiteral("changed 0+1 changed 4+1"));
        clickMargin(0);
        QTRY_VERIFY(marks()->popup());
        const QPointer<ChangePopup> popup = marks()->popup();
        auto *const revert = popup->findChild<QPushButton *>(QStringLiteral("revertChange"));
        m_folder->write(QStringLiteral("a.rs"), "ONE\ntwo\nthree\nfour\nfive\n");
        m_folder->commit();
        m_folder->write(QStringLiteral("a.rs"), "one\ntwo\nthree\nfour\nfive\n");
        QTRY_COMPARE(shown(), QStringLiteral("changed 4+1"));
        if (popup) {
            revert->click(); // also in the moment before it is gone
        }
        QCOMPARE(editor()->text(), QStringLiteral("ONE\ntwo\nthree\nfour\nFIVE\n"));
        QTRY_VERIFY(!popup);
        clickMargin(4);
        QTRY_VERIFY(marks()->popup());
        press("revertChange");
        QCOMPARE(editor()->text(), QStringLiteral("ONE\ntwo\nthree\nfour\nfive\n"));
    }

    void a_new_file_is_marked_from_its_first_commit_on()
    {
        m_folder->write(QStringLiteral("other"), "x\n");
        m_folder->commit();
        m_folder->write(QStringLiteral("new.rs"), "one\n");
        QVERIFY(m_tabs->open(m_folder->at(QStringLiteral("new.rs"))).has_value());
        type(QStringLiteral("x"));
        QTRY_VERIFY(marks()->isCurrent());
        QCOMPARE(shown(), QString());
        marks()->goToChange(true);
        QVERIFY2(QToolTip::text().contains(QStringLiteral("in no commit")), qPrintable(QToolTip::text()));
        QCOMPARE(m_messages->size(), 0);
        m_folder->commit();
        QTRY_COMPARE(shown(), QStringLiteral("changed 0+1"));
    }

    void a_renamed_file_is_another_one()
    {
        show(QStringLiteral("a.rs"), "one\n");
        editor()->replaceText(QStringLiteral("two\n"));
        QTRY_COMPARE(shown(), QStringLiteral("changed 0+1"));
        QVERIFY(QFile::rename(m_folder->at(QStringLiteral("a.rs")), m_folder->at(QStringLiteral("b.rs"))));
        m_tabs->renamed(m_folder->at(QStringLiteral("a.rs")), m_folder->at(QStringLiteral("b.rs")));
        QTRY_COMPARE(shown(), QString());
        QVERIFY(!marks()->hasCommitted());
    }

    void encodings_and_line_ends_are_no_changes()
    {
        const QString text = QStringLiteral("größer\nzwei\n");
        QByteArray utf16("\xff\xfe", 2);
        utf16 += QByteArray(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
        show(QStringLiteral("utf16.txt"), utf16);
        show(QStringLiteral("latin.txt"), text.toLatin1());
        show(QStringLiteral("mark.txt"), "\xef\xbb\xbfone\n");
        show(QStringLiteral("crlf.txt"), "one\r\ntwo\r\n");
        m_folder->write(QStringLiteral("ends.txt"), "one\ntwo\n");
        m_folder->commit();
        m_folder->write(QStringLiteral("ends.txt"), "one\r\ntwo\r\n");
        QVERIFY(m_tabs->open(m_folder->at(QStringLiteral("ends.txt"))).has_value());
        QTRY_VERIFY(marks()->hasCommitted() && marks()->isCurrent());
        QCOMPARE(shown(), QString());
    }

    void a_damaged_repository_says_nothing()
    {
        m_folder->write(QStringLiteral("a.rs"), "one\n");
        m_folder->commit();
        m_folder->write(QStringLiteral(".git/HEAD"), "garbage");
        QVERIFY(m_tabs->open(m_folder->at(QStringLiteral("a.rs"))).has_value());
        type(QStringLiteral("x"));
        QTRY_VERIFY(marks()->isCurrent());
        QCOMPARE(shown(), QString());
        QCOMPARE(m_messages->size(), 0);
    }
};

QTEST_MAIN(TestChangeMarks)
#include "tst_change_marks.moc"
