// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/clipboard_actions.h"

#include "ui/common/action.h"

#include <QApplication>
#include <QMetaMethod>
#include <QWidget>

namespace studio {

namespace {

struct Command
{
    const char *id;
    const char *text;
    QKeySequence keys;
    const char *icon;
    const char *slot; ///< all text widgets of Qt and Scintilla call it so
    int section;
};

bool hasSlot(const QWidget *widget, const char *slot)
{
    return widget && widget->metaObject()->indexOfSlot(QByteArray(slot).append("()").constData()) >= 0;
}

QAction *makeCommand(QObject *owner, const Command &command, const std::function<QWidget *()> &editor)
{
    QAction *const action =
        makeAction(owner, {.id = QString::fromLatin1(command.id),
                           .text = QCoreApplication::translate("studio::ClipboardActions", command.text),
                           .keys = {command.keys},
                           .icon = QString::fromLatin1(command.icon),
                           .menu = ActionMenu::Edit,
                           .section = command.section});
    action->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(action, &QAction::triggered, owner, [editor, slot = command.slot] {
        QWidget *const focused = QApplication::focusWidget();
        QWidget *const other = editor();
        // Not the field of a popup in which the action was chosen.
        const bool isOfWindow = focused && (!other || focused->window() == other->window());
        QWidget *const target = isOfWindow && hasSlot(focused, slot) ? focused : other;
        if (hasSlot(target, slot)) {
            QMetaObject::invokeMethod(target, slot);
        }
    });
    return action;
}

} // namespace

QList<QAction *> makeClipboardActions(QObject *owner, const std::function<QWidget *()> &editor)
{
    const auto standard = [](QKeySequence::StandardKey key) { return QKeySequence(key); };
    const QList<Command> commands{{"editor.undo", QT_TRANSLATE_NOOP("studio::ClipboardActions", "Undo"),
                                   standard(QKeySequence::Undo), "edit-undo", "undo", 10},
                                  {"editor.redo", QT_TRANSLATE_NOOP("studio::ClipboardActions", "Redo"),
                                   QKeySequence(QStringLiteral("Ctrl+Shift+Z")), "edit-redo", "redo", 10},
                                  {"editor.cut", QT_TRANSLATE_NOOP("studio::ClipboardActions", "Cut"),
                                   standard(QKeySequence::Cut), "edit-cut", "cut", 15},
                                  {"editor.copy", QT_TRANSLATE_NOOP("studio::ClipboardActions", "Copy"),
                                   standard(QKeySequence::Copy), "edit-copy", "copy", 15},
                                  {"editor.paste", QT_TRANSLATE_NOOP("studio::ClipboardActions", "Paste"),
                                   standard(QKeySequence::Paste), "edit-paste", "paste", 15},
                                  {"editor.selectAll", QT_TRANSLATE_NOOP("studio::ClipboardActions", "Select all"),
                                   standard(QKeySequence::SelectAll), "edit-select-all", "selectAll", 15}};
    QList<QAction *> actions;
    for (const Command &command : commands) {
        actions << makeCommand(owner, command, editor);
    }
    return actions;
}

} // namespace studio
