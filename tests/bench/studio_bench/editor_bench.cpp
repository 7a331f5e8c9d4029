// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/editor_bench.h"

#include "core/base/paths.h"
#include "core/compiler/analyzer_project.h"
#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/lsp/lsp_client.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/rust_analysis.h"
#include "core/workspace/workspace.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/completion_assist.h"
#include "ui/editor/completion_popup.h"
#include "ui/editor/document_outline.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/run_markers.h"
#include "ui/editor/semantic_colours.h"

#include <QAbstractItemView>
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
constexpr int keyPauseMs = 40; ///< of one who types fast
constexpr int beatMs = 1;
constexpr int completions = 20;
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

/// Sleeps between events: a loop that never does takes one of two processors from the server.
bool waitFor(const std::function<bool()> &condition, qint64 milliseconds = readyMs)
{
    QElapsedTimer clock;
    clock.start();
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    beat.start(beatMs);
    while (!condition() && clock.elapsed() < milliseconds) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    return condition();
}

void rest(qint64 milliseconds)
{
    (void)waitFor([] { return false; }, milliseconds);
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
    (void)waitFor([&] { return painted.isDone; });
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
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, [&] {
        if (const double gap = msOf(turn) - beatMs; gap > 1) {
            gaps.push_back(gap);
        }
        turn.start();
    });
    turn.start();
    beat.start(beatMs);
    const QString typed = QStringLiteral("let x = order; ");
    for (int i = 0; i < keys; ++i) {
        times.push_back(typeOne(editor, painted, typed[i % typed.size()]));
        rest(i % 10 == 9 ? thoughtPauseMs : keyPauseMs);
    }
    return {{"keyMs", sorted(std::move(times))}, {"gapMs", sorted(std::move(gaps))}};
}

/// The editor with a project and its analyzer, as in the window.
struct OpenEditor
{
    OpenEditor() { paths.config = home.filePath(QStringLiteral("config")); }
    ~OpenEditor()
    {
        tabs.closeAll();
        tabs.setAnalysis(nullptr);
    }

    Result<void> open(const QString &folder, const QString &file)
    {
        tabs.setAnalysis(&analysis);
        tabs.resize(900, 700);
        (void)workspace.open(folder);
        auto opened = tabs.open(folder + u'/' + file);
        tabs.show();
        return opened;
    }

    [[nodiscard]] CodeEditor *editor() const { return tabs.current(); }
    [[nodiscard]] bool isReady() const
    {
        return analysis.state() == RustAnalysis::State::Ready &&
               !editor()->findChild<DocumentOutline *>()->isWaiting() &&
               !editor()->findChild<RunMarkers *>()->isWaiting() &&
               !editor()->findChild<SemanticColours *>()->isWaiting();
    }

    QTemporaryDir home;
    Paths paths = userPaths();
    Compiler compiler{paths};
    HttpClient client;
    DevLoop loop{&compiler};
    LocalPlatform platform{paths, &compiler, &client};
    Workspace workspace{{.compiler = &compiler, .loop = &loop, .platform = &platform}};
    RustAnalysis analysis{&workspace, paths};
    EditorTabs tabs{home.filePath(QStringLiteral("recovery")), workspace.documents()};
};

/// How long the server's answer at the caret takes to come, and how many completions it has; 0 where it has none.
std::pair<double, qsizetype> askServer(OpenEditor &open, const QString &trigger)
{
    CodeEditor *const editor = open.editor();
    qsizetype count = -1;
    QElapsedTimer clock;
    clock.start();
    const RpcCall call = open.analysis.client()->completion(
        open.tabs.currentPath(), editor->placeOf(editor->caretPosition()), trigger,
        [&](const Result<lsp::CompletionList> &list) { count = list ? list->items.size() : 0; });
    (void)waitFor([&] { return count >= 0; });
    return {msOf(clock), count};
}

/// From the dot to the end of the turn in which the list was painted.
double typeDot(CodeEditor *editor, CompletionPopup *popup)
{
    Painted painted(popup->findChild<QAbstractItemView *>()->viewport());
    QElapsedTimer clock;
    clock.start();
    press(editor, u'.');
    (void)waitFor([&] { return painted.isDone; });
    return msOf(clock);
}

/// Each round types the dot, and asks the server alone about the same text, typed in again.
Json completeDots(OpenEditor &open)
{
    CodeEditor *const editor = open.editor();
    CompletionPopup *const popup = editor->findChild<CompletionAssist *>()->popup();
    const auto takeBack = [&] {
        popup->hideAll();
        editor->SendScintilla(QsciScintillaBase::SCI_DELETEBACK);
        rest(thoughtPauseMs);
    };
    std::vector<double> times;
    std::vector<double> floors;
    for (int round = 0; round < completions; ++round) {
        times.push_back(typeDot(editor, popup));
        takeBack();
        editor->insert(QStringLiteral("."));
        editor->SendScintilla(QsciScintillaBase::SCI_CHARRIGHT);
        editor->flushChanges();
        floors.push_back(askServer(open, QStringLiteral(".")).first);
        takeBack();
    }
    return {{"listMs", sorted(std::move(times))}, {"serverMs", sorted(std::move(floors))}};
}

} // namespace

Json typeKeys(const Json &command)
{
    OpenEditor open;
    if (const auto opened = open.open(command["folder"].text(), command["file"].text()); !opened) {
        return {{"error", opened.error().message}};
    }
    open.editor()->goTo(static_cast<int>(command["line"].number(1)), 1);
    return waitFor([&] { return open.isReady(); }) ? measure(open.editor())
                                                   : Json{{"error", "rust-analyzer did not get ready"}};
}

Json complete(const Json &command)
{
    QElapsedTimer clock;
    clock.start();
    OpenEditor open;
    if (const auto opened = open.open(command["folder"].text(), command["file"].text()); !opened) {
        return {{"error", opened.error().message}};
    }
    open.editor()->goTo(static_cast<int>(command["line"].number(1)), static_cast<int>(command["column"].number(1)));
    const bool isFirst =
        waitFor([&] { return open.analysis.state() == RustAnalysis::State::Ready && askServer(open, {}).second > 0; });
    const double firstMs = msOf(clock);
    if (!isFirst || command["onlyFirst"].boolean(false)) {
        return isFirst ? Json{{"firstMs", firstMs}} : Json{{"error", "rust-analyzer completed nothing"}};
    }
    (void)waitFor([&] { return open.isReady(); });
    rest(thoughtPauseMs);
    Json measured = completeDots(open);
    measured["firstMs"] = firstMs;
    return measured;
}

Json analyzerSetup(const Json &command)
{
    OpenEditor open;
    if (const auto opened = open.open(command["folder"].text(), command["file"].text()); !opened) {
        return {{"error", opened.error().message}};
    }
    (void)waitFor([&] { return open.analysis.project() != nullptr; });
    const AnalyzerProject *const project = open.analysis.project();
    if (!project) {
        return {{"error", "there is no manifest for rust-analyzer"}};
    }
    Json environment = Json::object();
    for (const QString &name : project->environment.keys()) {
        environment[toUtf8(name)] = project->environment.value(name);
    }
    return {{"settings", analyzerSettings(*project, open.workspace.target(), false)}, {"environment", environment}};
}

} // namespace studio::bench
