// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/action.h"
#include "ui/editor/code_commands.h"
#include "ui/editor/language_features.h"

#include <QCoreApplication>

namespace studio {

namespace {

struct CodeCommandAction
{
    const char *id;
    const char *text;
    const char *keys;
    ActionMenu menu;
    int section;
    void (CodeCommands::*run)();
};

constexpr CodeCommandAction codeCommands[] = {
    {"editor.join_lines", QT_TRANSLATE_NOOP("studio::CodeCommands", "Join lines"), "Ctrl+Shift+J", ActionMenu::Edit, 40,
     &CodeCommands::joinLines},
    {"editor.extend_selection", QT_TRANSLATE_NOOP("studio::CodeCommands", "Extend selection"), "Shift+Alt+Right",
     ActionMenu::Edit, 50, &CodeCommands::extendSelection},
    {"editor.shrink_selection", QT_TRANSLATE_NOOP("studio::CodeCommands", "Shrink selection"), "Shift+Alt+Left",
     ActionMenu::Edit, 50, &CodeCommands::shrinkSelection},
    {"editor.matching_brace", QT_TRANSLATE_NOOP("studio::CodeCommands", "Go to matching brace"), "Ctrl+Shift+\\",
     ActionMenu::Go, 25, &CodeCommands::goToMatchingBrace},
    {"editor.parent_module", QT_TRANSLATE_NOOP("studio::CodeCommands", "Go to parent module"), "", ActionMenu::Go, 25,
     &CodeCommands::goToParentModule},
    {"editor.related_tests", QT_TRANSLATE_NOOP("studio::CodeCommands", "Go to related test…"), "", ActionMenu::Go, 25,
     &CodeCommands::showRelatedTests},
    {"editor.open_documentation", QT_TRANSLATE_NOOP("studio::CodeCommands", "Open documentation"), "Ctrl+F1",
     ActionMenu::Go, 30, &CodeCommands::openDocumentation},
    {"editor.expand_macro", QT_TRANSLATE_NOOP("studio::CodeCommands", "Expand macro"), "Shift+Alt+M", ActionMenu::Go,
     30, &CodeCommands::expandMacro},
    {"editor.reload_workspace", QT_TRANSLATE_NOOP("studio::CodeCommands", "Reload project in rust-analyzer"), "",
     ActionMenu::Go, 50, &CodeCommands::reloadWorkspace},
    {"editor.restart_server", QT_TRANSLATE_NOOP("studio::CodeCommands", "Restart rust-analyzer"), "", ActionMenu::Go,
     50, &CodeCommands::restartServer},
};

} // namespace

QList<QAction *> makeCodeCommandActions(QObject *owner, const std::function<LanguageFeatures *()> &features)
{
    QList<QAction *> actions;
    for (const CodeCommandAction &one : codeCommands) {
        const QKeySequence keys(QString::fromLatin1(one.keys));
        actions << makeAction(owner, {.id = QString::fromLatin1(one.id),
                                      .text = QCoreApplication::translate("studio::CodeCommands", one.text),
                                      .keys = keys.isEmpty() ? QList<QKeySequence>() : QList{keys},
                                      .menu = one.menu,
                                      .section = one.section});
        QObject::connect(actions.last(), &QAction::triggered, owner,
                         [features, run = one.run] { (features()->commands()->*run)(); });
    }
    return actions;
}

} // namespace studio
