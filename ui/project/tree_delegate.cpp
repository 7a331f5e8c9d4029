// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project/tree_delegate.h"

#include "ui/project/tree_status.h"

#include <QApplication>
#include <QFileSystemModel>
#include <QLineEdit>
#include <QPainter>

namespace studio {

namespace {

constexpr int letterWidth = 20;

} // namespace

TreeDelegate::TreeDelegate(const TreeStatus *status, QObject *parent) : QStyledItemDelegate(parent), m_status(status) {}

void TreeDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    QStyledItemDelegate::setEditorData(editor, index);
    auto *const name = qobject_cast<QLineEdit *>(editor);
    const QString text = index.data(Qt::EditRole).toString();
    const bool isFolder = index.model()->hasChildren(index);
    const auto stem = static_cast<int>(text.lastIndexOf(u'.'));
    if (name && stem > 0 && !isFolder) {
        // Afterwards: the view selects all of it once it has the data.
        QMetaObject::invokeMethod(name, [name, stem] { name->setSelection(0, stem); }, Qt::QueuedConnection);
    }
}

void TreeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString path = index.data(QFileSystemModel::FilePathRole).toString();
    const git::FileState state = m_status->stateOf(path);
    if (state == git::FileState::Unchanged) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    const bool isSelected = row.state.testFlag(QStyle::State_Selected);
    const QColor color = isSelected ? row.palette.color(QPalette::HighlightedText) : TreeStatus::colorOf(state);
    row.palette.setColor(QPalette::Text, color);
    // Behind the letter too: the background of the whole row, then the name in what is left.
    const QStyle *const style = row.widget ? row.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &row, painter, row.widget);
    const QRect letter = QStyle::alignedRect(row.direction, Qt::AlignRight | Qt::AlignVCenter,
                                             QSize(letterWidth, row.rect.height()), row.rect);
    row.rect = QStyle::alignedRect(row.direction, Qt::AlignLeft | Qt::AlignVCenter,
                                   QSize(row.rect.width() - letterWidth, row.rect.height()), row.rect);
    style->drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);
    const bool isFolder = index.model()->hasChildren(index);
    painter->save();
    painter->setPen(color);
    painter->setFont(row.font);
    painter->drawText(letter, Qt::AlignCenter, isFolder ? QStringLiteral("•") : git::letterOf(state));
    painter->restore();
}

} // namespace studio
