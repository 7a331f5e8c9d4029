// SPDX-License-Identifier: GPL-3.0-or-later
// When completions are listed and inserted, with a language server whose answers are known.
#include "tests/ui/editor/scripted_window.h"
#include "ui/editor/completion_assist.h"
#include "ui/editor/completion_model.h"
#include "ui/editor/completion_popup.h"

#include <QListView>
#include <QRandomGenerator>
#include <QTextBrowser>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestScriptedCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Only the characters that the server names for an item insert it; they are typed behind it.
    void a_commit_character_inserts_the_completion()
    {
        ScriptedWindow window(u"commit"_s);
        window.start();
        auto *const assist = window.editor()->findChild<CompletionAssist *>();
        const auto typeName = [&] {
            window.editor()->replaceText(QString());
            QTRY_VERIFY(!assist->isShown());
            QTest::keyClick(window.editor(), 'l');
            QTRY_VERIFY(assist->isShown());
            QCOMPARE(assist->popup()->model()->rowCount(), 2);
        };
        const auto *const list = assist->popup()->findChild<QListView *>();
        const auto hasRoomFor = [&](int rows) { return list->viewport()->height() == rows * list->sizeHintForRow(0); };
        typeName();
        QTRY_VERIFY(hasRoomFor(2)); // exactly
        QTest::keyClick(window.editor(), 'e');
        QTRY_COMPARE(assist->popup()->model()->rowCount(), 1);
        QTRY_VERIFY(hasRoomFor(1));
        QTest::keyClick(window.editor(), '.');
        QCOMPARE(window.editor()->text(), u"length."_s);
        typeName();
        QTest::keyClick(window.editor(), 'e');
        QTRY_COMPARE(assist->popup()->model()->rowCount(), 1);
        QTest::keyClick(window.editor(), ';');
        QCOMPARE(window.editor()->text(), u"le;"_s);
        typeName();
        QTest::keyClicks(window.editor(), u"e."_s); // faster than anything is painted
        QCOMPARE(window.editor()->text(), u"length."_s);
        typeName();
        QTest::keyClicks(window.editor(), u"a."_s); // the other one has no such characters
        QCOMPARE(window.editor()->text(), u"la."_s);
    }

    void no_list_opens_where_no_name_is_begun_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("keys"); ///< a blank lets what is queued happen
        for (const char *const mode : {"commit", "incomplete"}) {
            for (const char *const keys :
                 {"la,", "l a,", "la ,", "l a ,", "la;", "l\b", "l \b", "l \b ", "la,\b\b\b"}) {
                QTest::addRow("%s %s", mode, keys) << QString::fromLatin1(mode) << QString::fromLatin1(keys);
            }
        }
    }
    void no_list_opens_where_no_name_is_begun()
    {
        QFETCH(const QString, mode);
        QFETCH(const QString, keys);
        ScriptedWindow window(mode);
        window.start();
        window.editor()->replaceText(QString());
        auto *const assist = window.editor()->findChild<CompletionAssist *>();
        for (const QChar key : keys) {
            if (key == u' ') {
                window.waitForServer();
            } else {
                window.type(key);
            }
        }
        window.waitForServer();
        window.waitForServer(); // what was asked for again too
        QVERIFY(!assist->isShown());
    }

    /// A name, then the server's trigger character: each has a list.
    void a_trigger_character_behind_a_name_opens_a_list()
    {
        ScriptedWindow window(u"incomplete"_s);
        window.start();
        window.editor()->replaceText(QString());
        auto *const assist = window.editor()->findChild<CompletionAssist *>();
        window.type(u'l');
        QTRY_VERIFY(assist->isShown());
        window.type(u'a');
        QTRY_COMPARE(assist->popup()->model()->rowCount(), 1);
        window.type(u'.');
        QTRY_COMPARE(assist->popup()->model()->rowCount(), 2);
        QVERIFY(assist->isShown());
        window.type(u'l'); // and stays there when the name is deleted again
        window.waitForServer();
        window.type(u'\b');
        window.waitForServer();
        QVERIFY(assist->isShown());
    }

    /// In whatever order keys, answers and repeated questions come.
    void a_list_without_a_name_was_asked_for()
    {
        QRandomGenerator random(17);
        for (const QString &mode : {u"commit"_s, u"incomplete"_s}) {
            ScriptedWindow window(mode);
            window.start();
            window.editor()->replaceText(QString());
            auto *const assist = window.editor()->findChild<CompletionAssist *>();
            const auto before = [&] { return window.editor()->text().left(window.editor()->caretPosition()); };
            const QString keys = u"lae,.; l\b\b?"_s; // ? is Ctrl+Space
            QString pressed;
            QString asked; ///< the text before the caret where the person asked
            for (int count = 0; count < 200; ++count) {
                const QChar key = keys[random.bounded(static_cast<int>(keys.size()))];
                pressed += key;
                if (key == u'?') {
                    asked = before();
                    window.tabs.complete();
                } else {
                    window.type(key);
                }
                for (int events = random.bounded(3); events > 0; --events) {
                    QCoreApplication::processEvents();
                }
                if (random.bounded(8) == 0) {
                    window.waitForServer();
                }
                const QString text = before();
                const bool hasName = !text.isEmpty() && text.back().isLetter();
                const bool isAsked = text == asked || text.endsWith(u'.');
                QVERIFY2(!assist->isShown() || hasName || isAsked, qPrintable(pressed));
            }
        }
    }

    /// As small as what it says, not there when the list says the same, and never over the line that is typed in.
    void the_explanation_takes_no_more_room_than_it_needs()
    {
        ScriptedWindow window(u"explained"_s);
        window.start();
        for (const QPoint &at : {QPoint(10, 10), QPoint(460, 290)}) {
            window.tabs.move(at);
            window.editor()->replaceText(QString());
            auto *const assist = window.editor()->findChild<CompletionAssist *>();
            window.tabs.complete();
            QTRY_VERIFY(assist->isShown());
            CompletionPopup *const list = assist->popup();
            auto *const text = list->findChild<QTextBrowser *>();
            const QWidget *const side = text->window();
            const auto select = [&](int row) {
                list->select(row);
                window.waitForServer();
            };
            select(2);
            QTRY_VERIFY(side->isVisible());
            QCOMPARE(text->toPlainText(), u"Short."_s);
            QVERIFY2(side->height() < 60 && side->width() < 200,
                     qPrintable(u"%1 x %2"_s.arg(side->width()).arg(side->height())));
            QVERIFY(text->viewport()->height() >= text->document()->size().height());
            QVERIFY(!side->geometry().intersects(list->geometry()));
            select(0);
            QTRY_VERIFY(!side->isVisible());
            select(1);
            QTRY_VERIFY(side->isVisible() && text->toPlainText().startsWith(u"fn b("_s));
            QVERIFY(side->height() < 200);
            select(3);
            QTRY_VERIFY(text->toPlainText().startsWith(u"A line"_s));
            QVERIFY(side->height() <= 260 && side->height() > 100 && side->width() <= 420);
            QVERIFY(!side->geometry().intersects(list->geometry()));
            select(4); // references within the crate, which lead nowhere here
            QTRY_COMPARE(text->toPlainText(), u"FnMut, (Ok), the text, a[Key], x[i], [1], [see below], l"_s);
            const QRect caret = window.editor()->areaOf(0, 0);
            QVERIFY(!side->geometry().contains(window.editor()->mapToGlobal(caret.center())));
            window.press(Qt::Key_Escape);
        }
    }
};

int main(int argc, char **argv)
{
    return runWithScriptedServer<TestScriptedCompletion>(argc, argv);
}
#include "tst_scripted_completion.moc"
