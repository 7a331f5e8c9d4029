// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_actions.h"

#include "ui/common/action.h"

#include <QCoreApplication>
#include <QWidget>

namespace studio {

namespace {

struct Row
{
    const char *id;
    const char *text;
    QKeySequence keys;
    const char *icon;
    ActionMenu menu;
    int section;
};

QString translated(const char *text)
{
    return QCoreApplication::translate("studio::WindowActions", text);
}

QKeySequence key(const char *keys)
{
    return QKeySequence(QString::fromLatin1(keys));
}

ActionSpec specOf(const Row &row)
{
    return {.id = QString::fromLatin1(row.id),
            .text = translated(row.text),
            .keys = row.keys.isEmpty() ? QList<QKeySequence>() : QList{row.keys},
            .icon = QString::fromLatin1(row.icon),
            .menu = row.menu,
            .section = row.section};
}

} // namespace

QList<QAction *> makeWindowActions(QWidget *window, const WindowCommands &commands)
{
    QList<QAction *> actions;
    const auto add = [&](const Row &row, const std::function<void()> &slot) {
        actions << makeAction(window, specOf(row));
        QObject::connect(actions.last(), &QAction::triggered, window, slot);
    };
    const auto find = [&](SearchQuery::Step step) { return [find = commands.find, step] { find({step}); }; };
    const auto go = [&](int direction) { return [go = commands.goToPane, direction] { go(direction); }; };
    using enum ActionMenu;
    using Step = SearchQuery::Step;
    const QKeySequence finds(QKeySequence::Find);
    add({"window.quit", QT_TRANSLATE_NOOP("studio::WindowActions", "Quit"), key("Ctrl+Q"), "application-exit", File,
         90},
        [window] { window->close(); });
    actions.last()->setMenuRole(QAction::QuitRole);
    add({"search.find", QT_TRANSLATE_NOOP("studio::WindowActions", "Find"), finds, "edit-find", Edit, 20},
        find(Step::Open));
    add({"search.replace", QT_TRANSLATE_NOOP("studio::WindowActions", "Replace"), key("Ctrl+H"), "edit-find-replace",
         Edit, 20},
        find(Step::Replace));
    add({"search.next", QT_TRANSLATE_NOOP("studio::WindowActions", "Find next"), key("F3"), "go-down-search", Edit, 20},
        find(Step::Next));
    add({"search.previous", QT_TRANSLATE_NOOP("studio::WindowActions", "Find previous"), key("Shift+F3"),
         "go-up-search", Edit, 20},
        find(Step::Previous));
    add({"window.findAction", QT_TRANSLATE_NOOP("studio::WindowActions", "Find an action…"), key("Ctrl+Shift+P"),
         "quickopen", View, 10},
        commands.showFinder);
    add({"window.nextPane", QT_TRANSLATE_NOOP("studio::WindowActions", "Next pane"), key("F6"), "", View, 10}, go(1));
    add({"window.previousPane", QT_TRANSLATE_NOOP("studio::WindowActions", "Previous pane"), key("Shift+F6"), "", View,
         10},
        go(-1));
    add({"window.maximizeBottom", QT_TRANSLATE_NOOP("studio::WindowActions", "Maximise the panel"), key("Ctrl+Shift+M"),
         "", View, 31},
        commands.maximizeBottom);
    add({"window.resetLayout", QT_TRANSLATE_NOOP("studio::WindowActions", "Reset layout"), {}, "", View, 60},
        commands.resetLayout);
    return actions;
}

void describeDockAction(QAction *toggle, PaneArea area)
{
    const auto describe = [toggle](const char *id, const char *text, const char *keys) {
        describeAction(toggle, specOf({id, text, key(keys), "", ActionMenu::View, 30}));
    };
    switch (area) {
    case PaneArea::Left:
        describe("area.left", QT_TRANSLATE_NOOP("studio::WindowActions", "Side bar"), "Ctrl+Alt+1");
        break;
    case PaneArea::Bottom:
        describe("area.bottom", QT_TRANSLATE_NOOP("studio::WindowActions", "Panel"), "Ctrl+Alt+2");
        break;
    case PaneArea::Right:
        describe("area.right", QT_TRANSLATE_NOOP("studio::WindowActions", "Secondary side bar"), "Ctrl+Alt+3");
        break;
    case PaneArea::Editor:
        break; // which is always there
    }
}

QAction *makeMoveAction(QWidget *window, PaneArea area)
{
    const auto made = [window](const char *id, const char *text) {
        return makeAction(window, specOf({id, text, {}, "", ActionMenu::View, 32}));
    };
    switch (area) {
    case PaneArea::Left:
        return made("area.left.move", QT_TRANSLATE_NOOP("studio::WindowActions", "Move the side bar…"));
    case PaneArea::Bottom:
        return made("area.bottom.move", QT_TRANSLATE_NOOP("studio::WindowActions", "Move the panel…"));
    case PaneArea::Right:
        return made("area.right.move", QT_TRANSLATE_NOOP("studio::WindowActions", "Move the secondary side bar…"));
    case PaneArea::Editor:
        break; // which has no dock
    }
    return nullptr;
}

} // namespace studio
