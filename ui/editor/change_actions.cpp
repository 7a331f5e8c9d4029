// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/change_actions.h"

#include "ui/common/action.h"
#include "ui/editor/change_marks.h"
#include "ui/editor/code_editor.h"

#include <QCoreApplication>

namespace studio {

namespace {

struct ChangeAction
{
    const char *id;
    const char *text;
    const char *keys;
    void (*what)(ChangeMarks *);
};

constexpr ChangeAction changeActions[] = {
    {"editor.next_change", QT_TRANSLATE_NOOP("studio::ChangeMarks", "Next change since the commit"), "Alt+F3",
     [](ChangeMarks *marks) { marks->goToChange(true); }},
    {"editor.previous_change", QT_TRANSLATE_NOOP("studio::ChangeMarks", "Previous change since the commit"),
     "Shift+Alt+F3", [](ChangeMarks *marks) { marks->goToChange(false); }},
    {"editor.revert_change", QT_TRANSLATE_NOOP("studio::ChangeMarks", "Revert change at the caret"), "",
     [](ChangeMarks *marks) { marks->revertAtCaret(); }},
};

} // namespace

QList<QAction *> makeChangeActions(QObject *owner, const std::function<CodeEditor *()> &editor)
{
    QList<QAction *> actions;
    for (const ChangeAction &one : changeActions) {
        const QKeySequence keys(QString::fromLatin1(one.keys));
        actions << makeAction(owner, {.id = QString::fromLatin1(one.id),
                                      .text = QCoreApplication::translate("studio::ChangeMarks", one.text),
                                      .keys = keys.isEmpty() ? QList<QKeySequence>() : QList{keys},
                                      .menu = ActionMenu::Go,
                                      .section = 45});
        QObject::connect(actions.last(), &QAction::triggered, owner, [editor, what = one.what] {
            CodeEditor *const current = editor();
            if (ChangeMarks *const marks = current ? current->findChild<ChangeMarks *>() : nullptr) {
                what(marks);
            }
        });
    }
    return actions;
}

} // namespace studio
