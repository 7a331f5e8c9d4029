// SPDX-License-Identifier: GPL-3.0-or-later
// What a compile took, and Clippy on demand: the real window and compiler.
#include "core/project/project.h"
#include "core/workspace/compile_history.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "tests/ui/window/studio.h"
#include "ui/console/comparison_dialog.h"
#include "ui/timing/timing_pane.h"

#include <QCoroTask>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace studio;
using namespace studio::test;

class TestWindowTiming : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Studio> m_studio;

    [[nodiscard]] QString project() const { return m_home->filePath(QStringLiteral("hello")); }
    [[nodiscard]] CompileHistory *history() const { return m_studio->composed.workspace()->history(); }
    void openStudio()
    {
        m_studio = std::make_unique<Studio>(m_home->path());
        m_studio->open(project());
        m_studio->window.show();
        QVERIFY(QTest::qWaitForWindowActive(&m_studio->window));
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project()));
        openStudio();
    }
    void cleanup()
    {
        m_studio.reset();
        m_home.reset();
    }

    void a_run_is_timed_and_remembered()
    {
        QVERIFY(m_studio->isSaid(QStringLiteral("Nothing was compiled yet")) ||
                m_studio->pane<TimingPane>("timing")->units()->topLevelItemCount() == 0);
        const auto ran = QCoro::waitFor(m_studio->actions()->run());
        QVERIFY2(ran, ran ? "" : qPrintable(ran.error().message));
        auto *const pane = m_studio->pane<TimingPane>("timing");
        QTRY_VERIFY(pane->units()->topLevelItemCount() >= 1);
        QVERIFY(pane->units()->topLevelItem(0)->text(0).startsWith(QStringLiteral("hello ")));
        QCOMPARE(history()->records().size(), 1);
        QVERIFY(history()->records().first().isGood);
        QVERIFY(history()->records().first().artifactBytes > 0);
        QTRY_VERIFY(history()->records().first().answerMs >= history()->records().first().compileMs); // Run sends
        QCOMPARE(pane->records()->topLevelItemCount(), 1);
        QVERIFY2(m_studio->consoleText().contains(QStringLiteral(" · compile ")), qPrintable(m_studio->consoleText()));
        QVERIFY2(m_studio->consoleText().contains(QStringLiteral(" · link ")), qPrintable(m_studio->consoleText()));
        const QList<CompileRecord> before = history()->records();
        m_studio.reset();
        openStudio();
        QTRY_COMPARE(history()->records(), before);
    }

    void a_pinned_run_is_compared_with_the_next()
    {
        QVERIFY(!m_studio->action("console.pin")->isEnabled());
        QVERIFY(QCoro::waitFor(m_studio->actions()->compile()));
        m_studio->action("console.pin")->trigger();
        QVERIFY(!m_studio->action("console.compare")->isEnabled());
        QFile handler(project() + QStringLiteral("/src/lib.rs"));
        QVERIFY(handler.open(QIODevice::Append));
        handler.write("\nfn unused() {}\n");
        handler.close();
        QVERIFY(QCoro::waitFor(m_studio->actions()->compile()));
        m_studio->action("console.compare")->trigger();
        auto *const dialog = m_studio->window.findChild<ComparisonDialog *>();
        QVERIFY(dialog);
        const QTreeWidgetItem *const problems = dialog->changes()->topLevelItem(0);
        QCOMPARE(problems->childCount(), 1);
        QVERIFY2(problems->child(0)->text(0).startsWith(QStringLiteral("warning: src/lib.rs: function `unused`")),
                 qPrintable(problems->child(0)->text(0)));
        QCOMPARE(dialog->changes()->topLevelItem(1)->childCount(), 0);
        QVERIFY(dialog->changes()->topLevelItem(2)->childCount() > 0);
        QVERIFY(dialog->steps()->topLevelItemCount() >= 3);
        dialog->close();
    }

    void clippy_lists_what_it_finds_until_the_file_is_saved()
    {
        QFile handler(project() + QStringLiteral("/src/lib.rs"));
        QVERIFY(handler.open(QIODevice::Append));
        handler.write("\npub fn none(texts: &[&str]) -> bool {\n    texts.len() == 0\n}\n");
        handler.close();
        QVERIFY(m_studio->action("problems.clippy")->isEnabled());
        m_studio->action("problems.clippy")->trigger();
        const DiagnosticList *const found = m_studio->composed.workspace()->diagnostics();
        QTRY_VERIFY_WITH_TIMEOUT(
            !m_studio->actions()->isWorking() && !found->of(DiagnosticList::Source::Clippy).isEmpty(), 300'000);
        QCOMPARE(found->of(DiagnosticList::Source::Clippy).first().code, QStringLiteral("clippy::len_zero"));
        QVERIFY2(m_studio->consoleText().contains(QStringLiteral("Clippy found ")),
                 qPrintable(m_studio->consoleText()));
        QVERIFY(m_studio->action("problems.clippy")->isEnabled());
        m_studio->composed.workspace()->documents()->saved(handler.fileName());
        QVERIFY(found->of(DiagnosticList::Source::Clippy).isEmpty());
    }
};

QTEST_MAIN(TestWindowTiming)
#include "tst_window_timing.moc"
