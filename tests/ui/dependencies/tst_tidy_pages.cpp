// SPDX-License-Identifier: GPL-3.0-or-later
// The pages about updates, all packages and unused crates.
#include "core/workspace/crate_trials.h"
#include "core/workspace/manifest_editor.h"
#include "tests/support/one_workspace.h"
#include "ui/dependencies/packages_page.h"
#include "ui/dependencies/tidy_dialog.h"
#include "ui/dependencies/unused_page.h"
#include "ui/dependencies/update_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QTreeWidget>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

Dependency crate(const QString &name, const QString &requirement = u"1"_s)
{
    return {.key = name, .package = name, .requirement = requirement, .source = {}, .line = 3};
}

template <typename Widget> Widget *named(const QWidget &parent, const QString &accessibleName)
{
    for (Widget *const one : parent.findChildren<Widget *>()) {
        if (one->accessibleName() == accessibleName) {
            return one;
        }
    }
    return nullptr;
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

QStringList topRows(const QTreeWidget *tree)
{
    QStringList all;
    for (int i = 0; i < tree->topLevelItemCount(); ++i) {
        all << tree->topLevelItem(i)->text(0) + u' ' + tree->topLevelItem(i)->text(1);
    }
    return all;
}

GraphPackage package(const QString &name, const QString &version, const QList<PackageEdge> &uses = {})
{
    return {.name = name,
            .version = version,
            .source = {},
            .license = u"MIT"_s,
            .repository = {},
            .rustVersion = {},
            .features = {},
            .uses = uses};
}

PackageEdge edge(qsizetype to, bool isDev = false)
{
    return {.package = to, .name = {}, .isNormal = !isDev, .isDev = isDev};
}

/// root uses a and c 2; a uses c 1, and root for its tests.
PackageGraph graph()
{
    return {.packages = {package(u"root"_s, u"0.1.0"_s, {edge(1), edge(3)}),
                         package(u"a"_s, u"1.0.0"_s, {edge(2), edge(0, true)}), package(u"c"_s, u"1.0.0"_s),
                         package(u"c"_s, u"2.0.0"_s)},
            .root = 0};
}

} // namespace

class TestTidyPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void packages_are_unfolded_one_level_at_a_time()
    {
        PackagesPage page;
        QSignalSpy wanted(&page, &PackagesPage::wanted);
        page.show();
        QCOMPARE(wanted.size(), 1);
        page.setGraph(graph());
        auto *const tree = page.findChild<QTreeWidget *>();
        QCOMPARE(topRows(tree), QStringList(u"root 0.1.0"_s));
        QTreeWidgetItem *const root = tree->topLevelItem(0);
        QVERIFY(root->isExpanded());
        QCOMPARE(root->childCount(), 2);
        QTreeWidgetItem *const a = root->child(0);
        QCOMPARE(a->text(0), u"a"_s);
        QCOMPARE(a->childCount(), 0); // made when it is unfolded
        a->setExpanded(true);
        QCOMPARE(a->childCount(), 2);
        QCOMPARE(a->child(1)->text(0), u"root"_s); // the cycle ends here
        QVERIFY(a->child(1)->text(PackagesPage::Kind).contains(u"shown above"_s));
        a->child(1)->setExpanded(true);
        QCOMPARE(a->child(1)->childCount(), 0);
    }

    void what_uses_a_package_is_the_tree_the_other_way()
    {
        PackagesPage page;
        page.show();
        page.setGraph(graph());
        page.setView(PackagesPage::View::UsedBy);
        auto *const tree = page.findChild<QTreeWidget *>();
        QCOMPARE(topRows(tree), QStringList({u"a 1.0.0"_s, u"c 2.0.0"_s, u"c 1.0.0"_s, u"root 0.1.0"_s}));
        QTreeWidgetItem *const newer = tree->topLevelItem(1);
        newer->setExpanded(true);
        QCOMPARE(newer->childCount(), 1);
        QCOMPARE(newer->child(0)->text(0), u"root"_s);
        page.setView(PackagesPage::View::SeveralVersions);
        QCOMPARE(topRows(tree).size(), 2);
        page.findChild<QLineEdit *>()->setText(u"nothing"_s);
        QCOMPARE(tree->topLevelItemCount(), 0);
        QVERIFY(named<QLabel>(page, u"State"_s)->isVisible());
    }

    void packages_with_advisories_are_told()
    {
        PackagesPage page;
        page.show();
        page.setGraph(graph());
        page.setView(PackagesPage::View::WithAdvisories);
        auto *const tree = page.findChild<QTreeWidget *>();
        QCOMPARE(tree->topLevelItemCount(), 0);
        QVERIFY(named<QLabel>(page, u"State"_s)->text().contains(u"Reading the RustSec database"_s));
        page.setAdvisories({});
        QVERIFY(named<QLabel>(page, u"State"_s)->text().contains(u"no copy of the RustSec database"_s));
        page.setAdvisories(
            {.date = QDateTime::currentDateTime(),
             .advisories = {
                 {2,
                  {{.id = u"RUSTSEC-2024-0001"_s, .title = u"It breaks"_s, .date = {}, .kind = {}, .patched = {}}}}}});
        QCOMPARE(topRows(tree), QStringList(u"c 1.0.0"_s));
        QCOMPARE(tree->topLevelItem(0)->text(PackagesPage::Advisories), u"RUSTSEC-2024-0001"_s);
        page.setAdvisories({.date = QDateTime::currentDateTime(), .advisories = {}});
        QCOMPARE(tree->topLevelItemCount(), 0);
        QVERIFY(named<QLabel>(page, u"State"_s)->text().contains(u"No package has an advisory"_s));
    }

    void packages_that_cannot_be_had_say_why()
    {
        PackagesPage page;
        page.show();
        page.setState(u"No network."_s, true);
        QCOMPARE(named<QLabel>(page, u"State"_s)->text(), u"No network."_s);
        page.setGraph(graph());
        QVERIFY(!named<QLabel>(page, u"State"_s)->isVisible());
    }

    void unused_crates_are_looked_for_after_the_question()
    {
        UnusedPage page;
        page.show();
        QSignalSpy searched(&page, &UnusedPage::searchRequested);
        QSignalSpy trusted(&page, &UnusedPage::trustGiven);
        QTest::mouseClick(buttonOf(page, u"Look for unused crates"_s), Qt::LeftButton);
        QCOMPARE(searched.size(), 0);
        QTest::mouseClick(buttonOf(page, u"Do not run them"_s), Qt::LeftButton);
        QCOMPARE(searched.size() + trusted.size(), 0);
        QTest::mouseClick(buttonOf(page, u"Look for unused crates"_s), Qt::LeftButton);
        QTest::mouseClick(buttonOf(page, u"Trust this folder"_s), Qt::LeftButton);
        QCOMPARE(searched.size(), 1);
        QCOMPARE(trusted.size(), 1);
        page.setTrust(false);
        QVERIFY(!buttonOf(page, u"Look for unused crates"_s)->isEnabled());
    }

    void chosen_unused_crates_are_removed()
    {
        UnusedPage page;
        page.show();
        page.setTrust(true);
        page.setSearching(true);
        QVERIFY(buttonOf(page, u"Cancel"_s)->isVisible());
        page.setSearching(false);
        page.setUnused({.crates = {{crate(u"a"_s)}, {crate(u"b"_s)}, {crate(u"c"_s), true}}, .note = {}});
        QSignalSpy removed(&page, &UnusedPage::removeRequested);
        auto *const list = page.findChild<QTreeWidget *>();
        QCOMPARE(list->topLevelItem(2)->checkState(0), Qt::Unchecked); // it may be wanted
        QVERIFY(list->topLevelItem(2)->toolTip(0).contains(u"Another crate uses c"_s));
        QVERIFY(named<QLabel>(page, u"State"_s)->text().contains(u"for their features"_s));
        list->topLevelItem(0)->setCheckState(0, Qt::Unchecked);
        QTest::mouseClick(buttonOf(page, u"Remove from Cargo.toml"_s), Qt::LeftButton);
        QCOMPARE(removed.size(), 1);
        QCOMPARE(removed[0][0].value<QList<Dependency>>(), QList<Dependency>({crate(u"b"_s)}));
        list->topLevelItem(1)->setCheckState(0, Qt::Unchecked);
        QVERIFY(!buttonOf(page, u"Remove from Cargo.toml"_s)->isEnabled());
        page.setUnused({});
        QVERIFY(named<QLabel>(page, u"State"_s)->text().contains(u"uses all crates"_s));
    }

    void removed_crates_leave_the_list_one_by_one()
    {
        const TestProject project("unused");
        project.add(u"Cargo.toml"_s, manifest("[dependencies]\nitoa = \"1\"\nryu = \"1\"\n"));
        OneWorkspace studio;
        QVERIFY(studio.workspace.open(project.path()));
        DependencyUpdates updates(&studio.workspace);
        TidyDialog dialog(&studio.workspace, &updates);
        dialog.setPage(TidyDialog::Page::Unused);
        dialog.show();
        auto *const page = dialog.findChild<UnusedPage *>();
        auto *const list = page->findChild<QTreeWidget *>();
        QList<Dependency> listed = studio.workspace.manifest()->manifest().dependencies;
        listed.removeIf([](const Dependency &one) { return one.injected; });
        QCOMPARE(listed.size(), 2);
        page->setUnused(
            {.crates = {{listed[0], true}, {listed[1]}, {crate(u"absent"_s)}, {crate(u"last"_s)}}, .note = {}});
        QPushButton *const remove = buttonOf(*page, u"Remove from Cargo.toml"_s);
        QTest::mouseClick(remove, Qt::LeftButton);
        // ryu was removed, absent cannot be, and itoa was not chosen.
        QTRY_COMPARE(topRows(list), QStringList({u"itoa 1"_s, u"absent 1"_s, u"last 1"_s}));
        QTRY_VERIFY(named<QLabel>(*page, u"State"_s)->text().contains(u"absent"_s));
        QCOMPARE(list->topLevelItem(0)->checkState(0), Qt::Unchecked);
        QVERIFY(test::readFile(project.path(u"Cargo.toml"_s)).contains("itoa"));
        QVERIFY(!test::readFile(project.path(u"Cargo.toml"_s)).contains("ryu"));
    }

    void a_search_needs_the_trust_of_now()
    {
        const TestProject project("unused");
        OneWorkspace studio;
        std::optional<bool> answer = true;
        studio.workspace.crateTrials()->setTrust({.get = [&] { return answer; }, .set = {}});
        QVERIFY(studio.workspace.open(project.path()));
        DependencyUpdates updates(&studio.workspace);
        TidyDialog dialog(&studio.workspace, &updates);
        dialog.setPage(TidyDialog::Page::Unused);
        dialog.show();
        auto *const page = dialog.findChild<UnusedPage *>();
        answer = false; // in another window
        QTest::mouseClick(buttonOf(*page, u"Look for unused crates"_s), Qt::LeftButton);
        QTRY_VERIFY(named<QLabel>(*page, u"State"_s)->text().contains(u"not trusted"_s));
        QTRY_VERIFY(!buttonOf(*page, u"Cancel"_s)->isVisible());
        QVERIFY(!buttonOf(*page, u"Look for unused crates"_s)->isEnabled());
    }

    void an_update_is_previewed_written_and_undone()
    {
        const TestProject project("updated");
        project.add(u"Cargo.toml"_s, manifest("[dependencies]\nitoa = \"1\"\n"));
        project.add(u"Cargo.lock"_s, "version = 4\n\n[[package]]\nname = \"itoa\"\nversion = \"1.0.18\"\nsource = "
                                     "\"registry+https://github.com/rust-lang/crates.io-index\"\n");
        const QByteArray before = test::readFile(project.path(u"Cargo.lock"_s));
        OneWorkspace studio;
        QVERIFY(studio.workspace.open(project.path()));
        DependencyUpdates updates(&studio.workspace);
        TidyDialog dialog(&studio.workspace, &updates);
        Dependency injected = crate(u"tokio"_s);
        injected.injected = true;
        dialog.setDependencies({crate(u"itoa"_s), injected}, {{DependencyFacts::keyOf(crate(u"itoa"_s)),
                                                               {.locked = u"1.0.18"_s, .newestFitting = u"1.0.19"_s}}});
        dialog.show();
        auto *const page = dialog.findChild<UpdatePage *>();
        auto *const crates = named<QTreeWidget>(*page, u"Crates to update"_s);
        QCOMPARE(topRows(crates), QStringList(u"itoa 1"_s));
        page->findChild<QCheckBox *>()->setChecked(false); // itoa alone
        QPushButton *const update = buttonOf(*page, u"Update"_s);
        QVERIFY(!update->isEnabled());
        QTest::mouseClick(buttonOf(*page, u"Preview"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(update->isEnabled(), 60'000);
        auto *const changes = named<QTreeWidget>(*page, u"Changes of Cargo.lock"_s);
        const auto itoa = changes->findItems(u"itoa"_s, Qt::MatchExactly).value(0);
        QVERIFY(itoa);
        QCOMPARE(itoa->text(UpdatePage::From), u"1.0.18"_s);
        QCOMPARE(test::readFile(project.path(u"Cargo.lock"_s)), before);
        QTest::mouseClick(update, Qt::LeftButton);
        QPushButton *const undo = buttonOf(*page, u"Undo the update"_s);
        QTRY_VERIFY(undo->isVisible() && undo->isEnabled());
        QVERIFY(test::readFile(project.path(u"Cargo.lock"_s)) != before);
        QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_VERIFY(!undo->isVisible());
        QCOMPARE(test::readFile(project.path(u"Cargo.lock"_s)), before);
        crates->topLevelItem(0)->setCheckState(0, Qt::Unchecked);
        QVERIFY(!buttonOf(*page, u"Preview"_s)->isEnabled());
    }

    void requirements_are_only_raised()
    {
        const TestProject project("updated");
        project.add(u"Cargo.toml"_s, manifest("[dependencies]\nitoa = \"=1.0.18\"\nryu = \"=1.0.21\"\n"));
        project.add(u"Cargo.lock"_s, "version = 4\n\n[[package]]\nname = \"itoa\"\nversion = \"1.0.18\"\nsource = "
                                     "\"registry+https://github.com/rust-lang/crates.io-index\"\n");
        OneWorkspace studio;
        QVERIFY(studio.workspace.open(project.path()));
        DependencyUpdates updates(&studio.workspace);
        UpdatePage page(&updates);
        const Dependency itoa = crate(u"itoa"_s, u"=1.0.18"_s);
        const Dependency ryu = crate(u"ryu"_s, u"=1.0.21"_s); // as if the newest for this Rust were an older one
        page.setDependencies({itoa, ryu},
                             {{DependencyFacts::keyOf(itoa),
                               {.locked = u"1.0.18"_s, .newestCompatible = u"1.0.19"_s, .newestFitting = u"1.0.18"_s}},
                              {DependencyFacts::keyOf(ryu), {.newestCompatible = u"1.0.20"_s}}});
        page.show();
        page.findChild<QComboBox *>()->setCurrentIndex(1);
        page.findChild<QCheckBox *>()->setChecked(false); // each by its name
        QTest::mouseClick(buttonOf(page, u"Preview"_s), Qt::LeftButton);
        auto *const note = named<QLabel>(page, u"State"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(!buttonOf(page, u"Cancel"_s)->isVisible(), qPrintable(note->text()), 60'000);
        QVERIFY2(buttonOf(page, u"Update"_s)->isEnabled(), qPrintable(note->text()));
        QVERIFY2(note->text().contains(u"itoa = “=1.0.18” becomes “1.0.19”"_s), qPrintable(note->text()));
        QVERIFY2(!note->text().contains(u"ryu"_s), qPrintable(note->text()));
    }

    void a_choice_stays_and_a_preview_of_another_goes()
    {
        const TestProject project("updated");
        project.add(u"Cargo.toml"_s, manifest("[dependencies]\nitoa = \"1\"\nryu = \"1\"\n"));
        OneWorkspace studio;
        QVERIFY(studio.workspace.open(project.path()));
        DependencyUpdates updates(&studio.workspace);
        UpdatePage page(&updates);
        page.setDependencies({crate(u"itoa"_s), crate(u"ryu"_s)}, {});
        page.show();
        auto *const crates = named<QTreeWidget>(page, u"Crates to update"_s);
        QPushButton *const cancel = buttonOf(page, u"Cancel"_s);
        QPushButton *const update = buttonOf(page, u"Update"_s);
        QTest::mouseClick(buttonOf(page, u"Preview"_s), Qt::LeftButton);
        QVERIFY(cancel->isVisible());
        crates->topLevelItem(1)->setCheckState(0, Qt::Unchecked); // while cargo is asked
        QTRY_VERIFY_WITH_TIMEOUT(!cancel->isVisible(), 60'000);
        QVERIFY(!update->isEnabled());
        page.findChild<QCheckBox *>()->setChecked(false);
        page.setDependencies({crate(u"itoa"_s), crate(u"ryu"_s)},
                             {{DependencyFacts::keyOf(crate(u"ryu"_s)), {.newest = u"1.9.9"_s}}});
        QCOMPARE(crates->topLevelItem(1)->checkState(0), Qt::Unchecked);
        QCOMPARE(crates->topLevelItem(0)->checkState(0), Qt::Checked);
    }

    void a_preview_that_fails_says_why_and_changes_nothing()
    {
        const TestProject project("updated");
        project.add(u"Cargo.toml"_s, "[package");
        OneWorkspace studio;
        QVERIFY(studio.workspace.open(project.path()));
        DependencyUpdates updates(&studio.workspace);
        UpdatePage page(&updates);
        page.show();
        QTest::mouseClick(buttonOf(page, u"Preview"_s), Qt::LeftButton);
        QTRY_VERIFY(named<QLabel>(page, u"State"_s)->text().contains(u"Cargo.toml"_s));
        QVERIFY(!buttonOf(page, u"Update"_s)->isEnabled());
    }
};

QTEST_MAIN(TestTidyPages)
#include "tst_tidy_pages.moc"
