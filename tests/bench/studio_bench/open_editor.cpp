// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/open_editor.h"

#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/completion_assist.h"
#include "ui/editor/completion_popup.h"
#include "ui/editor/document_outline.h"
#include "ui/editor/run_markers.h"
#include "ui/editor/semantic_colours.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QKeyEvent>

#include <algorithm>

namespace studio::bench {

namespace {

constexpr int completions = 20;

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

} // namespace

OpenEditor::OpenEditor()
{
    paths.config = home.filePath(QStringLiteral("config"));
}

OpenEditor::~OpenEditor()
{
    tabs.closeAll();
    tabs.setAnalysis(nullptr);
}

Result<void> OpenEditor::open(const QString &folder, const QString &file)
{
    tabs.setAnalysis(&analysis);
    tabs.resize(900, 700);
    (void)workspace.open(folder);
    auto opened = tabs.open(folder + u'/' + file);
    tabs.show();
    return opened;
}

bool OpenEditor::isReady() const
{
    return analysis.state() == RustAnalysis::State::Ready && !editor()->findChild<DocumentOutline *>()->isWaiting() &&
           !editor()->findChild<RunMarkers *>()->isWaiting() && !editor()->findChild<SemanticColours *>()->isWaiting();
}

Painted::Painted(QWidget *viewport)
{
    viewport->installEventFilter(this);
}

bool Painted::eventFilter(QObject *, QEvent *event)
{
    isDone = isDone || event->type() == QEvent::Paint;
    return false;
}

Turns::Turns()
{
    m_beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_beat, &QTimer::timeout, &m_beat, [this] {
        m_gaps.push_back(std::max(0.0, msOf(m_turn) - beatMs));
        m_turn.start();
    });
    m_turn.start();
    m_beat.start(beatMs);
}

double msOf(const QElapsedTimer &clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
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

bool waitFor(const std::function<bool()> &condition, qint64 milliseconds)
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

} // namespace studio::bench
