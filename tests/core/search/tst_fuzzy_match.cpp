// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/fuzzy_match.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

class TestFuzzyMatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_better_one_first_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("name before folder") << u"lib"_s << u"src/lib.rs"_s << u"lib/src/main.rs"_s;
        QTest::newRow("begin of the name") << u"main"_s << u"src/main.rs"_s << u"src/domain.rs"_s;
        QTest::newRow("letters together") << u"abc"_s << u"x/abc.rs"_s << u"x/axbxc.rs"_s;
        QTest::newRow("begins of words") << u"pt"_s << u"src/project_tree.cpp"_s << u"src/script.cpp"_s;
        QTest::newRow("capitals begin words") << u"pt"_s << u"src/ProjectTree"_s << u"src/script"_s;
        QTest::newRow("shorter") << u"mod"_s << u"a/mod.rs"_s << u"a/very/very/long/way/down/to/mod.rs"_s;
        QTest::newRow("same case") << u"Lib"_s << u"Lib.rs"_s << u"lib.rs"_s;
        QTest::newRow("two words") << u"proj tree"_s << u"ui/project/project_tree.h"_s
                                   << u"ui/project/three_parts_xyz.h"_s;
    }

    void the_better_one_first()
    {
        QFETCH(QString, typed);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        const auto first = fuzzyMatch(typed, better);
        const auto second = fuzzyMatch(typed, worse);
        QVERIFY(first.has_value());
        QVERIFY2(!second || first->score > second->score,
                 qPrintable(u"%1 and %2"_s.arg(first->score).arg(second ? second->score : 0)));
    }

    void places_are_those_of_the_letters()
    {
        QCOMPARE(fuzzyMatch(u"mlr"_s, u"src/main/lib.rs"_s)->places, (QList<int>{4, 9, 13}));
        QCOMPARE(fuzzyMatch(u""_s, u"abc"_s), std::optional(FuzzyMatch{}));
        QCOMPARE(fuzzyMatch(u"abcd"_s, u"abc"_s), std::nullopt);
        QCOMPARE(fuzzyMatch(u"ba"_s, u"abc"_s), std::nullopt);
        QCOMPARE(fuzzyMatch(u"ÄÖ"_s, u"äxö"_s)->places, (QList<int>{0, 2}));
    }

    void any_text_is_matched_at_its_own_letters()
    {
        const QString letters = u"ab/A_. ü\u0130"_s;
        quint32 seed = 1;
        const auto next = [&seed](qsizetype below) {
            seed = seed * 1664525 + 1013904223;
            return static_cast<qsizetype>(seed >> 8) % below;
        };
        const auto text = [&](qsizetype most) {
            QString made;
            for (qsizetype i = next(most + 1); i > 0; --i) {
                made += letters[next(letters.size())];
            }
            return made;
        };
        for (int i = 0; i < 20'000; ++i) {
            const QString typed = text(i % 50 == 0 ? 90 : 4);
            const QString in = text(i % 100 == 0 ? 700 : 12);
            const auto match = fuzzyMatch(typed, in);
            if (!match) {
                continue;
            }
            QString meant = typed.first(std::min<qsizetype>(typed.size(), 64));
            meant.remove(u' ');
            QCOMPARE(match->places.size(), meant.size());
            for (qsizetype at = 0; at < meant.size(); ++at) {
                QCOMPARE(in[match->places[at]].toCaseFolded(), meant[at].toCaseFolded());
                QVERIFY(at == 0 || match->places[at] > match->places[at - 1]);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestFuzzyMatch)
#include "tst_fuzzy_match.moc"
