// SPDX-License-Identifier: GPL-3.0-or-later
// The real window with the real compiler, driven as a person drives it.
#include "core/project/project.h"
#include "core/workspace/templates.h"
#include "tests/support/cpu_time.h"
#include "tests/support/slowness.h"
#include "tests/ui/window/editor_typing.h"
#include "tests/ui/window/studio.h"
#include "ui/common/banner.h"
#include "ui/common/primary.h"
#include "ui/console/console_pane.h"
#include "ui/console/problems_pane.h"
#include "ui/dependencies/dependency_list.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/response_view.h"
#include "ui/shell/instance_status.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolBar>
#include <QTreeWidget>

#include <algorithm>

using namespace studio;
using namespace studio::test;

namespace {

constexpr int waitTimeout = 300'000; ///< the first compile ever may be in it

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    QString m_project;
    std::unique_ptr<Studio> m_studio;

    void openStudio()
    {
        m_studio = std::make_unique<Studio>(m_home.path());
        m_studio->open(m_project);
        m_studio->window.show();
        QVERIFY(QTest::qWaitForWindowActive(&m_studio->window));
    }

    [[nodiscard]] MainWindow &window() const { return m_studio->window; }
    [[nodiscard]] CodeEditor *editor() const { return m_studio->editors()->current(); }

    /// Presses Ctrl+R and waits for the end of it.
    bool run()
    {
        QSignalSpy ran(m_studio->actions(), &BuildActions::ran);
        QTest::keyClick(&window(), Qt::Key_R, Qt::ControlModifier);
        return ran.wait(waitTimeout) && ran.first().first().toBool();
    }

private Q_SLOTS:
    void init()
    {
        m_project = m_home.filePath(QStringLiteral("hello"));
        if (!QFile::exists(m_project)) {
            QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), m_project).has_value());
        }
        openStudio();
    }

    void cleanup()
    {
        m_studio.reset();
        QFile::remove(m_home.filePath(QStringLiteral("hello/src/lib.rs")));
        QFile::copy(sourcePath("/resources/samples/rust-hello/src/lib.rs"),
                    m_home.filePath(QStringLiteral("hello/src/lib.rs")));
    }

    /// Run while nothing runs, Send once it does (one primary action at a time).
    void what_is_to_be_done_next_is_on_the_accent_colour()
    {
        const auto primaries = [this] {
            QStringList names;
            for (const auto *const button : m_studio->window.findChildren<QAbstractButton *>()) {
                if (isPrimary(button)) {
                    names << button->text();
                }
            }
            return names;
        };
        QCOMPARE(primaries(), QStringList{QStringLiteral("Run")});
        m_studio->action("handler.run")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(primaries(), QStringList{QStringLiteral("Send")}, 300'000);
        m_studio->action("handler.stop")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(primaries(), QStringList{QStringLiteral("Run")}, 60'000);
    }

    void each_menu_fits_a_small_screen()
    {
        constexpr int rows = 800;
        for (const QAction *const title : m_studio->window.menuBar()->actions()) {
            QVERIFY2(title->menu()->sizeHint().height() < rows - 60, qPrintable(title->text()));
            const QList<QAction *> entries = title->menu()->actions();
            for (qsizetype at = 0; at < entries.size(); ++at) {
                const bool isEnd = at == 0 || at == entries.size() - 1;
                QVERIFY2(!entries[at]->isSeparator() || (!isEnd && !entries[at - 1]->isSeparator()),
                         qPrintable(title->text()));
            }
        }
    }

    void the_handler_is_in_the_editor()
    {
        QVERIFY(m_studio->editors()->currentPath().endsWith(QStringLiteral("/src/lib.rs")));
        QVERIFY(editor()->text().contains(QStringLiteral("#[ignite::main]")));
        QVERIFY(!editor()->isModified());
        QCOMPARE(m_studio->statusText(), QStringLiteral("stopped"));
    }

    void type_run_answer_and_the_window_never_waits()
    {
        replaceInEditor(editor(), QStringLiteral("Hello from Rust!"), QStringLiteral("Hello from a test"));
        QVERIFY(editor()->isModified());
        m_studio->invoke()->setPayload("{}");

        qint64 longest = 0;
        qint64 last = cpuMs();
        QTimer ticker;
        connect(&ticker, &QTimer::timeout, this, [&] {
            longest = std::max(longest, cpuMs() - last);
            last = cpuMs();
        });
        ticker.start(5);
        QSignalSpy shown(m_studio->invoke(), &InvokePane::responseShown);
        QVERIFY(run());
        QVERIFY(!shown.isEmpty() || shown.wait(10'000 * slowness)); // Run sends what is in the payload
        ticker.stop();
        const auto app = QCoro::waitFor(m_studio->platform.getApp({QStringLiteral("org"), QStringLiteral("hello")}));
        QVERIFY2(app, app ? "" : qPrintable(app.error().message)); // made at the first Run
        QVERIFY(!editor()->isModified());                          // and saves first
        const Invocation &answer = m_studio->invoke()->lastInvocation();
        QCOMPARE(answer.response.status, 200);
        QVERIFY2(answer.response.body.contains("Hello from a test"), answer.response.body);
        QVERIFY2(answer.response.body.contains(answer.executionId.toUtf8()), answer.response.body);
        QVERIFY(m_studio->statusText().startsWith(QStringLiteral("running · draft")));
        QVERIFY2(longest < 1'000 * slowness, qPrintable(QString::number(longest))); // milliseconds without a turn
    }

    void send_again_by_key_and_stop()
    {
        QVERIFY(run());
        QTRY_VERIFY(!m_studio->invoke()->isWaiting());
        m_studio->invoke()->setPayload(R"({"message": "hi there"})");
        QSignalSpy shown(m_studio->invoke(), &InvokePane::responseShown);
        m_studio->invoke()->focusPayload(); // where a person's hands are
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(!shown.isEmpty() || shown.wait(10'000 * slowness));
        QCOMPARE(m_studio->invoke()->payload(), QByteArray(R"({"message": "hi there"})")); // no line was typed
        QVERIFY(m_studio->invoke()->lastInvocation().response.body.contains("hi there"));
        m_studio->action("handler.stop")->trigger();
        QTRY_COMPARE(m_studio->statusText(), QStringLiteral("stopped"));
    }

    void what_was_saved_since_makes_it_stale()
    {
        QVERIFY(run());
        QVERIFY(m_studio->statusText().startsWith(QStringLiteral("running · draft")));
        replaceInEditor(editor(), QStringLiteral("Hello from Rust!"), QStringLiteral("Hello anew"));
        m_studio->action("editor.save")->trigger();
        QTRY_VERIFY(m_studio->statusText().contains(QStringLiteral("out of date")));
        QVERIFY(run());
        QVERIFY(m_studio->statusText().startsWith(QStringLiteral("running · draft")));
    }

    void stop_during_a_call_is_no_crash()
    {
        replaceInEditor(editor(), QStringLiteral("let message"),
                        QStringLiteral("std::thread::sleep(std::time::Duration::from_secs(20)); let message"));
        QSignalSpy failed(m_studio->invoke(), &InvokePane::failed);
        QVERIFY(run());
        QTRY_VERIFY(m_studio->invoke()->isWaiting());
        m_studio->action("handler.stop")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!m_studio->invoke()->isWaiting(), 10'000 * slowness);
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::Cancelled);
        QTRY_COMPARE_WITH_TIMEOUT(m_studio->statusText(), QStringLiteral("stopped"), 10'000 * slowness);
    }

    void publish_is_made_once()
    {
        QAction *const publish = m_studio->action("handler.publish");
        publish->trigger();
        publish->trigger(); // before the first one has saved
        QTRY_VERIFY(!publish->isEnabled() && !m_studio->action("handler.run")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(publish->isEnabled(), waitTimeout);
        const auto versions =
            QCoro::waitFor(m_studio->platform.listVersions({QStringLiteral("org"), QStringLiteral("hello")}, 10));
        QVERIFY(versions);
        QCOMPARE(versions->size(), 1);
    }

    void a_publish_that_fails_says_that_nothing_was_published()
    {
        replaceInEditor(editor(), QStringLiteral("ctx.execution_id()"), QStringLiteral("ctx.no_such_thing()"));
        QAction *const publish = m_studio->action("handler.publish");
        publish->trigger();
        QTRY_VERIFY(!publish->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(publish->isEnabled(), waitTimeout);
        QVERIFY(m_studio->problems()->errors() > 0);
        QVERIFY2(window().banner()->text().startsWith(
                     QStringLiteral("Nothing was published to the embedded platform: src/lib.rs:")),
                 qPrintable(window().banner()->text()));
    }

    void a_publish_of_nothing_new_says_so_and_is_taken_back()
    {
        QAction *const publish = m_studio->action("handler.publish");
        for (int i = 0; i < 2; ++i) {
            publish->trigger();
            QTRY_VERIFY(!publish->isEnabled());
            QTRY_VERIFY_WITH_TIMEOUT(publish->isEnabled(), waitTimeout);
        }
        const auto id = AppId{QStringLiteral("org"), QStringLiteral("hello")};
        const auto published = QCoro::waitFor(m_studio->platform.listVersions(id, 10));
        QVERIFY(published && published->size() > 1);
        const QString before = QString::number(published->at(1).number);
        QTRY_VERIFY2(
            window().banner()->text().endsWith(QStringLiteral("Its sources are those of version ") + before + u'.'),
            qPrintable(window().banner()->text()));
        const auto buttons = window().banner()->findChildren<QAbstractButton *>();
        const auto back = std::ranges::find_if(buttons, [&](const QAbstractButton *one) {
            return one->isVisible() && one->text() == QStringLiteral("Roll back to version ") + before;
        });
        QVERIFY(back != buttons.end());
        (*back)->click();
        QTRY_VERIFY2(window().banner()->text().startsWith(QStringLiteral("Version ") + before +
                                                          QStringLiteral(" of org:hello is the active one again.")),
                     qPrintable(window().banner()->text()));
        const auto versions = QCoro::waitFor(m_studio->platform.listVersions(id, 10));
        QVERIFY(versions && versions->at(1).active);
    }

    void keys_go_to_the_code_where_their_pane_is_folded()
    {
        QAction *fold = nullptr;
        for (QDockWidget *const dock : window().findChildren<QDockWidget *>()) {
            if (dock->isAncestorOf(m_studio->invoke())) {
                fold = dock->toggleViewAction();
            }
        }
        QVERIFY(fold);
        m_studio->invoke()->focusPayload();
        QVERIFY(m_studio->invoke()->isAncestorOf(QApplication::focusWidget()));
        fold->trigger();
        QVERIFY(!m_studio->invoke()->isVisible());
        QCOMPARE(QApplication::focusWidget(), editor());
        fold->trigger();
        // And where F6 takes them is seen.
        for (int pane = 0; pane < 5; ++pane) {
            QTest::keyClick(&window(), Qt::Key_F6);
            QVERIFY(QApplication::focusWidget());
            const auto *const list = qobject_cast<QAbstractItemView *>(QApplication::focusWidget());
            QVERIFY(!list || list->currentIndex().isValid());
        }
    }

    void the_arrow_beside_publish_opens_its_menu()
    {
        auto *const bar = window().findChild<QToolBar *>();
        QWidget *const button = bar->widgetForAction(m_studio->action("handler.publish"));
        QStringList entries;
        QTimer whenOpen; // the menu has an event loop of its own
        connect(&whenOpen, &QTimer::timeout, &whenOpen, [&] {
            if (auto *const menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) {
                whenOpen.stop();
                for (const QAction *const action : menu->actions()) {
                    entries << action->text();
                }
                menu->close();
            }
        });
        whenOpen.start(20);
        QTest::mouseClick(button, Qt::LeftButton, {}, {button->width() - 7, button->height() / 2});
        QVERIFY(m_studio->action("handler.publish")->isEnabled()); // nothing is published by it
        QVERIFY2(entries.contains(m_studio->action("handler.publishWithNote")->text()), qPrintable(entries.join(u',')));
    }

    void a_line_is_gone_to()
    {
        QTest::keyClick(&window(), Qt::Key_G, Qt::ControlModifier);
        QInputDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = qobject_cast<QInputDialog *>(QApplication::activeModalWidget())) != nullptr);
        QVERIFY(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->isEnabled());
        dialog->setIntValue(7);
        QTest::keyClick(dialog, Qt::Key_Return);
        int line = 0;
        int column = 0;
        editor()->getCursorPosition(&line, &column);
        QCOMPARE(line, 6); // Scintilla counts from 0
        QTRY_COMPARE(QApplication::focusWidget(), editor());
    }

    void what_a_handler_says_to_try_it_with_is_its_first_payload()
    {
        const QTemporaryDir place;
        const auto templates = readTemplates(sourcePath("/resources"));
        const auto typed = std::ranges::find(templates, QStringLiteral("typed-body"), &Template::name);
        const auto folder = createProject(*typed, place.path(), QStringLiteral("orders"));
        QVERIFY(folder);
        m_studio->open(*folder);
        QVERIFY2(m_studio->invoke()->payload().contains("\"customer\": \"Ada\""), m_studio->invoke()->payload());
    }

    void another_target_makes_what_runs_stale()
    {
        QVERIFY(run());
        QVERIFY(!m_studio->statusText().contains(QStringLiteral("out of date")));
        m_studio->action("target.wasm")->trigger();
        QVERIFY(m_studio->statusText().contains(QStringLiteral("out of date")));
        m_studio->action("target.native")->trigger();
        QVERIFY(!m_studio->statusText().contains(QStringLiteral("out of date")));
    }

    void another_project_does_not_keep_the_last_ones_answer()
    {
        QSignalSpy shown(m_studio->invoke(), &InvokePane::responseShown);
        QVERIFY(run());
        QVERIFY(!shown.isEmpty() || shown.wait(10'000 * slowness));
        auto *const answer = m_studio->invoke()->findChild<ResponseView *>();
        QVERIFY(answer->isVisible());
        const QTemporaryDir other;
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), other.filePath(QStringLiteral("other"))));
        m_studio->open(other.filePath(QStringLiteral("other")));
        QVERIFY(!answer->isVisible());
        for (const QPlainTextEdit *text : window().findChild<ConsolePane *>()->findChildren<QPlainTextEdit *>()) {
            QCOMPARE(text->toPlainText(), QString());
        }
    }

    void a_compile_error_is_listed_and_the_last_good_instance_goes_on()
    {
        QVERIFY(run());
        replaceInEditor(editor(), QStringLiteral("ctx.execution_id()"), QStringLiteral("ctx.no_such_thing()"));
        QVERIFY(!run());
        QCOMPARE(m_studio->problems()->errors(), 1);
        QCOMPARE(m_studio->problems()->title(), QStringLiteral("Problems 1"));
        editor()->setCursorPosition(0, 0);
        QTest::keyClick(&window(), Qt::Key_F8);
        int line = 0;
        int column = 0;
        editor()->getCursorPosition(&line, &column);
        QVERIFY2(editor()->text(line).contains(QStringLiteral("no_such_thing")), qPrintable(editor()->text(line)));
        QVERIFY(m_studio->statusText().contains(QStringLiteral("out of date")));
        QSignalSpy shown(m_studio->invoke(), &InvokePane::responseShown);
        m_studio->invoke()->sendNow();
        QVERIFY(!shown.isEmpty() || shown.wait(10'000 * slowness));
        QCOMPARE(m_studio->invoke()->lastInvocation().response.status, 200);
    }

    void dependencies_are_listed_with_the_injected_ones_folded()
    {
        auto *const list = m_studio->pane<QWidget>("dependencies")->findChild<DependencyList *>();
        QVERIFY(list);
        const auto namesIn = [](const QTreeWidgetItem *group) {
            QStringList names;
            for (int i = 0; i < group->childCount(); ++i) {
                names << group->child(i)->text(0);
            }
            return names;
        };
        QCOMPARE(list->topLevelItemCount(), 4); // normal, dev, build and what the platform adds
        QCOMPARE(namesIn(list->topLevelItem(0)), QStringList({QStringLiteral("ignite"), QStringLiteral("serde_json")}));
        QTreeWidgetItem *const injected = list->topLevelItem(3);
        QCOMPARE(injected->childCount(), 2);
        QVERIFY(!injected->isExpanded());
    }

    void a_folder_without_a_manifest_says_so()
    {
        const QTemporaryDir empty;
        m_studio->open(empty.path());
        const auto labels = window().centralWidget()->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(
            labels, [](const QLabel *label) { return label->text().contains(QStringLiteral("no Cargo.toml")); }));
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
