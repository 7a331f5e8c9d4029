// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/journey.h"

#include "app/studio/studio_window.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/workspace.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/editor_tool_pane.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/invoke_tool_pane.h"
#include "ui/shell/instance_status.h"
#include "ui/shell/theme_switcher.h"

#include <QApplication>
#include <QCoroSignal>
#include <QCoroTimer>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QKeyEvent>
#include <QPointer>
#include <QTextStream>

namespace studio {

namespace {

using namespace std::chrono_literals;

void say(const QString &line)
{
    QTextStream(stdout) << line << Qt::endl;
}

void step(const QElapsedTimer &clock, const QString &what)
{
    say(QStringLiteral("%1 ms  %2").arg(clock.elapsed(), 7).arg(what));
}

/// A key press as the keyboard makes it: it goes through the shortcuts.
void press(QWidget *window, int key, Qt::KeyboardModifiers modifiers)
{
    QWidget *const target = QApplication::focusWidget() ? QApplication::focusWidget() : window;
    QKeyEvent shortcut(QEvent::ShortcutOverride, key, modifiers);
    QApplication::sendEvent(target, &shortcut);
    for (QAction *action : window->actions()) {
        if (action->isEnabled() &&
            action->shortcut() == QKeySequence(QKeyCombination(modifiers, static_cast<Qt::Key>(key)))) {
            action->trigger();
            return;
        }
    }
}

QCoro::Task<void> takePictures(StudioWindow *studio, QString folder, QString name)
{
    MainWindow *const window = studio->window();
    for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
        for (const bool dark : {false, true}) {
            studio->themes()->setTheme(dark ? QStringLiteral("dark") : QStringLiteral("light"));
            window->resize(size);
            co_await QCoro::sleepFor(250ms);
            window->grab().save(QStringLiteral("%1/%2-%3-%4.png")
                                    .arg(folder, name)
                                    .arg(size.width())
                                    .arg(dark ? QStringLiteral("dark") : QStringLiteral("light")));
        }
    }
    studio->themes()->setTheme(QStringLiteral("light"));
    window->resize(1280, 800);
}

} // namespace

QCoro::Task<int> takeJourney(StudioWindow *studio, QString folder)
{
    MainWindow *const window = studio->window();
    EditorTabs *const editors = studio->pane<EditorToolPane>()->tabs();
    InvokePane *const pane = studio->pane<InvokeToolPane>()->pane();
    QElapsedTimer clock;
    clock.start();
    QDir().mkpath(folder);
    window->resize(1280, 800);
    co_await QCoro::sleepFor(400ms);
    if (editors->currentPath().isEmpty()) {
        step(clock, QStringLiteral("no file is open"));
        co_return 1;
    }
    step(clock, QStringLiteral("window shown with %1").arg(editors->currentPath()));
    co_await takePictures(studio, folder, QStringLiteral("opened"));

    pane->setPayload(R"({"message": "hi there"})");
    press(window, Qt::Key_R, Qt::ControlModifier);
    step(clock, QStringLiteral("Run pressed: the first compile takes about half a minute on two cores"));
    const auto ran = co_await qCoro(studio->workspace()->actions(), &BuildActions::ran, 15min);
    if (!ran || !*ran) {
        step(clock, QStringLiteral("the handler does not run"));
        co_await takePictures(studio, folder, QStringLiteral("failed"));
        co_return 1;
    }
    step(clock, QStringLiteral("compiled and %1").arg(window->findChild<InstanceStatus *>()->text()));
    // Run has sent the payload already; once more by hand, as a person does.
    for (int i = 0; i < 100 && pane->isWaiting(); ++i) {
        co_await QCoro::sleepFor(20ms);
    }
    press(window, Qt::Key_Return, Qt::ControlModifier);
    for (int i = 0; i < 250 && pane->isWaiting(); ++i) {
        co_await QCoro::sleepFor(20ms);
    }
    const Invocation answer = pane->lastInvocation();
    step(clock, QStringLiteral("answered: %1, execution %2").arg(answer.response.status).arg(answer.executionId));
    say(QString::fromUtf8(answer.response.body));
    co_await takePictures(studio, folder, QStringLiteral("answered"));
    step(clock, QStringLiteral("screenshots in %1").arg(QFileInfo(folder).absoluteFilePath()));
    co_return answer.response.status == 200 ? 0 : 1;
}

} // namespace studio
