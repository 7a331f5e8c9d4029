// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/editor_bench.h"

#include "core/base/paths.h"
#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/rust_analysis.h"
#include "core/workspace/workspace.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/document_outline.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/run_markers.h"
#include "ui/editor/semantic_colours.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <functional>
#include <vector>

namespace studio::bench {

namespace {

constexpr qint64 readyMs = 240'000; ///< crates may be checked for the first time
constexpr int keys = 300;
constexpr int keyPauseMs = 40;      ///< of one who types fast
constexpr int thoughtPauseMs = 500; ///< after some keys, so that what waits for a pause is in it too

class Painted : public QObject
{
public:
    explicit Painted(QWidget *viewport) { viewport->installEventFilter(this); }
    bool isDone = false;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        isDone = isDone || event->type() == QEvent::Paint;
        return false;
    }
};

double msOf(const QElapsedTimer &clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

bool waitFor(const std::function<bool()> &condition)
{
    QElapsedTimer clock;
    clock.start();
    while (!condition() && clock.elapsed() < readyMs) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 50);
    }
    return condition();
}

void press(QWidget *editor, QChar character)
{
    QKeyEvent down(QEvent::KeyPress, Qt::Key_unknown, Qt::NoModifier, QString(character));
    QCoreApplication::sendEvent(editor, &down);
    QKeyEvent up(QEvent::KeyRelease, Qt::Key_unknown, Qt::NoModifier, QString(character));
    QCoreApplication::sendEvent(editor, &up);
}

/// The time from the key to the end of the turn in which the text was painted.
double typeOne(QWidget *editor, Painted &painted, QChar character)
{
    QElapsedTimer clock;
    painted.isDone = false;
    clock.start();
    press(editor, character);
    while (!painted.isDone) {
        QCoreApplication::processEvents();
    }
    return msOf(clock);
}

Json sorted(std::vector<double> values)
{
    std::ranges::sort(values);
    Json all = Json::array();
    for (const double value : values) {
        all.push_back(value);
    }
    return all;
}

Json measure(CodeEditor *editor)
{
    Painted painted(editor->viewport());
    std::vector<double> times;
    std::vector<double> gaps;
    QElapsedTimer turn;
    QTimer beat;
    QObject::connect(&beat, &QTimer::timeout, [&] { // in each turn, and the next one at once
        if (const double gap = msOf(turn); gap > 1) {
            gaps.push_back(gap);
        }
        turn.start();
    });
    turn.start();
    beat.start(0);
    const QString typed = QStringLiteral("let x = order; ");
    for (int i = 0; i < keys; ++i) {
        times.push_back(typeOne(editor, painted, typed[i % typed.size()]));
        QElapsedTimer rest;
        rest.start();
        while (rest.elapsed() < (i % 10 == 9 ? thoughtPauseMs : keyPauseMs)) {
            QCoreApplication::processEvents();
        }
    }
    return {{"keyMs", sorted(std::move(times))}, {"gapMs", sorted(std::move(gaps))}};
}

} // namespace

Json typeKeys(const Json &command)
{
    const QTemporaryDir home;
    Paths paths = userPaths();
    paths.config = home.filePath(QStringLiteral("config"));
    Compiler compiler(paths);
    HttpClient client;
    DevLoop loop(&compiler);
    LocalPlatform platform(paths, &compiler, &client);
    Workspace workspace({.compiler = &compiler, .loop = &loop, .platform = &platform});
    RustAnalysis analysis(&workspace, paths);
    EditorTabs tabs(home.filePath(QStringLiteral("recovery")), workspace.documents());
    tabs.setAnalysis(&analysis);
    tabs.resize(900, 700);
    const QString folder = command["folder"].text();
    (void)workspace.open(folder);
    if (const auto opened = tabs.open(folder + u'/' + command["file"].text()); !opened) {
        return {{"error", opened.error().message}};
    }
    tabs.show();
    CodeEditor *const editor = tabs.current();
    editor->goTo(command["line"].number(1), 1);
    const bool isReady = waitFor([&] {
        return analysis.state() == RustAnalysis::State::Ready && !editor->findChild<DocumentOutline *>()->isWaiting() &&
               !editor->findChild<RunMarkers *>()->isWaiting() && !editor->findChild<SemanticColours *>()->isWaiting();
    });
    Json measured = isReady ? measure(editor) : Json{{"error", "rust-analyzer did not get ready"}};
    tabs.closeAll();
    tabs.setAnalysis(nullptr);
    return measured;
}

} // namespace studio::bench
