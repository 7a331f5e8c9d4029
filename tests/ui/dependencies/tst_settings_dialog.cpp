// SPDX-License-Identifier: GPL-3.0-or-later
// The form of package, profiles, lints and patches beside the text that it edits.
#include "core/compiler/compiler.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "tests/core/compiler/compile_helpers.h"
#include "ui/dependencies/settings_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QTreeWidget>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray before = "# mine\n[package]\nname = \"hello\" # kept\nversion = \"0.1.0\"\nedition = \"2021\"\n"
                          "license.workspace = true\n\n[profile.release]\nlto = \"thin\"\n\n[lints.clippy]\n"
                          "unwrap_used = \"warn\"\n\n[patch.crates-io]\nserde = { path = \"vendor/serde\" }\n";

} // namespace

class TestSettingsDialog : public QObject
{
    Q_OBJECT

    Compiler m_compiler{testPaths()};
    DocumentStore m_documents;
    std::unique_ptr<ManifestEditor> m_editor;
    std::unique_ptr<TestProject> m_project;
    std::unique_ptr<SettingsDialog> m_dialog;

    [[nodiscard]] QByteArray text() const { return readFile(m_project->path(u"Cargo.toml"_s)); }
    [[nodiscard]] QByteArray changed(const char *from, const char *to) const
    {
        return QByteArray(before).replace(from, to);
    }
    template <typename Widget> [[nodiscard]] Widget *named(const QString &name) const
    {
        for (Widget *const one : m_dialog->findChildren<Widget *>()) {
            if (one->accessibleName() == name) {
                return one;
            }
        }
        return nullptr;
    }
    [[nodiscard]] QPushButton *button(const QString &text, int page) const
    {
        QWidget *const shown = m_dialog->findChild<QTabWidget *>()->widget(page);
        for (QPushButton *const one : shown->findChildren<QPushButton *>()) {
            if (one->text() == text) {
                return one;
            }
        }
        return nullptr;
    }
    void showPage(int page) { m_dialog->findChild<QTabWidget *>()->setCurrentIndex(page); }
    [[nodiscard]] bool says(const QString &words) const
    {
        return std::ranges::any_of(m_dialog->findChildren<QLabel *>(),
                                   [&](const QLabel *label) { return label->text().contains(words); });
    }
    void choose(const QString &name, const QString &value)
    {
        auto *const box = named<QComboBox>(name);
        QVERIFY(box);
        const int index = box->findText(value);
        QVERIFY2(index >= 0, qPrintable(value));
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }
    void type(const QString &name, const QString &value)
    {
        auto *const field = named<QLineEdit>(name);
        QVERIFY(field);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, value);
        QTest::keyClick(field, Qt::Key_Return);
    }

private Q_SLOTS:
    void init()
    {
        m_project = std::make_unique<TestProject>("one");
        m_project->add(u"Cargo.toml"_s, before);
        m_editor = std::make_unique<ManifestEditor>(&m_documents, &m_compiler);
        m_editor->setFolder(m_project->path());
        m_dialog = std::make_unique<SettingsDialog>(m_editor.get(), u"hello"_s);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }
    void cleanup()
    {
        m_dialog.reset();
        m_editor.reset();
        m_project.reset();
    }

    void it_shows_what_is_there()
    {
        QCOMPARE(named<QLineEdit>(u"Name"_s)->text(), u"hello"_s);
        QCOMPARE(named<QComboBox>(u"Edition"_s)->currentText(), u"2021"_s);
        QVERIFY(!named<QLineEdit>(u"License"_s)->isEnabled());
        QCOMPARE(named<QLineEdit>(u"License"_s)->text(), u"from the workspace"_s);
        QCOMPARE(named<QComboBox>(u"Link-time optimisation, release"_s)->currentText(), u"thin"_s);
        QCOMPARE(named<QComboBox>(u"Link-time optimisation, dev"_s)->currentText(), u"thin-local (default)"_s);
        QCOMPARE(named<QComboBox>(u"Optimisation, dev"_s)->currentText(), u"0, for Wasm 2 (default)"_s);
        QCOMPARE(named<QComboBox>(u"Strip, release"_s)->currentText(), u"symbols (default)"_s);
        QCOMPARE(named<QLineEdit>(u"Codegen units, release"_s)->placeholderText(), u"1 (default)"_s);
        QCOMPARE(named<QTreeWidget>(u"Lints"_s)->topLevelItem(0)->text(0), u"clippy::unwrap_used"_s);
        QCOMPARE(named<QTreeWidget>(u"Patches"_s)->topLevelItem(0)->text(2), u"path vendor/serde"_s);
    }

    void a_field_changes_its_value_and_no_other_byte()
    {
        type(u"Version"_s, u"1.0.0"_s);
        QTRY_COMPARE(text(), changed("0.1.0", "1.0.0"));
        choose(u"Edition"_s, u"2024"_s);
        QTRY_COMPARE(text(), changed("0.1.0", "1.0.0").replace("2021", "2024"));
        QVERIFY(m_dialog->isVisible()); // Return ended the field only
    }

    void a_profile_is_made_and_a_usual_value_is_taken_out()
    {
        showPage(1);
        choose(u"Link-time optimisation, release"_s, u"thin-local (default)"_s);
        QTRY_COMPARE(text(), changed("lto = \"thin\"\n", ""));
        type(u"Codegen units, dev"_s, u"16"_s);
        QTRY_COMPARE(text(), changed("lto = \"thin\"\n", "") + "\n[profile.dev]\ncodegen-units = 16\n");
    }

    void what_cargo_would_refuse_is_said_and_not_written()
    {
        type(u"Version"_s, u"one"_s);
        QTRY_VERIFY(says(u"“one” is not a version"_s));
        QCOMPARE(text(), before);
        type(u"Version"_s, u"1.0.0"_s);
        QTRY_VERIFY(!says(u"is not a version"_s));
        QTRY_COMPARE(text(), changed("0.1.0", "1.0.0"));
    }

    void what_is_refused_keeps_the_dialog_open_and_escape_takes_it_back()
    {
        auto *const version = named<QLineEdit>(u"Version"_s);
        version->setFocus();
        version->selectAll();
        QTest::keyClicks(version, u"1.0"_s);
        auto *const box = m_dialog->findChild<QDialogButtonBox *>();
        box->button(QDialogButtonBox::Close)->setFocus(); // as a click does
        QTest::mouseClick(box->button(QDialogButtonBox::Close), Qt::LeftButton);
        QTRY_VERIFY(says(u"“1.0” is not a version"_s));
        QVERIFY(m_dialog->isVisible());
        QCOMPARE(text(), before);
        version->setFocus();
        QTest::keyClick(version, Qt::Key_Escape);
        QCOMPARE(version->text(), u"0.1.0"_s);
        QVERIFY(m_dialog->isVisible() && !says(u"is not a version"_s));
        QTest::keyClick(version, Qt::Key_Escape);
        QTRY_VERIFY(!m_dialog->isVisible());
        QCOMPARE(text(), before);
    }

    void what_is_typed_last_is_kept_when_the_dialog_is_closed()
    {
        auto *const version = named<QLineEdit>(u"Version"_s);
        version->setFocus();
        version->selectAll();
        QTest::keyClicks(version, u"2.0.0"_s);
        auto *const close = m_dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Close);
        close->setFocus();
        QTest::mouseClick(close, Qt::LeftButton);
        QTRY_VERIFY(!m_dialog->isVisible());
        QTRY_COMPARE(text(), changed("0.1.0", "2.0.0"));
    }

    void lints_are_added_changed_and_removed()
    {
        showPage(2);
        type(u"Lint"_s, u"unsafe_code"_s);
        QTRY_COMPARE(text(), before + "\n[lints.rust]\nunsafe_code = \"warn\"\n");
        choose(u"Level of clippy::unwrap_used"_s, u"deny"_s);
        QTRY_VERIFY(text().contains("unwrap_used = \"deny\""));
        auto *const list = named<QTreeWidget>(u"Lints"_s);
        list->setCurrentItem(list->topLevelItem(0));
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_VERIFY(!text().contains("unwrap_used"));
        QTRY_COMPARE(list->topLevelItemCount(), 1);
    }

    void patches_are_added_and_removed()
    {
        showPage(3);
        auto *const list = named<QTreeWidget>(u"Patches"_s);
        list->setCurrentItem(list->topLevelItem(0));
        QTest::mouseClick(button(u"Remove"_s, 3), Qt::LeftButton);
        QTRY_COMPARE(text(), changed("serde = { path = \"vendor/serde\" }\n", ""));
        named<QComboBox>(u"Where it comes from"_s)->setCurrentIndex(1);
        QTest::keyClicks(named<QLineEdit>(u"Crate"_s), u"rand"_s);
        type(u"Folder or address"_s, u"https://example.org/rand"_s);
        QTRY_VERIFY(text().endsWith("rand = { git = \"https://example.org/rand\" }\n"));
    }

    void a_change_of_the_text_shows_and_a_broken_one_is_said()
    {
        m_project->add(u"Cargo.toml"_s, changed("0.1.0", "0.2.0"));
        Q_EMIT m_documents.documentSaved(m_editor->path());
        QTRY_COMPARE(named<QLineEdit>(u"Version"_s)->text(), u"0.2.0"_s);
        m_project->add(u"Cargo.toml"_s, changed("0.1.0\"", "0.2.0"));
        Q_EMIT m_documents.documentSaved(m_editor->path());
        QTRY_VERIFY(says(u"Cargo.toml, line 4"_s));
        QVERIFY(!named<QLineEdit>(u"Version"_s)->isEnabled());
        m_project->add(u"Cargo.toml"_s, before);
        Q_EMIT m_documents.documentSaved(m_editor->path());
        QTRY_VERIFY(named<QLineEdit>(u"Version"_s)->isEnabled());
    }
};

QTEST_MAIN(TestSettingsDialog)
#include "tst_settings_dialog.moc"
