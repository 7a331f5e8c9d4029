// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/text_matches.h"

#include <QTest>

using namespace studio;

class TestTextMatches : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void places_are_in_bytes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("how"); ///< c: case, w: whole word, r: regular expression
        QTest::addColumn<QList<int>>("from");
        const auto row = [](const char *name, const QString &text, const QString &words, const char *how,
                            const QList<int> &from) {
            QTest::newRow(name) << text << words << QString::fromLatin1(how) << from;
        };
        row("any case", QStringLiteral("Ctx ctx CTX"), QStringLiteral("ctx"), "", {0, 4, 8});
        row("case", QStringLiteral("Ctx ctx CTX"), QStringLiteral("ctx"), "c", {4});
        row("whole word", QStringLiteral("req request req"), QStringLiteral("req"), "w", {0, 12});
        row("two bytes", QStringLiteral("für für"), QStringLiteral("für"), "", {0, 5});
        row("four bytes", QStringLiteral("🦀 crab 🦀"), QStringLiteral("🦀"), "", {0, 10});
        row("special characters are plain", QStringLiteral("a.b a+b"), QStringLiteral("a+b"), "", {4});
        row("regular expression", QStringLiteral("a1 b22 c"), QStringLiteral("\\d+"), "r", {1, 4});
        row("line begins", QStringLiteral("let a\nlet b"), QStringLiteral("^let"), "r", {0, 6});
        row("empty ones", QStringLiteral("abc"), QStringLiteral("x*"), "r", {});
        row("none", QStringLiteral("abc"), QStringLiteral("x"), "", {});
    }
    void places_are_in_bytes()
    {
        QFETCH(QString, text);
        QFETCH(QString, words);
        QFETCH(QString, how);
        const auto expression = expressionOf({.words = words,
                                              .matchCase = how.contains(QLatin1Char('c')),
                                              .wholeWord = how.contains(QLatin1Char('w')),
                                              .regex = how.contains(QLatin1Char('r'))});
        QVERIFY(expression.has_value());
        QList<int> from;
        for (const TextMatch &match : findMatches(text, *expression, 100)) {
            from << match.from;
            QVERIFY(match.to > match.from);
        }
        QTEST(from, "from");
    }

    void no_more_than_asked_for()
    {
        const auto expression = expressionOf({.words = QStringLiteral("a")});
        QCOMPARE(findMatches(QString(1000, QLatin1Char('a')), *expression, 10).size(), 10);
    }

    void a_wrong_expression_is_said()
    {
        const auto expression = expressionOf({.words = QStringLiteral("a("), .regex = true});
        QVERIFY(!expression.has_value());
        QVERIFY(expression.error().message.contains(QStringLiteral("parenthes")));
    }

    void replaced_as_it_stands_or_by_groups()
    {
        const auto [plain, one] =
            replaceMatches(QStringLiteral("a+b"), {.words = QStringLiteral("+")}, QStringLiteral("\\0\\1"));
        QCOMPARE(plain, QStringLiteral("a\\0\\1b"));
        QCOMPARE(one, 1);
        const auto [swapped, two] =
            replaceMatches(QStringLiteral("a=1, b=2"), {.words = QStringLiteral("(\\w)=(\\d)"), .regex = true},
                           QStringLiteral("\\2=\\1\\\\"));
        QCOMPARE(swapped, QStringLiteral("1=a\\, 2=b\\"));
        QCOMPARE(two, 2);
    }
};

QTEST_GUILESS_MAIN(TestTextMatches)
#include "tst_text_matches.moc"
