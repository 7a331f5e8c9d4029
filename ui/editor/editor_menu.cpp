// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/editor_menu.h"

#include "ui/editor/carets.h"
#include "ui/editor/code_editor.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

namespace studio {

namespace {

using Sci = QsciScintillaBase;

constexpr const char *idsOfMenu[] = {
    "editor.go_to_definition",
    "editor.find_references",
    "editor.rename_symbol",
    "",
    "editor.code_actions",
    "editor.format",
    "editor.run_at_caret",
    "",
    "editor.cut",
    "editor.copy",
    "editor.paste",
    "editor.selectAll",
};

} // namespace

EditorMenu::EditorMenu(CodeEditor *editor, QList<QAction *> actions)
    : QObject(editor), m_editor(editor), m_actions(std::move(actions))
{
    editor->installEventFilter(this);
    editor->viewport()->installEventFilter(this);
}

QList<QAction *> EditorMenu::chosenFrom(const QList<QAction *> &all)
{
    QList<QAction *> chosen;
    for (const char *const id : idsOfMenu) {
        const auto found = std::ranges::find(all, QString::fromLatin1(id), &QAction::objectName);
        chosen << (found == all.end() ? nullptr : *found);
    }
    return chosen;
}

bool EditorMenu::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ContextMenu) {
        const auto *const asked = static_cast<QContextMenuEvent *>(event);
        if (asked->reason() == QContextMenuEvent::Keyboard) {
            showAtCaret();
        } else if (watched == m_editor->viewport()) { // not above the text
            m_editor->setFocus();
            moveCaretTo(asked->pos());
            show(asked->globalPos());
        }
        return true;
    }
    if (event->type() == QEvent::KeyPress && watched == m_editor) {
        const auto *const key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_F10 && key->modifiers() == Qt::ShiftModifier) {
            showAtCaret();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

void EditorMenu::moveCaretTo(const QPoint &point) const
{
    int margins = 0;
    for (int margin = 0; margin < m_editor->margins(); ++margin) {
        margins += m_editor->marginWidth(margin);
    }
    const long at = m_editor->SendScintilla(Sci::SCI_POSITIONFROMPOINT, word(point.x()), static_cast<long>(point.y()));
    const bool isSelected = std::ranges::any_of(caretsOf(*m_editor), [at](const Caret &caret) {
        return !caret.isEmpty() && caret.start() <= at && at <= caret.end();
    });
    if (point.x() >= margins && !isSelected) {
        m_editor->SendScintilla(Sci::SCI_GOTOPOS, word(at));
    }
}

void EditorMenu::showAtCaret()
{
    m_editor->SendScintilla(Sci::SCI_SCROLLCARET);
    const int caret = m_editor->caretPosition();
    show(m_editor->mapToGlobal(m_editor->areaOf(caret, caret).bottomLeft()));
}

void EditorMenu::show(const QPoint &globalPoint)
{
    auto *const menu = new QMenu(m_editor);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Editor"));
    for (QAction *const action : std::as_const(m_actions)) {
        if (action) {
            menu->addAction(action);
        } else {
            menu->addSeparator();
        }
    }
    menu->popup(globalPoint);
}

} // namespace studio
