// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/requirement_delegate.h"

#include "core/workspace/dependency_line.h"
#include "core/workspace/manifest_editor.h"
#include "ui/common/tip.h"
#include "ui/dependencies/dependency_list.h"

#include <QKeyEvent>
#include <QLineEdit>

#include <algorithm>

namespace studio {

namespace {

QString typedIn(QWidget *editor)
{
    return static_cast<QLineEdit *>(editor)->text().trimmed();
}

} // namespace

RequirementDelegate::RequirementDelegate(DependencyList *list) : NotedDelegate(list), m_list(list) {}

QWidget *RequirementDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem & /*option*/,
                                           const QModelIndex &index) const
{
    if (index.column() != DependencyList::Requirement) {
        return nullptr;
    }
    auto *const field = new QLineEdit(parent);
    field->setFrame(false);
    field->setAccessibleName(
        DependencyList::tr("Requirement of %1").arg(index.siblingAtColumn(DependencyList::Name).data().toString()));
    QObject::connect(field, &QLineEdit::textEdited, m_list, [this] { Q_EMIT m_list->requirementRefused({}); });
    return field;
}

/// Over the locked version as well: a requirement may be longer than the column of a narrow pane.
void RequirementDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                               const QModelIndex &index) const
{
    NotedDelegate::updateEditorGeometry(editor, option, index);
    QRect room = editor->geometry();
    room.setRight(m_list->viewport()->width() - 1);
    room.setLeft(std::min(room.left(), room.right() - m_list->viewport()->width() / 2));
    editor->setGeometry(room);
}

void RequirementDelegate::setModelData(QWidget *editor, QAbstractItemModel * /*model*/, const QModelIndex &index) const
{
    const Dependency *const one = m_list->dependencyOf(m_list->itemFromIndex(index));
    const QString text = typedIn(editor);
    if (one && text != one->requirement && requirementProblem(text).isEmpty()) {
        Q_EMIT m_list->requirementEdited(*one, text);
    }
}

bool RequirementDelegate::eventFilter(QObject *watched, QEvent *event)
{
    auto *const field = qobject_cast<QLineEdit *>(watched);
    if (field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const bool isEnd = key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab;
        const QString problem = isEnd ? requirementProblem(typedIn(field)) : QString();
        if (isEnd || key == Qt::Key_Escape) {
            Q_EMIT m_list->requirementRefused(problem);
        }
        if (!problem.isEmpty()) {
            field->setToolTip(asTip(problem));
            field->selectAll();
            return true;
        }
    }
    return NotedDelegate::eventFilter(watched, event);
}

} // namespace studio
