// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/replacer.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

class TestReplacer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_of_a_match_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<bool>("isRegex");
        QTest::addColumn<QString>("with");
        QTest::addColumn<QString>("result");
        QTest::newRow("text stays as it is") << u"let abc"_s << false << u"$1\\n"_s << u"$1\\n"_s;
        QTest::newRow("group") << u"let (\\w+)"_s << true << u"const $1"_s << u"const abc"_s;
        QTest::newRow("as in the find bar") << u"let (\\w+)"_s << true << u"const \\1"_s << u"const abc"_s;
        QTest::newRow("named group") << u"let (?P<name>\\w+)"_s << true << u"${name}_x $name"_s << u"abc_x abc"_s;
        QTest::newRow("braces end a number") << u"let (a)bc"_s << true << u"${1}1"_s << u"a1"_s;
        QTest::newRow("whole match") << u"let abc"_s << true << u"<$0>"_s << u"<let abc>"_s;
        QTest::newRow("signs") << u"let abc"_s << true << u"$$1 \\\\ \\n\\t $ {$}"_s << u"$1 \\ \n\t $ {$}"_s;
        QTest::newRow("group that is not there") << u"let (abc)|(x)"_s << true << u"[$2]"_s << u"[]"_s;
        QTest::newRow("word before it") << u"(?m)^let (\\w+)"_s << true << u"$1"_s << u"abc"_s;
    }

    void text_of_a_match()
    {
        QFETCH(QString, expression);
        QFETCH(bool, isRegex);
        QFETCH(QString, with);
        QFETCH(QString, result);
        const Replacer replacer({.words = expression, .isRegex = isRegex}, with);
        QCOMPARE(replacer.textFor(u"x\nlet abc;"_s, 2, u"let abc"_s), std::optional(result));
    }

    void an_expression_that_takes_too_long_gives_nothing()
    {
        const Replacer replacer({.words = u"^(a+)+$"_s, .isRegex = true}, u"$1"_s);
        const QString text = QString(40, u'a') + u'!';
        QCOMPARE(replacer.textFor(text, 0, text), std::nullopt);
        QCOMPARE(replacer.textFor(text, 0, text), std::nullopt); // and does not try again
    }

    void places_that_have_changed_are_left()
    {
        const QList<LineMatch> matches{
            {.line = 2, .column = 4, .matched = u"old"_s}, {.line = 1, .column = 0, .matched = u"old"_s},
            {.line = 2, .column = 0, .matched = u"old"_s}, {.line = 9, .column = 0, .matched = u"old"_s},
            {.line = 2, .column = 0, .matched = u"old"_s}, // twice
            {.line = 1, .column = 90, .matched = u"old"_s}};
        const auto replaced = replaceMatches(u"old\r\nold old"_s, matches, Replacer({.words = u"old"_s}, u"n"_s));
        QCOMPARE(replaced,
                 (ReplacedText{.text = u"n\r\nn n"_s,
                               .replaced = 3,
                               .edits = {{{{0, 0}, {0, 3}}, "n"}, {{{1, 0}, {1, 3}}, "n"}, {{{1, 4}, {1, 7}}, "n"}}}));
        const auto none = replaceMatches(u"abc"_s, matches, Replacer({.words = u"old"_s}, u"n"_s));
        QCOMPARE(none, (ReplacedText{.text = u"abc"_s}));
    }
};

QTEST_GUILESS_MAIN(TestReplacer)
#include "tst_replacer.moc"
