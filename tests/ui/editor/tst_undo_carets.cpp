// SPDX-License-Identifier: GPL-3.0-or-later
// Where the carets are after undo and redo, by keyboard.
#include "ui/editor/carets.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_edits.h"
#include "ui/editor/find_bar.h"
#include "ui/editor/line_commands.h"
#include "ui/syntax/read_syntaxes.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

/// "carets" as in caretsOf(), for a message.
QByteArray textOf(const QList<Caret> &carets)
{
    QByteArray text;
    for (const Caret &caret : carets) {
        text += QByteArray::number(caret.anchor) + "-" + QByteArray::number(caret.position) + " ";
    }
    return text;
}

} // namespace

class TestUndoCarets : public QObject
{
    Q_OBJECT

    std::shared_ptr<Syntaxes> m_syntaxes = readSyntaxes(thread()).result();
    std::unique_ptr<QWidget> m_window;
    CodeEditor *m_editor = nullptr;
    FindBar *m_bar = nullptr;
    QString m_text;

    [[nodiscard]] static long at(int line, int column) { return line * 10L + column; } ///< lines have 9 characters
    [[nodiscard]] QByteArray carets() const { return textOf(caretsOf(*m_editor)); }
    void press(Qt::Key key, Qt::KeyboardModifiers with = {}) const { QTest::keyClick(m_editor, key, with); }
    void goAway() const
    {
        setCarets(*m_editor, {Caret{.anchor = at(100, 4), .position = at(100, 4)}});
        m_editor->SendScintilla(QsciScintillaBase::SCI_SCROLLCARET);
        QCoreApplication::processEvents();
    }
    void replaceAll() const
    {
        m_bar->open(true);
        m_bar->findChildren<QLineEdit *>()[0]->setText(u"line"_s);
        m_bar->findChildren<QLineEdit *>()[1]->setText(u"row"_s);
        for (QPushButton *const button : m_bar->findChildren<QPushButton *>()) {
            if (button->text() == u"Replace all"_s) {
                button->click();
            }
        }
        m_editor->setFocus();
    }
    void change(const QByteArray &command) const
    {
        if (command == "type") {
            press(Qt::Key_A);
        } else if (command == "word") {
            QTest::keyClicks(m_editor, u"abc"_s);
        } else if (command == "indent") {
            press(Qt::Key_Tab);
        } else if (command == "delete") {
            press(Qt::Key_Delete);
        } else if (command == "move up") {
            moveLinesUp(*m_editor);
        } else if (command == "move down") {
            moveLinesDown(*m_editor);
        } else if (command == "copy down") {
            copyLinesDown(*m_editor);
        } else if (command == "copy up") {
            copyLinesUp(*m_editor);
        } else if (command == "delete lines") {
            deleteLines(*m_editor);
        } else if (command == "join lines") {
            joinLines(*m_editor, 5, 7);
        } else if (command == "comment") {
            m_editor->toggleComment();
        } else if (command == "replace all") {
            replaceAll();
        } else if (command == "format") { // the changes that a server sends
            QVERIFY(
                applyEdits(m_editor, {{{{2, 0}, {2, 4}}, "    "}, {{{5, 0}, {5, 1}}, {}}, {{{90, 3}, {91, 2}}, "\n\n"}})
                    .has_value());
        } else if (command == "reload") {
            m_editor->replaceText(u"new\n"_s + m_text);
        } else {
            QFAIL(command);
        }
    }

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        auto *const column = new QVBoxLayout(m_window.get());
        m_editor = new CodeEditor(m_syntaxes.get(), u"a.rs"_s);
        m_bar = new FindBar;
        m_bar->setEditor(m_editor);
        column->addWidget(m_editor);
        column->addWidget(m_bar);
        m_text.clear();
        for (int line = 0; line < 120; ++line) {
            m_text += u"line %1 _\n"_s.arg(line, 2, 10, QLatin1Char('0')).first(9) + u'\n';
        }
        m_editor->setText(m_text);
        m_window->resize(700, 400);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_editor->setFocus();
    }
    void cleanup() { m_window.reset(); }

    void carets_come_back_where_the_change_was_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QList<QPair<int, int>>>("places");
        const QList<QPair<int, int>> caret{{53, 53}};
        const QList<QPair<int, int>> selected{{74, 53}};
        const QList<QPair<int, int>> several{{33, 33}, {54, 52}, {72, 74}};
        for (const char *const command : {"type", "indent", "delete", "move up", "move down", "copy down", "copy up",
                                          "delete lines", "join lines", "comment", "replace all", "format", "reload"}) {
            QTest::addRow("%s at a caret", command) << QByteArray(command) << caret;
            QTest::addRow("%s of a selection", command) << QByteArray(command) << selected;
        }
        QTest::newRow("word") << QByteArray("word") << caret;
        for (const char *const command : {"type", "delete", "delete lines"}) {
            QTest::addRow("%s at several", command) << QByteArray(command) << several;
        }
    }
    void carets_come_back_where_the_change_was()
    {
        QFETCH(const QByteArray, command);
        using Places = QList<QPair<int, int>>;
        QFETCH(const Places, places);
        QList<Caret> wanted;
        for (const auto &[anchor, position] : places) {
            wanted << Caret{.anchor = anchor, .position = position};
        }
        setCarets(*m_editor, wanted);
        const QByteArray before = carets();
        change(command);
        QCoreApplication::processEvents();
        const QByteArray after = carets();
        const QString changed = m_editor->text();
        QVERIFY(changed != m_text);
        for (int round = 0; round < 2; ++round) {
            goAway();
            press(Qt::Key_Z, Qt::ControlModifier);
            QCOMPARE(m_editor->text(), m_text);
            QCOMPARE(carets(), before);
            QVERIFY(m_editor->firstVisibleLine() < 8); // the caret is in sight
            goAway();
            press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
            QCOMPARE(m_editor->text(), changed);
            QCOMPARE(carets(), after);
        }
    }

    void the_action_of_the_menu_does_so_too()
    {
        setCarets(*m_editor, {Caret{.anchor = 54, .position = 52}});
        const QByteArray before = carets();
        m_editor->toggleComment();
        goAway();
        m_editor->undo();
        QCOMPARE(carets(), before);
    }

    void what_is_typed_at_once_after_undo_stands_where_the_caret_came_back_to()
    {
        setCarets(*m_editor, {Caret{.anchor = 53, .position = 53}});
        replaceAll();
        goAway();
        press(Qt::Key_Z, Qt::ControlModifier);
        press(Qt::Key_X);
        QCOMPARE(m_editor->text(), QString(m_text).insert(53, u'x'));
    }

    void steps_that_are_made_in_one_turn_have_carets_of_their_own()
    {
        setCarets(*m_editor, {Caret{.anchor = 3, .position = 3}});
        press(Qt::Key_Return); // three steps, and no event between them
        setCarets(*m_editor, {Caret{.anchor = 44, .position = 44}});
        const QByteArray second = carets();
        press(Qt::Key_Return);
        const QByteArray afterSecond = carets();
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(carets(), second);
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(carets(), "3-3 ");
        press(Qt::Key_Y, Qt::ControlModifier);
        press(Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(carets(), afterSecond);
        QCOMPARE(m_editor->isRedoAvailable(), false);
    }

    void steps_of_several_carets_in_one_turn_keep_them_all()
    {
        const auto set = [this](int line) {
            setCarets(*m_editor, {Caret{.anchor = at(line, 0), .position = at(line, 2)},
                                  Caret{.anchor = at(line + 2, 1), .position = at(line + 2, 1)}});
            return carets();
        };
        const QByteArray first = set(3);
        press(Qt::Key_Delete); // and no event until the next step
        const QByteArray second = set(20);
        press(Qt::Key_Backspace);
        const QByteArray afterSecond = carets();
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(carets(), second);
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(carets(), first);
        press(Qt::Key_Y, Qt::ControlModifier);
        press(Qt::Key_Y, Qt::ControlModifier);
        QTRY_COMPARE(carets(), afterSecond);
    }

    void of_two_views_the_one_that_is_used_gets_them()
    {
        const std::unique_ptr<CodeEditor> second(m_editor->makeSecondView());
        second->setParent(m_window.get());
        second->show();
        second->setFocus();
        QTRY_VERIFY(second->hasFocus());
        setCarets(*m_editor, {Caret{.anchor = 12, .position = 12}});
        setCarets(*second, {Caret{.anchor = 54, .position = 52}});
        QTest::keyClick(second.get(), Qt::Key_X);
        setCarets(*second, {Caret{.anchor = 300, .position = 300}});
        QTest::keyClick(second.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(textOf(caretsOf(*second)), "54-52 ");
        QCOMPARE(carets(), "12-12 ");
    }

    void a_selection_has_its_colour_after_undo_and_among_several()
    {
        press(Qt::Key_Home, Qt::ControlModifier);
        for (int step = 0; step < 7; ++step) {
            press(Qt::Key_Right, Qt::ShiftModifier);
        }
        const QPoint inside(m_editor->areaOf(4, 5).center().x(), m_editor->areaOf(4, 5).top() + 1); // a space
        const auto colour = [&] { return m_editor->grab(QRect(inside, QSize(1, 1))).toImage().pixelColor(0, 0); };
        const QColor selected = colour();
        QVERIFY(selected != m_editor->paper());
        press(Qt::Key_Delete);
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(carets(), "0-7 ");
        QCOMPARE(colour(), selected);
        press(Qt::Key_End);
        setCarets(*m_editor, {Caret{.anchor = 0, .position = 7}, Caret{.anchor = 20, .position = 27}}, 0);
        QCOMPARE(colour(), selected);
    }

    void a_new_text_forgets_the_steps_before_it()
    {
        setCarets(*m_editor, {Caret{.anchor = 53, .position = 53}});
        press(Qt::Key_X);
        m_editor->setText(m_text);
        setCarets(*m_editor, {Caret{.anchor = 20, .position = 20}});
        press(Qt::Key_Y);
        goAway();
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(carets(), "20-20 ");
        goAway();
        press(Qt::Key_Z, Qt::ControlModifier); // nothing more
        QCOMPARE(caretsOf(*m_editor).first().position, at(100, 4));
    }
};

QTEST_MAIN(TestUndoCarets)
#include "tst_undo_carets.moc"
