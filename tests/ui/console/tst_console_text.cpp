// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/ansi_colors.h"
#include "ui/console/ansi_text.h"
#include "ui/console/compile_lines.h"
#include "ui/console/run_comparison.h"
#include "ui/console/source_links.h"
#include "ui/console/text_columns.h"

#include <QTest>

using namespace studio;

namespace {

AnsiColor palette(int index)
{
    return {.kind = AnsiColor::Kind::Palette, .index = static_cast<quint8>(index)};
}

} // namespace

class tst_ConsoleText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapes_leave_only_text_data();
    void escapes_leave_only_text();
    void sgr_becomes_style_data();
    void sgr_becomes_style();
    void style_goes_on_to_the_next_line();
    void every_color_can_be_read_data();
    void every_color_can_be_read();
    void links_are_found_data();
    void links_are_found();
    void addresses_of_the_output_are_links_data();
    void addresses_of_the_output_are_links();
    void runs_are_compared();
    void heads_are_links_data();
    void heads_are_links();
    void messages_are_told_apart();
    void columns_follow_the_text();
    void rows_break_at_the_width();
};

void tst_ConsoleText::escapes_leave_only_text_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << QByteArray("hello") << QStringLiteral("hello");
    QTest::newRow("colour") << QByteArray("a\x1b[31mb\x1b[0mc") << QStringLiteral("abc");
    QTest::newRow("cursor") << QByteArray("a\x1b[2K\x1b[1;1Hb") << QStringLiteral("ab");
    QTest::newRow("title") << QByteArray("\x1b]0;title\abody") << QStringLiteral("body");
    QTest::newRow("hyperlink") << QByteArray("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\") << QStringLiteral("link");
    QTest::newRow("charset") << QByteArray("\x1b(Bx") << QStringLiteral("x");
    QTest::newRow("open control sequence hides nothing") << QByteArray("a\x1b[12") << QStringLiteral("a12");
    QTest::newRow("open string hides nothing") << QByteArray("a\x1b]0;rest of it") << QStringLiteral("a0;rest of it");
    QTest::newRow("escape at the end") << QByteArray("a\x1b") << QStringLiteral("a");
    QTest::newRow("controls are shown") << QByteArray("a\x00\x07\x08\x7f", 5)
                                        << QStringLiteral("a\u2400\u2407\u2408\u2421");
    QTest::newRow("tab stays") << QByteArray("a\tb") << QStringLiteral("a\tb");
    QTest::newRow("not UTF-8") << QByteArray("a\xff"
                                             "b")
                               << QStringLiteral("a\ufffd"
                                                 "b");
    QTest::newRow("C1") << QByteArray("a\xc2\x9b"
                                      "31mb")
                        << QStringLiteral("a\ufffd"
                                          "31mb");
    QTest::newRow("reordering") << QByteArray("a\xe2\x80\xae"
                                              "b")
                                << QStringLiteral("a\ufffd"
                                                  "b");
    QTest::newRow("line separator") << QByteArray("a\xe2\x80\xa8"
                                                  "b")
                                    << QStringLiteral("a\ufffd"
                                                      "b");
    QTest::newRow("beyond the first plane") << QByteArray("\xf0\x9f\xa6\x80") << QStringLiteral("🦀");
}

void tst_ConsoleText::escapes_leave_only_text()
{
    QFETCH(QByteArray, bytes);
    QTEST(parseAnsi(bytes).text, "text");
}

void tst_ConsoleText::sgr_becomes_style_data()
{
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<AnsiStyle>("style");
    const auto style = [](auto change) {
        AnsiStyle made;
        change(made);
        return made;
    };
    QTest::newRow("bold") << QByteArray("1") << style([](AnsiStyle &s) { s.bold = true; });
    QTest::newRow("several") << QByteArray("1;4;31") << style([](AnsiStyle &s) {
        s.bold = s.underline = true;
        s.foreground = palette(1);
    });
    QTest::newRow("bright") << QByteArray("38;5;9") << style([](AnsiStyle &s) { s.foreground = palette(9); });
    QTest::newRow("bright, short") << QByteArray("91") << style([](AnsiStyle &s) { s.foreground = palette(9); });
    QTest::newRow("background") << QByteArray("48;5;240") << style([](AnsiStyle &s) { s.background = palette(240); });
    QTest::newRow("true colour") << QByteArray("38;2;1;2;3") << style([](AnsiStyle &s) {
        s.foreground = {.kind = AnsiColor::Kind::Rgb, .index = 0, .red = 1, .green = 2, .blue = 3};
    });
    QTest::newRow("colour too large") << QByteArray("38;2;999;2;3") << style([](AnsiStyle &s) {
        s.foreground = {.kind = AnsiColor::Kind::Rgb, .index = 0, .red = 255, .green = 2, .blue = 3};
    });
    QTest::newRow("reset within") << QByteArray("1;31;0;4") << style([](AnsiStyle &s) { s.underline = true; });
    QTest::newRow("empty is reset") << QByteArray("") << AnsiStyle{};
    QTest::newRow("unknown") << QByteArray("73;1") << style([](AnsiStyle &s) { s.bold = true; });
    QTest::newRow("cut short") << QByteArray("38;5") << style([](AnsiStyle &s) { s.foreground = palette(0); });
    QTest::newRow("endless") << QByteArray("1;").repeated(5'000) << style([](AnsiStyle &s) { s.bold = true; });
}

void tst_ConsoleText::sgr_becomes_style()
{
    QFETCH(QByteArray, parameters);
    QFETCH(AnsiStyle, style);
    const AnsiLine line = parseAnsi("a\x1b[" + parameters + "mb");
    QCOMPARE(line.text, QStringLiteral("ab"));
    const QList<AnsiSpan> expected =
        style == AnsiStyle{} ? QList<AnsiSpan>{} : QList<AnsiSpan>{{.start = 1, .length = 1, .style = style}};
    QVERIFY(line.spans == expected);
}

void tst_ConsoleText::style_goes_on_to_the_next_line()
{
    LineBuffer buffer;
    buffer.append("\x1b[1;31mred\nstill\x1b[0m\nplain", {});
    QCOMPARE(buffer.endLine(), 3);
    QVERIFY(buffer.at(0).startStyle == AnsiStyle{});
    QVERIFY(buffer.at(1).startStyle.bold);
    QVERIFY(buffer.at(1).startStyle.foreground == palette(1));
    QVERIFY(buffer.at(2).startStyle == AnsiStyle{});
}

void tst_ConsoleText::every_color_can_be_read_data()
{
    QTest::addColumn<QColor>("surface");
    QTest::addColumn<QColor>("text");
    QTest::newRow("light") << QColor(0xff, 0xff, 0xff) << QColor(0x1b, 0x1f, 0x24);
    QTest::newRow("dark") << QColor(0x1d, 0x20, 0x26) << QColor(0xe6, 0xe9, 0xee);
}

void tst_ConsoleText::every_color_can_be_read()
{
    QFETCH(QColor, surface);
    QFETCH(QColor, text);
    const AnsiColors colors(surface, text);
    for (int i = 0; i < 256; ++i) {
        for (const bool inverse : {false, true}) {
            AnsiStyle style;
            style.foreground = palette(i);
            style.inverse = inverse;
            const auto pair = colors.colorsOf(style);
            const QColor on = pair.background.isValid() ? pair.background : surface;
            QVERIFY2(contrastOf(pair.foreground, on) >= 4.5, qPrintable(QString::number(i)));
        }
        AnsiStyle filled;
        filled.background = palette(i);
        const auto pair = colors.colorsOf(filled);
        QVERIFY(contrastOf(pair.foreground, pair.background.isValid() ? pair.background : surface) >= 4.5);
    }
}

void tst_ConsoleText::links_are_found_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("links"); // file:line:column
    QTest::newRow("rustc") << QStringLiteral("  --> src/lib.rs:4:5") << QStringList{QStringLiteral("src/lib.rs:4:5")};
    QTest::newRow("rustc, a blank in the path")
        << QStringLiteral(" --> my app/src/lib.rs:14:25") << QStringList{QStringLiteral("my app/src/lib.rs:14:25")};
    QTest::newRow("rustc, further") << QStringLiteral("   ::: src/a.rs:1:2")
                                    << QStringList{QStringLiteral("src/a.rs:1:2")};
    QTest::newRow("panic") << QStringLiteral("thread 'main' panicked at src/lib.rs:10:9:")
                           << QStringList{QStringLiteral("src/lib.rs:10:9")};
    QTest::newRow("line only") << QStringLiteral("see Cargo.toml:12") << QStringList{QStringLiteral("Cargo.toml:12:0")};
    QTest::newRow("two") << QStringLiteral("(src/a.rs:1:2, src/b.rs:3:4)")
                         << QStringList{QStringLiteral("src/a.rs:1:2"), QStringLiteral("src/b.rs:3:4")};
    QTest::newRow("absolute") << QStringLiteral("at /home/x/y.rs:7:1")
                              << QStringList{QStringLiteral("/home/x/y.rs:7:1")};
    QTest::newRow("time") << QStringLiteral("12:03:04 done") << QStringList{};
    QTest::newRow("host and port") << QStringLiteral("listening on example.com:443") << QStringList{};
    QTest::newRow("address") << QStringLiteral("127.0.0.1:8080") << QStringList{};
    QTest::newRow("URL") << QStringLiteral("http://example.com:80/x.rs:1") << QStringList{};
    QTest::newRow("no number") << QStringLiteral("src/lib.rs: not found") << QStringList{};
    QTest::newRow("number too long") << QStringLiteral("src/lib.rs:99999999999999") << QStringList{};
}

void tst_ConsoleText::links_are_found()
{
    QFETCH(QString, text);
    QStringList found;
    for (const SourceLink &link : findSourceLinks(text)) {
        found << QStringLiteral("%1:%2:%3").arg(link.file).arg(link.line).arg(link.column);
        QVERIFY(text.sliced(link.start, link.length).startsWith(link.file));
    }
    QTEST(found, "links");
}

void tst_ConsoleText::addresses_of_the_output_are_links_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QString>("opened"); // empty: no link
    const auto row = [](const char *name, const char *address, const char *opened) {
        QTest::newRow(name) << QByteArray(address) << QString::fromLatin1(opened);
    };
    row("https", "https://doc.rust-lang.org/error_codes/E0308.html",
        "https://doc.rust-lang.org/error_codes/E0308.html");
    row("http", "http://example.com", "http://example.com");
    row("a file", "file:///tmp/hello/src/lib.rs", "file:///tmp/hello/src/lib.rs");
    row("a file of another machine", "file://server/share/x", "");
    row("a script", "javascript:alert(1)", "");
    row("another program", "ssh://example.com", "");
    row("a user's name", "https://doc.rust-lang.org@example.com/", "");
    row("no host", "https:///x", "");
    row("no address", "lib.rs", "");
    row("control characters", "https://example.com/\x01", "");
    row("characters that reorder",
        "https://example.com/\xe2\x80\xae"
        "gpj",
        "https://example.com/%E2%80%AEgpj");
}

void tst_ConsoleText::addresses_of_the_output_are_links()
{
    QFETCH(QByteArray, address);
    QFETCH(QString, opened);
    const AnsiLine line = parseAnsi("see \x1b]8;id=1;" + address + "\x1b\\src/lib.rs:4\x1b]8;;\x1b\\ and src/b.rs:7");
    QCOMPARE(line.text, QStringLiteral("see src/lib.rs:4 and src/b.rs:7"));
    const QList<SourceLink> links = findLinks(line);
    QCOMPARE(links.size(), 2);
    QCOMPARE(links[0].start, 4);
    QCOMPARE(links[0].length, 12);
    QCOMPARE(links[0].kind, opened.isEmpty() ? SourceLink::Kind::Place : SourceLink::Kind::Address);
    QCOMPARE(links[0].file, opened.isEmpty() ? QStringLiteral("src/lib.rs") : opened);
    QCOMPARE(links[1].file, QStringLiteral("src/b.rs"));
    QVERIFY(findLinks(parseAnsi("\x1b]8;;" + address + "\x1b\\")).isEmpty()); // of no text
}

void tst_ConsoleText::runs_are_compared()
{
    const auto texts = [](const char *lines) { return QString::fromLatin1(lines).split(u'|'); };
    const RunSnapshot before{.title = QStringLiteral("one"),
                             .lines = texts("   Compiling a|   Compiling b|    Finished in 1.0s|warning: x|warning: x"),
                             .problems = texts("warning: src/lib.rs: x|warning: src/lib.rs: x"),
                             .timing = {}};
    const RunSnapshot after{.title = QStringLiteral("two"),
                            .lines = texts("   Compiling b|   Compiling a|    Finished in 2.0s|warning: x||error: y"),
                            .problems = texts("warning: src/lib.rs: x|error: src/lib.rs: y"),
                            .timing = {}};
    const RunComparison expected{.newLines = {QStringLiteral("error: y")},
                                 .goneLines = {QStringLiteral("warning: x")},
                                 .newProblems = {QStringLiteral("error: src/lib.rs: y")},
                                 .goneProblems = {QStringLiteral("warning: src/lib.rs: x")}};
    QCOMPARE(compareRuns(before, after), expected);
    QCOMPARE(compareRuns(after, after), RunComparison());
    const Diagnostic moved{.severity = Severity::Error,
                           .code = {},
                           .message = QStringLiteral("y\nmore"),
                           .file = QStringLiteral("src/lib.rs"),
                           .line = 7,
                           .rendered = {},
                           .help = {}};
    QCOMPARE(problemLine(moved), QStringLiteral("error: src/lib.rs: y"));
}

void tst_ConsoleText::heads_are_links_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("link");
    const auto row = [](const char *name, const QString &text, const QString &link) {
        QTest::newRow(name) << text << link;
    };
    row("a crate", QStringLiteral("   Compiling serde_json v1.0.145"), QStringLiteral("crate serde_json 1.0.145"));
    row("one with build metadata", QStringLiteral("  Downloaded wasi v0.14.2+wasi-0.2.4"),
        QStringLiteral("crate wasi 0.14.2+wasi-0.2.4"));
    row("a crate of the author's", QStringLiteral("   Compiling hello v0.1.0 (/home/a/hello)"), QString());
    row("no crate", QStringLiteral("    Finished `dev` profile in 1.2s"), QString());
    row("no version", QStringLiteral("   Compiling serde vX"), QString());
    row("a word of a message", QStringLiteral("   = note: use serde v1.0.0"), QString());
    row("an error", QStringLiteral("error[E0308]: mismatched types"), QStringLiteral("code E0308 "));
    row("a warning", QStringLiteral("warning[E0133]: unsafe"), QStringLiteral("code E0133 "));
    row("a lint", QStringLiteral("warning[abc]: x"), QString());
    row("where rustc explains it",
        QStringLiteral("For more information about this error, try `rustc --explain E0308`."),
        QStringLiteral("code E0308 "));
    row("the last of several", QStringLiteral("Some errors have detailed explanations: E0308, E0425."),
        QStringLiteral("code E0425 "));
    row("within a text", QStringLiteral("see error[E0308]: x"), QString());
    row("too long", QStringLiteral("error[E03080]: x"), QString());
}

void tst_ConsoleText::heads_are_links()
{
    QFETCH(const QString, text);
    QString found;
    for (const SourceLink &link : findSourceLinks(text)) {
        if (link.kind != SourceLink::Kind::Place) {
            found = QStringLiteral("%1 %2 %3")
                        .arg(link.kind == SourceLink::Kind::Code ? QStringLiteral("code") : QStringLiteral("crate"),
                             link.file, link.version);
            QCOMPARE(text.sliced(link.start, link.length), link.file);
            QVERIFY(mayHaveLinks(text.toUtf8()));
        }
    }
    QTEST(found, "link");
}

void tst_ConsoleText::messages_are_told_apart()
{
    struct Line
    {
        QByteArray text;
        LineLevel level;
        QByteArray crate;
    };
    const LineLevel other = LineLevel::Other;
    const LineLevel error = LineLevel::Error;
    const LineLevel warning = LineLevel::Warning;
    const QList<Line> lines{
        {"   \x1b[1m\x1b[92mCompiling\x1b[0m serde v1.0.228", other, "serde"},
        {"warning: ring@0.17.0: no assembler", warning, "ring"},
        {"\x1b[1m\x1b[92m   Compiling\x1b[0m hello v0.1.0 (/home/hello)", other, "hello"},
        {"\x1b[1m\x1b[38;5;9merror[E0308]\x1b[0m\x1b[1m: mismatched\x1b[0m", error, "hello"},
        {" \x1b[94m--> \x1b[0msrc/lib.rs:1:2", error, "hello"},
        {"  |", error, "hello"},
        {"3 |     Vec::new()", error, "hello"},
        {"", error, "hello"},
        {"plain", other, ""},
        {"warning: unused", warning, "hello"},
        {"error: another without an empty line", error, "hello"},
        {"", error, "hello"},
        {"warning: `serde` (lib) generated 1 warning", warning, "serde"},
        {"error: could not compile `tokio` (lib) due to 1 previous error", error, "tokio"},
        {"    Finished dev", other, ""},
        {"errors happen: a word", other, ""},
        {"warning", other, ""},
        {"error", other, ""},
        {"\x1b[", other, ""},
        {"     ", other, ""},
        {"error: ", error, "hello"},
    };
    CompileLines reader;
    for (const Line &line : lines) {
        const CompileLines::Kind &kind = reader.next(line.text);
        QVERIFY2(kind.level == line.level, line.text.constData());
        QVERIFY2(kind.crate == line.crate, (line.text + " is of " + kind.crate).constData());
    }
}

void tst_ConsoleText::columns_follow_the_text()
{
    const QString text = QStringLiteral("a\tb漢e\u0301🦀z");
    QCOMPARE(columnAt(text, 0), 0);
    QCOMPARE(columnAt(text, 2), 8);            // after the tab
    QCOMPARE(columnAt(text, 3), 9);            // before the wide character
    QCOMPARE(columnAt(text, 4), 11);           // after it
    QCOMPARE(columnAt(text, 6), 12);           // e with its accent is one column
    QCOMPARE(columnAt(text, text.size()), 15); // crab two, z one
    for (const qsizetype index : {0, 1, 2, 3, 4, 6, 8}) {
        QCOMPARE(indexAtColumn(text, columnAt(text, index)), index);
    }
    QCOMPARE(indexAtColumn(text, 10), 3); // the middle of a wide one
    QCOMPARE(indexAtColumn(text, 99), text.size());
}

void tst_ConsoleText::rows_break_at_the_width()
{
    QCOMPARE(rowStarts(QString(), 10), QList<qsizetype>{0});
    QCOMPARE(rowStarts(QString(10, u'x'), 10), QList<qsizetype>{0});
    QCOMPARE(rowStarts(QString(11, u'x'), 10), (QList<qsizetype>{0, 10}));
    QCOMPARE(rowStarts(QStringLiteral("漢漢漢"), 5), (QList<qsizetype>{0, 2}));
    QCOMPARE(rowStarts(QString(100, u'x'), 0), QList<qsizetype>{0});
}

QTEST_GUILESS_MAIN(tst_ConsoleText)
#include "tst_console_text.moc"
