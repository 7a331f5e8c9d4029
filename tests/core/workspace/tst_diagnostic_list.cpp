// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/diagnostic_list.h"

#include <QSignalSpy>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

Diagnostic found(int line, int column, const QString &code, const QString &message, const QString &rendered = {})
{
    return {.severity = Severity::Error,
            .code = code,
            .message = message,
            .file = u"src/lib.rs"_s,
            .line = line,
            .column = column,
            .endLine = line,
            .endColumn = column + 1,
            .rendered = rendered,
            .help = {}};
}

QStringList messages(const DiagnosticList &list)
{
    QStringList all;
    for (const Diagnostic &one : list.all()) {
        all << one.message;
    }
    return all;
}

} // namespace

class TestDiagnosticList : public QObject
{
    Q_OBJECT

    using Source = DiagnosticList::Source;

private Q_SLOTS:
    void what_is_about_a_place_is_taken_away_alone()
    {
        DiagnosticList list;
        QSignalSpy reset(&list, &DiagnosticList::reset);
        list.add(Source::Compiler, {.severity = Severity::Error, .message = u"the linker is missing"_s});
        list.clearPlaced(Source::Compiler);
        QCOMPARE(reset.count(), 0);
        list.add(Source::Compiler, found(7, 18, u"E0308"_s, u"mismatched types"_s));
        list.replace(Source::Tests, u"src/lib.rs"_s, {found(9, 1, {}, u"failed"_s)});
        reset.clear();
        list.clearPlaced(Source::Compiler);
        QCOMPARE(messages(list), (QStringList{u"the linker is missing"_s, u"failed"_s}));
        QCOMPARE(reset.count(), 1);
    }

    void what_both_found_is_there_once()
    {
        DiagnosticList list;
        list.add(Source::Compiler, found(7, 18, u"E0308"_s, u"mismatched types"_s, u"drawn"_s));
        list.replace(Source::LanguageServer, u"src/lib.rs"_s,
                     {found(7, 18, u"E0308"_s, u"expected u32, found &'static str"_s),
                      found(7, 18, u"E0308"_s, u"mismatched types\nexpected `u32`"_s, u"drawn again"_s),
                      found(7, 30, u"E0308"_s, u"expected u8"_s),
                      found(9, 1, u"unused_variables"_s, u"unused: `a`"_s)});
        QCOMPARE(messages(list), (QStringList{u"mismatched types"_s, u"expected u8"_s, u"unused: `a`"_s}));
        QCOMPARE(list.errors(), 3);
        QCOMPARE(list.of(Source::LanguageServer).size(), 4);
    }

    void of_two_the_drawn_one_is_taken()
    {
        DiagnosticList list;
        list.replace(Source::LanguageServer, u"src/lib.rs"_s,
                     {found(1, 5, u"E0425"_s, u"no such value"_s), found(2, 1, u"E0425"_s, u"another"_s),
                      found(1, 5, u"E0425"_s, u"cannot find value `x`"_s, u"drawn"_s)});
        QCOMPARE(messages(list), (QStringList{u"cannot find value `x`"_s, u"another"_s}));
    }

    void lints_of_one_line_are_not_taken_for_each_other()
    {
        DiagnosticList list;
        list.replace(Source::LanguageServer, u"src/lib.rs"_s,
                     {found(3, 9, u"unused_variables"_s, u"unused: `a`"_s),
                      found(3, 9, u"unused_variables"_s, u"unused: `b`"_s), found(3, 9, {}, u"one"_s),
                      found(3, 9, {}, u"two"_s)});
        QCOMPARE(list.all().size(), 4);
    }

    /// A language server places what is in a macro at the call; the compiler places it at the argument.
    void what_overlaps_or_begins_on_the_line_is_there_once()
    {
        const auto spanning = [](int line, int column, int endLine, int endColumn, const QString &code) {
            Diagnostic one =
                found(line, column, code, u"borrow of moved value: `a`\nvalue borrowed here"_s, u"drawn"_s);
            one.endLine = endLine;
            one.endColumn = endColumn;
            return one;
        };
        for (const QString &code : {u"E0382"_s, u"unused_variables"_s, QString()}) {
            DiagnosticList list;
            list.replace(Source::LanguageServer, u"src/lib.rs"_s,
                         {spanning(54, 5, 54, 33, code), spanning(60, 5, 63, 7, code), spanning(70, 1, 70, 4, code)});
            for (const auto &[line, column] : {std::pair(54, 17), std::pair(62, 9), std::pair(70, 20)}) {
                list.add(Source::Compiler, found(line, column, code, u"borrow of moved value: `a`"_s, u"drawn"_s));
            }
            QCOMPARE(list.all().size(), 3);
            list.add(Source::Compiler, found(54, 17, code, u"another"_s, u"drawn"_s));
            QCOMPARE(list.all().size(), 4);
        }
    }

    void several_of_one_line_stay_several()
    {
        const QString said = u"unused variable: `a`"_s;
        const QList<Diagnostic> both = {found(3, 9, u"unused_variables"_s, said, u"drawn"_s),
                                        found(3, 19, u"unused_variables"_s, said, u"drawn"_s)};
        DiagnosticList list;
        list.replace(Source::LanguageServer, u"src/lib.rs"_s, both);
        QCOMPARE(list.all().size(), 2);
        list.add(Source::Compiler, both[1]);
        QCOMPARE(list.all().size(), 2);
        list.add(Source::Compiler, both[0]);
        QCOMPARE(list.all().size(), 2);
        list.replace(Source::LanguageServer, u"src/lib.rs"_s, {both[1]});
        QCOMPARE(list.all().size(), 2);
    }

    /// Whoever shows each one as it is added shows what all() gives.
    void only_what_was_not_known_is_told()
    {
        DiagnosticList list;
        list.replace(Source::LanguageServer, u"src/lib.rs"_s,
                     {found(54, 5, u"E0382"_s, u"borrow of moved value: `a`\nborrowed here"_s, u"drawn"_s),
                      found(3, 9, u"unused_variables"_s, u"unused: `a`\nnote"_s, u"drawn"_s)});
        QSignalSpy added(&list, &DiagnosticList::added);
        list.add(Source::Compiler, found(54, 17, u"E0382"_s, u"borrow of moved value: `a`"_s, u"drawn"_s));
        list.add(Source::Compiler, found(3, 9, u"unused_variables"_s, u"unused: `a`"_s, u"drawn"_s));
        QCOMPARE(added.size(), 0);
        list.add(Source::Compiler, found(3, 19, u"unused_variables"_s, u"unused: `a`"_s, u"drawn"_s));
        list.add(Source::Compiler, found(3, 29, u"unused_variables"_s, u"unused: `b`"_s, u"drawn"_s));
        QCOMPARE(added.size(), 2);
        QCOMPARE(list.all().size(), 4);
    }

    /// A build script prints what it likes. In proportion to the square of the number, this would run into its limit.
    void many_are_added_one_by_one()
    {
        for (const bool isOneMessage : {false, true}) {
            DiagnosticList list;
            list.replace(Source::LanguageServer, u"src/lib.rs"_s,
                         {found(7, 18, u"E0308"_s, u"mismatched types"_s), found(7, 30, u"E0308"_s, u"other"_s)});
            QSignalSpy added(&list, &DiagnosticList::added);
            for (int number = 0; number < 50'000; ++number) {
                list.add(Source::Compiler,
                         found(7, 18, u"E0308"_s, isOneMessage ? u"mismatched types"_s : u"message %1"_s.arg(number)));
            }
            QVERIFY(added.size() <= DiagnosticList::maxOfSource + 1);
            QCOMPARE(list.of(Source::Compiler).size(), DiagnosticList::maxOfSource);
            const QList<Diagnostic> all = list.all();
            QVERIFY(all.size() <= DiagnosticList::maxOfSource + 3);
            QVERIFY2(all.last().message.contains(u"more problems"_s), qPrintable(all.last().message));
            QCOMPARE(added.last().at(1).value<Diagnostic>(), all.last()); // told as it is shown
            list.clear(Source::Compiler);
            QCOMPARE(list.all().size(), 2);
        }
    }

    /// Both found the same many: it takes as long as there are of each, not as there are pairs.
    void many_of_both_are_compared()
    {
        DiagnosticList list;
        QList<Diagnostic> many;
        for (int number = 0; number < DiagnosticList::maxOfSource; ++number) {
            many << found(7, 18, u"unused"_s, u"said\n%1"_s.arg(number));
        }
        list.replace(Source::LanguageServer, u"src/lib.rs"_s, many);
        for (const Diagnostic &one : std::as_const(many)) {
            list.add(Source::Compiler, one);
        }
        for (int again = 0; again < 10; ++again) {
            QVERIFY(list.all().size() >= DiagnosticList::maxOfSource);
        }
    }

    /// The time is in proportion to the number, which a server chooses.
    void many_are_read_at_once()
    {
        DiagnosticList list;
        QList<Diagnostic> many;
        for (int line = 1; line <= 50'000; ++line) {
            many << found(line, 1, u"E0425"_s, u"message %1"_s.arg(line));
        }
        list.replace(Source::LanguageServer, u"src/lib.rs"_s, many);
        QCOMPARE(list.of(Source::LanguageServer).size(), DiagnosticList::maxOfSource);
        QCOMPARE(list.all().size(), DiagnosticList::maxOfSource + 1);
    }

    void nothing_is_told_where_nothing_changes()
    {
        DiagnosticList list;
        QSignalSpy reset(&list, &DiagnosticList::reset);
        list.replace(Source::LanguageServer, u"src/lib.rs"_s, {found(1, 1, {}, u"a"_s)});
        list.replace(Source::LanguageServer, u"src/lib.rs"_s, {found(1, 1, {}, u"a"_s)});
        QCOMPARE(reset.size(), 1);
        list.clear(Source::Compiler);
        QCOMPARE(reset.size(), 1);
        list.clear();
        QCOMPARE(reset.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestDiagnosticList)
#include "tst_diagnostic_list.moc"
