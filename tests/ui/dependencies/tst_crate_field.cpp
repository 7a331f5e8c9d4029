// SPDX-License-Identifier: GPL-3.0-or-later
// The field of the dependency panel that adds crates.
#include "tests/ui/dependencies/dependencies_pane_test.h"

using namespace studio;
using namespace studio::test;

class TestCrateField : public DependenciesPaneTest
{
    Q_OBJECT

private Q_SLOTS:
    void details_are_asked_for_again_when_the_registry_has_answered()
    {
        makePane();
        openField();
        QTest::keyClicks(m_name, QStringLiteral("unmet"));
        QSignalSpy asked(m_pane.get(), &DependenciesPane::detailsRequested);
        m_pane->setLearned(QStringLiteral("other"));
        QCOMPARE(asked.size(), 0);
        m_pane->setLearned(QStringLiteral("unmet"));
        QCOMPARE(asked.size(), 1);
        m_pane->setDetails({.package = QStringLiteral("unmet"), .version = QStringLiteral("1.0.0")});
        m_pane->setLearned(QStringLiteral("unmet")); // nothing new
        QCOMPARE(asked.size(), 1);
        m_pane.reset();
    }

    void a_crate_that_is_typed_no_more_is_left()
    {
        makePane();
        openField();
        QSignalSpy left(m_pane.get(), &DependenciesPane::typedLeft);
        QSignalSpy asked(m_pane.get(), &DependenciesPane::detailsRequested);
        QTest::keyClicks(m_name, QStringLiteral("unmet"));
        QCOMPARE(left.size(), 0);
        QTest::keyClicks(m_name, QStringLiteral(" other")); // no one crate
        QCOMPARE(left.size(), 1);
        m_name->setText(QStringLiteral("unmet "));
        QTest::keyClick(m_name, Qt::Key_Backspace);
        QCOMPARE(asked.last()[0].value<Dependency>().package, QStringLiteral("unmet"));
        left.clear();
        asked.clear();
        openField(); // closes it, with what is typed
        QVERIFY(!m_name->isVisible());
        QCOMPARE(left.size(), 1);
        openField();
        QCOMPARE(asked.size(), 1);
        QTest::keyClick(m_name, Qt::Key_Escape);
        QCOMPARE(left.size(), 2);
        m_pane.reset();
    }

    void init() { makePane(); }
    void cleanup() { m_pane.reset(); }

    void enter_in_the_field_asks_for_a_crate()
    {
        QSignalSpy added(m_pane.get(), &DependenciesPane::addRequested);
        QVERIFY(!m_name->isVisible());
        openField();
        QVERIFY(m_name->hasFocus());
        QTest::keyClick(m_name, Qt::Key_Return);
        QCOMPARE(added.size(), 0);
        QTest::keyClicks(m_name, QStringLiteral(" uuid@1.2 "));
        QTest::keyClick(m_name, Qt::Key_Return);
        QCOMPARE(added.size(), 1);
        QCOMPARE(added[0][0].toString(), QStringLiteral("uuid@1.2"));
        QTest::keyClick(m_name, Qt::Key_Escape);
        QVERIFY(!m_name->isVisible());
        openField();
        QCOMPARE(m_name->text(), QString()); // it would be a part of the next one
    }

    void crates_that_fit_are_taken_by_keys()
    {
        QSignalSpy searched(m_pane.get(), &DependenciesPane::searchRequested);
        QSignalSpy added(m_pane.get(), &DependenciesPane::addRequested);
        openField();
        QTest::keyClicks(m_name, QStringLiteral("tokio se"));
        QCOMPARE(searched.last()[0].toString(), QStringLiteral("se"));
        m_pane->setSuggestions(QStringLiteral("old"), some());
        QVERIFY(!suggestions()->isVisible());
        m_pane->setSuggestions(QStringLiteral("se"), some());
        QVERIFY(suggestions()->isVisible());
        QCOMPARE(suggestions()->topLevelItem(1)->data(0, NotedDelegate::notesRole).toString(),
                 QStringLiteral("<b>JSON</b>"));
        QTest::keyClick(m_name, Qt::Key_Down);
        QVERIFY(suggestions()->hasFocus());
        QTest::keyClick(suggestions(), Qt::Key_Up);
        QVERIFY(m_name->hasFocus());
        QTest::keyClick(m_name, Qt::Key_Down);
        QTest::keyClick(suggestions(), Qt::Key_Down);
        QTest::keyClick(suggestions(), Qt::Key_Return);
        QCOMPARE(m_name->text(), QStringLiteral("tokio serde_json"));
        QVERIFY(m_name->hasFocus());
        QVERIFY(!suggestions()->isVisible());
        QCOMPARE(note()->text(), QStringLiteral("Enter adds tokio, serde_json."));
        QTest::keyClick(m_name, Qt::Key_Return);
        QCOMPARE(added.size(), 1);
        QCOMPARE(added[0][0].toString(), QStringLiteral("tokio serde_json"));
    }

    void versions_options_and_toml_are_not_searched()
    {
        openField();
        QSignalSpy searched(m_pane.get(), &DependenciesPane::searchRequested);
        for (const QString &text : {QStringLiteral("serde@1"), QStringLiteral("serde -F der"),
                                    QStringLiteral("serde = \"abc"), QStringLiteral("cargo add")}) {
            m_name->clear();
            QTest::keyClicks(m_name, text.chopped(1));
            searched.clear();
            QTest::keyClicks(m_name, text.last(1));
            QVERIFY2(searched.isEmpty(), qPrintable(text));
        }
    }

    void what_is_pasted_is_understood_data()
    {
        QTest::addColumn<QString>("pasted");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("command") << QStringLiteral("$ cargo add serde@1 --dev --features derive")
                                 << QStringLiteral("Enter adds serde 1 dev.");
        QTest::newRow("TOML") << QStringLiteral("rand = { version = \"0.8\", features = [\"small_rng\"] }")
                              << QStringLiteral("Enter adds rand 0.8.");
        QTest::newRow("lines") << QStringLiteral("[dependencies]\nserde = \"1\"\ntokio = \"1\"\n")
                               << QStringLiteral("Enter adds serde 1, tokio 1.");
        QTest::newRow("path") << QStringLiteral("cargo add --path ../near")
                              << QStringLiteral("Enter adds path ../near.");
        QTest::newRow("nothing") << QStringLiteral("serde = {") << QString();
    }
    void what_is_pasted_is_understood()
    {
        QFETCH(QString, pasted);
        QFETCH(QString, sentence);
        QSignalSpy added(m_pane.get(), &DependenciesPane::addRequested);
        openField();
        QApplication::clipboard()->setText(pasted);
        m_name->paste();
        QCOMPARE(note()->isVisible() ? note()->text() : QString(), sentence);
        QTest::keyClick(m_name, Qt::Key_Return);
        QCOMPARE(added.size(), 1);
        QCOMPARE(added[0][0].toString(), pasted.trimmed());
    }

    void version_and_features_are_chosen_before_a_crate_is_added()
    {
        QSignalSpy asked(m_pane.get(), &DependenciesPane::detailsRequested);
        QSignalSpy toggled(m_pane.get(), &DependenciesPane::featureToggled);
        show(manifestText);
        click(QStringLiteral("serde_json"));
        openField();
        QTest::keyClicks(m_name, QStringLiteral("rand"));
        QCOMPARE(asked.last()[0].value<Dependency>().package, QStringLiteral("rand"));
        m_pane->setDetails({.package = QStringLiteral("ran"), .version = QStringLiteral("1.0.0")});
        QVERIFY(!m_pane->findChild<QComboBox *>()->isVisible()); // it is another one by now
        m_pane->setDetails({.package = QStringLiteral("rand"),
                            .version = QStringLiteral("0.9.1"),
                            .fact = {.newestCompatible = QStringLiteral("0.9.1")},
                            .features = {{.name = QStringLiteral("log")}, {.name = QStringLiteral("small_rng")}},
                            .versions = {QStringLiteral("0.9.1"), QStringLiteral("0.8.5")}});
        auto *const versions = m_pane->findChild<QComboBox *>();
        QVERIFY(versions->isVisible());
        QCOMPARE(versions->currentText(), QStringLiteral("0.9.1"));
        QTest::keyClick(versions, Qt::Key_Down);
        QCOMPARE(m_name->text(), QStringLiteral("rand@0.8.5"));
        features()->setFocus();
        features()->setCurrentItem(features()->topLevelItem(1));
        QTest::keyClick(features(), Qt::Key_Space);
        QCOMPARE(m_name->text(), QStringLiteral("rand@0.8.5 -F small_rng"));
        QTest::keyClick(box(QStringLiteral("Default features")), Qt::Key_Space);
        QCOMPARE(m_name->text(), QStringLiteral("rand@0.8.5 -F small_rng --no-default-features"));
        QCOMPARE(features()->topLevelItem(1)->checkState(0), Qt::Checked);
        QCOMPARE(toggled.size(), 0); // Cargo.toml has not changed yet
        QTest::keyClick(m_name, Qt::Key_Escape);
        QVERIFY(!versions->isVisible());
        QVERIFY(box(QStringLiteral("Default features"))->isChecked()); // of serde_json again
    }

    void busy_is_said_and_a_failure_can_be_corrected()
    {
        openField();
        QTest::keyClicks(m_name, QStringLiteral("srede"));
        m_pane->setBusy(QStringLiteral("Asking the registry about srede…"));
        QVERIFY(!m_name->isEnabled());
        QVERIFY(note()->isVisible());
        QCOMPARE(note()->text(), QStringLiteral("Asking the registry about srede…"));
        m_pane->setBusy({});
        m_pane->setError(QStringLiteral("There is no crate srede."));
        QVERIFY(m_name->isEnabled());
        QCOMPARE(m_name->text(), QStringLiteral("srede"));
        QVERIFY(m_name->hasFocus()); // to be typed right away
        QVERIFY(note()->isVisible());
        QCOMPARE(note()->text(), QStringLiteral("There is no crate srede."));
        m_pane->setError({});
        QVERIFY(!note()->isVisible());
        QCOMPARE(m_name->text(), QStringLiteral("srede")); // Cargo.toml was changed elsewhere
        m_pane->setAdded();
        QVERIFY(!m_name->isVisible());
    }

    void the_focus_stays_where_it_went_meanwhile()
    {
        show(manifestText);
        openField();
        QTest::keyClicks(m_name, QStringLiteral("serde"));
        m_pane->setBusy(QStringLiteral("Asking…"));
        QLineEdit elsewhere;
        elsewhere.show();
        QVERIFY(QTest::qWaitForWindowActive(&elsewhere));
        elsewhere.setFocus();
        m_pane->setBusy({});
        QVERIFY(elsewhere.hasFocus());
    }
};

QTEST_MAIN(TestCrateField)
#include "tst_crate_field.moc"
