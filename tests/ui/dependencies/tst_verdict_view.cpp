// SPDX-License-Identifier: GPL-3.0-or-later
// What a crate costs, in the panel and in the table of all, from verdicts that were kept.
#include "core/trial/crate_trial.h"
#include "core/trial/verdict_store.h"
#include "core/workspace/crate_trials.h"
#include "tests/support/one_workspace.h"
#include "ui/dependencies/cost_dialog.h"
#include "ui/dependencies/verdict_text.h"
#include "ui/dependencies/verdict_view.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

Dependency crate(const QString &name)
{
    return {.key = name, .package = name, .requirement = u"1"_s, .source = {}, .line = 3};
}

QPushButton *buttonOf(const QWidget &widget, const QString &text)
{
    for (QPushButton *const one : widget.findChildren<QPushButton *>()) {
        if (one->text() == text) {
            return one;
        }
    }
    return nullptr;
}

} // namespace

class TestVerdictView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_project = std::make_unique<TestProject>("costs");
        m_studio = std::make_unique<OneWorkspace>();
        m_studio->compiler.setWantedToolchain({});
        const auto choice = QCoro::waitFor(m_studio->compiler.toolchain(RustTarget::Native));
        QVERIFY(choice);
        m_toolchain = toolchainId(choice->toolchain);
        QVERIFY(m_studio->workspace.open(m_project->path()));
    }
    void cleanup() { m_studio.reset(); }

    void figures_are_written_as_people_read_them()
    {
        QCOMPARE(secondsText(0.049), u"49.0 ms"_s);
        QCOMPARE(secondsText(3.44), u"3.44 s"_s);
        QCOMPARE(secondsText(12.4), u"12.4 s"_s);
        QCOMPARE(addedBytesText(0), u"no change"_s);
        QCOMPARE(addedBytesText(120'400), u"+118 KiB"_s);
        QCOMPARE(addedBytesText(-3'000), QChar(0x2212) + u"2.93 KiB"_s);
    }

    void the_verdicts_of_both_targets_are_told()
    {
        keep(verdictOf(u"rand"_s, 3.4));
        CrateVerdict wasm = verdictOf(u"rand"_s, 0);
        wasm.target = RustTarget::Wasm;
        wasm.compiles = false;
        wasm.error = u"The crate getrandom 0.2.1 needs a browser."_s;
        keep(wasm);
        VerdictView view;
        show(view, crate(u"rand"_s));
        QTRY_VERIFY(text(view).contains(u"Native: compiles. First compile +3.4 s"_s));
        QVERIFY2(text(view).contains(u"artifact +1000 B"_s), qPrintable(text(view)));
        QVERIFY(text(view).contains(u"WebAssembly: does not compile. The crate getrandom 0.2.1 needs a browser."_s));
        QVERIFY(text(view).contains(u"Adds 2 crates: rand 1.2.3, brought 0.1.0"_s));
        QVERIFY(text(view).contains(u"Licences: MIT, none named (brought)"_s));
        QVERIFY(text(view).contains(u"Runs when it is compiled: brought (build script)"_s));
        QVERIFY(buttonOf(view, u"Try again"_s)->isVisible());
        view.setCrate(crate(u"serde"_s), {}, true);
        QCOMPARE(text(view), QString());
        QVERIFY(buttonOf(view, u"Try it"_s)->isVisible());
        view.setCrate(crate(u"serde"_s), {}, false);
        QVERIFY(!view.isVisible());
    }

    void a_verdict_of_another_version_is_not_shown()
    {
        keep(verdictOf(u"rand"_s, 3.4));
        VerdictView view;
        show(view, crate(u"rand"_s));
        QTRY_VERIFY(!text(view).isEmpty());
        view.setCrate(crate(u"rand"_s), u"1.9.9"_s, true);
        QCOMPARE(text(view), QString());
    }

    void nothing_is_tried_before_the_question_is_answered()
    {
        VerdictView view;
        show(view, crate(u"rand"_s));
        QTest::mouseClick(buttonOf(view, u"Try it"_s), Qt::LeftButton);
        QVERIFY(!trials()->isRunning());
        QVERIFY(buttonOf(view, u"Trust this folder"_s)->isVisible());
        QVERIFY(!buttonOf(view, u"Try it"_s)->isVisible());
        QTest::mouseClick(buttonOf(view, u"Do not run them"_s), Qt::LeftButton);
        QVERIFY(!trials()->isRunning());
        QVERIFY(!trials()->trust());
        QVERIFY(!buttonOf(view, u"Trust this folder"_s)->isVisible());
        QVERIFY(buttonOf(view, u"Try it"_s)->isVisible());
        trials()->setTrust({.get = [] { return std::optional(false); }, .set = {}});
        view.setCrate(crate(u"rand"_s), {}, true);
        QVERIFY(!buttonOf(view, u"Try it"_s)->isEnabled());
    }

    void a_trial_that_runs_is_cancelled_by_its_button()
    {
        VerdictView view;
        show(view, crate(u"no-such-crate-at-all"_s));
        QTest::mouseClick(buttonOf(view, u"Try it"_s), Qt::LeftButton);
        QTest::mouseClick(buttonOf(view, u"Trust this folder"_s), Qt::LeftButton);
        QVERIFY(trials()->isRunning());
        QVERIFY(buttonOf(view, u"Cancel"_s)->isVisible());
        QTest::mouseClick(buttonOf(view, u"Cancel"_s), Qt::LeftButton);
        QTRY_VERIFY(!trials()->isRunning());
        QVERIFY(buttonOf(view, u"Try it"_s)->isVisible());
        QCOMPARE(text(view), QString());
    }

    void the_table_is_sorted_by_figures()
    {
        keep(verdictOf(u"small"_s, 3.4));
        keep(verdictOf(u"large"_s, 12));
        CostDialog dialog(trials());
        Dependency injected = crate(u"tokio"_s);
        injected.injected = true;
        dialog.setDependencies({crate(u"small"_s), crate(u"large"_s), crate(u"unmeasured"_s), injected});
        dialog.show();
        trials()->load();
        auto *const table = dialog.findChild<QTreeWidget *>();
        const auto names = [&] {
            QStringList all;
            for (int i = 0; i < table->topLevelItemCount(); ++i) {
                all << table->topLevelItem(i)->text(CostDialog::Crate);
            }
            return all;
        };
        QTRY_COMPARE(names(), QStringList({u"large"_s, u"small"_s, u"unmeasured"_s}));
        QCOMPARE(table->topLevelItem(0)->text(CostDialog::Cold), u"12.0 s"_s);
        QCOMPARE(table->topLevelItem(0)->text(CostDialog::Crates), u"2"_s);
        QCOMPARE(table->topLevelItem(2)->text(CostDialog::Licences), u"Not measured yet"_s);
        table->sortByColumn(CostDialog::Cold, Qt::AscendingOrder);
        QCOMPARE(names(), QStringList({u"unmeasured"_s, u"small"_s, u"large"_s}));
        table->sortByColumn(CostDialog::Crate, Qt::AscendingOrder);
        QCOMPARE(names().front(), u"large"_s);
        dialog.findChild<QComboBox *>()->setCurrentIndex(1);
        QCOMPARE(table->topLevelItem(0)->text(CostDialog::Cold), QString());
        QVERIFY(!buttonOf(dialog, u"Measure selected"_s)->isEnabled());
        table->setCurrentItem(table->topLevelItem(0));
        QVERIFY(buttonOf(dialog, u"Measure selected"_s)->isEnabled());
        QTest::mouseClick(buttonOf(dialog, u"Measure all"_s), Qt::LeftButton);
        QVERIFY(!trials()->isRunning()); // asks first
        QVERIFY(buttonOf(dialog, u"Trust this folder"_s)->isVisible());
    }

    void a_crate_with_other_features_has_a_row_of_its_own()
    {
        Dependency wide = crate(u"rand"_s);
        wide.key = u"wide"_s;
        wide.features << u"std"_s;
        Dependency forTests = crate(u"rand"_s);
        forTests.table = DependencyTable::Dev;
        CostDialog dialog(trials());
        dialog.setDependencies({crate(u"rand"_s), wide, forTests});
        auto *const table = dialog.findChild<QTreeWidget *>();
        QCOMPARE(table->topLevelItemCount(), 2);
        QCOMPARE(table->findItems(u"wide"_s, Qt::MatchExactly).size(), 1);
    }

    void a_manifest_without_crates_says_so()
    {
        CostDialog dialog(trials());
        dialog.setDependencies({});
        QVERIFY(!buttonOf(dialog, u"Measure all"_s)->isEnabled());
        bool isSaid = false;
        for (const QLabel *const label : dialog.findChildren<QLabel *>()) {
            isSaid = isSaid || label->text().contains(u"names no crates"_s);
        }
        QVERIFY(isSaid);
    }

private:
    [[nodiscard]] CrateTrials *trials() const { return m_studio->workspace.crateTrials(); }
    [[nodiscard]] CrateVerdict verdictOf(const QString &name, double seconds) const
    {
        return {.package = name,
                .version = u"1.2.3"_s,
                .requirement = u"1"_s,
                .source = {},
                .features = {},
                .toolchain = m_toolchain,
                .target = RustTarget::Native,
                .compiles = true,
                .error = {},
                .coldSeconds = seconds,
                .warmSeconds = 0.5,
                .warmBefore = 0.4,
                .bytes = 2'000,
                .bytesBefore = 1'000,
                .crates = {{name, u"1.2.3"_s, u"MIT"_s, false, false}, {u"brought"_s, u"0.1.0"_s, {}, true, false}},
                .duplicates = {},
                .measuredMs = 1'700'000'000'000};
    }
    void keep(const CrateVerdict &verdict) const
    {
        const VerdictStore store(verdictFolder(m_studio->paths));
        QVERIFY(store.keep(m_studio->workspace.folder(), verdict));
    }
    void show(VerdictView &view, const Dependency &one) const
    {
        view.setTrials(trials());
        view.setCrate(one, {}, true);
        view.resize(300, 500);
        view.show();
        trials()->load();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
    }
    static QString text(const VerdictView &view)
    {
        for (const QLabel *const label : view.findChildren<QLabel *>()) {
            if (label->accessibleName() == u"What the crate costs"_s) {
                return label->text();
            }
        }
        return {};
    }

    std::unique_ptr<TestProject> m_project; ///< of its own: verdicts are kept by project
    QString m_toolchain;
    std::unique_ptr<OneWorkspace> m_studio;
};

QTEST_MAIN(TestVerdictView)
#include "tst_verdict_view.moc"
