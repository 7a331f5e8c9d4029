// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"
#include "ui/timing/history_chart.h"
#include "ui/timing/timing_chart.h"
#include "ui/timing/timing_pane.h"
#include "ui/timing/timing_text.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace studio;

namespace {

CompiledUnit unitAt(const QString &crate, double start, double duration)
{
    return {.crate = crate, .version = QStringLiteral("1.0.0"), .target = {}, .startMs = start, .durationMs = duration};
}

CompileTiming someTiming()
{
    return {.steps = {{CompileStep::Prepare, 40}, {CompileStep::Compile, 900}, {CompileStep::Link, 160}},
            .units = {unitAt(QStringLiteral("serde"), 40, 300), unitAt(QStringLiteral("syn"), 45, 700),
                      unitAt(QStringLiteral("hello"), 760, 330)},
            .milliseconds = 1100,
            .isGood = true};
}

QList<CompileRecord> someRecords(int count)
{
    QList<CompileRecord> records;
    for (int i = 0; i < count; ++i) {
        records.append({.timeMs = 1'700'000'000'000 + i * 60'000LL,
                        .isGood = i % 7 != 3,
                        .compileMs = 200 + 30.0 * (i % 9),
                        .answerMs = i % 3 == 0 ? 260.0 + i : 0,
                        .artifactBytes = i % 7 != 3 ? 2'000'000 + i * 1000 : 0,
                        .units = 1,
                        .version = i == 4 ? 2 : 0,
                        .commit = QStringLiteral("0123456789ab")});
    }
    return records;
}

} // namespace

class TestTimingPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(false); }

    /// By chance: no two units in one row overlap, and there are no more rows than ran at once.
    void units_that_run_at_once_have_rows_of_their_own()
    {
        for (quint32 seed = 1; seed < 200; ++seed) {
            QRandomGenerator random(seed);
            QList<CompiledUnit> units;
            for (int i = 0; i < 60; ++i) {
                units << unitAt(QString::number(i), random.bounded(1000) * 20.0, 20.0 + random.bounded(100) * 20.0);
            }
            std::ranges::sort(units, {}, &CompiledUnit::startMs);
            const QList<int> lanes = lanesOf(units);
            QCOMPARE(lanes.size(), units.size());
            int atOnce = 0;
            for (int i = 0; i < units.size(); ++i) {
                int running = 0;
                for (int k = 0; k < units.size(); ++k) {
                    const bool overlaps = units[k].startMs < units[i].startMs + units[i].durationMs &&
                                          units[i].startMs < units[k].startMs + units[k].durationMs;
                    const QByteArray said = "seed " + QByteArray::number(seed);
                    QVERIFY2(i == k || !overlaps || lanes[i] != lanes[k], said);
                    running += units[k].startMs <= units[i].startMs &&
                               units[i].startMs < units[k].startMs + units[k].durationMs;
                }
                atOnce = std::max(atOnce, running);
            }
            QCOMPARE(*std::ranges::max_element(lanes) + 1, atOnce);
        }
    }

    void the_table_has_what_the_chart_shows_and_both_choose_the_same()
    {
        TimingPane pane;
        pane.resize(900, 190);
        pane.show(someTiming(), someRecords(1));
        pane.QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        QCOMPARE(pane.units()->topLevelItemCount(), 3);
        QCOMPARE(pane.units()->topLevelItem(0)->text(0), QStringLiteral("syn 1.0.0")); // what took longest
        QCOMPARE(pane.units()->topLevelItem(0)->text(1), QStringLiteral("700 ms"));
        QTest::keyClick(pane.chart(), Qt::Key_End);
        QCOMPARE(pane.chart()->current(), 2);
        QCOMPARE(pane.units()->currentItem()->text(0), QStringLiteral("hello 1.0.0"));
        QVERIFY(pane.chart()->accessibleDescription().contains(QStringLiteral("hello 1.0.0: 330 ms")));
        QTest::keyClick(pane.chart(), Qt::Key_Left);
        QCOMPARE(pane.units()->currentItem()->text(0), QStringLiteral("syn 1.0.0"));
        pane.units()->setCurrentItem(pane.units()->topLevelItem(2));
        QCOMPARE(pane.chart()->current(), 0); // serde
    }

    void the_history_is_a_table_too()
    {
        TimingPane pane;
        pane.resize(900, 190);
        pane.show({}, someRecords(100));
        pane.showHistory(true);
        pane.QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        QCOMPARE(pane.records()->topLevelItemCount(), 100);
        QTest::keyClick(pane.historyChart(), Qt::Key_Home);
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(pane.historyChart(), Qt::Key_Right);
        }
        QCOMPARE(pane.historyChart()->current(), 4);
        QCOMPARE(pane.records()->currentItem()->text(5), QStringLiteral("version 2 · 0123456789ab"));
        QVERIFY(pane.historyChart()->accessibleDescription().contains(QStringLiteral("version 2")));
    }

    void what_is_hostile_is_drawn_as_text()
    {
        CompileTiming timing = someTiming();
        timing.units[0].crate = QStringLiteral("<b>bold</b>") + QString(5000, u'x');
        timing.units[1].startMs = 1e12;
        timing.units[2].durationMs = 1e15;
        for (int i = 0; i < 5000; ++i) {
            timing.units.append(unitAt(QStringLiteral("many"), 0, 1000));
        }
        std::ranges::stable_sort(timing.units, {}, &CompiledUnit::startMs);
        TimingPane pane;
        pane.resize(900, 190);
        pane.show(timing, {});
        QVERIFY(!pane.grab().isNull());
        for (int row = 0; row < pane.units()->topLevelItemCount(); ++row) {
            const QString tip = pane.units()->topLevelItem(row)->toolTip(0);
            QVERIFY2(!Qt::mightBeRichText(tip) && !tip.contains(QStringLiteral("&lt;")), qPrintable(tip));
        }
    }

    /// For a person to look at, where STUDIO_PICTURES names a folder.
    void both_themes_are_drawn()
    {
        for (const bool isDark : {false, true}) {
            Theme::apply(isDark);
            TimingPane pane;
            pane.resize(900, 190);
            pane.show(someTiming(), someRecords(40));
            const QImage light = pane.grab().toImage();
            pane.showHistory(true);
            const QImage history = pane.grab().toImage();
            QVERIFY(light != history);
            QCOMPARE(light.pixelColor(2, 100).lightness() < 128, isDark);
            if (const QString folder = qEnvironmentVariable("STUDIO_PICTURES"); !folder.isEmpty()) {
                const QString name = folder + (isDark ? QStringLiteral("/dark-") : QStringLiteral("/light-"));
                QVERIFY(light.save(name + QStringLiteral("last.png")));
                QVERIFY(history.save(name + QStringLiteral("history.png")));
            }
        }
        Theme::apply(false);
    }
};

QTEST_MAIN(TestTimingPane)
#include "tst_timing_pane.moc"
