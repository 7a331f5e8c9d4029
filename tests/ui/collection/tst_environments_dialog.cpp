// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/visible_text.h"
#include "ui/collection/environments_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QInputDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace studio;
using namespace studio::collection;
using studio::test::hasVisibleText;
using namespace Qt::StringLiterals;

class TestEnvironmentsDialog : public QObject
{
    Q_OBJECT

    std::unique_ptr<EnvironmentsDialog> m_dialog;

    [[nodiscard]] QTableWidget *table() const { return m_dialog->findChild<QTableWidget *>(); }
    static QList<Environment> two()
    {
        Environment local{.path = u"environments/local.yml"_s, .name = u"local"_s, .variables = {}, .others = {}};
        local.variables = {{.name = u"host"_s, .value = u"here"_s, .others = Json{{"note", "kept"}}},
                           {.name = u"token"_s, .isSecret = true},
                           {.name = u"off"_s, .value = u"1"_s, .type = u"number"_s, .isDisabled = true}};
        Environment live{.path = u"environments/live.yml"_s, .name = u"live"_s, .variables = {}, .others = {}};
        live.variables = {{.name = u"host"_s, .value = u"there"_s}};
        return {local, live};
    }
    void begin(const QString &shown = u"local"_s)
    {
        m_dialog = std::make_unique<EnvironmentsDialog>(two(), shown);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    void accept()
    {
        QSignalSpy saved(m_dialog.get(), &EnvironmentsDialog::saveRequested);
        m_dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save)->click();
        QCOMPARE(saved.size(), 1);
        QVERIFY(m_dialog->isVisible()); // until it is written
    }
    /// As a person does: opens the cell, types, and leaves it.
    void type(int row, int column, const QString &text)
    {
        table()->setCurrentCell(row, column); // which opens it
        auto *const line = table()->viewport()->findChild<QLineEdit *>();
        QVERIFY(line);
        line->selectAll();
        QTest::keyClicks(line, text);
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(!table()->viewport()->findChild<QLineEdit *>());
    }

private Q_SLOTS:
    void cleanup() { m_dialog.reset(); }

    void nothing_that_was_not_edited_is_another()
    {
        begin();
        accept();
        QVERIFY(m_dialog->edited().isEmpty());
    }

    void an_edit_leaves_all_else_as_it_is()
    {
        begin();
        type(0, 1, u"elsewhere"_s);
        accept();
        const auto edited = m_dialog->edited();
        QCOMPARE(edited.size(), 1);
        Environment expected = two().first();
        expected.variables[0].value = u"elsewhere"_s;
        QCOMPARE(edited.first().now, expected);
        QCOMPARE(*edited.first().before, two().first());
        QVERIFY(edited.first().secrets.isEmpty());
    }

    void a_secret_is_dots_and_goes_to_no_file()
    {
        begin();
        const QString none = table()->item(1, 1)->text();
        m_dialog->setSecrets(u"local"_s, {{u"token"_s, u"kept-in-keychain"_s}});
        const QString dots = table()->item(1, 1)->text();
        QVERIFY(dots != none);
        QVERIFY(!dots.contains(u"kept"));
        type(1, 1, u"n3w"_s);
        QCOMPARE(table()->item(1, 1)->text(), dots); // as long as before: the length is not to be seen
        accept();
        const auto edited = m_dialog->edited();
        QCOMPARE(edited.size(), 1);
        QCOMPARE(edited.first().now, two().first());
        QCOMPARE(edited.first().secrets, Values({{u"token"_s, u"n3w"_s}}));
    }

    void a_value_that_becomes_a_secret_leaves_the_file()
    {
        begin();
        table()->item(0, 2)->setCheckState(Qt::Checked);
        QVERIFY(table()->item(0, 1)->text() != u"here"_s);
        accept();
        const auto edited = m_dialog->edited();
        QVERIFY(edited.first().now.variables[0].isSecret);
        QCOMPARE(edited.first().now.variables[0].value, QString());
        QCOMPARE(edited.first().secrets, Values({{u"host"_s, u"here"_s}}));
    }

    void a_secret_is_not_read_by_unticking_it()
    {
        begin();
        m_dialog->setSecrets(u"local"_s, {{u"token"_s, u"kept"_s}});
        table()->item(1, 2)->setCheckState(Qt::Unchecked);
        QCOMPARE(table()->item(1, 1)->text(), QString());
        accept();
        QCOMPARE(m_dialog->edited().first().now.variables[1].value, QString());
        QCOMPARE(m_dialog->edited().first().secrets, Values({{u"token"_s, QString()}})); // removed from the keychain
    }

    void a_secret_that_is_ticked_again_is_kept()
    {
        begin();
        m_dialog->setSecrets(u"local"_s, {{u"token"_s, u"kept"_s}});
        table()->item(1, 2)->setCheckState(Qt::Unchecked);
        table()->item(1, 2)->setCheckState(Qt::Checked);
        accept();
        QVERIFY(m_dialog->edited().isEmpty());
    }

    void a_value_without_a_name_is_not_dropped()
    {
        begin(u"live"_s);
        type(1, 1, u"8080"_s);
        QSignalSpy saved(m_dialog.get(), &EnvironmentsDialog::saveRequested);
        m_dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save)->click();
        QVERIFY(saved.isEmpty());
        QVERIFY(hasVisibleText(*m_dialog, u"A variable has a value and no name. Name it, or remove it."_s));
        auto *const choice = m_dialog->findChild<QComboBox *>();
        Q_EMIT choice->activated(0);
        QCOMPARE(choice->currentText(), u"live"_s);
        QCOMPARE(table()->item(1, 1)->text(), u"8080"_s);
    }

    void a_new_variable_and_one_that_is_removed()
    {
        begin(u"live"_s);
        type(1, 0, u"port"_s);
        QCOMPARE(table()->rowCount(), 3); // another to type into
        type(1, 1, u"8080"_s);
        table()->setCurrentCell(0, 0);
        QTest::keyClick(table(), Qt::Key_Delete);
        accept();
        const QList<Variable> now = m_dialog->edited().first().now.variables;
        QCOMPARE(now.size(), 1);
        QCOMPARE(now.first().name, u"port"_s);
        QCOMPARE(now.first().value, u"8080"_s);
        QVERIFY(!now.first().isDisabled);
    }

    void a_new_environment_is_edited_at_once()
    {
        begin();
        for (QPushButton *const button : m_dialog->findChildren<QPushButton *>()) {
            if (button->text().startsWith(u"New"_s)) {
                button->click();
            }
        }
        auto *const name = m_dialog->findChild<QInputDialog *>();
        QVERIFY(name);
        name->setTextValue(u"staging"_s);
        name->accept();
        QCOMPARE(m_dialog->findChild<QComboBox *>()->currentText(), u"staging"_s);
        type(0, 0, u"host"_s);
        accept();
        const auto edited = m_dialog->edited();
        QCOMPARE(edited.size(), 1);
        QVERIFY(!edited.first().before);
        QCOMPARE(edited.first().now.name, u"staging"_s);
        QCOMPARE(edited.first().now.variables.size(), 1);
    }
};

QTEST_MAIN(TestEnvironmentsDialog)
#include "tst_environments_dialog.moc"
