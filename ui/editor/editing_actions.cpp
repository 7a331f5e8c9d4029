// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/editing_actions.h"

#include "ui/common/action.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_view.h"
#include "ui/editor/folding.h"
#include "ui/editor/line_commands.h"
#include "ui/editor/multi_carets.h"
#include "ui/editor/server_folds.h"

#include <QCoreApplication>

namespace studio {

namespace {

/// By the language server where it knows the blocks of the text, else by indentation.
void foldAtCaret(CodeEditor &editor)
{
    auto *const folds = editor.findChild<ServerFolds *>();
    if (!folds || !folds->fold()) {
        foldBlock(editor);
    }
}

void foldDepths(CodeEditor &editor, const std::function<bool(int depth)> &isWanted)
{
    const auto *const folds = editor.findChild<ServerFolds *>();
    foldBlocks(editor, folds ? folds->blocks() : indentedBlocks(editor), isWanted);
}

void foldAll(CodeEditor &editor)
{
    foldDepths(editor, [](int) { return true; });
}

template <int level> void foldLevel(CodeEditor &editor)
{
    foldDepths(editor, [](int depth) { return depth == level; });
}

struct EditingAction
{
    const char *id;
    const char *text;
    const char *keys;
    int section;
    void (*run)(CodeEditor &);
};

constexpr EditingAction editing[] = {
    {"editor.toggleComment", QT_TRANSLATE_NOOP("studio::EditingActions", "Toggle comment"), "Ctrl+/", 30,
     [](CodeEditor &editor) { editor.toggleComment(); }},
    {"editor.moveLinesUp", QT_TRANSLATE_NOOP("studio::EditingActions", "Move lines up"), "Alt+Up", 40,
     [](CodeEditor &editor) { moveLinesUp(editor); }},
    {"editor.moveLinesDown", QT_TRANSLATE_NOOP("studio::EditingActions", "Move lines down"), "Alt+Down", 40,
     [](CodeEditor &editor) { moveLinesDown(editor); }},
    {"editor.copyLinesUp", QT_TRANSLATE_NOOP("studio::EditingActions", "Copy lines up"), "Alt+Shift+Up", 40,
     [](CodeEditor &editor) { copyLinesUp(editor); }},
    {"editor.copyLinesDown", QT_TRANSLATE_NOOP("studio::EditingActions", "Copy lines down"), "Alt+Shift+Down", 40,
     [](CodeEditor &editor) { copyLinesDown(editor); }},
    {"editor.deleteLines", QT_TRANSLATE_NOOP("studio::EditingActions", "Delete lines"), "Ctrl+Shift+K", 40,
     [](CodeEditor &editor) { deleteLines(editor); }},
    {"editor.addNextOccurrence", QT_TRANSLATE_NOOP("studio::EditingActions", "Add next occurrence"), "Ctrl+D", 50,
     [](CodeEditor &editor) { addNextOccurrence(editor); }},
    {"editor.selectAllOccurrences", QT_TRANSLATE_NOOP("studio::EditingActions", "Select all occurrences"),
     "Ctrl+Shift+L", 50, [](CodeEditor &editor) { selectAllOccurrences(editor); }},
    {"editor.fold", QT_TRANSLATE_NOOP("studio::EditingActions", "Fold"), "Ctrl+Shift+[", 60,
     [](CodeEditor &editor) { foldAtCaret(editor); }},
    {"editor.unfold", QT_TRANSLATE_NOOP("studio::EditingActions", "Unfold"), "Ctrl+Shift+]", 60,
     [](CodeEditor &editor) { unfoldBlock(editor); }},
    {"editor.foldAll", QT_TRANSLATE_NOOP("studio::EditingActions", "Fold all"), "Ctrl+K, Ctrl+0", 60, foldAll},
    {"editor.unfoldAll", QT_TRANSLATE_NOOP("studio::EditingActions", "Unfold all"), "Ctrl+K, Ctrl+J", 60,
     [](CodeEditor &editor) { unfoldAll(editor); }},
    {"editor.foldLevel1", QT_TRANSLATE_NOOP("studio::EditingActions", "Fold level 1"), "Ctrl+K, Ctrl+1", 60,
     foldLevel<1>},
    {"editor.foldLevel2", QT_TRANSLATE_NOOP("studio::EditingActions", "Fold level 2"), "Ctrl+K, Ctrl+2", 60,
     foldLevel<2>},
    {"editor.foldLevel3", QT_TRANSLATE_NOOP("studio::EditingActions", "Fold level 3"), "Ctrl+K, Ctrl+3", 60,
     foldLevel<3>},
    {"editor.foldLevel4", QT_TRANSLATE_NOOP("studio::EditingActions", "Fold level 4"), "Ctrl+K, Ctrl+4", 60,
     foldLevel<4>},
    {"editor.foldLevel5", QT_TRANSLATE_NOOP("studio::EditingActions", "Fold level 5"), "Ctrl+K, Ctrl+5", 60,
     foldLevel<5>},
    {"editor.foldLevel6", QT_TRANSLATE_NOOP("studio::EditingActions", "Fold level 6"), "Ctrl+K, Ctrl+6", 60,
     foldLevel<6>},
    {"editor.foldLevel7", QT_TRANSLATE_NOOP("studio::EditingActions", "Fold level 7"), "Ctrl+K, Ctrl+7", 60,
     foldLevel<7>},
};

struct Toggle
{
    const char *id;
    const char *text;
    const char *keys;
    bool ViewSettings::*setting;
};

constexpr Toggle toggles[] = {
    {"editor.wrapLines", QT_TRANSLATE_NOOP("studio::EditingActions", "Wrap lines"), "Alt+Z", &ViewSettings::wrapsLines},
    {"editor.showLineNumbers", QT_TRANSLATE_NOOP("studio::EditingActions", "Show line numbers"), "",
     &ViewSettings::showsLineNumbers},
    {"editor.showWhitespace", QT_TRANSLATE_NOOP("studio::EditingActions", "Show whitespace"), "",
     &ViewSettings::showsWhitespace},
    {"editor.showInlayHints", QT_TRANSLATE_NOOP("studio::EditingActions", "Show inlay hints"), "Ctrl+Alt+H",
     &ViewSettings::showsInlayHints},
    {"editor.showProblems", QT_TRANSLATE_NOOP("studio::EditingActions", "Show problems behind the code"), "",
     &ViewSettings::showsProblems},
    {"editor.showIndentationGuides", QT_TRANSLATE_NOOP("studio::EditingActions", "Show indentation guides"), "",
     &ViewSettings::showsIndentationGuides},
    {"editor.colourBrackets", QT_TRANSLATE_NOOP("studio::EditingActions", "Colour bracket pairs"), "",
     &ViewSettings::coloursBrackets},
    {"editor.showRuler", QT_TRANSLATE_NOOP("studio::EditingActions", "Show ruler at column 100"), "",
     &ViewSettings::showsRuler},
};

QString translated(const char *text)
{
    return QCoreApplication::translate("studio::EditingActions", text);
}

QList<QKeySequence> keysFrom(const char *text)
{
    const QKeySequence keys(QString::fromLatin1(text));
    return keys.isEmpty() ? QList<QKeySequence>() : QList{keys};
}

QAction *makeToggle(QObject *owner, EditorView *view, const Toggle &toggle)
{
    QAction *const action = makeAction(owner, {.id = QString::fromLatin1(toggle.id),
                                               .text = translated(toggle.text),
                                               .keys = keysFrom(toggle.keys),
                                               .menu = ActionMenu::View,
                                               .section = 21});
    const auto show = [action, view, toggle] { action->setChecked(view->settings().*toggle.setting); };
    action->setCheckable(true);
    show();
    QObject::connect(view, &EditorView::changed, action, show);
    QObject::connect(action, &QAction::triggered, view, [view, toggle](bool isOn) {
        ViewSettings settings = view->settings();
        settings.*toggle.setting = isOn;
        view->setSettings(settings);
    });
    return action;
}

} // namespace

QList<QAction *> makeEditingActions(QObject *owner, const std::function<CodeEditor *()> &current)
{
    QList<QAction *> actions;
    for (const EditingAction &one : editing) {
        actions << makeAction(owner, {.id = QString::fromLatin1(one.id),
                                      .text = translated(one.text),
                                      .keys = keysFrom(one.keys),
                                      .menu = ActionMenu::Edit,
                                      .section = one.section});
        QObject::connect(actions.last(), &QAction::triggered, owner, [current, run = one.run] {
            if (CodeEditor *const editor = current()) {
                run(*editor);
            }
        });
    }
    return actions;
}

QList<QAction *> makeViewActions(QObject *owner, EditorView *view)
{
    QList<QAction *> actions;
    const auto zoom = [&](const char *id, const char *text, const QList<QKeySequence> &keys, const char *icon,
                          const std::function<void()> &run) {
        actions << makeAction(owner, {.id = QString::fromLatin1(id),
                                      .text = translated(text),
                                      .keys = keys,
                                      .icon = QString::fromLatin1(icon),
                                      .menu = ActionMenu::View,
                                      .section = 20});
        QObject::connect(actions.last(), &QAction::triggered, view, run);
    };
    QList<QKeySequence> zoomIn = QKeySequence::keyBindings(QKeySequence::ZoomIn);
    zoomIn << QKeySequence(QStringLiteral("Ctrl+=")); // the same key without Shift
    zoom("editor.zoomIn", QT_TRANSLATE_NOOP("studio::EditingActions", "Zoom in"), zoomIn, "zoom-in",
         [view] { view->zoomBy(1); });
    zoom("editor.zoomOut", QT_TRANSLATE_NOOP("studio::EditingActions", "Zoom out"), {QKeySequence::ZoomOut}, "zoom-out",
         [view] { view->zoomBy(-1); });
    zoom("editor.resetZoom", QT_TRANSLATE_NOOP("studio::EditingActions", "Reset zoom"), keysFrom("Ctrl+0"), "",
         [view] { view->resetZoom(); });
    for (const Toggle &toggle : toggles) {
        actions << makeToggle(owner, view, toggle);
    }
    return actions;
}

} // namespace studio
