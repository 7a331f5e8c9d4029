// SPDX-License-Identifier: GPL-3.0-or-later
// The settings in the window as it is composed: what is set holds in its parts, and what a menu chooses is set.
#include "core/preferences/preferences.h"
#include "core/project/project.h"
#include "tests/ui/window/studio.h"
#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tool_pane.h"
#include "ui/editor/editor_view.h"
#include "ui/preferences/preferences_dialog.h"

#include <QCheckBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

/// In points, of what the lexer colours as plain text.
long sizeOfText(const CodeEditor &editor)
{
    return editor.SendScintilla(QsciScintillaBase::SCI_STYLEGETSIZE, 0UL);
}

} // namespace

class TestWindowSettings : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    QString m_project = m_home.filePath(u"hello"_s);

    void setFile(const QByteArray &content) const
    {
        QVERIFY(QDir().mkpath(m_home.filePath(u"config"_s)));
        QFile file(m_home.filePath(u"config/settings.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    [[nodiscard]] QByteArray file() const
    {
        QFile file(m_home.filePath(u"config/settings.json"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), m_project).has_value()); }

    void what_stands_in_the_file_holds_at_the_start_and_when_it_changes()
    {
        setFile(R"({"window.theme": "dark", "editor.fontSize": 19, "editor.syntaxTheme": "Dracula",
                    "keys": {"editor.saveAll": "Ctrl+Alt+L"}})");
        Studio studio(m_home.path());
        studio.open(m_project);
        QVERIFY(Theme::current().dark);
        auto *const tabs = studio.composed.pane<EditorToolPane>()->tabs();
        QVERIFY(tabs->current());
        QCOMPARE(sizeOfText(*tabs->current()), 19L);
        QCOMPARE(tabs->syntaxTheme(), u"Dracula"_s);
        QCOMPARE(studio.action("editor.saveAll")->shortcut(), QKeySequence(u"Ctrl+Alt+L"_s));
        setFile(R"({"window.theme": "light", "editor.fontSize": 11})");
        QTRY_VERIFY(!Theme::current().dark);
        QTRY_COMPARE(sizeOfText(*tabs->current()), 11L);
        QTRY_COMPARE(tabs->syntaxTheme(), QString());
        QTRY_COMPARE(studio.action("editor.saveAll")->shortcut(), QKeySequence(u"Ctrl+Shift+S"_s));
        QVERIFY(studio.action("theme.light")->isChecked());
    }

    void the_view_of_the_editors_is_one_setting_in_menu_and_dialog_data()
    {
        QTest::addColumn<QString>("id");
        for (const char *const id :
             {"editor.wrapLines", "editor.showLineNumbers", "editor.showProblems", "editor.showInlayHints",
              "editor.showIndentationGuides", "editor.colourBrackets", "editor.showWhitespace", "editor.showRuler"}) {
            QTest::newRow(id) << QString::fromLatin1(id);
        }
    }
    void the_view_of_the_editors_is_one_setting_in_menu_and_dialog()
    {
        QFETCH(QString, id);
        setFile("{}");
        const bool usual = findPreference(id)->usual.boolean();
        {
            Studio studio(m_home.path());
            studio.open(m_project);
            QAction *const action = studio.action(id.toLatin1().constData());
            const auto view = [&] { return studio.composed.pane<EditorToolPane>()->view()->settings(); };
            const ViewSettings before = view();
            QCOMPARE(action->isChecked(), usual);
            studio.action("window.settings")->trigger();
            auto *const dialog = studio.window.findChild<PreferencesDialog *>();
            QVERIFY(dialog);
            auto *const box = dialog->findChild<QWidget *>(id)->findChild<QCheckBox *>();
            QCOMPARE(box->isChecked(), usual);
            box->click();
            QCOMPARE(action->isChecked(), !usual);
            QVERIFY(view() != before);
            action->trigger();
            QCOMPARE(box->isChecked(), usual);
            QVERIFY(view() == before);
            action->trigger();
            QCOMPARE(studio.composed.preferences()->isOn(id), !usual);
            studio.composed.preferences()->waitForWritten();
        }
        Studio again(m_home.path());
        again.open(m_project);
        QCOMPARE(again.action(id.toLatin1().constData())->isChecked(), !usual);
    }

    void what_a_menu_chooses_is_set()
    {
        setFile("{}");
        Studio studio(m_home.path());
        studio.open(m_project);
        studio.action("theme.dark")->trigger();
        QCOMPARE(studio.composed.preferences()->text(u"window.theme"_s), u"dark"_s);
        studio.action("theme.system")->trigger();
        QCOMPARE(studio.composed.preferences()->text(u"window.theme"_s), u"system"_s);
    }

    void files_are_formatted_on_save_as_a_menu_or_the_project_says()
    {
        setFile("{}");
        Studio studio(m_home.path());
        studio.open(m_project);
        const Preferences &preferences = *studio.composed.preferences();
        QAction *const action = studio.action("editor.formatOnSave");
        QVERIFY(!action->isChecked()); // as in VS Code
        action->trigger();
        QVERIFY(action->isChecked() && preferences.isOn(u"editor.formatOnSave"_s));
        QTRY_VERIFY(file().contains("formatOnSave"));
        setFile("{}");
        QTRY_VERIFY(!action->isChecked());
        QVERIFY(QDir(m_project).mkpath(u".ignite"_s));
        QFile ofProject(m_project + u"/.ignite/settings.json"_s);
        QVERIFY(ofProject.open(QIODevice::WriteOnly));
        ofProject.write(R"({"editor.formatOnSave": false})");
        ofProject.close();
        QTRY_COMPARE(preferences.valueIn(Preferences::Scope::Project, u"editor.formatOnSave"_s), Json(false));
        QSignalSpy said(studio.composed.pane<EditorToolPane>(), &ToolPane::message);
        action->trigger();
        QVERIFY(!action->isChecked());
        QCOMPARE(said.count(), 1);
        QVERIFY(said[0][0].toString().contains(u"of this project"_s));
        QVERIFY(ofProject.remove());
        QTRY_VERIFY(action->isChecked()); // that was set for the person
        action->trigger();
        QTRY_VERIFY(file().contains("false"));
    }

    void a_damaged_file_is_told_and_the_menus_go_on()
    {
        setFile("{]");
        Studio studio(m_home.path());
        studio.window.show();
        studio.open(m_project);
        QTRY_VERIFY(hasVisibleText(*studio.window.banner(), u"settings.json"_s));
        studio.action("theme.dark")->trigger();
        QVERIFY(Theme::current().dark);
        studio.action("theme.light")->trigger();
    }

    void the_dialog_opens_by_its_keys_and_leads_to_the_file()
    {
        QVERIFY(QFile::remove(m_home.filePath(u"config/settings.json"_s)));
        Studio studio(m_home.path());
        studio.window.show();
        studio.open(m_project);
        QVERIFY(QTest::qWaitForWindowActive(&studio.window));
        QTest::keyClick(&studio.window, Qt::Key_Comma, Qt::ControlModifier);
        QTRY_VERIFY(studio.window.findChild<PreferencesDialog *>());
        auto *const dialog = studio.window.findChild<PreferencesDialog *>();
        QTRY_VERIFY(dialog->findChild<QLabel *>(u"reason"_s)->text().startsWith(u"Rust 1."_s)); // which one compiles
        dialog->findChild<QPushButton *>(u"openFile"_s)->click();
        QTRY_COMPARE(studio.composed.pane<EditorToolPane>()->tabs()->currentPath(),
                     m_home.filePath(u"config/settings.json"_s));
    }

    void the_help_menu_leads_to_the_keys()
    {
        Studio studio(m_home.path());
        studio.window.show();
        studio.action("help.keys")->trigger();
        auto *const dialog = studio.window.findChild<PreferencesDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(dialog->findChild<QTreeWidget *>(u"keys"_s)->isVisible());
        dialog->close();
        studio.action("help.about")->trigger();
        auto *const about = studio.window.findChild<QMessageBox *>();
        QVERIFY(about && about->text().startsWith(u"Ignite Studio "_s));
        about->close();
    }
};

QTEST_MAIN(TestWindowSettings)
#include "tst_window_settings.moc"
