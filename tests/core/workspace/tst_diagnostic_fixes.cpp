// SPDX-License-Identifier: GPL-3.0-or-later
// The changes that the compiler suggests, and what is printed where nothing is kept.
#include "core/workspace/diagnostic_fixes.h"
#include "core/workspace/print_scan.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

const QString root = u"/project"_s;
const QString libPath = u"/project/src/lib.rs"_s;

DiagnosticSuggestion replacing(int line, int column, int endColumn, const QString &text, const QString &source,
                               const QString &file = u"src/lib.rs"_s)
{
    return {.message = u"write "_s + text,
            .isCertain = true,
            .edits = {{.file = file,
                       .line = line,
                       .column = column,
                       .endLine = line,
                       .endColumn = endColumn,
                       .text = text,
                       .sourceLines = source}}};
}

FixPlan plan(const QString &text, const QList<DiagnosticSuggestion> &suggestions,
             const QHash<QString, PlaceShift> &edits = {})
{
    QList<PlacedSuggestion> placed;
    for (const DiagnosticSuggestion &one : suggestions) {
        placed << PlacedSuggestion{one, true};
    }
    return planFixes(
        root, placed,
        [&](const QString &path) -> Result<QString> {
            return path == libPath ? Result<QString>(text) : fail(ErrorCode::NotFound, u"none"_s);
        },
        edits);
}

QString after(const FixPlan &plan)
{
    return plan.changes.size() == 1 ? QString::fromUtf8(plan.changes[0].after.value_or(QByteArray())) : u"none"_s;
}

/// The text with all that is certain made.
QString mended(const QString &text)
{
    QList<PlacedSuggestion> all;
    for (const Diagnostic &one : printProblems(u"src/lib.rs"_s, text)) {
        for (const DiagnosticSuggestion &suggestion : one.suggestions) {
            all << PlacedSuggestion{suggestion, false};
        }
    }
    const FixPlan made = planFixes(root, all, [&](const QString &) { return Result<QString>(text); }, {});
    return made.changes.isEmpty() ? text : after(made);
}

} // namespace

class TestDiagnosticFixes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_suggestion_is_made_where_its_lines_stand()
    {
        const FixPlan made =
            plan(u"fn a() {\n    let ä = b;\n}\n"_s, {replacing(2, 13, 14, u"&b"_s, u"    let ä = b;"_s)});
        QCOMPARE(after(made), u"fn a() {\n    let ä = &b;\n}\n"_s);
        QCOMPARE(made.made, 1);
        QCOMPARE(made.changes[0].path, libPath);
        QCOMPARE(made.changes[0].before, u"fn a() {\n    let ä = b;\n}\n"_s.toUtf8());
    }

    void line_ends_stay_what_they_are()
    {
        const FixPlan made = plan(u"use a;\r\nlet x;\r\n"_s, {replacing(2, 1, 1, u"use b;\n"_s, u"let x;"_s)});
        QCOMPARE(after(made), u"use a;\r\nuse b;\r\nlet x;\r\n"_s);
    }

    void text_that_has_changed_is_left()
    {
        const auto suggestion = replacing(2, 13, 14, u"&b"_s, u"    let a = b;"_s);
        const FixPlan other = plan(u"fn a() {\n    let a = c;\n}\n"_s, {suggestion});
        QVERIFY(other.changes.isEmpty());
        QCOMPARE(other.left, 1);
        QVERIFY(plan(u"\nfn a() {\n    let a = b;\n}\n"_s, {suggestion}).changes.isEmpty()); // not known to be moved
        QVERIFY(plan(u"fn a() {"_s, {suggestion}).changes.isEmpty());
        QVERIFY(plan({}, {suggestion}).changes.isEmpty());
    }

    void an_edit_above_moves_it_and_one_at_its_place_takes_it_away()
    {
        const auto suggestion = replacing(2, 13, 14, u"&b"_s, u"    let a = b;"_s);
        PlaceShift above;
        above.add({.range = {{0, 0}, {0, 0}}, .text = "// x\n    let a = b;\n"});
        const FixPlan made =
            plan(u"// x\n    let a = b;\nfn a() {\n    let a = b;\n}\n"_s, {suggestion}, {{libPath, above}});
        QCOMPARE(after(made), u"// x\n    let a = b;\nfn a() {\n    let a = &b;\n}\n"_s);
        PlaceShift gone;
        gone.add({.range = {{1, 0}, {2, 0}}, .text = {}});
        gone.add({.range = {{1, 0}, {1, 0}}, .text = "    let a = b;\n"});
        QVERIFY(plan(u"fn a() {\n    let a = b;\n}\n"_s, {suggestion}, {{libPath, gone}}).changes.isEmpty());
    }

    void all_edits_of_one_or_none()
    {
        const QString source = u"let a = b;"_s;
        DiagnosticSuggestion both = replacing(1, 9, 10, u"(b"_s, source);
        both.edits << replacing(1, 10, 10, u")"_s, source).edits;
        QCOMPARE(after(plan(source, {both})), u"let a = (b);"_s);
        both.edits << replacing(2, 1, 2, u"x"_s, u"gone"_s).edits;
        const FixPlan left = plan(source, {both, replacing(1, 5, 6, u"_a"_s, source)});
        QCOMPARE(after(left), u"let _a = b;"_s);
        QCOMPARE(left.made, 1);
        QCOMPARE(left.left, 1);
    }

    void of_two_that_overlap_the_first_is_made_and_the_same_once()
    {
        const QString source = u"let a = b;"_s;
        const auto first = replacing(1, 9, 10, u"c"_s, source);
        const FixPlan made = plan(source, {first, first, replacing(1, 8, 10, u" d"_s, source)});
        QCOMPARE(after(made), u"let a = c;"_s);
        QCOMPARE(made.made, 2);
        QCOMPARE(made.left, 1);
    }

    void an_import_goes_before_the_first_character()
    {
        const auto import = replacing(1, 1, 1, u"use std::fmt;\n"_s, {});
        QCOMPARE(after(plan(u"fn a() {}\n"_s, {import})), u"use std::fmt;\nfn a() {}\n"_s);
        QVERIFY(plan(u"use std::fmt;\nfn a() {}\n"_s, {import}).changes.isEmpty()); // it is there
    }

    void only_rust_of_the_project_is_changed_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("outside") << u"../other/src/lib.rs"_s;
        QTest::newRow("absolute") << u"/etc/x.rs"_s;
        QTest::newRow("no Rust") << u".git/hooks/pre-commit"_s;
        QTest::newRow("none") << QString();
    }
    void only_rust_of_the_project_is_changed()
    {
        QFETCH(const QString, file);
        bool isAsked = false;
        const FixPlan made = planFixes(root, {{replacing(1, 1, 2, u"y"_s, u"x"_s, file), true}},
                                       [&](const QString &path) {
                                           isAsked = isAsked || !path.startsWith(root + u'/');
                                           return Result<QString>(u"x"_s);
                                       },
                                       {});
        QVERIFY(made.changes.isEmpty());
        QVERIFY(!isAsked);
    }

    void places_that_are_none_are_left_data()
    {
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<int>("endColumn");
        QTest::newRow("line 0") << 0 << 1 << 2;
        QTest::newRow("far line") << 2'000'000'000 << 1 << 2;
        QTest::newRow("column 0") << 1 << 0 << 2;
        QTest::newRow("far column") << 1 << 1 << 2'000'000'000;
        QTest::newRow("backwards") << 1 << 3 << 1;
    }
    void places_that_are_none_are_left()
    {
        QFETCH(const int, line);
        QFETCH(const int, column);
        QFETCH(const int, endColumn);
        QVERIFY(plan(u"abcd"_s, {replacing(line, column, endColumn, u"y"_s, u"abcd"_s)}).changes.isEmpty());
    }

    void the_certain_ones_are_taken()
    {
        Diagnostic one{.message = u"x"_s, .help = {}};
        DiagnosticSuggestion unsure = replacing(1, 1, 2, u"y"_s, u"x"_s);
        unsure.isCertain = false;
        one.suggestions = {unsure, replacing(1, 1, 2, u"z"_s, u"x"_s), replacing(1, 1, 2, u"zz"_s, u"x"_s)};
        QCOMPARE(certainFixes({one, Diagnostic{.help = {}}}).size(), 1);
        QCOMPARE(certainFixes({one})[0].edits[0].text, u"z"_s);
    }

    void what_is_printed_is_pointed_out()
    {
        const QString text = u"fn a() {\n    let ä = 1; println!(\"x\");\n}\n"_s;
        const QList<Diagnostic> found = printProblems(u"src/lib.rs"_s, text);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].severity, Severity::Note);
        QCOMPARE(found[0].line, 2);
        QCOMPARE(found[0].column, 16);
        QCOMPARE(found[0].endColumn, 24);
        QVERIFY(found[0].message.contains(u"`println!`"_s));
        QVERIFY(found[0].suggestions[0].isCertain);
    }

    void each_is_mended_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("wanted");
        const auto row = [](const char *name, const QString &text, const QString &wanted = {}) {
            QTest::newRow(name) << text << (wanted.isEmpty() ? text : wanted);
        };
        row("println", u"println!(\"a\")"_s, u"eprintln!(\"a\")"_s);
        row("print and space", u"print ! [\"a\"]"_s, u"eprint ! [\"a\"]"_s);
        row("of the standard library", u"std::println!()"_s, u"std::eprintln!()"_s);
        row("two in a line", u"println!(); print!()"_s, u"eprintln!(); eprint!()"_s);
        row("windows", u"a\r\nprintln!()\r\n"_s, u"a\r\neprintln!()\r\n"_s);
        row("debug of a name", u"let a = dbg!(&x.y);"_s, u"let a = &x.y;"_s);
        row("debug of a sum", u"let a = dbg!(x + 1) * 2;"_s, u"let a = (x + 1) * 2;"_s);
        row("debug of several", u"dbg!(x, y);"_s);
        row("debug of nothing", u"dbg!();"_s);
        row("already", u"eprintln!(\"a\")"_s);
        row("of another crate", u"defmt::println!(\"a\")"_s);
        row("no macro", u"println(\"a\"); let print = 1; print != 2"_s);
        row("comments", u"// println!()\n/* /* println!() */ println!() */"_s);
        row("strings", u"\"println!() \\\" println!()\" r#\"\" println!()\"# b\"print!()\" br\"print!()\""_s);
        row("characters", u"'\"' ; println!(); '\\'' ; println!(); 'a"_s,
            u"'\"' ; eprintln!(); '\\'' ; eprintln!(); 'a"_s);
        row("lifetimes", u"fn a<'a>(x: &'a str) { println!() }"_s, u"fn a<'a>(x: &'a str) { eprintln!() }"_s);
        row("tests", u"#[cfg(test)]\nmod tests {\n fn a() { println!() }\n}\nfn b() { println!() }"_s,
            u"#[cfg(test)]\nmod tests {\n fn a() { println!() }\n}\nfn b() { eprintln!() }"_s);
        row("a test", u"#[tokio::test]\nasync fn a() { println!() }\nfn b() { println!() }"_s,
            u"#[tokio::test]\nasync fn a() { println!() }\nfn b() { eprintln!() }"_s);
        row("a module of tests elsewhere", u"#[cfg(test)]\nmod tests;\nfn b() { println!() }"_s,
            u"#[cfg(test)]\nmod tests;\nfn b() { eprintln!() }"_s);
        row("cut off", u"println!"_s);
        row("cut off in a string", u"\"println!"_s);
        row("cut off in an attribute", u"#[cfg(println!("_s);
        row("cut off in a character", u"'\\"_s);
    }
    void each_is_mended()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, wanted);
        QCOMPARE(mended(text), wanted);
    }

    void a_line_that_is_too_long_is_pointed_out_and_not_kept()
    {
        const QString text = u"let ä = \"𝄞\"; println!(); "_s.repeated(40'000);
        QVERIFY(text.size() > 15 * maxEditCharacters && text.size() <= maxPrintText);
        const QList<Diagnostic> found = printProblems(u"src/lib.rs"_s, text);
        QCOMPARE(found.size(), 100);
        QCOMPARE(found[0].column, 14);
        QCOMPARE(found[99].column, 14 + 99 * 25);
        QVERIFY(!found[99].help.isEmpty());
        QVERIFY(std::ranges::all_of(found, [](const Diagnostic &one) { return one.suggestions.isEmpty(); }));
        const QString shorter = u"dbg!(x); println!(); "_s.repeated(50);
        const QList<Diagnostic> kept = printProblems(u"src/lib.rs"_s, shorter);
        QCOMPARE(kept.size(), 100);
        for (const Diagnostic &one : kept) { // one text for all
            QCOMPARE(one.suggestions[0].edits[0].sourceLines.constData(),
                     kept[0].suggestions[0].edits[0].sourceLines.constData());
        }
    }

    void many_are_cut() { QCOMPARE(printProblems(u"src/lib.rs"_s, u"println!();\n"_s.repeated(1'000)).size(), 100); }
};

QTEST_APPLESS_MAIN(TestDiagnosticFixes)
#include "tst_diagnostic_fixes.moc"
