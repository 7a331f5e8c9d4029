// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/assist_actions.h"

#include "ui/common/action.h"
#include "ui/editor/language_features.h"
#include "ui/editor/symbol_references.h"
#include "ui/editor/symbol_rename.h"

#include <QCoreApplication>

namespace studio {

namespace {

struct AssistAction
{
    const char *id;
    const char *text;
    QList<const char *> keys;
    ActionMenu menu;
    void (*what)(LanguageFeatures *);
};

const QList<AssistAction> &assistActions()
{
    static const QList<AssistAction> all{
        {"editor.show_signature",
         QT_TRANSLATE_NOOP("studio::AssistActions", "Show signature"),
         {"Ctrl+Shift+Space"},
         ActionMenu::Edit,
         [](LanguageFeatures *features) { features->showSignature(); }},
        {"editor.code_actions",
         QT_TRANSLATE_NOOP("studio::AssistActions", "Quick fixes and refactorings"),
         {"Ctrl+.", "Alt+Return"},
         ActionMenu::Edit,
         [](LanguageFeatures *features) { features->showCodeActions(); }},
        {"editor.rename_symbol",
         QT_TRANSLATE_NOOP("studio::AssistActions", "Rename symbol…"),
         {"F2"},
         ActionMenu::Edit,
         [](LanguageFeatures *features) { features->rename()->begin(); }},
        {"editor.find_references",
         QT_TRANSLATE_NOOP("studio::AssistActions", "Find references"),
         {"Shift+F12"},
         ActionMenu::Go,
         [](LanguageFeatures *features) { features->references()->show(); }},
    };
    return all;
}

} // namespace

QList<QAction *> makeAssistActions(QObject *owner, const std::function<LanguageFeatures *()> &features)
{
    constexpr int section = 30; // with “Complete”
    QList<QAction *> actions;
    for (const AssistAction &one : assistActions()) {
        QList<QKeySequence> keys;
        for (const char *key : one.keys) {
            keys << QKeySequence(QString::fromLatin1(key));
        }
        actions << makeAction(owner, {.id = QString::fromLatin1(one.id),
                                      .text = QCoreApplication::translate("studio::AssistActions", one.text),
                                      .keys = keys,
                                      .menu = one.menu,
                                      .section = section});
        QObject::connect(actions.last(), &QAction::triggered, owner, [features, what = one.what] { what(features()); });
    }
    return actions;
}

} // namespace studio
