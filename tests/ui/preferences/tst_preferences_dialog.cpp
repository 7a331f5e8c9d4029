// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/action.h"
#include "ui/preferences/key_bindings.h"
#include "ui/preferences/preference_row.h"
#include "ui/preferences/preference_texts.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/preferences/toolchain_view.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace studio;
using namespace Qt::StringLiterals;

class TestPreferencesDialog : public QObject
{
    Q_OBJECT

    struct Shown
    {
        Shown()
        {
            const auto add = [this](const char *id, const QString &text, const char *usual) {
                actions << makeAction(
                    &owner,
                    {.id = QString::fromLatin1(id), .text = text, .keys = {QKeySequence(QString::fromLatin1(usual))}});
            };
            add("editor.save", u"Save"_s, "Ctrl+S");
            add("editor.closeFile", u"Close file"_s, "Ctrl+W");
            add("handler.run", u"Run"_s, "Ctrl+R");
            keys = std::make_unique<KeyBindings>(actions, &preferences);
            dialog = new PreferencesDialog(&preferences, keys.get(),
                                           {{u"editor.syntaxTheme"_s, {{u"Dracula"_s, u"Dracula"_s}}}}, nullptr);
            dialog->show();
            QVERIFY(QTest::qWaitForWindowActive(dialog));
        }
        ~Shown() { delete dialog; }
        Q_DISABLE_COPY_MOVE(Shown)

        [[nodiscard]] PreferenceRow *row(const QString &id) const { return dialog->findChild<PreferenceRow *>(id); }
        template <typename Widget> [[nodiscard]] Widget *control(const QString &id) const
        {
            return row(id)->findChild<Widget *>(u"control"_s);
        }
        void goTo(const QString &title) const
        {
            auto *const titles = dialog->findChild<QListWidget *>(u"titles"_s);
            titles->setCurrentItem(titles->findItems(title, Qt::MatchExactly).first());
        }
        template <typename Widget = QWidget> [[nodiscard]] Widget *part(const char *name) const
        {
            return dialog->findChild<Widget *>(QString::fromLatin1(name));
        }

        QTemporaryDir home;
        QString project = home.filePath(u"project"_s);
        Preferences preferences{home.filePath(u"settings.json"_s)};
        QObject owner;
        QList<QAction *> actions;
        std::unique_ptr<KeyBindings> keys;
        PreferencesDialog *dialog = nullptr;
    };

private Q_SLOTS:
    void every_setting_has_words_and_a_row()
    {
        const Shown shown;
        for (const Preference &one : allPreferences()) {
            QVERIFY2(!preferenceTitle(one.id).isEmpty(), qPrintable(one.id));
            QVERIFY2(!groupTitle(one.group()).isEmpty(), qPrintable(one.id));
            for (const QString &choice : one.choices) {
                QVERIFY2(!choiceText(one.id, choice).isEmpty(), qPrintable(one.id + u' ' + choice));
            }
            QVERIFY2(shown.row(one.id), qPrintable(one.id));
            QCOMPARE(shown.control<QWidget>(one.id)->accessibleName(), preferenceTitle(one.id));
        }
    }

    void what_is_changed_by_keyboard_holds_at_once_and_can_be_set_back()
    {
        const Shown shown;
        shown.goTo(u"Editor"_s);
        auto *const size = shown.control<QSpinBox>(u"editor.fontSize"_s);
        QCOMPARE(size->text(), u"As the desktop"_s);
        size->setFocus();
        size->selectAll();
        QTest::keyClicks(size, u"14"_s);
        QCOMPARE(shown.preferences.number(u"editor.fontSize"_s), 0); // is being typed
        QTest::keyClick(size, Qt::Key_Tab);
        QCOMPARE(shown.preferences.number(u"editor.fontSize"_s), 14);
        QTest::keyClick(shown.control<QCheckBox>(u"editor.formatOnSave"_s), Qt::Key_Space);
        QVERIFY(shown.preferences.isOn(u"editor.formatOnSave"_s));
        auto *const theme = shown.control<QComboBox>(u"editor.syntaxTheme"_s);
        QCOMPARE(theme->currentText(), u"As the window"_s);
        QTest::keyClick(theme, Qt::Key_Down);
        QCOMPARE(shown.preferences.text(u"editor.syntaxTheme"_s), u"Dracula"_s);
        auto *const reset = shown.row(u"editor.fontSize"_s)->findChild<QToolButton *>(u"reset"_s);
        QVERIFY(reset->isVisible());
        reset->click();
        QCOMPARE(shown.preferences.number(u"editor.fontSize"_s), 0);
        QCOMPARE(size->text(), u"As the desktop"_s);
        QVERIFY(!reset->isVisible());
    }

    void what_is_changed_in_the_file_shows()
    {
        Shown shown;
        QVERIFY(shown.preferences.set(u"rust.check"_s, "clippy").has_value());
        QCOMPARE(shown.control<QComboBox>(u"rust.check"_s)->currentText(), u"With cargo clippy"_s);
        QVERIFY(shown.preferences.set(u"editor.syntaxTheme"_s, "Not installed").has_value());
        QCOMPARE(shown.control<QComboBox>(u"editor.syntaxTheme"_s)->currentText(), u"Not installed"_s);
        shown.preferences.waitForWritten();
        QFile file(shown.preferences.file(Preferences::Scope::Person));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[");
        file.close();
        auto *const problem = shown.part<QLabel>("problem");
        QTRY_VERIFY(problem->isVisible() && problem->text().contains(file.fileName()));
        shown.goTo(u"Editor"_s);
        shown.control<QCheckBox>(u"editor.formatOnSave"_s)->click();
        QVERIFY(!shown.control<QCheckBox>(u"editor.formatOnSave"_s)->isChecked()); // as it is
    }

    void the_search_leaves_what_fits()
    {
        const Shown shown;
        auto *const search = shown.part<QLineEdit>("search");
        QVERIFY(search->hasFocus());
        QTest::keyClicks(search, u"font size"_s);
        QVERIFY(shown.row(u"editor.fontSize"_s)->isVisible());
        QVERIFY(!shown.row(u"editor.formatOnSave"_s)->isVisible());
        auto *const titles = shown.part<QListWidget>("titles");
        QCOMPARE(titles->currentItem()->text(), u"Editor"_s);
        QVERIFY(titles->item(0)->isHidden());
        search->clear();
        QTest::keyClicks(search, u"ctrl+r"_s); // by its keys
        QCOMPARE(titles->currentItem()->text(), u"Keys"_s);
        search->clear();
        QVERIFY(!titles->item(0)->isHidden());
        QTest::keyClicks(search, u"zzz"_s);
        QVERIFY(std::ranges::all_of(QList{0, 1, 2, 3}, [&](int at) { return titles->item(at)->isHidden(); }));
    }

    void a_project_has_its_own_where_it_may()
    {
        Shown shown;
        QVERIFY(QDir().mkpath(shown.project));
        QVERIFY(!shown.part<QComboBox>("scope")->isVisible());
        shown.preferences.setProject(shown.project);
        delete std::exchange(shown.dialog, nullptr);
        shown.dialog = new PreferencesDialog(&shown.preferences, shown.keys.get(), {}, nullptr);
        shown.dialog->show();
        auto *const scope = shown.part<QComboBox>("scope");
        QVERIFY(scope->isVisible());
        QTest::keyClick(scope, Qt::Key_Down);
        shown.goTo(u"Editor"_s);
        QVERIFY(!shown.row(u"editor.fontSize"_s)->isVisible());
        shown.control<QCheckBox>(u"editor.formatOnSave"_s)->click();
        QVERIFY(!shown.preferences.valueIn(Preferences::Scope::Project, u"editor.formatOnSave"_s).isNull());
        QVERIFY(shown.preferences.valueIn(Preferences::Scope::Person, u"editor.formatOnSave"_s).isNull());
        QSignalSpy asked(shown.dialog, &PreferencesDialog::openRequested);
        shown.part<QPushButton>("openFile")->click();
        QCOMPARE(asked.first().first().toString(), shown.project + u"/.ignite/settings.json"_s);
        shown.dialog = nullptr; // it closed
    }

    void keys_are_set_taken_over_removed_and_set_back()
    {
        const Shown shown;
        shown.goTo(u"Keys"_s);
        auto *const list = shown.part<QTreeWidget>("keys");
        auto *const edit = shown.dialog->findChild<QKeySequenceEdit *>();
        const auto choose = [list](const QString &name) {
            list->setCurrentItem(list->findItems(name, Qt::MatchExactly).first());
        };
        choose(u"Save"_s);
        edit->setFocus();
        QTest::keyClick(edit, Qt::Key_W, Qt::ControlModifier);
        QTRY_COMPARE(edit->keySequence(), QKeySequence(u"Ctrl+W"_s));
        QVERIFY(std::ranges::any_of(shown.dialog->findChildren<QLabel *>(), [](const QLabel *label) {
            return label->text().contains(u"belongs to “Close file”"_s);
        }));
        list->parentWidget()->findChild<QPushButton *>(u"set"_s)->click();
        QCOMPARE(shown.actions[0]->shortcut(), QKeySequence(u"Ctrl+W"_s));
        QCOMPARE(shown.actions[0]->toolTip(), u"Save (Ctrl+W)"_s);
        QVERIFY(shown.actions[1]->shortcut().isEmpty()); // two with the same keys would answer to neither
        QCOMPARE(shown.actions[1]->toolTip(), u"Close file"_s);
        QCOMPARE(shown.preferences.keys(),
                 (QMap<QString, QString>{{u"editor.save"_s, u"Ctrl+W"_s}, {u"editor.closeFile"_s, {}}}));
        for (const QString &name : {u"Save"_s, u"Close file"_s}) {
            choose(name);
            list->parentWidget()->findChild<QPushButton *>(u"reset"_s)->click();
        }
        QCOMPARE(shown.actions[0]->shortcut(), QKeySequence(u"Ctrl+S"_s));
        QCOMPARE(shown.actions[0]->toolTip(), u"Save (Ctrl+S)"_s);
        QCOMPARE(shown.actions[1]->shortcut(), QKeySequence(u"Ctrl+W"_s));
        QVERIFY(shown.preferences.keys().isEmpty());
        choose(u"Run"_s);
        list->parentWidget()->findChild<QPushButton *>(u"remove"_s)->click();
        QVERIFY(shown.actions[2]->shortcuts().isEmpty());
    }

    void the_toolchains_and_what_would_help_are_shown()
    {
        const Shown shown;
        ToolchainView *const view = shown.dialog->toolchains();
        shown.goTo(u"Rust"_s);
        view->show({.all = {{.name = u"Rust 1.97.1 (system)"_s, .detail = u"/usr/bin/rustc"_s, .isChosen = true}},
                    .reason = u"It is the nearest."_s,
                    .command = u"rustup target add wasm32-wasip2"_s});
        auto *const run = view->findChild<QPushButton *>(u"run"_s);
        QVERIFY(!run->isHidden());
        QSignalSpy asked(view, &ToolchainView::runRequested);
        QSignalSpy cancelled(view, &ToolchainView::cancelRequested);
        run->click();
        QCOMPARE(asked.first().first().toString(), u"rustup target add wasm32-wasip2"_s);
        view->setRunning(true);
        run->click();
        QCOMPARE(cancelled.size(), 1);
        view->setRunning(false);
        view->show({.all = {}, .reason = u"None."_s, .command = u"apt-get install libstd-rust-dev-wasm32"_s});
        QVERIFY(run->isHidden()); // wants rights that we do not have
        QCOMPARE(view->findChild<QLabel *>(u"command"_s)->text(), u"apt-get install libstd-rust-dev-wasm32"_s);
    }
};

QTEST_MAIN(TestPreferencesDialog)
#include "tst_preferences_dialog.moc"
