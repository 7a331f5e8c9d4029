// SPDX-License-Identifier: GPL-3.0-or-later
// Styles as Scintilla holds them after it was painted, by the names that the syntax definitions give them.
#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"
#include "ui/syntax/plain_syntaxes.h"
#include "ui/syntax/read_syntaxes.h"

#include <QRandomGenerator>
#include <QTest>

using namespace studio;

namespace {

/// One a byte, for the whole text, as far as it was styled.
QStringList stylesOf(const CodeEditor &editor)
{
    QStringList names;
    const long styled = editor.SendScintilla(QsciScintillaBase::SCI_GETENDSTYLED);
    for (long at = 0; at < styled; ++at) {
        const long style = editor.SendScintilla(QsciScintillaBase::SCI_GETSTYLEAT, static_cast<unsigned long>(at));
        names << editor.lexer()->description(static_cast<int>(style));
    }
    return names;
}

/// What painting asks for: down to the last line that is visible, and no further.
void paint(CodeEditor &editor)
{
    (void)editor.grab();
}

void paintAll(CodeEditor &editor)
{
    editor.setFirstVisibleLine(0);
    paint(editor);
    editor.setFirstVisibleLine(editor.lines());
    paint(editor);
}

const QString rust = QStringLiteral(R"(//! A handler.
use ignite::Context;
/* a block
   comment */
fn answer(name: &str) -> String {
    let größe = 42; // Grüße 😀 here
    format!("hällo {name}")
}
)");

const QString rustNames = QStringLiteral(R"(#![allow(dead_code)]
#[derive(Debug, Default)] // derived
#[serde(rename = "kind", tags = [1, x])]
pub struct Order<'a, T> { id: u64, name: &'a str, rest: T }
const LIMIT: [u8; 2] = [b'x', 0x1F_u8];
macro_rules! twice { ($value:expr) => { $value * 2 } }
unsafe fn raise(&self, mut größe: Größe, call: impl Fn(other: f64) -> bool, r#type: [u8; 4], last: T) -> Option<T>
where T: std::fmt::Display,
{
    let taken: fn(i32) -> i32 = inner::apply::<_>(self.later, 1.5e3);
    'outer: loop { break 'outer; }
    let letter = 'y'; let quote = '\''; let emoji = '😀';
    println!("a\tb \q {}", twice!(7)); /* one /* two */ still */
    r#"raw "inside" \n"#; if x != y { return Err(false); }
    let ranged = 3..4; Some(Order::make(HashMap::new()))
}
/// Documented.
//// Not documented.
fn r#match() {}
)");

const QString toml = QStringLiteral(R"([package]
name = "hello" # the name
edition = 2024

[dependencies]
serde = { version = "1", features = ["derive"] }
)");

const QString json = QStringLiteral(R"({
    "message": "hi 😀 there",
    "count": 42,
    "yes": true
}
)");

const QString markdown = QStringLiteral(R"(# Title

Some *emphasis* and `code`.

```rust
fn main() {}
```
)");

} // namespace

class TestSyntax : public QObject
{
    Q_OBJECT

    std::shared_ptr<Syntaxes> m_syntaxes = readSyntaxes(thread()).result();

    std::unique_ptr<CodeEditor> shown(const QString &fileName, const QString &text, int height = 600)
    {
        auto editor = std::make_unique<CodeEditor>(m_syntaxes.get(), fileName);
        editor->setText(text);
        editor->resize(800, height);
        editor->show();
        if (!QTest::qWaitForWindowExposed(editor.get())) {
            qFatal("the editor was not shown");
        }
        return editor;
    }

private Q_SLOTS:
    void words_have_the_class_of_their_language_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("style");
        const QString rs = QStringLiteral("lib.rs");
        const auto row = [](const char *name, const QString &file, const QString &text, const char *word,
                            const char *style) {
            QTest::newRow(name) << file << text << QString::fromUtf8(word) << QString::fromUtf8(style);
        };
        row("rust keyword", rs, rust, "fn", "Keyword");
        row("rust type", rs, rust, "str", "Type");
        row("rust string", rs, rust, "hällo", "String");
        row("rust number after umlauts", rs, rust, "42", "Number");
        row("rust comment with an emoji", rs, rust, "Grüße 😀 here", "Comment");
        row("rust second line of a comment", rs, rust, "comment */", "Comment");
        row("rust macro after all that", rs, rust, "format!", "Macro");
        const auto name = [&](const char *what, const char *word, const char *style) {
            QTest::newRow(what) << rs << rustNames << QString::fromUtf8(word) << QString::fromUtf8(style);
        };
        name("rust inner attribute", "#![allow(dead_code)]", "Attribute");
        name("rust attribute", "#[derive(Debug, Default)]", "Attribute");
        name("rust comment after an attribute", "// derived", "Comment");
        name("rust string in an attribute", "\"kind\"", "String");
        name("rust name in an attribute", "rename", "Attribute");
        name("rust after an attribute with brackets", "pub", "Keyword");
        name("rust name of a struct", "Order", "Type");
        name("rust type parameter", "T>", "TypeParameter|Operator");
        name("rust lifetime", "'a", "Lifetime");
        name("rust field", "id", "Normal Text");
        name("rust primitive type", "u64", "Type");
        name("rust constant", "LIMIT", "Constant");
        name("rust byte", "b'x'", "String");
        name("rust hexadecimal number", "0x1F_u8", "Number");
        name("rust defined macro", "twice", "Macro");
        name("rust unsafe", "unsafe", "Unsafe");
        name("rust mut", "mut", "Mutable");
        name("rust defined function", "raise", "Function");
        name("rust self", "self", "Keyword");
        name("rust parameter", "größe", "Parameter");
        name("rust parameter with an impl type", "call", "Parameter");
        name("rust type of a parameter", "f64", "Type");
        name("rust parameter after an array type", "last", "Parameter");
        name("rust namespace", "std", "Namespace");
        name("rust inner namespace", "fmt", "Namespace");
        name("rust separator of a path", "::fmt::Display", "Operator|Namespace|Operator|Type");
        name("rust local variable", "taken", "Normal Text");
        name("rust function pointer", "fn(i32) ->", "Keyword|Operator|Type|Operator|Normal Text|Operator");
        name("rust call with types", "apply", "Function");
        name("rust float", "1.5e3", "Number");
        name("rust label", "'outer", "Lifetime");
        name("rust character", "'y'", "String");
        name("rust escaped character", "'\\''", "String");
        name("rust emoji as a character", "'😀'", "String");
        name("rust escape", "\\t", "Escape");
        name("rust wrong escape", "\\q", "Error");
        name("rust called macro", "twice!(7", "Macro|Operator|Number");
        name("rust nested comment", "/* one /* two */ still */", "Comment");
        name("rust raw string", "r#\"raw \"inside\" \\n\"#", "String");
        name("rust not equal is no macro", "x != y", "Normal Text|Operator|Normal Text");
        name("rust enum member", "Err", "EnumMember");
        name("rust boolean", "false", "Number");
        name("rust range", "3..4", "Number|Operator|Number");
        name("rust function of a type", "make", "Function");
        name("rust documentation", "/// Documented.", "Documentation");
        name("rust four slashes", "//// Not documented.", "Comment");
        name("rust raw name of a function", "r#match", "Function");
        row("toml table", QStringLiteral("Cargo.toml"), toml, "package", "TableHeader");
        row("toml key", QStringLiteral("Cargo.toml"), toml, "edition", "Key");
        row("toml string", QStringLiteral("Cargo.toml"), toml, "hello", "String");
        row("toml comment", QStringLiteral("Cargo.toml"), toml, "# the name", "Comment");
        row("toml number", QStringLiteral("Cargo.toml"), toml, "2024", "Int");
        row("lock file is toml", QStringLiteral("Cargo.lock"), toml, "edition", "Key");
        row("json key", QStringLiteral("a.json"), json, "message", "Style_String_Key");
        row("json string with an emoji", QStringLiteral("a.json"), json, "hi 😀 there", "Style_String_Value");
        row("json number", QStringLiteral("a.json"), json, "42", "Style_Decimal");
        row("json word", QStringLiteral("a.json"), json, "true", "Style_Keyword");
        row("markdown title", QStringLiteral("README.md"), markdown, "# Title", "Header H1");
        row("markdown emphasis", QStringLiteral("README.md"), markdown, "*emphasis*", "Emphasis Text");
        row("markdown code", QStringLiteral("README.md"), markdown, "`code`", "Code");
        row("rust inside markdown", QStringLiteral("README.md"), markdown, "fn", "Keyword");
        row("no language", QStringLiteral("notes"), rust, "fn", "Default");
    }
    void words_have_the_class_of_their_language()
    {
        QFETCH(QString, file);
        QFETCH(QString, text);
        QFETCH(QString, word);
        QFETCH(QString, style);
        const auto editor = shown(file, text);
        paintAll(*editor);
        const QStringList styles = stylesOf(*editor);
        QCOMPARE(styles.size(), text.toUtf8().size());
        const qsizetype at = text.first(text.indexOf(word)).toUtf8().size();
        const QStringList seen = styles.sliced(at, word.toUtf8().size());
        QStringList different;
        for (const QString &one : seen) {
            if (different.isEmpty() || different.last() != one) {
                different << one;
            }
        }
        QCOMPARE(different.join(QLatin1Char('|')), style);
    }

    void classes_look_different()
    {
        const auto editor = shown(QStringLiteral("lib.rs"), rust);
        paintAll(*editor);
        const auto colorAt = [&](const QString &word) {
            const auto at = static_cast<unsigned long>(rust.first(rust.indexOf(word)).toUtf8().size());
            return editor->SendScintilla(
                QsciScintillaBase::SCI_STYLEGETFORE,
                static_cast<unsigned long>(editor->SendScintilla(QsciScintillaBase::SCI_GETSTYLEAT, at)));
        };
        QVERIFY(colorAt(QStringLiteral("hällo")) != colorAt(QStringLiteral("Grüße")));
        QVERIFY(colorAt(QStringLiteral("42")) != colorAt(QStringLiteral("answer")));
    }

    void an_edit_restyles_what_stands_below()
    {
        const auto editor = shown(QStringLiteral("lib.rs"), rust);
        paintAll(*editor);
        const auto styleOf = [&](const char *word) {
            paintAll(*editor);
            const QString text = editor->text();
            return stylesOf(*editor).value(text.first(text.indexOf(QString::fromUtf8(word))).toUtf8().size());
        };
        QCOMPARE(styleOf("fn"), QStringLiteral("Keyword"));
        editor->setFocus();
        editor->setCursorPosition(1, 0);
        QTest::keyClicks(editor.get(), QStringLiteral("/*"));
        QCOMPARE(styleOf("use"), QStringLiteral("Comment"));
        QCOMPARE(styleOf("fn"), QStringLiteral("Comment")); // Rust's comments nest: one is closed, the other is not
        QTest::keyClick(editor.get(), Qt::Key_Backspace);
        QTest::keyClick(editor.get(), Qt::Key_Backspace);
        QCOMPARE(styleOf("use"), QStringLiteral("Keyword"));
        QCOMPARE(styleOf("fn"), QStringLiteral("Keyword"));
        editor->undo();
        QCOMPARE(styleOf("fn"), QStringLiteral("Comment"));
    }

    /// Whatever was typed before, the styles are those of a text that was just opened.
    void styles_after_many_edits_are_those_of_a_fresh_text_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("pieces");
        const QStringList common{QStringLiteral("\n"), QStringLiteral("x"),  QStringLiteral("\""),
                                 QStringLiteral("é"),  QStringLiteral("😀"), QStringLiteral(" ")};
        QTest::newRow("rust") << QStringLiteral("lib.rs") << rust.repeated(8)
                              << common + QStringList({QStringLiteral("/*"), QStringLiteral("*/"), QStringLiteral("//"),
                                                       QStringLiteral("r#\""), QStringLiteral("'")});
        QTest::newRow("toml") << QStringLiteral("Cargo.toml") << toml.repeated(8)
                              << common + QStringList({QStringLiteral("\"\"\""), QStringLiteral("["),
                                                       QStringLiteral("{"), QStringLiteral("#")});
        QTest::newRow("markdown") << QStringLiteral("README.md") << markdown.repeated(8)
                                  << common + QStringList({QStringLiteral("```\n"), QStringLiteral("# "),
                                                           QStringLiteral("\n\n"), QStringLiteral("*")});
    }
    void styles_after_many_edits_are_those_of_a_fresh_text()
    {
        QFETCH(QString, file);
        QFETCH(QString, text);
        QFETCH(QStringList, pieces);
        const auto edited = shown(file, text, 160); // a few lines: most of the text is out of sight
        const auto fresh = shown(file, text);
        QRandomGenerator random(20'26);
        for (int i = 0; i < 120; ++i) {
            const int line = random.bounded(edited->lines());
            edited->setFirstVisibleLine(random.bounded(edited->lines()));
            edited->setCursorPosition(line, 0);
            for (int step = random.bounded(12); step > 0; --step) {
                edited->SendScintilla(QsciScintillaBase::SCI_CHARRIGHT);
            }
            switch (random.bounded(4)) {
            case 0:
                edited->SendScintilla(QsciScintillaBase::SCI_LINEDELETE);
                break;
            case 1:
                edited->undo();
                break;
            default:
                edited->insert(pieces[random.bounded(pieces.size())]);
            }
            paint(*edited);
            if (i % 10 == 9) {
                fresh->setText(edited->text());
                paintAll(*fresh);
                paintAll(*edited);
                QCOMPARE(stylesOf(*edited), stylesOf(*fresh));
            }
        }
    }

    void long_lines_stay_plain_and_do_not_stop_the_next()
    {
        const QString text = QStringLiteral("fn a() {}\n// %1\nfn b() {}\n").arg(QString(1'000'000, QLatin1Char('x')));
        const auto editor = shown(QStringLiteral("lib.rs"), text);
        paintAll(*editor);
        const QStringList styles = stylesOf(*editor);
        QCOMPARE(styles.value(0), QStringLiteral("Keyword"));
        QCOMPARE(styles.value(500'000), QStringLiteral("Default"));
        QCOMPARE(styles.value(text.lastIndexOf(QStringLiteral("fn"))), QStringLiteral("Keyword"));
        editor->setCursorPosition(1, 500'000);
        QTest::keyClicks(editor.get(), QStringLiteral("typed"));
        QCOMPARE(editor->text(1).indexOf(QStringLiteral("typed")), 500'000);
    }

    void twenty_thousand_lines_are_styled_to_the_end_and_edited()
    {
        QString text;
        for (int i = 0; i < 20'000; ++i) {
            text += QStringLiteral("fn f%1() -> &'static str { \"text\" } // note\n").arg(i);
        }
        const auto editor = shown(QStringLiteral("big.rs"), text);
        QVERIFY(stylesOf(*editor).size() < text.size() / 2); // only what is seen
        editor->setFocus();
        QTest::keyClick(editor.get(), Qt::Key_End, Qt::ControlModifier);
        paint(*editor);
        const QStringList styles = stylesOf(*editor);
        QCOMPARE(styles.size(), text.size());
        QCOMPARE(styles.value(text.lastIndexOf(QStringLiteral("text"))), QStringLiteral("String"));
        QCOMPARE(styles.value(text.lastIndexOf(QStringLiteral("note"))), QStringLiteral("Comment"));
        QTest::keyClick(editor.get(), Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClicks(editor.get(), QStringLiteral("/*"));
        QTest::keyClick(editor.get(), Qt::Key_End, Qt::ControlModifier);
        paint(*editor);
        QCOMPARE(stylesOf(*editor).value(editor->text().lastIndexOf(QStringLiteral("text"))),
                 QStringLiteral("Comment"));
    }

    void another_theme_has_the_same_classes_in_other_colours()
    {
        const auto editor = shown(QStringLiteral("lib.rs"), rust);
        paintAll(*editor);
        const auto keyword = static_cast<unsigned long>(
            editor->SendScintilla(QsciScintillaBase::SCI_GETSTYLEAT,
                                  static_cast<unsigned long>(rust.first(rust.indexOf(QStringLiteral("fn "))).size())));
        const QStringList before = stylesOf(*editor);
        const long light = editor->SendScintilla(QsciScintillaBase::SCI_STYLEGETFORE, keyword);
        Theme::apply(true);
        QTRY_VERIFY(editor->SendScintilla(QsciScintillaBase::SCI_STYLEGETFORE, keyword) != light);
        paintAll(*editor);
        QCOMPARE(stylesOf(*editor), before);
        Theme::apply(false);
        QTRY_COMPARE(editor->SendScintilla(QsciScintillaBase::SCI_STYLEGETFORE, keyword), light);
    }

    /// Of a damaged installation.
    void without_the_plugin_text_is_plain_and_can_be_edited()
    {
        const auto plain = plainSyntaxes();
        CodeEditor editor(plain.get(), QStringLiteral("lib.rs"));
        editor.setText(QStringLiteral("fn main() {\n}\n"));
        editor.show();
        QVERIFY(QTest::qWaitForWindowExposed(&editor));
        QTest::keyClicks(&editor, QStringLiteral("// {"));
        QTRY_VERIFY(!stylesOf(editor).isEmpty());
        const QStringList names = stylesOf(editor);
        QCOMPARE(QSet<QString>(names.begin(), names.end()), QSet{QStringLiteral("Default")});
        for (const bool isDark : {true, false}) {
            Theme::apply(isDark);
            QCOMPARE(editor.lexer()->defaultPaper(0), Theme::current().surface);
            QCOMPARE(editor.lexer()->defaultColor(0), Theme::current().text);
        }
    }
};

QTEST_MAIN(TestSyntax)
#include "tst_syntax.moc"
#include "ui/editor/scintilla.h"
