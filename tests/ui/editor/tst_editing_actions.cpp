// SPDX-License-Identifier: GPL-3.0-or-later
// The editor's actions by their keys, in a window that has them, and the mouse.
#include "tests/ui/editor/editor_pane_test.h"
#include "ui/common/theme.h"
#include "ui/editor/occurrence_marks.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QWheelEvent>

using namespace studio;

class TestEditingActions : public test::EditorPaneTest
{
    Q_OBJECT

    [[nodiscard]] QPoint pointOf(long at) const
    {
        return {static_cast<int>(editor()->SendScintilla(Sci::SCI_POINTXFROMPOSITION, 0UL, at)) + 1,
                static_cast<int>(editor()->SendScintilla(Sci::SCI_POINTYFROMPOSITION, 0UL, at)) + 5};
    }
    [[nodiscard]] bool isMarked(long at) const
    {
        return editor()->SendScintilla(Sci::SCI_INDICATORVALUEAT,
                                       static_cast<unsigned long>(OccurrenceMarks::indicator), at) != 0;
    }
    [[nodiscard]] QMenu *menu() const
    {
        auto *const shown = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        return shown && shown->parent() == editor() ? shown : nullptr;
    }
    [[nodiscard]] QStringList menuLines() const
    {
        QStringList lines;
        for (const QAction *const one : menu()->actions()) {
            const QString line = one->text() + u'\t' + one->shortcut().toString();
            lines << (one->isSeparator() ? QString() : line);
        }
        return lines;
    }
    [[nodiscard]] bool isVisible(int line) const
    {
        return editor()->SendScintilla(Sci::SCI_GETLINEVISIBLE, static_cast<unsigned long>(line)) != 0;
    }
    [[nodiscard]] long zoom() const { return editor()->SendScintilla(Sci::SCI_GETZOOM); }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void ctrl_d_selects_the_word_and_adds_the_next()
    {
        open(QStringLiteral("a.rs"), "ab abc ab\nab\n");
        editor()->setCursorPosition(0, 1);
        press(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(selections(), (Ranges{{0, 2}}));
        press(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(selections(), (Ranges{{0, 2}, {7, 9}})); // not the one in abc
        press(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(selections().size(), 3);
        QTest::keyClick(editor(), Qt::Key_X);
        QCOMPARE(editor()->text(), QStringLiteral("x abc x\nx\n"));
        QTest::keyClick(editor(), Qt::Key_Escape);
        QCOMPARE(selections().size(), 1);
        editor()->undo();
        QCOMPARE(editor()->text(), QStringLiteral("ab abc ab\nab\n"));
    }

    void ctrl_d_of_a_part_of_a_word_takes_parts()
    {
        open(QStringLiteral("a.rs"), "abc xbc\n");
        editor()->setSelection(0, 1, 0, 3);
        press(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(selections(), (Ranges{{1, 3}, {5, 7}}));
    }

    void all_occurrences_are_selected()
    {
        open(QStringLiteral("a.rs"), "ab abc ab\nAB ab\n");
        editor()->setCursorPosition(0, 0);
        press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(selections(), (Ranges{{0, 2}, {7, 9}, {13, 15}}));
    }

    void alt_click_adds_a_caret_and_takes_it_away()
    {
        open(QStringLiteral("a.rs"), "one\ntwo\n");
        editor()->setCursorPosition(0, 0);
        (void)editor()->grab();
        QTest::mouseClick(editor()->viewport(), Qt::LeftButton, Qt::AltModifier, pointOf(5));
        QCOMPARE(selections(), (Ranges{{0, 0}, {5, 5}}));
        QTest::keyClick(editor(), Qt::Key_X);
        QCOMPARE(editor()->text(), QStringLiteral("xone\ntxwo\n"));
        QTest::mouseClick(editor()->viewport(), Qt::LeftButton, Qt::AltModifier, pointOf(7));
        QCOMPARE(selections(), (Ranges{{1, 1}}));
    }

    void shift_alt_drag_selects_columns()
    {
        open(QStringLiteral("a.rs"), "abcd\nabcd\nabcd\n");
        editor()->setCursorPosition(0, 1);
        (void)editor()->grab();
        QWidget *const view = editor()->viewport();
        const auto held = Qt::AltModifier | Qt::ShiftModifier;
        QTest::mousePress(view, Qt::LeftButton, held, pointOf(7));
        QMouseEvent move(QEvent::MouseMove, pointOf(13), view->mapToGlobal(pointOf(13)), Qt::NoButton, Qt::LeftButton,
                         held);
        QApplication::sendEvent(view, &move);
        QTest::mouseRelease(view, Qt::LeftButton, held, pointOf(13));
        QCOMPARE(selections(), (Ranges{{1, 3}, {6, 8}, {11, 13}}));
        QTest::keyClick(editor(), Qt::Key_X);
        QCOMPARE(editor()->text(), QStringLiteral("axd\naxd\naxd\n"));
    }

    void lines_are_moved_and_copied()
    {
        open(QStringLiteral("a.rs"), "one\nzwölf\nthree");
        editor()->setCursorPosition(1, 4);
        press(Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(editor()->text(), QStringLiteral("zwölf\none\nthree"));
        press(Qt::Key_Down, Qt::AltModifier);
        press(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(editor()->text(), QStringLiteral("one\nthree\nzwölf"));
        press(Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(editor()->text(), QStringLiteral("one\nthree\nzwölf\nzwölf"));
        QCOMPARE(
            editor()->SendScintilla(Sci::SCI_LINEFROMPOSITION, static_cast<unsigned long>(selections().first().first)),
            3L);
        editor()->undo();
        QCOMPARE(editor()->text(), QStringLiteral("one\nthree\nzwölf"));
        editor()->setSelection(0, 1, 1, 1);
        press(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(editor()->text(), QStringLiteral("one\nthree\none\nthree\nzwölf"));
        QCOMPARE(selections(), (Ranges{{1, 5}}));
    }

    void lines_are_deleted_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Ranges>("selected");
        QTest::addColumn<QString>("left");
        QTest::addColumn<Ranges>("carets");
        const QString four = QStringLiteral("one\nzwölf\n\tthree\nfour");
        const auto row = [&](const char *name, const Ranges &selected, const QString &left, const Ranges &carets) {
            QTest::newRow(name) << four << selected << left << carets;
        };
        row("the caret's", {{2, 2}}, QStringLiteral("zwölf\n\tthree\nfour"), {{2, 2}});
        row("behind a wide letter", {{8, 8}}, QStringLiteral("one\n\tthree\nfour"), {{4, 4}});
        row("the last", {{21, 21}}, QStringLiteral("one\nzwölf\n\tthree"), {{11, 11}});
        row("of a selection", {{1, 6}}, QStringLiteral("\tthree\nfour"), {{0, 0}});
        row("not the one that the selection only ends at", {{4, 11}}, QStringLiteral("one\n\tthree\nfour"), {{4, 4}});
        row("of two carets", {{1, 1}, {12, 12}}, QStringLiteral("zwölf\nfour"), {{1, 1}, {11, 11}});
        row("of carets in one line and the next", {{0, 0}, {2, 2}, {5, 5}}, QStringLiteral("\tthree\nfour"), {{0, 0}});
        row("all", {{0, 22}}, QString(), {{0, 0}});
        QTest::newRow("an empty text") << QString() << Ranges{{0, 0}} << QString() << Ranges{{0, 0}};
        QTest::newRow("the empty last line")
            << QStringLiteral("a\n") << Ranges{{2, 2}} << QStringLiteral("a") << Ranges{{0, 0}};
        QTest::newRow("with Windows' line ends")
            << QStringLiteral("a\r\nb\r\nc") << Ranges{{3, 3}, {6, 6}} << QStringLiteral("a") << Ranges{{0, 0}};
    }
    void lines_are_deleted()
    {
        QFETCH(QString, text);
        QFETCH(Ranges, selected);
        open(QStringLiteral("a.rs"), text.toUtf8());
        QList<Caret> carets;
        for (const auto &[from, to] : std::as_const(selected)) {
            carets << Caret{.anchor = from, .position = to};
        }
        setCarets(*editor(), carets);
        press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QTEST(editor()->text(), "left");
        QTEST(selections(), "carets");
        editor()->undo();
        QCOMPARE(editor()->text(), text);
        QVERIFY(!editor()->isUndoAvailable());
        editor()->setReadOnly(true);
        press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(editor()->text(), text);
    }

    void occurrences_of_the_word_are_marked()
    {
        open(QStringLiteral("a.rs"), "größe x größer\n// größe\n");
        editor()->setCursorPosition(0, 2);
        QTRY_VERIFY(isMarked(0));
        QVERIFY(isMarked(22));  // in the comment
        QVERIFY(!isMarked(11)); // größer
        QVERIFY(!isMarked(8));
        editor()->setCursorPosition(0, 6);
        QTRY_VERIFY(isMarked(8));
        QVERIFY(!isMarked(0));
    }

    void a_block_is_folded_and_unfolded()
    {
        open(QStringLiteral("a.rs"), "fn a() {\n    if b {\n        c();\n\n    }\n}\nfn d() {}\n");
        editor()->setCursorPosition(2, 9);
        press(Qt::Key_BracketLeft, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(isVisible(1) && !isVisible(2) && !isVisible(3) && isVisible(4));
        QCOMPARE(selections(), (Ranges{{19, 19}}));
        press(Qt::Key_BracketLeft, Qt::ControlModifier | Qt::ShiftModifier); // the one around it
        QVERIFY(isVisible(0) && !isVisible(1) && !isVisible(4) && isVisible(5) && isVisible(6));
        press(Qt::Key_BracketRight, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(isVisible(1) && !isVisible(2));
        action("editor.unfoldAll")->trigger();
        QVERIFY(isVisible(2));
        press(Qt::Key_BracketLeft, Qt::ControlModifier | Qt::ShiftModifier);
        editor()->goTo(3, 1);
        QVERIFY(isVisible(2));
    }

    void zoom_is_of_all_editors_and_comes_back()
    {
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        const QFont font = editor()->font();
        const int margin = editor()->marginWidth(1);
        press(Qt::Key_Plus, Qt::ControlModifier);
        press(Qt::Key_Equal, Qt::ControlModifier);
        QCOMPARE(zoom(), 2L);
        QVERIFY(editor()->marginWidth(1) > margin);
        QVERIFY(m_pane->tabs()->open(pathOf(QStringLiteral("a.rs"))).has_value());
        QCOMPARE(zoom(), 2L);
        press(Qt::Key_Minus, Qt::ControlModifier);
        QCOMPARE(zoom(), 1L);
        const QPointF at(50, 20);
        QWheelEvent wheel(at, editor()->viewport()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::ControlModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(editor()->viewport(), &wheel);
        QCOMPARE(zoom(), 2L);
        QCOMPARE(m_pane->tabs()->editorOf(pathOf(QStringLiteral("b.rs")))->SendScintilla(Sci::SCI_GETZOOM), 2L);
        const Json state = m_pane->saveState();
        start();
        m_pane->restoreState(JsonReader(state));
        QCOMPARE(zoom(), 2L);
        press(Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(zoom(), 0L);
        QCOMPARE(editor()->font(), font);
    }

    void lines_wrap_and_blanks_and_ruler_are_shown()
    {
        open(QStringLiteral("a.rs"), "a\n");
        press(Qt::Key_Z, Qt::AltModifier);
        QCOMPARE(editor()->wrapMode(), QsciScintilla::WrapWord);
        QVERIFY(action("editor.wrapLines")->isChecked());
        action("editor.showWhitespace")->trigger();
        QCOMPARE(editor()->whitespaceVisibility(), QsciScintilla::WsVisible);
        action("editor.showRuler")->trigger();
        QCOMPARE(editor()->edgeMode(), QsciScintilla::EdgeLine);
        QCOMPARE(editor()->edgeColumn(), 100);
        open(QStringLiteral("b.rs"), "b\n");
        QCOMPARE(editor()->wrapMode(), QsciScintilla::WrapWord);
        QCOMPARE(editor()->edgeMode(), QsciScintilla::EdgeLine);
        press(Qt::Key_Z, Qt::AltModifier);
        QCOMPARE(editor()->wrapMode(), QsciScintilla::WrapNone);
    }

    void the_context_menu_has_the_actions_with_their_keys()
    {
        open(QStringLiteral("a.rs"), "fn a() {}\nfn b() {}\n");
        editor()->setCursorPosition(1, 3);
        QTest::keyClick(editor(), Qt::Key_F10, Qt::ShiftModifier);
        QTRY_VERIFY(menu());
        QCOMPARE(menuLines().join(u'\n'),
                 QStringLiteral("Go to definition\tF12\nFind references\tShift+F12\nRename symbol…\tF2\n\n"
                                "Quick fixes and refactorings\tCtrl+.\nFormat file\tAlt+Shift+F\n"
                                "Run test or handler at the caret\tCtrl+Shift+F10\n\n"
                                "Cut\tCtrl+X\nCopy\tCtrl+C\nPaste\tCtrl+V\nSelect all\tCtrl+A"));
        const QPoint caret = editor()->viewport()->mapToGlobal(pointOf(13));
        QVERIFY2((menu()->pos() - caret).manhattanLength() < 60, "at the caret");
        QTest::keyClick(menu(), Qt::Key_Up);
        QTest::keyClick(menu(), Qt::Key_Return); // select all
        QTRY_VERIFY(!menu());
        QCOMPARE(selections(), (Ranges{{0, 20}}));
        QContextMenuEvent byKey(QContextMenuEvent::Keyboard, {}, {}); // as the menu key sends it
        QApplication::sendEvent(editor(), &byKey);
        QTRY_VERIFY(menu());
        QTest::keyClick(menu(), Qt::Key_Escape);
        QTRY_VERIFY(!menu());
        QVERIFY(editor()->hasFocus());
    }

    void a_right_click_moves_the_caret_unless_it_is_on_the_selection()
    {
        open(QStringLiteral("a.rs"), "fn a() {}\nfn b() {}\n");
        (void)editor()->grab();
        const auto clickAt = [this](long at) {
            QContextMenuEvent asked(QContextMenuEvent::Mouse, pointOf(at),
                                    editor()->viewport()->mapToGlobal(pointOf(at)));
            QApplication::sendEvent(editor()->viewport(), &asked);
            QVERIFY(menu());
            QTest::keyClick(menu(), Qt::Key_Escape);
            QTRY_VERIFY(!menu());
        };
        clickAt(13);
        QCOMPARE(selections(), (Ranges{{13, 13}}));
        editor()->setSelection(0, 3, 0, 6);
        clickAt(4);
        QCOMPARE(selections(), (Ranges{{3, 6}}));
        clickAt(8);
        QCOMPARE(selections(), (Ranges{{8, 8}}));
        m_pane->tabs()->views()->split(Qt::Horizontal);
        QVERIFY(editor()->isSecondView());
        clickAt(12);
        QCOMPARE(selections(), (Ranges{{12, 12}}));
    }

    void indentation_guides_are_shown_and_can_be_left_out()
    {
        open(QStringLiteral("a.rs"), "a\n");
        QVERIFY(editor()->SendScintilla(Sci::SCI_GETINDENTATIONGUIDES) != 0);
        action("editor.showIndentationGuides")->trigger();
        QCOMPARE(editor()->SendScintilla(Sci::SCI_GETINDENTATIONGUIDES), 0L);
        QVERIFY(!m_pane->view()->settings().showsIndentationGuides);
    }

    void each_action_has_a_key_of_its_own()
    {
        QHash<QString, QString> ids;
        for (const QAction *const one : m_pane->actions()) {
            for (const QKeySequence &keys : one->shortcuts()) {
                QVERIFY2(!ids.contains(keys.toString()), qPrintable(keys.toString()));
                ids.insert(keys.toString(), one->objectName());
            }
        }
        QCOMPARE(ids.value(QStringLiteral("Ctrl+Shift+Z")), QStringLiteral("editor.redo"));
        QCOMPARE(action("editor.redo")->shortcut(), QKeySequence(QStringLiteral("Ctrl+Shift+Z")));
    }

    void screenshots_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    /// Saved where SCREENSHOTS says, to be looked at.
    void screenshots()
    {
        QFETCH(bool, dark);
        Theme::apply(dark);
        open(QStringLiteral("a.rs"),
             "fn answer(name: &str) -> String {\n    let name = name.trim();\n    if name.is_empty() {\n"
             "        return String::new();\n    }\n\tformat!(\"hello {name}\")\n}\n\nfn next() {\n"
             "    answer(\"a\");\n}\n");
        action("editor.showWhitespace")->trigger();
        action("editor.showRuler")->trigger();
        editor()->setCursorPosition(9, 4);
        press(Qt::Key_BracketLeft, Qt::ControlModifier | Qt::ShiftModifier);
        editor()->setCursorPosition(1, 9);
        QTRY_VERIFY(isMarked(10));
        m_window->resize(1100, 500);
        const QString folder = qEnvironmentVariable("SCREENSHOTS");
        const auto save = [&](const char *name) {
            QVERIFY(folder.isEmpty() ||
                    m_window->grab().save(QStringLiteral("%1/%2-%3.png")
                                              .arg(folder, QLatin1String(name),
                                                   dark ? QStringLiteral("dark") : QStringLiteral("light"))));
        };
        save("occurrences");
        press(Qt::Key_D, Qt::ControlModifier);
        press(Qt::Key_D, Qt::ControlModifier);
        press(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(selections().size(), 3);
        save("carets");
        Theme::apply(false);
    }
};

QTEST_MAIN(TestEditingActions)
#include "tst_editing_actions.moc"
