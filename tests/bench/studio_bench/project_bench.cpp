// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/project_bench.h"

#include "core/search/project_search.h"
#include "tests/bench/studio_bench/open_editor.h"
#include "ui/common/finder_popup.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/hover_help.h"
#include "ui/editor/language_features.h"
#include "ui/editor/project_edits.h"
#include "ui/editor/rename_field.h"
#include "ui/editor/rename_preview.h"
#include "ui/editor/symbol_rename.h"
#include "ui/search/quick_open.h"
#include "ui/search/search_delegate.h"
#include "ui/search/search_model.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>

namespace studio::bench {

namespace {

constexpr int featureRounds = 10;
constexpr qint64 answerMs = 30'000;

void pressKey(QWidget *widget, Qt::Key key)
{
    QKeyEvent down(QEvent::KeyPress, key, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &down);
}

/// At the first letter of the word.
void goToWord(CodeEditor *editor, const QByteArray &wanted)
{
    const auto at = editor->text().toUtf8().indexOf(wanted);
    editor->SendScintilla(QsciScintillaBase::SCI_GOTOPOS, static_cast<unsigned long>(at));
}

bool explain(OpenEditor &open, const QByteArray &wanted)
{
    auto *const help = open.editor()->findChild<HoverHelp *>();
    goToWord(open.editor(), wanted);
    help->showAtCaret();
    const bool isShown = waitFor([&] { return help->isVisible(); }, answerMs);
    rest(50);
    help->hide();
    return isShown;
}

/// Of a local variable, so that nothing is asked before, and back by undo.
bool rename(OpenEditor &open, const QByteArray &wanted)
{
    CodeEditor *const editor = open.editor();
    SymbolRename *const renaming = open.tabs.language()->rename();
    const QString before = editor->text();
    goToWord(editor, wanted);
    renaming->begin();
    if (!waitFor([&] { return renaming->field() != nullptr; }, answerMs)) {
        return false;
    }
    auto *const name = renaming->field()->findChild<QLineEdit *>();
    name->setText(QString::fromUtf8(wanted) + u'2');
    pressKey(name, Qt::Key_Return);
    const bool isRenamed = waitFor([&] { return editor->text() != before; }, answerMs);
    editor->undo();
    return isRenamed && waitFor([&] { return editor->text() == before; }, answerMs);
}

/// How long the server by itself takes to rename what stands at the caret.
double askRename(OpenEditor &open, const QString &name)
{
    CodeEditor *const editor = open.editor();
    bool isAnswered = false;
    QElapsedTimer clock;
    clock.start();
    const RpcCall call =
        open.analysis.client()->rename(open.tabs.currentPath(), editor->placeOf(editor->caretPosition()), name,
                                       [&](const Result<lsp::WorkspaceEdit> &) { isAnswered = true; });
    (void)waitFor([&] { return isAnswered; }, answerMs);
    return msOf(clock);
}

/// From Return in the field, over the preview, which is accepted when it is there, to the step that can be undone.
double renameEverywhere(OpenEditor &open, const QString &name)
{
    SymbolRename *const renaming = open.tabs.language()->rename();
    renaming->begin();
    if (!waitFor([&] { return renaming->field() != nullptr; }, answerMs)) {
        return -1;
    }
    bool isDone = false;
    const auto followed = QObject::connect(open.tabs.edits(), &ProjectChanges::stepsChanged, [&] { isDone = true; });
    auto *const line = renaming->field()->findChild<QLineEdit *>();
    line->setText(name);
    QElapsedTimer clock;
    clock.start();
    pressKey(line, Qt::Key_Return);
    (void)waitFor([&] { return renaming->preview() != nullptr; }, answerMs);
    if (renaming->preview()) {
        renaming->preview()->accept();
    }
    (void)waitFor([&] { return isDone; }, answerMs);
    QObject::disconnect(followed);
    return isDone ? msOf(clock) : -1;
}

bool findSymbols(OpenEditor &open)
{
    QuickOpen finder;
    finder.setWorkspace(&open.workspace);
    finder.setSymbols([&] { return open.tabs.language()->symbols(); });
    finder.open(&open.tabs, QStringLiteral("#order"));
    const auto *const popup = open.tabs.findChild<FinderPopup *>();
    const bool isFound = waitFor([&] { return popup->isAnswered(); }, answerMs);
    rest(50);
    delete popup;
    return isFound;
}

bool findInFiles(const QString &folder, const QString &words)
{
    SearchModel model;
    QListView list;
    list.setModel(&model);
    list.setItemDelegate(new SearchDelegate(&list));
    list.setUniformItemSizes(true);
    list.resize(900, 160);
    list.show();
    ProjectSearch search;
    bool isFinished = false;
    QObject::connect(&search, &ProjectSearch::found, &model,
                     [&](const QList<FileMatches> &batch) { model.add(batch); });
    QObject::connect(&search, &ProjectSearch::finished, &model, [&] { isFinished = true; });
    search.start({.words = words}, folder);
    return waitFor([&] { return isFinished; }, answerMs) && model.matches() > 0;
}

} // namespace

Json useProject(const Json &command)
{
    QElapsedTimer clock;
    clock.start();
    OpenEditor open;
    const QString folder = command["folder"].text();
    if (const auto opened = open.open(folder, command["file"].text()); !opened) {
        return {{"error", opened.error().message}};
    }
    const auto goToDot = [&] {
        open.editor()->goTo(static_cast<int>(command["line"].number(1)), static_cast<int>(command["column"].number(1)));
    };
    goToDot();
    const bool isReady =
        waitFor([&] { return open.analysis.state() == RustAnalysis::State::Ready && askServer(open, {}).second > 0; },
                4 * readyMs);
    if (!isReady || !waitFor([&] { return open.isReady(); })) {
        return {{"error", "rust-analyzer did not get ready"}};
    }
    const double ready = msOf(clock);
    rest(thoughtPauseMs);
    const QByteArray wanted = command["word"].text().toUtf8();
    Json measured = Json::object();
    Json gaps = Json::object();
    const auto use = [&](const char *feature, int rounds, const std::function<bool()> &once) {
        const Turns turns;
        bool isDone = true;
        for (int round = 0; round < rounds; ++round) {
            isDone = once() && isDone;
            rest(thoughtPauseMs);
        }
        gaps[feature] = sorted(turns.gaps());
        if (!isDone) {
            measured["error"] = std::string(feature) + " did nothing";
        }
    };
    use("completion", 1, [&] {
        measured = completeDots(open);
        return true;
    });
    use("hover", featureRounds, [&] { return explain(open, wanted); });
    use("rename", featureRounds, [&] { return rename(open, wanted); });
    use("symbols", featureRounds, [&] { return findSymbols(open); });
    use("find", featureRounds, [&] { return findInFiles(folder, command["words"].text()); });
    measured["gapMs"] = gaps;
    measured["readyMs"] = ready;
    return measured;
}

Json renameUses(const Json &command)
{
    OpenEditor open;
    if (const auto opened = open.open(command["folder"].text(), command["file"].text()); !opened) {
        return {{"error", opened.error().message}};
    }
    if (!waitFor([&] { return open.isReady(); }, readyMs)) {
        return {{"error", "rust-analyzer did not get ready"}};
    }
    const QString word = command["word"].text();
    std::vector<double> times;
    std::vector<double> floors;
    int number = 0;
    QString now = word;
    const auto renameNext = [&] {
        now = word + QString::number(++number);
        const double took = renameEverywhere(open, now);
        rest(thoughtPauseMs);
        goToWord(open.editor(), now.toUtf8());
        rest(thoughtPauseMs);
        return took;
    };
    goToWord(open.editor(), now.toUtf8());
    for (int round = 0; round < featureRounds; ++round) {
        // Each of both is asked about a text that is new to the server, which knows the answer the second time.
        floors.push_back(askRename(open, now + u'_'));
        (void)renameNext();
        times.push_back(renameNext());
        if (times.back() < 0) {
            return {{"error", "nothing was renamed"}};
        }
    }
    return {{"renameMs", sorted(std::move(times))}, {"serverMs", sorted(std::move(floors))}};
}

} // namespace studio::bench
