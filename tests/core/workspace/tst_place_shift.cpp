// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/document_change.h"
#include "core/workspace/place_shift.h"
#include "tests/support/random_values.h"

#include <QTest>

using namespace studio;

namespace {

TextPlace placeAt(const QByteArray &text, qsizetype offset)
{
    const QByteArray before = text.first(offset);
    return {static_cast<int>(before.count('\n')), static_cast<int>(offset - before.lastIndexOf('\n') - 1)};
}

TextRange rangeOf(const QByteArray &text, const QByteArray &part)
{
    const qsizetype at = text.indexOf(part);
    return {placeAt(text, at), placeAt(text, at + part.size())};
}

} // namespace

class TestPlaceShift : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_range_moves_with_its_text_data()
    {
        QTest::addColumn<QByteArray>("replaced");
        QTest::addColumn<QByteArray>("by");
        QTest::addColumn<QByteArray>("now"); // what the range of "WORD" is of; empty: nothing

        QTest::newRow("line above") << QByteArray("one") << QByteArray("1\n2\n3") << QByteArray("WORD");
        QTest::newRow("lines above joined") << QByteArray("one\n") << QByteArray("") << QByteArray("WORD");
        QTest::newRow("before in the line") << QByteArray("a ") << QByteArray("longer ") << QByteArray("WORD");
        QTest::newRow("line broken before") << QByteArray("a ") << QByteArray("\n") << QByteArray("WORD");
        QTest::newRow("behind") << QByteArray(" b") << QByteArray("\nlonger") << QByteArray("WORD");
        QTest::newRow("within") << QByteArray("OR") << QByteArray("x\nyz") << QByteArray("Wx\nyzD");
        QTest::newRow("its begin") << QByteArray("a W") << QByteArray("a V") << QByteArray("a VORD");
        QTest::newRow("its end") << QByteArray("RD b") << QByteArray("R") << QByteArray("WOR");
        QTest::newRow("itself") << QByteArray("WORD") << QByteArray("OTHER") << QByteArray("OTHER");
        QTest::newRow("deleted") << QByteArray("WORD") << QByteArray("") << QByteArray();
        QTest::newRow("deleted with more") << QByteArray("a WORD b\n") << QByteArray("") << QByteArray();
    }
    void a_range_moves_with_its_text()
    {
        QFETCH(const QByteArray, replaced);
        QFETCH(const QByteArray, by);
        QFETCH(const QByteArray, now);
        const QByteArray text = "one\ntwo\na WORD b\nthree\n";
        const TextChange change{rangeOf(text, replaced), by};
        PlaceShift shift;
        shift.add(change);
        const auto moved = shift.shifted(rangeOf(text, "WORD"));
        QCOMPARE(moved.has_value(), !now.isEmpty());
        if (moved) {
            QCOMPARE(*moved, rangeOf(*changedText(text, {change}), now));
        }
    }

    void what_is_inserted_at_an_end_is_no_part_of_it()
    {
        const TextRange word{{2, 2}, {2, 6}};
        PlaceShift shift;
        shift.add({{word.start, word.start}, "xy"});
        QCOMPARE(shift.shifted(word), (TextRange{{2, 4}, {2, 8}}));
        shift.add({{{2, 8}, {2, 8}}, "\n"});
        QCOMPARE(shift.shifted(word), (TextRange{{2, 4}, {2, 8}}));
    }

    /// Edits that leave the word alone, wherever they are: it is found where it is.
    void a_word_is_found_after_any_edits_around_it()
    {
        test::RandomValues random(1);
        const auto number = [&](qsizetype limit) { return random.below(static_cast<int>(limit)); };
        for (int round = 0; round < 2'000; ++round) {
            QByteArray text = "aa\nbb\n\ncc <WORD> dd\nee\n";
            const TextRange word = rangeOf(text, "<WORD>");
            PlaceShift shift;
            for (int step = 0; step < 12; ++step) {
                const qsizetype at = text.indexOf("<WORD>");
                const bool isBefore = random.boolean();
                const qsizetype from = isBefore ? number(at + 1) : at + 6 + number(text.size() - at - 5);
                const qsizetype limit = isBefore ? at : text.size();
                const qsizetype to = from + number(limit - from + 1);
                const QByteArray by = random.oneOf(QList<QByteArray>{"", "x", "\n", "x\ny", "ä\n\n", "zzzz"});
                const TextChange change{{placeAt(text, from), placeAt(text, to)}, by};
                shift.add(change);
                text.replace(from, to - from, change.text);
                QCOMPARE(shift.shifted(word), rangeOf(text, "<WORD>"));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestPlaceShift)
#include "tst_place_shift.moc"
