// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/cell_table.h"

#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace studio {

CellTable::CellTable(const QString &name, const QStringList &columns, QWidget *parent)
    : QTableWidget(0, static_cast<int>(columns.size()), parent)
{
    constexpr int rowHeight = 24;
    setHorizontalHeaderLabels(columns);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    verticalHeader()->setDefaultSectionSize(rowHeight);
    verticalHeader()->hide();
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setEditTriggers(QAbstractItemView::AllEditTriggers);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false); // it would go round in here for ever
    setAccessibleName(name);
}

void CellTable::takeRow(int row)
{
    const int column = currentColumn();
    const auto triggers = editTriggers();
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    removeRow(row);
    setCurrentCell(std::min(row, rowCount() - 1), column);
    setEditTriggers(triggers);
}

void CellTable::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete) {
        if (currentRow() >= 0) {
            Q_EMIT removeRequested(currentRow());
        }
        return;
    }
    QTableWidget::keyPressEvent(event);
}

void CellTable::closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint)
{
    const bool isForwards = hint == QAbstractItemDelegate::EditNextItem;
    const bool isBackwards = hint == QAbstractItemDelegate::EditPreviousItem;
    const bool isFirst = currentRow() == 0 && currentColumn() == 0;
    const bool isLast = currentRow() == rowCount() - 1 && currentColumn() == columnCount() - 1;
    if ((isForwards && isLast) || (isBackwards && isFirst)) {
        QTableWidget::closeEditor(editor, QAbstractItemDelegate::NoHint);
        focusNextPrevChild(isForwards);
        return;
    }
    QTableWidget::closeEditor(editor, hint);
}

} // namespace studio
