// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/language_actions.h"

#include "ui/common/action.h"
#include "ui/editor/language_features.h"

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

constexpr LanguageAction actionsOfLanguage[] = {
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
    return actions;
}

} // namespace studio
