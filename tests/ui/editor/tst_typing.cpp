// SPDX-License-Identifier: GPL-3.0-or-later
// Keys as they are pressed, and the text with its carets as they leave it.
#include "ui/editor/carets.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/snippet_session.h"
#include "ui/syntax/read_syntaxes.h"

#include <QApplication>
#include <QInputMethodEvent>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace studio;

namespace {

constexpr QChar caretMark = u'|';
constexpr QChar anchorMark = u'^'; ///< the other end of the selection of the caret that comes next

} // namespace

class TestTyping : public QObject
{
    Q_OBJECT

    std::shared_ptr<Syntaxes> m_syntaxes = readSyntaxes(thread()).result();
    std::unique_ptr<CodeEditor> m_editor;

    /// Each | in the text is a caret.
    void show(const QString &fileName, const QString &marked)
    {
        m_editor = std::make_unique<CodeEditor>(m_syntaxes.get(), fileName);
        QByteArray text;
        QList<Caret> carets;
        long anchor = -1;
        for (const QChar unit : marked) {
            if (unit == caretMark) {
                carets << Caret{.anchor = anchor < 0 ? text.size() : anchor, .position = text.size()};
                anchor = -1;
            } else if (unit == anchorMark) {
                anchor = text.size();
            } else {
                text += QString(unit).toUtf8();
            }
        }
        m_editor->setText(QString::fromUtf8(text));
        m_editor->SendScintilla(QsciScintillaBase::SCI_EMPTYUNDOBUFFER);
        m_editor->resize(700, 400);
        m_editor->show();
        QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
        m_editor->setFocus();
        setCarets(*m_editor, carets);
    }

    [[nodiscard]] QString shown() const
    {
        QByteArray text = m_editor->text().toUtf8();
        const QList<Caret> carets = caretsOf(*m_editor);
        for (auto caret = carets.crbegin(); caret != carets.crend(); ++caret) {
            text.insert(caret->end(), caret->isEmpty() || caret->position > caret->anchor ? '|' : '^');
            if (!caret->isEmpty()) {
                text.insert(caret->start(), caret->position > caret->anchor ? '^' : '|');
            }
        }
        return QString::fromUtf8(text);
    }

    /// "\n" is Enter, "\b" Backspace.
    void press(const QString &keys)
    {
        for (const QChar key : keys) {
            if (key == u'\n') {
                QTest::keyClick(m_editor.get(), Qt::Key_Return);
            } else if (key == u'\b') {
                QTest::keyClick(m_editor.get(), Qt::Key_Backspace);
            } else {
                QTest::keyClick(m_editor.get(), key.toLatin1());
            }
        }
    }

private Q_SLOTS:
    void cleanup() { m_editor.reset(); }

    void keys_give_the_text_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("after");
        const auto row = [](const char *name, const char *file, const char *before, const char *keys,
                            const char *after) {
            QTest::newRow(name) << QString::fromUtf8(file) << QString::fromUtf8(before) << QString::fromUtf8(keys)
                                << QString::fromUtf8(after);
        };
        // New lines
        row("enter in a pair", "a.rs", "fn a() {|}\n", "\n", "fn a() {\n    |\n}\n");
        row("enter behind a bracket", "a.rs", "fn a() {|\n}\n", "\n", "fn a() {\n    |\n}\n");
        row("enter behind a bracket and blanks", "a.rs", "fn a() {  |\n", "\n", "fn a() {  \n    |\n");
        row("enter between arguments", "a.rs", "    f(a,| b);\n", "\n", "    f(a,\n        |b);\n");
        row("enter in a list", "a.rs", "let a = vec![|];\n", "\n", "let a = vec![\n    |\n];\n");
        row("enter in a call", "a.rs", "größe(|)\n", "\n", "größe(\n    |\n)\n");
        row("two brackets are one level", "a.rs", "f(A {|\n", "\n", "f(A {\n    |\n");
        row("closed brackets are none", "a.rs", "f(a[1]);|\n", "\n", "f(a[1]);\n|\n");
        row("a bracket before a comment", "a.rs", "if a { // why|\n", "\n", "if a { // why\n    |\n");
        row("a bracket in a string", "a.rs", "    a(\"{\");|\n", "\n", "    a(\"{\");\n    |\n");
        row("a bracket in a comment", "a.rs", "    a(); // {|\n", "\n", "    a(); // {\n    |\n");
        row("enter keeps the indent", "a.rs", "    let x;|\n", "\n", "    let x;\n    |\n");
        row("enter keeps tabs", "a.rs", "\tlet x;|\n", "\n", "\tlet x;\n\t|\n");
        row("enter in front of the indent", "a.rs", "|    x\n", "\n", "\n|    x\n");
        row("enter within the indent", "a.rs", "  |  x\n", "\n", "\n  |  x\n");
        row("enter twice leaves no blanks", "a.rs", "    x;|\n", "\n\n", "    x;\n\n    |\n");
        row("enter replaces a selection", "a.rs", "{^abc|}\n", "\n", "{\n    |\n}\n");
        row("enter at several carets", "a.rs", "a {|}\n  b {|}\n", "\n", "a {\n    |\n}\n  b {\n      |\n  }\n");
        row("enter at carets within the same blanks", "a.rs", "a |  | b\n", "\n", "a \n|\n|b\n");
        row("doc comment", "a.rs", "    /// A|\n", "\n", "    /// A\n    /// |\n");
        row("doc comment split", "a.rs", "/// A| b\n", "\n", "/// A\n/// |b\n");
        row("inner doc comment", "a.rs", "//! A|\n", "\n", "//! A\n//! |\n");
        row("behind a comment", "a.rs", "// A|\n", "\n", "// A\n|\n");
        row("within a comment", "a.rs", "// A| b\n", "\n", "// A\n// |b\n");
        row("doc comment in a string", "a.rs", "let a = \"\n/// A|\n\";\n", "\n", "let a = \"\n/// A\n|\n\";\n");
        row("json", "a.json", "{|}", "\n\"", "{\n    \"|\"\n}");
        row("toml", "Cargo.toml", "a = [|]\n", "\n", "a = [\n    |\n]\n");
        row("toml comment", "Cargo.toml", "# a| b\n", "\n", "# a\n# |b\n");
        row("prose", "notes.txt", "(see|\n", "\n", "(see\n|\n");
        // Closers at the begin of a line
        row("a brace unindents", "a.rs", "fn a() {\n    b();\n    |\n", "}", "fn a() {\n    b();\n}|\n");
        row("a brace unindents to its opener", "a.rs", "  if a {\n          |\n", "}", "  if a {\n  }|\n");
        row("a bracket unindents", "a.rs", "f(\n    a\n    |", ")", "f(\n    a\n)|");
        row("a brace behind text stays", "a.rs", "{\n    a |\n", "}", "{\n    a }|\n");
        row("a brace without opener stays", "a.rs", "    |\n", "}", "    }|\n");
        row("braces unindent at several carets", "a.rs", "{\n    |\n{\n    |\n", "}", "{\n}|\n{\n}|\n");
        // Pairs
        row("brackets close", "a.rs", "|", "([{", "([{|}])");
        row("quote closes", "a.rs", "let a = |;\n", "\"", "let a = \"|\";\n");
        row("not before a word", "a.rs", "|foo", "(", "(|foo");
        row("before a closer", "a.rs", "f(|)", "[", "f([|])");
        row("lifetimes do not close", "a.rs", "fn a<|>\n", "'", "fn a<'|>\n");
        row("quotes of toml close", "Cargo.toml", "a = |\n", "'", "a = '|'\n");
        row("no quote behind a word", "a.rs", "b|\n", "\"", "b\"|\n");
        row("a string's end closes nothing", "a.rs", "a(\"b|\n", "\"", "a(\"b\"|\n");
        row("brackets close in strings", "a.rs", "a(\"|\")\n", "{", "a(\"{|}\")\n");
        row("not in strings of json", "a.json", "{\"a\": \"|\"}", "{", "{\"a\": \"{|\"}");
        row("not in keys of json", "a.json", "{\"|\": 1}", "[", "{\"[|\": 1}");
        row("code in comments", "a.rs", "/// |\n", "`", "/// `|`\n");
        row("apostrophes in prose", "notes.txt", "|\n", "'", "'|\n");
        row("typed over", "a.rs", "|", "f(a[1]);", "f(a[1]);|");
        row("quote typed over", "a.rs", "|;", "\"ab\"", "\"ab\"|;");
        row("escaped quote is not typed over", "a.rs", "|", "\"\\\"", "\"\\\"|\"");
        row("a closer that was there is not", "a.rs", "f(a|)", ")", "f(a)|)");
        row("deleted together", "a.rs", "a|", "(\b", "a|");
        row("nested deleted together", "a.rs", "|", "([\b\b", "|");
        row("quotes deleted together", "a.rs", "|", "\"\b", "|");
        row("not what was there", "a.rs", "(|)", "\b", "|)");
        row("pairs at several carets", "a.rs", "a|\nb|\n", "(x)", "a(x)|\nb(x)|\n");
        row("deleted at several carets", "a.rs", "a|\nb|\n", "(\b", "a|\nb|\n");
        row("several carets, not all before blanks", "a.rs", "|x\n|\n", "(", "(|x\n(|\n");
        row("around a selection", "a.rs", "^größe|", "(", "(^größe|)");
        row("around several selections", "a.rs", "^a|\n^b|\n", "{", "{^a|}\n{^b|}\n");
        row("angle brackets only around", "a.rs", "^T|", "<", "<^T|>");
        row("angle brackets do not close", "a.rs", "a |\n", "<", "a <|\n");
        row("a quote replaces a quote", "Cargo.toml", "a = ^'|b'\n", "\"", "a = \"|b'\n");
    }
    void keys_give_the_text()
    {
        QFETCH(QString, file);
        QFETCH(QString, before);
        QFETCH(QString, keys);
        QFETCH(QString, after);
        show(file, before);
        press(keys);
        QCOMPARE(shown(), after);
    }

    void the_closers_of_a_snippet_are_typed_over_data()
    {
        QTest::addColumn<QString>("snippet");
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("after");
        const auto row = [](const char *name, const char *snippet, const char *keys, const char *after) {
            QTest::newRow(name) << QString::fromUtf8(snippet) << QString::fromUtf8(keys) << QString::fromUtf8(after);
        };
        row("a type", "HashMap<$0>", "u32, u32> = x", "let ä: HashMap<u32, u32> = x|;\n");
        row("a type within", "Vec<${1:T}>$0", "Vec<u8>>", "let ä: Vec<Vec<u8>>|;\n");
        row("a call", "f(${1:a})$0", "7)", "let ä: f(7)|;\n");
        row("a list", "vec![$0]", "1]", "let ä: vec![1]|;\n");
        row("a string", "f(\"$0\")", "b\")", "let ä: f(\"b\")|;\n");
        row("an arrow", "Box<$0>", "fn() -> u8>", "let ä: Box<fn() -> u8>|;\n");
        row("what stands behind it is not", "f$0", ";", "let ä: f;|;\n");
    }
    /// Also when lines come in above, as an import does.
    void the_closers_of_a_snippet_are_typed_over()
    {
        QFETCH(const QString, snippet);
        QFETCH(const QString, keys);
        QFETCH(const QString, after);
        const QString before = QStringLiteral("let ä: ");
        const auto position = static_cast<int>(before.toUtf8().size());
        for (const bool hasImport : {false, true}) {
            const lsp::Snippet parsed = lsp::parseSnippet(snippet);
            show(QStringLiteral("a.rs"), before + parsed.text + QStringLiteral("|;\n"));
            SnippetSession session(m_editor.get());
            session.begin(parsed, position);
            const bool selects = caretsOf(*m_editor).first().anchor != caretsOf(*m_editor).first().position;
            if (hasImport && selects) {
                continue; // the editor gives up a selection with the edit
            }
            if (hasImport) {
                QSignalSpy moved(m_editor.get(), &QsciScintilla::cursorPositionChanged);
                m_editor->insertAt(QStringLiteral("use a;\n"), 0, 0);
                QTRY_VERIFY(!moved.isEmpty());
            }
            press(keys);
            QCOMPARE(shown(), (hasImport ? QStringLiteral("use a;\n") : QString()) + after);
        }
    }

    void each_key_is_one_step_of_undo_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("key");
        QTest::newRow("pair") << QStringLiteral("a|\n") << QStringLiteral("(");
        QTest::newRow("enter") << QStringLiteral("a {|}\n") << QStringLiteral("\n");
        QTest::newRow("several") << QStringLiteral("a {|}\nb {|}\n") << QStringLiteral("\n");
        QTest::newRow("unindent") << QStringLiteral("{\n    |\n") << QStringLiteral("}");
        QTest::newRow("around") << QStringLiteral("^ab|\n") << QStringLiteral("[");
        QTest::newRow("in place of a selection") << QStringLiteral("^  | \n") << QStringLiteral("(");
    }
    void each_key_is_one_step_of_undo()
    {
        QFETCH(QString, before);
        QFETCH(QString, key);
        show(QStringLiteral("a.rs"), before);
        const QString text = m_editor->text();
        press(key);
        const QString after = m_editor->text();
        QVERIFY(after != text);
        m_editor->undo();
        QCOMPARE(m_editor->text(), text);
        m_editor->redo();
        QCOMPARE(m_editor->text(), after);
        m_editor->undo();
        QVERIFY(!m_editor->isUndoAvailable());
    }

    void a_deleted_pair_comes_back_in_one_step()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("a|\n"));
        press(QStringLiteral("(\b"));
        QCOMPARE(m_editor->text(), QStringLiteral("a\n"));
        m_editor->undo();
        QCOMPARE(m_editor->text(), QStringLiteral("a()\n"));
    }

    void a_closer_is_forgotten_when_the_caret_leaves_its_line()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("f|\n\n"));
        press(QStringLiteral("(a"));
        QSignalSpy moved(m_editor.get(), &QsciScintilla::cursorPositionChanged);
        m_editor->setCursorPosition(1, 0);
        QTRY_COMPARE(moved.isEmpty() ? 0 : moved.last().first().toInt(), 1);
        m_editor->setCursorPosition(0, 3);
        press(QStringLiteral(")"));
        QCOMPARE(shown(), QStringLiteral("f(a)|)\n\n"));
    }

    void a_backward_selection_stays_backward()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("größe"));
        setCarets(*m_editor, {{.anchor = 7, .position = 0}});
        press(QStringLiteral("\""));
        QCOMPARE(shown(), QStringLiteral("\"|größe^\""));
    }

    void a_quote_of_a_dead_key_closes_too()
    {
        show(QStringLiteral("Cargo.toml"), QStringLiteral("a = |\n"));
        QInputMethodEvent composed;
        composed.setCommitString(QStringLiteral("\""));
        QApplication::sendEvent(m_editor.get(), &composed);
        QCOMPARE(shown(), QStringLiteral("a = \"|\"\n"));
        composed.setCommitString(QStringLiteral("ö"));
        QApplication::sendEvent(m_editor.get(), &composed);
        QCOMPARE(shown(), QStringLiteral("a = \"ö|\"\n"));
    }

    void the_line_end_of_the_file_is_kept()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("a {|}\r\n"));
        m_editor->setEolMode(QsciScintilla::EolWindows);
        press(QStringLiteral("\n"));
        QCOMPARE(shown(), QStringLiteral("a {\r\n    |\r\n}\r\n"));
    }

    void a_read_only_text_stays()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("a {|}\n"));
        m_editor->setReadOnly(true);
        press(QStringLiteral("\n(}\b"));
        QCOMPARE(shown(), QStringLiteral("a {|}\n"));
    }

    /// Carets may stand in the same blanks, which a new line takes away or takes along.
    void enter_at_any_carets_keeps_what_is_no_blank()
    {
        QRandomGenerator random(17);
        const QString start = QStringLiteral("fn  a( ) {  }\n    ///  ö  d \n  [  (\"{ \"  )  ]\n\t  } \n");
        const auto withoutBlanks = [](QString text) { return text.remove(QRegularExpression(QStringLiteral("\\s"))); };
        for (int round = 0; round < 60; ++round) {
            QString marked = start;
            for (int count = 1 + random.bounded(5); count > 0; --count) {
                marked.insert(random.bounded(static_cast<int>(marked.size())), caretMark);
            }
            show(QStringLiteral("a.txt"), marked); // no comments that go on
            const QString before = m_editor->text();
            const int lines = m_editor->lines();
            const auto carets = static_cast<int>(caretsOf(*m_editor).size());
            press(QStringLiteral("\n"));
            QVERIFY2(withoutBlanks(m_editor->text()) == withoutBlanks(before), qPrintable(marked + m_editor->text()));
            QVERIFY2(m_editor->lines() == lines + carets, qPrintable(marked + m_editor->text()));
            m_editor->undo();
            QCOMPARE(m_editor->text(), before);
        }
    }

    /// Whatever is typed, undo brings back each text that was there, in the order.
    void random_keys_are_undone()
    {
        QRandomGenerator random(17);
        const QString keys = QStringLiteral("(){}[]\"'`/ \n\b\bx\\");
        for (int round = 0; round < 12; ++round) {
            const QString start =
                round % 3 == 0 ? QStringLiteral("a {|}\nöb|\n") : QStringLiteral("fn a() {\n    |ä\n}\n");
            show(round % 2 == 0 ? QStringLiteral("a.rs") : QStringLiteral("a.json"), start);
            const QString before = m_editor->text();
            QString pressed;
            for (int count = 0; count < 40; ++count) {
                const QChar key = keys[random.bounded(static_cast<int>(keys.size()))];
                pressed += key;
                press(key);
                QVERIFY2(m_editor->text().isValidUtf16(), qPrintable(pressed));
            }
            while (m_editor->isUndoAvailable()) {
                m_editor->undo();
            }
            QVERIFY2(m_editor->text() == before, qPrintable(pressed));
        }
    }
};

QTEST_MAIN(TestTyping)
#include "tst_typing.moc"
