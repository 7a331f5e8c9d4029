// SPDX-License-Identifier: GPL-3.0-or-later
// The list of the dependency panel and what it shows of one crate.
#include "tests/ui/dependencies/dependencies_pane_test.h"

using namespace studio;
using namespace studio::test;

class TestDependenciesPane : public DependenciesPaneTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { makePane(); }
    void cleanup() { m_pane.reset(); }

    void crates_are_grouped_by_kind_and_platform()
    {
        show(manifestText);
        QCOMPARE(rows(0), QStringList({QStringLiteral("Normal"), QStringLiteral("ignite"), QStringLiteral("serde_json"),
                                       QStringLiteral("near"), QStringLiteral("json"), QStringLiteral("Dev"),
                                       QStringLiteral("tempfile"), QStringLiteral("Normal, only for cfg(unix)"),
                                       QStringLiteral("libc"), QStringLiteral("Injected"), QStringLiteral("serde"),
                                       QStringLiteral("tokio")})); // the others are written
        QCOMPARE(item(QStringLiteral("serde_json"))->text(1), QStringLiteral("1"));
        QCOMPARE(item(QStringLiteral("near"))->text(1), QString());
        QVERIFY(!group(QStringLiteral("Injected"))->isExpanded());
        QVERIFY(item(QStringLiteral("json"))->toolTip(0).contains(QStringLiteral("preserve_order")));
        QVERIFY(item(QStringLiteral("libc"))->toolTip(0).contains(QStringLiteral("cfg(unix)")));
    }

    void what_is_special_is_said_in_words()
    {
        show(manifestText + QStringLiteral("[build-dependencies]\ncc = { version = \"1\", optional = true }\n"
                                           "w.workspace = true\n[patch.crates-io]\ncc = { path = \"cc\" }\n"));
        const auto notes = [&](const char *key) {
            return item(QString::fromLatin1(key))->data(0, NotedDelegate::notesRole).toString();
        };
        QCOMPARE(notes("near"), QStringLiteral("path ../near"));
        QCOMPARE(notes("json"), QStringLiteral("crate serde_json"));
        QCOMPARE(notes("libc"), QStringLiteral("only for cfg(unix)"));
        QCOMPARE(notes("cc"), QStringLiteral("optional, patched"));
        QCOMPARE(notes("w"), QStringLiteral("from the workspace"));
        QCOMPARE(notes("tempfile"), QString());
        Dependency tempfile;
        tempfile.package = QStringLiteral("tempfile");
        tempfile.requirement = QStringLiteral("3");
        m_pane->setFacts({{DependencyFacts::keyOf(tempfile),
                           {.locked = QStringLiteral("3.1.0"),
                            .newest = QStringLiteral("4.0.0"),
                            .newestCompatible = QStringLiteral("3.2.0"),
                            .isLockedYanked = true,
                            .isOutdated = true,
                            .isIndexed = true}}});
        QCOMPARE(notes("tempfile"), QStringLiteral("yanked, 3.2.0 is available, 4.0.0 needs a newer Rust"));
        QCOMPARE(item(QStringLiteral("tempfile"))->text(2), QStringLiteral("3.1.0"));
        QCOMPARE(
            item(QStringLiteral("tempfile"))->data(0, Qt::AccessibleTextRole).toString(),
            QStringLiteral("tempfile, requirement 3, locked 3.1.0, yanked, 3.2.0 is available, 4.0.0 needs a newer "
                           "Rust"));
        QVERIFY(item(QStringLiteral("serde_json"))->toolTip(0).contains(QStringLiteral("without the network")));
    }

    void a_requirement_is_edited_in_its_row()
    {
        show(manifestText);
        QSignalSpy edited(m_pane.get(), &DependenciesPane::requirementEdited);
        QLineEdit *const field = editRequirementOf(QStringLiteral("serde_json"));
        QVERIFY(field);
        QCOMPARE(field->text(), QStringLiteral("1"));
        QTest::keyClicks(field, QStringLiteral("1.0.100"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(edited.size(), 1);
        QCOMPARE(edited[0][0].value<Dependency>().key, QStringLiteral("serde_json"));
        QCOMPARE(edited[0][1].toString(), QStringLiteral("1.0.100"));
    }

    void the_keys_of_undo_are_of_the_manifest()
    {
        show(manifestText);
        QSignalSpy asked(m_pane.get(), &DependenciesPane::historyRequested);
        click(QStringLiteral("serde_json"));
        QTest::keySequence(m_list, QKeySequence::Undo);
        QCOMPARE(asked.takeFirst().value(0), true);
        QTest::keySequence(m_list, QKeySequence::Redo);
        QCOMPARE(asked.takeFirst().value(0), false);
        QLineEdit *const field = editRequirementOf(QStringLiteral("serde_json"));
        QTest::keySequence(field, QKeySequence::Undo); // of what is typed
        QCOMPARE(asked.size(), 0);
    }

    void what_is_no_requirement_is_refused_in_its_row_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("word") << QStringLiteral("not-a-version");
        QTest::newRow("features behind it") << QStringLiteral("0.8 features small_rng");
    }
    void what_is_no_requirement_is_refused_in_its_row()
    {
        QFETCH(QString, typed);
        show(manifestText);
        QSignalSpy edited(m_pane.get(), &DependenciesPane::requirementEdited);
        QLineEdit *const field = editRequirementOf(QStringLiteral("serde_json"));
        QVERIFY(field);
        QTest::keyClicks(field, typed);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(edited.size(), 0);
        QCOMPARE(openedField(), field);
        QCOMPARE(field->text(), typed);
        QVERIFY(note()->isVisible());
        QVERIFY2(note()->text().contains(typed) && note()->text().endsWith(u'.'), qPrintable(note()->text()));
        QTest::keyClick(field, Qt::Key_Escape);
        QTRY_VERIFY(!openedField());
        QVERIFY(!note()->isVisible());
        QCOMPARE(item(QStringLiteral("serde_json"))->text(1), QStringLiteral("1"));
        QVERIFY(editRequirementOf(QStringLiteral("serde_json")));
        QTest::keyClicks(openedField(), typed);
        click(QStringLiteral("near")); // the focus goes elsewhere
        QCOMPARE(edited.size(), 0);
        QCOMPARE(item(QStringLiteral("serde_json"))->text(1), QStringLiteral("1"));
    }

    void a_requirement_that_is_typed_outlives_a_change_elsewhere()
    {
        show(manifestText);
        QLineEdit *const field = editRequirementOf(QStringLiteral("serde_json"));
        QVERIFY(field);
        QTest::keyClicks(field, QStringLiteral("1.5"));
        show(QString(manifestText).replace(QStringLiteral("libc = \"0.2\""), QStringLiteral("libc = \"0.3\"")));
        QCOMPARE(openedField(), field);
        QCOMPARE(field->text(), QStringLiteral("1.5"));
        QCOMPARE(item(QStringLiteral("libc"))->text(1), QStringLiteral("0.3"));
    }

    void a_manifest_that_cannot_be_read_is_grey_and_is_not_edited()
    {
        show(manifestText);
        QSignalSpy removed(m_pane.get(), &DependenciesPane::removeRequested);
        const QString sentence = QStringLiteral("Cargo.toml, line 3, column 1: no.");
        click(QStringLiteral("tempfile"));
        m_pane->setUnreadable(sentence);
        QCOMPARE(note()->text(), sentence);
        QVERIFY(note()->isVisible());
        QVERIFY(!editRequirementOf(QStringLiteral("tempfile")));
        QTest::keyClick(m_list, Qt::Key_Delete);
        QCOMPARE(removed.size(), 0);
        QVERIFY(!box(QStringLiteral("Default features"))->isEnabled());
        QVERIFY(rows(0).contains(QStringLiteral("tempfile")));
        QCOMPARE(item(QStringLiteral("tempfile"))->foreground(0).color(), Theme::current().muted);
        m_pane->setError(QStringLiteral("Another."));
        m_pane->setError({});
        QCOMPARE(note()->text(), sentence); // until it is mended
        QTest::keyClick(m_list, Qt::Key_Escape);
        QVERIFY(note()->isVisible());
        m_pane->setUnreadable({});
        QVERIFY(!note()->isVisible());
        QVERIFY(editRequirementOf(QStringLiteral("tempfile")));
    }

    void features_say_what_they_turn_on_and_why_they_are_on()
    {
        show(QStringLiteral("[package]\nname = \"x\"\n[dependencies]\nserde = { version = \"1\", features = "
                            "[\"derive\"] }\n"));
        QSignalSpy asked(m_pane.get(), &DependenciesPane::detailsRequested);
        QSignalSpy toggled(m_pane.get(), &DependenciesPane::featureToggled);
        QSignalSpy standard(m_pane.get(), &DependenciesPane::defaultFeaturesToggled);
        click(QStringLiteral("serde"));
        QCOMPARE(asked.size(), 1);
        const auto feature = [](const char *name, QStringList turnsOn, QStringList by = {}) {
            return CrateFeature{
                .name = QString::fromLatin1(name), .turnsOn = std::move(turnsOn), .requiredBy = std::move(by)};
        };
        m_pane->setDetails(
            {.package = QStringLiteral("serde"),
             .version = QStringLiteral("1.0.228"),
             .features = {feature("alloc", {}, {QStringLiteral("serde_json")}),
                          feature("default", {QStringLiteral("std")}),
                          feature("derive", {QStringLiteral("serde_derive")}), feature("rc", {}),
                          feature("serde_derive", {QStringLiteral("dep:serde_derive")}), feature("std", {})},
             .versions = {},
             .description = QStringLiteral("A <b>framework</b>"),
             .license = QStringLiteral("MIT"),
             .repository = QStringLiteral("javascript:alert(1)"),
             .documentation = QStringLiteral("https://docs.rs/serde")});
        QTreeWidget *const tree = features();
        QStringList lines;
        for (int i = 0; i < tree->topLevelItemCount(); ++i) {
            const QTreeWidgetItem *one = tree->topLevelItem(i);
            lines << QStringLiteral("%1 %2 %3")
                         .arg(one->checkState(0))
                         .arg(one->text(0), one->data(0, NotedDelegate::notesRole).toString());
        }
        QCOMPARE(lines, QStringList({QStringLiteral("0 alloc required by serde_json"),
                                     QStringLiteral("2 derive turns on serde_derive"), QStringLiteral("0 rc "),
                                     QStringLiteral("1 serde_derive on by derive; turns on dep:serde_derive"),
                                     QStringLiteral("1 std on by default")}));
        bool hasDescription = false;
        for (const QLabel *label : m_pane->findChildren<QLabel *>()) {
            QVERIFY(!label->text().contains(QLatin1String("javascript")));
            hasDescription = hasDescription || (label->text() == QLatin1String("A <b>framework</b>") &&
                                                label->textFormat() == Qt::PlainText);
        }
        QVERIFY(hasDescription);
        tree->setFocus();
        tree->setCurrentItem(tree->topLevelItem(2));
        QTest::keyClick(tree, Qt::Key_Space);
        QCOMPARE(toggled.size(), 1);
        QCOMPARE(toggled[0][1].toString(), QStringLiteral("rc"));
        QCOMPARE(toggled[0][2].toBool(), true);
        m_pane->setError(QStringLiteral("It cannot be."));
        QCOMPARE(tree->topLevelItem(2)->checkState(0), Qt::Unchecked); // as Cargo.toml says
        QVERIFY(box(QStringLiteral("Default features"))->isChecked());
        QTest::keyClick(box(QStringLiteral("Default features")), Qt::Key_Space);
        QCOMPARE(standard.size(), 1);
        QCOMPARE(standard[0][1].toBool(), false);
    }

    void a_crate_with_many_features_has_a_filter()
    {
        show(manifestText);
        click(QStringLiteral("tempfile"));
        CrateDetails details{.package = QStringLiteral("tempfile")};
        for (int i = 0; i < 10'000; ++i) {
            details.features.append({.name = QStringLiteral("feature%1").arg(i)});
        }
        m_pane->setDetails(details);
        QLineEdit *filter = nullptr;
        for (QLineEdit *one : m_pane->findChildren<QLineEdit *>()) {
            filter = one->accessibleName() == QLatin1String("Filter features") ? one : filter;
        }
        QVERIFY(filter && filter->isVisible());
        QTest::keyClicks(filter, QStringLiteral("FEATURE9999"));
        int shown = 0;
        for (int i = 0; i < features()->topLevelItemCount(); ++i) {
            shown += features()->topLevelItem(i)->isHidden() ? 0 : 1;
        }
        QCOMPARE(shown, 1);
        QCOMPARE(features()->topLevelItem(0)->text(0), QStringLiteral("feature9999"));
    }

    void an_injected_one_is_made_explicit()
    {
        show(manifestText);
        QSignalSpy wanted(m_pane.get(), &DependenciesPane::explicitRequested);
        m_list->expandAll();
        click(QStringLiteral("tokio"));
        auto *const button = m_pane->findChild<QPushButton *>();
        QVERIFY(button->isVisible());
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].value<Dependency>().key, QStringLiteral("tokio"));
        click(QStringLiteral("serde_json"));
        QVERIFY(!button->isVisible());
    }

    void the_group_stays_open_when_the_manifest_is_read_again()
    {
        show(manifestText);
        group(QStringLiteral("Injected"))->setExpanded(true);
        group(QStringLiteral("Dev"))->setExpanded(false);
        click(QStringLiteral("serde_json"));
        show(QString(manifestText).replace(QStringLiteral("libc = \"0.2\""), QString()));
        QVERIFY(group(QStringLiteral("Injected"))->isExpanded());
        QVERIFY(!group(QStringLiteral("Dev"))->isExpanded());
        QCOMPARE(m_list->currentItem(), item(QStringLiteral("serde_json")));
    }

    void a_row_is_dragged_to_another_kind()
    {
        show(manifestText);
        QSignalSpy moved(m_pane.get(), &DependenciesPane::moveRequested);
        const auto drop = [&](const QString &key) {
            const QPoint at = pointOf(key);
            m_list->dropCurrentAt(at);
        };
        click(QStringLiteral("serde_json"));
        drop(QStringLiteral("ignite")); // of the same kind
        drop(QStringLiteral("Injected"));
        QCOMPARE(moved.size(), 0);
        drop(QStringLiteral("tempfile"));
        QCOMPARE(moved.size(), 1);
        QCOMPARE(moved[0][0].value<Dependency>().key, QStringLiteral("serde_json"));
        QCOMPARE(moved[0][1].value<DependencyTable>(), DependencyTable::Dev);
    }

    void an_error_is_shown_as_it_is_written_and_the_list_stays()
    {
        show(manifestText);
        const QString sentence = QStringLiteral("Cargo.toml, line 3, column 1: expected `<b>`, found <i>x</i>");
        m_pane->setError(sentence);
        QCOMPARE(note()->text(), sentence);
        QCOMPARE(note()->textFormat(), Qt::PlainText);
        QVERIFY(m_list->isVisible());
        QVERIFY(rows(0).contains(QStringLiteral("tempfile")));
    }

    void delete_removes_the_current_one_and_no_injected_one()
    {
        show(manifestText);
        QSignalSpy removed(m_pane.get(), &DependenciesPane::removeRequested);
        QTest::keyClick(m_list, Qt::Key_Delete);
        click(QStringLiteral("tempfile"));
        QTest::keyClick(m_list, Qt::Key_Delete);
        QCOMPARE(removed.size(), 1);
        const auto one = removed[0][0].value<Dependency>();
        QCOMPARE(one.key, QStringLiteral("tempfile"));
        QVERIFY(one.table == DependencyTable::Dev);
        m_list->expandAll();
        click(QStringLiteral("tokio"));
        QTest::keyClick(m_list, Qt::Key_Delete);
        click(QStringLiteral("Injected"));
        QTest::keyClick(m_list, Qt::Key_Delete);
        QCOMPARE(removed.size(), 1);
    }

    void the_menu_is_about_the_row_below_the_mouse()
    {
        show(manifestText);
        QSignalSpy removed(m_pane.get(), &DependenciesPane::removeRequested);
        QSignalSpy lines(m_pane.get(), &DependenciesPane::lineRequested);
        click(QStringLiteral("near"));
        QCOMPARE(menuAt(pointOf(QStringLiteral("json")), QStringLiteral("Remove json")).size(), 6);
        QCOMPARE(removed.size(), 1);
        QCOMPARE(removed[0][0].value<Dependency>().key, QStringLiteral("json"));
        menuAt(pointOf(QStringLiteral("libc")), QStringLiteral("Show in Cargo.toml"));
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines[0][0].toInt(), 15);
        QSignalSpy moved(m_pane.get(), &DependenciesPane::moveRequested);
        menuAt(pointOf(QStringLiteral("json")), QStringLiteral("Move to dev-dependencies"));
        QCOMPARE(moved.size(), 1);
        QCOMPARE(moved[0][1].value<DependencyTable>(), DependencyTable::Dev);
        m_list->expandAll();
        QCOMPARE(menuAt(pointOf(QStringLiteral("tokio"))),
                 QStringList({QStringLiteral("Add a crate…"), QStringLiteral("Make tokio explicit")}));
        click(QStringLiteral("near"));
        QCOMPARE(menuAt(QPoint(20, m_list->viewport()->height() - 5)), QStringList{QStringLiteral("Add a crate…")});
    }

    void enter_shows_the_line()
    {
        show(manifestText);
        QSignalSpy lines(m_pane.get(), &DependenciesPane::lineRequested);
        click(QStringLiteral("serde_json"));
        QTest::keyClick(m_list, Qt::Key_Return);
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines[0][0].toInt(), 7);
    }

    void a_long_requirement_leaves_room_for_the_name()
    {
        show(QStringLiteral("[package]\nname = \"x\"\n[dependencies]\n%1 = \"%2\"\n")
                 .arg(QString(64, QLatin1Char('n')),
                      QStringLiteral(">=1.0.0-alpha.1, <2.0.0, ^1.2.3, ~1.2, =1.2.3-beta.12345678901234567890")));
        const int whole = m_list->viewport()->width();
        QTRY_COMPARE(m_list->header()->length(), whole);
        QVERIFY2(m_list->header()->sectionSize(0) >= whole / 2,
                 qPrintable(QString::number(m_list->header()->sectionSize(0))));
        QVERIFY(m_pane->minimumSizeHint().width() < 260);
    }

    void a_hostile_key_is_shown_as_it_is_written()
    {
        show(QStringLiteral("[package]\nname = \"x\"\n[dependencies]\n\"<b>k</b>\" = { version = \"1\", features = "
                            "[\"<i>f</i>\"] }\n"));
        QTreeWidgetItem *const one = item(QStringLiteral("<b>k</b>"));
        QVERIFY(one);
        const QString tip = one->toolTip(0).remove(QChar(0x2060));
        QVERIFY2(tip.contains(QStringLiteral("<b>k</b>")) && tip.contains(QStringLiteral("<i>f</i>")),
                 qPrintable(one->toolTip(0)));
    }
};

QTEST_MAIN(TestDependenciesPane)
#include "tst_dependencies_pane.moc"
