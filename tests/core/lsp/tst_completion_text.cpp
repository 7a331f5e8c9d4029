// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/completion_filter.h"
#include "core/lsp/snippet.h"

#include <QRandomGenerator>
#include <QTest>

using namespace studio::lsp;
using namespace Qt::StringLiterals;

namespace {

/// "text|1:from+length|…" of a snippet.
QString shown(const Snippet &snippet)
{
    QString text = snippet.text;
    for (const Snippet::Stop &stop : snippet.stops) {
        text += u"|%1:%2+%3"_s.arg(stop.number).arg(stop.from).arg(stop.length);
    }
    return text;
}

QStringList fitting(const QStringList &names, const QString &typed)
{
    QList<CompletionItem> items;
    for (const QString &name : names) {
        CompletionItem item;
        item.filterText = item.label = name;
        item.sortText = u"x"_s;
        items << item;
    }
    QStringList order;
    for (const int index : fittingItems(items, typed)) {
        order << names[index];
    }
    return order;
}

} // namespace

class TestCompletionText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void snippets_have_their_stops_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << u"len()"_s << u"len()"_s;
        QTest::newRow("last") << u"push($0)"_s << u"push()|0:5+0"_s;
        QTest::newRow("named") << u"push(${1:value})$0"_s << u"push(value)|1:5+5|0:11+0"_s;
        QTest::newRow("in order") << u"$2 $1 $0"_s << u"  |1:1+0|2:0+0|0:2+0"_s;
        QTest::newRow("nested") << u"${1:a${2:b}c}"_s << u"abc|1:0+3|2:1+1"_s;
        QTest::newRow("twice") << u"$1 $1"_s << u" |1:0+0|1:1+0"_s;
        QTest::newRow("choices") << u"${1|one,two\\,x|}"_s << u"one|1:0+3"_s;
        QTest::newRow("escaped") << u"\\$1 \\} \\\\"_s << u"$1 } \\"_s;
        QTest::newRow("a variable") << u"a${TM_FILENAME:main}b$TM_LINE"_s << u"amainb"_s;
        QTest::newRow("a lone dollar") << u"$ {1} a$"_s << u"$ {1} a$"_s;
        QTest::newRow("not closed") << u"${1:abc"_s << u"abc|1:0+3"_s;
        QTest::newRow("a transformation") << u"${TM_X/a/b/}c"_s << u"c"_s;
        QTest::newRow("a number too large") << u"$99999999999"_s << u"$99999999999"_s;
    }

    void snippets_have_their_stops()
    {
        QFETCH(const QString, source);
        QFETCH(const QString, expected);
        QCOMPARE(shown(parseSnippet(source)), expected);
    }

    /// Whatever a server sends: it ends, and its stops are inside of its text.
    void any_text_is_a_snippet()
    {
        QRandomGenerator random(23);
        const QString letters = u"${}|:,\\/01aé\n"_s;
        for (int round = 0; round < 20'000; ++round) {
            QString source;
            for (int at = random.bounded(30); at > 0; --at) {
                source += letters[random.bounded(letters.size())];
            }
            const Snippet snippet = parseSnippet(source);
            for (const Snippet::Stop &stop : snippet.stops) {
                QVERIFY(stop.from >= 0 && stop.length >= 0 && stop.from + stop.length <= snippet.text.size());
            }
        }
    }

    void what_never_closes_takes_no_time_that_grows_with_its_square()
    {
        for (const QString &part : {u"${1:"_s, u"${1|"_s, u"${1/"_s, u"$1"_s, u"${a"_s}) {
            const Snippet snippet = parseSnippet(part.repeated(100'000));
            QVERIFY(snippet.stops.size() <= 100'000);
        }
    }

    void the_best_fit_comes_first()
    {
        const QStringList names{u"with_capacity"_s, u"push"_s, u"capacity"_s, u"try_reserve"_s, u"PathBuf"_s, u"cap"_s};
        QCOMPARE(fitting(names, u"cap"_s), (QStringList{u"cap"_s, u"capacity"_s, u"with_capacity"_s}));
        QCOMPARE(fitting(names, u"wc"_s), QStringList{u"with_capacity"_s});
        QCOMPARE(fitting(names, u"PB"_s), QStringList{u"PathBuf"_s});
        QCOMPARE(fitting(names, u"xyz"_s), QStringList());
        QCOMPARE(fitting(names, QString()).size(), names.size());
    }
};

QTEST_GUILESS_MAIN(TestCompletionText)
#include "tst_completion_text.moc"
