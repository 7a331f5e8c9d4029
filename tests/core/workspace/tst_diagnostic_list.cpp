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

    /// The time is in proportion to the number, which a server chooses.
    void many_are_read_at_once()
    {
        DiagnosticList list;
        QList<Diagnostic> many;
        for (int line = 1; line <= 50'000; ++line) {
            many << found(line, 1, u"E0425"_s, u"message %1"_s.arg(line));
        }
        list.replace(Source::LanguageServer, u"src/lib.rs"_s, many);
        QCOMPARE(list.all().size(), 50'000);
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
