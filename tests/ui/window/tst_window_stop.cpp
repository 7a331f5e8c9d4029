// SPDX-License-Identifier: GPL-3.0-or-later
// Stop at every moment of a Run, a Compile and a Publish, and Send before there is a handler: the real window, the real
// compiler, real keys.
#include "core/project/project.h"
#include "tests/support/held_build.h"
#include "tests/ui/window/studio.h"
#include "ui/common/banner.h"
#include "ui/common/empty_state.h"
#include "ui/console/console_pane.h"
#include "ui/console/console_view.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/shell/instance_status.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::test;

namespace {

constexpr int compileTimeout = 300'000; ///< the first compile ever may be in it

} // namespace

class TestWindowStop : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<HeldBuild> m_held;
    std::unique_ptr<Studio> m_studio;
    std::unique_ptr<QSignalSpy> m_ran;

    [[nodiscard]] MainWindow &window() const { return m_studio->window; }
    [[nodiscard]] QString project() const { return m_home->filePath(QStringLiteral("hello")); }
    [[nodiscard]] QString status() const { return m_studio->statusText(); }
    /// Of the page that stands in an answer's place.
    [[nodiscard]] QList<QPushButton *> buttonsOfPage() const
    {
        QList<QPushButton *> all;
        for (const EmptyState *const page : m_studio->invoke()->findChildren<EmptyState *>()) {
            all << page->findChildren<QPushButton *>();
        }
        all.removeIf([](const QPushButton *button) { return !button->isVisible(); });
        return all;
    }
    /// As a keyboard does it: to what has the focus, through the shortcuts.
    void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::ControlModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), key, with);
    }
    void pressRun() { press(Qt::Key_R); }
    void pressStop() { press(Qt::Key_F5, Qt::ShiftModifier); }
    void hold()
    {
        m_held.reset();
        m_held = std::make_unique<HeldBuild>(project());
    }
    void runUntilHeld()
    {
        hold();
        pressRun();
        QTRY_VERIFY_WITH_TIMEOUT(m_held->hasBegun(), compileTimeout);
        QCOMPARE(status(), QStringLiteral("compiling"));
    }
    void runToTheEnd()
    {
        pressRun();
        QTRY_COMPARE_WITH_TIMEOUT(m_ran->size(), 1, compileTimeout);
        QVERIFY(m_ran->takeFirst().first().toBool());
        QTRY_VERIFY(!m_studio->invoke()->isWaiting());
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project()));
        m_studio = std::make_unique<Studio>(m_home->path());
        m_ran = std::make_unique<QSignalSpy>(m_studio->actions(), &BuildActions::ran);
        m_studio->open(project());
        window().show();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        m_studio->editors()->current()->setFocus();
    }
    void cleanup()
    {
        m_ran.reset();
        m_studio.reset();
        m_held.reset();
        m_home.reset();
    }

    void nothing_is_to_stop_before_anything_runs() { QVERIFY(!m_studio->action("handler.stop")->isEnabled()); }

    void stop_cancels_the_compile_of_a_run()
    {
        runUntilHeld();
        QVERIFY(m_studio->action("handler.stop")->isEnabled());
        QVERIFY2(m_studio->action("handler.stop")->toolTip().startsWith(QStringLiteral("Cancel")),
                 qPrintable(m_studio->action("handler.stop")->toolTip()));
        pressStop();
        QTRY_COMPARE(m_ran->size(), 1); // the script is still held
        QVERIFY(!m_ran->takeFirst().first().toBool());
        QCOMPARE(status(), QStringLiteral("stopped"));
        QVERIFY(!m_studio->action("handler.stop")->isEnabled());
        QVERIFY2(m_studio->consoleText().contains(QStringLiteral("Cancelled")), qPrintable(m_studio->consoleText()));
        QVERIFY(!window().banner()->isVisible());
        m_held.reset();
        runToTheEnd(); // and the next one is as usual
    }

    void stop_cancels_a_compile()
    {
        hold();
        press(Qt::Key_B);
        QTRY_VERIFY_WITH_TIMEOUT(m_held->hasBegun(), compileTimeout);
        pressStop();
        QTRY_COMPARE(status(), QStringLiteral("stopped"));
        QVERIFY2(m_studio->consoleText().contains(QStringLiteral("Cancelled")), qPrintable(m_studio->consoleText()));
    }

    void stop_right_after_run_cancels_it_too()
    {
        hold();
        pressRun();
        QVERIFY(m_studio->action("handler.stop")->isEnabled()); // from the first moment
        pressStop();
        QTRY_COMPARE(m_ran->size(), 1);
        QVERIFY(!m_ran->takeFirst().first().toBool());
        QVERIFY(!m_held->hasBegun());
        QCOMPARE(status(), QStringLiteral("stopped"));
        QVERIFY(!m_studio->action("handler.stop")->isEnabled());
    }

    void stop_cancels_a_publish()
    {
        hold();
        m_studio->action("handler.publish")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_held->hasBegun(), compileTimeout);
        QVERIFY(m_studio->action("handler.stop")->isEnabled());
        pressStop();
        QTRY_VERIFY(m_studio->action("handler.publish")->isEnabled());
        QVERIFY(!m_studio->action("handler.stop")->isEnabled());
        const auto versions =
            QCoro::waitFor(m_studio->platform.listVersions({QStringLiteral("org"), QStringLiteral("hello")}, 10));
        QVERIFY(versions);
        QVERIFY(versions->isEmpty());
    }

    void an_older_instance_goes_on_until_stop_is_pressed_again()
    {
        runToTheEnd();
        hold();
        pressRun();
        QTRY_VERIFY_WITH_TIMEOUT(m_held->hasBegun(), compileTimeout);
        pressStop();
        QTRY_COMPARE(m_ran->size(), 1);
        QVERIFY2(status().startsWith(QStringLiteral("running")), qPrintable(status()));
        QVERIFY2(m_studio->action("handler.stop")->toolTip().startsWith(QStringLiteral("Stop")),
                 qPrintable(m_studio->action("handler.stop")->toolTip()));
        QSignalSpy shown(m_studio->invoke(), &InvokePane::responseShown);
        press(Qt::Key_Return);
        QTRY_COMPARE(shown.size(), 1);
        pressStop();
        QTRY_COMPARE(status(), QStringLiteral("stopped"));
    }

    void send_during_the_first_compile_is_queued_and_says_so()
    {
        runUntilHeld();
        m_studio->invoke()->setPayload(R"({"message": "queued"})");
        m_studio->invoke()->focusPayload();
        QSignalSpy shown(m_studio->invoke(), &InvokePane::responseShown);
        press(Qt::Key_Return);
        QVERIFY(m_studio->isSaid(QStringLiteral("Request queued")));
        QVERIFY(m_studio->isSaid(QStringLiteral("It is sent as soon as the handler runs")));
        QVERIFY(!m_studio->isSaid(QStringLiteral("Nothing sent yet"))); // one state, with one way on
        QCOMPARE(buttonsOfPage().size(), 1);
        QCOMPARE(buttonsOfPage().first()->text(), QStringLiteral("Cancel"));
        QCOMPARE(status(), QStringLiteral("compiling · request queued"));
        QVERIFY(m_studio->invoke()->isWaiting());
        QVERIFY(!window().banner()->isVisible());
        m_held->release();
        QTRY_COMPARE_WITH_TIMEOUT(shown.size(), 1, compileTimeout);
        QVERIFY(!m_studio->isSaid(QStringLiteral("queued")));
        const Invocation &answer = m_studio->invoke()->lastInvocation();
        QCOMPARE(answer.response.status, 200);
        QVERIFY2(answer.response.body.contains("queued"), answer.response.body);
        // Counted from when it was sent, which the compile was not a part of; Run did not send a second one.
        QTRY_COMPARE(m_ran->size(), 1);
        QCOMPARE(shown.size(), 1);
        QVERIFY(!m_studio->invoke()->isWaiting());
    }

    void a_queued_request_is_taken_back_data()
    {
        QTest::addColumn<QString>("by");
        QTest::newRow("by Stop, with the compile") << "Stop";
        QTest::newRow("by Send, which is Cancel now, and the compile goes on") << "Send";
        QTest::newRow("by the page's button, and the compile goes on") << "page";
    }
    void a_queued_request_is_taken_back()
    {
        QFETCH(QString, by);
        runUntilHeld();
        m_studio->invoke()->focusPayload();
        QSignalSpy failed(m_studio->invoke(), &InvokePane::failed);
        press(Qt::Key_Return);
        QVERIFY(m_studio->isSaid(QStringLiteral("Request queued")));
        QElapsedTimer waited;
        waited.start();
        QTRY_VERIFY(waited.elapsed() > 1);
        if (by == QLatin1String("Stop")) {
            pressStop();
        } else if (by == QLatin1String("Send")) {
            for (QPushButton *const button : m_studio->invoke()->findChildren<QPushButton *>()) {
                if (button->text() == QLatin1String("Cancel") && !buttonsOfPage().contains(button)) {
                    QTest::mouseClick(button, Qt::LeftButton);
                }
            }
        } else {
            buttonsOfPage().first()->setFocus(Qt::TabFocusReason);
            QTest::keyClick(buttonsOfPage().first(), Qt::Key_Space);
        }
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(m_studio->isSaid(QStringLiteral("The request was not sent.")));
        QVERIFY(!m_studio->isSaid(QStringLiteral(" µs"))); // more than a millisecond: the time since Send was pressed
        QVERIFY(!m_studio->isSaid(QStringLiteral("Request queued")));
        QVERIFY(m_studio->isSaid(QStringLiteral("Nothing sent yet")));
        QVERIFY(QApplication::focusWidget() && QApplication::focusWidget()->isVisible());
        QVERIFY(m_studio->invoke()->isAncestorOf(QApplication::focusWidget()));
        QCOMPARE(status(), by == QLatin1String("Stop") ? QStringLiteral("stopped") : QStringLiteral("compiling"));
    }

    void a_compile_error_says_that_the_request_was_not_sent()
    {
        QTest::keyClicks(m_studio->editors()->current(), QStringLiteral("broken "));
        hold();
        pressRun();
        QTRY_VERIFY_WITH_TIMEOUT(m_held->hasBegun(), compileTimeout);
        m_studio->invoke()->focusPayload();
        press(Qt::Key_Return);
        QVERIFY(m_studio->isSaid(QStringLiteral("Request queued")));
        m_held->release();
        QTRY_COMPARE_WITH_TIMEOUT(m_ran->size(), 1, compileTimeout);
        QTRY_VERIFY(m_studio->isSaid(QStringLiteral("The request was not sent: ")));
        QVERIFY(!m_studio->invoke()->isWaiting());
    }
};

QTEST_MAIN(TestWindowStop)
#include "tst_window_stop.moc"
