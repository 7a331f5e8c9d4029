// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/folded_lines.h"

#include <QList>
#include <QRandomGenerator>
#include <QTest>

using namespace studio;

class TestFoldedLines : public QObject
{
    Q_OBJECT

    static QList<qint64> shown(const FoldedLines &lines)
    {
        QList<qint64> out;
        for (qint64 row = 0; row < lines.rowCount(); ++row) {
            out << lines.lineOf(row);
        }
        return out;
    }

private Q_SLOTS:
    void a_fold_hides_what_stands_in_it()
    {
        FoldedLines lines;
        lines.restart(10);
        lines.fold(4, 5);
        lines.fold(1, 3);
        QCOMPARE(shown(lines), (QList<qint64>{0, 1, 4, 6, 7, 8, 9}));
        QCOMPARE(lines.rowOf(3), 1);
        QCOMPARE(lines.rowOf(6), 3);
        lines.fold(0, 8); // around both
        QCOMPARE(shown(lines), (QList<qint64>{0, 9}));
        QCOMPARE(lines.rowOf(9), 1);
        lines.unfold(0);
        QCOMPARE(shown(lines), (QList<qint64>{0, 1, 4, 6, 7, 8, 9})); // as they were
        lines.reveal(2);
        QCOMPARE(shown(lines), (QList<qint64>{0, 1, 2, 3, 4, 6, 7, 8, 9}));
        lines.restart(2);
        QCOMPARE(shown(lines), (QList<qint64>{0, 1}));
        lines.restart(0);
        QCOMPARE(lines.rowCount(), 0);
    }

    void rows_and_lines_agree_whatever_is_folded()
    {
        QRandomGenerator random(17); // NOLINT: the same each time
        for (int round = 0; round < 200; ++round) {
            FoldedLines lines;
            lines.restart(60);
            QList<qint64> expected;
            for (qint64 first = 0; first < 60; ++first) {
                expected << first;
            }
            const auto fold = [&](qint64 first, qint64 last) {
                lines.fold(first, last);
                expected.removeIf([&](qint64 line) { return first < line && line <= last; });
            };
            for (qint64 first = 0; first < 48;) {
                const qint64 last = first + random.bounded(3, 10);
                fold(first + 1, first + 2); // in the next one
                if (random.bounded(2) == 0) {
                    fold(first, last);
                }
                first = last + random.bounded(1, 3);
            }
            const QList<qint64> rows = shown(lines);
            QCOMPARE(rows, expected);
            for (qsizetype row = 0; row < rows.size(); ++row) {
                QCOMPARE(lines.rowOf(rows[row]), row);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestFoldedLines)
#include "tst_folded_lines.moc"
