// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/language_actions.h"

#include "ui/common/action.h"
#include "ui/editor/assist_actions.h"
#include "ui/editor/code_commands.h"
#include "ui/editor/language_features.h"
#include "ui/editor/symbol_navigation.h"

#include <QCoreApplication>

namespace studio {

namespace {

struct LanguageAction
{
    const char *id;
    const char *text;
    const char *keys;
    int section;
    void (*what)(LanguageFeatures *);
};

using Target = SymbolNavigation::Target;

template <Target target> void goTo(LanguageFeatures *features)
{
    features->navigation()->goTo(target);
}

constexpr LanguageAction actionsOfLanguage[] = {
    {"editor.go_back", QT_TRANSLATE_NOOP("studio::LanguageActions", "Back"), "Alt+Left", 10,
     [](LanguageFeatures *features) { features->navigation()->goBack(); }},
    {"editor.go_forward", QT_TRANSLATE_NOOP("studio::LanguageActions", "Forward"), "Alt+Right", 10,
     [](LanguageFeatures *features) { features->navigation()->goForward(); }},
    {"editor.go_to_definition", QT_TRANSLATE_NOOP("studio::LanguageActions", "Go to definition"), "F12", 20,
     goTo<Target::Definition>},
    {"editor.go_to_declaration", QT_TRANSLATE_NOOP("studio::LanguageActions", "Go to declaration"), "", 20,
     goTo<Target::Declaration>},
    {"editor.go_to_type_definition", QT_TRANSLATE_NOOP("studio::LanguageActions", "Go to type definition"), "", 20,
     goTo<Target::TypeDefinition>},
    {"editor.go_to_implementation", QT_TRANSLATE_NOOP("studio::LanguageActions", "Go to implementation"), "Ctrl+F12",
     20, goTo<Target::Implementation>},
    {"editor.go_to_symbol", QT_TRANSLATE_NOOP("studio::LanguageActions", "Go to symbol in file…"), "Ctrl+Shift+O", 20,
     [](LanguageFeatures *features) { features->showOutline(); }},
    {"editor.focus_breadcrumbs", QT_TRANSLATE_NOOP("studio::LanguageActions", "Focus breadcrumbs"), "Ctrl+Shift+;", 20,
     [](LanguageFeatures *features) { features->focusBreadcrumbs(); }},
    {"editor.run_at_caret", QT_TRANSLATE_NOOP("studio::LanguageActions", "Run test or handler at the caret"),
     "Ctrl+Shift+F10", 40, [](LanguageFeatures *features) { features->runAtCaret(); }},
    {"editor.show_description", QT_TRANSLATE_NOOP("studio::LanguageActions", "Show description"), "Shift+F1", 30,
     [](LanguageFeatures *features) { features->showHover(); }},
};

} // namespace

QList<QAction *> makeLanguageActions(QObject *owner, const std::function<LanguageFeatures *()> &features)
{
    QList<QAction *> actions;
    for (const LanguageAction &one : actionsOfLanguage) {
        const QKeySequence keys(QString::fromLatin1(one.keys));
        actions << makeAction(owner, {.id = QString::fromLatin1(one.id),
                                      .text = QCoreApplication::translate("studio::LanguageActions", one.text),
                                      .keys = keys.isEmpty() ? QList<QKeySequence>() : QList{keys},
                                      .menu = ActionMenu::Go,
                                      .section = one.section});
        QObject::connect(actions.last(), &QAction::triggered, owner, [features, what = one.what] { what(features()); });
    }
    return actions + makeAssistActions(owner, features) + makeCodeCommandActions(owner, features);
}

} // namespace studio
