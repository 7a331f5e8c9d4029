// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/plain_table.h"

#include <QHeaderView>
#include <QStyledItemDelegate>

#include <algorithm>

namespace studio {

namespace {

class RowDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        return {size.width() + 12, std::max(22, option.fontMetrics.height() + 4)};
    }
};

} // namespace

PlainTable::PlainTable(QAbstractItemModel *model, int stretched, QWidget *parent)
    : QTreeView(parent), m_stretched(stretched)
{
    setModel(model);
    setItemDelegate(new RowDelegate(this));
    setFrameShape(NoFrame);
    setIndentation(6); // so that text begins where its title does
    setItemsExpandable(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionBehavior(SelectRows);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setTextElideMode(Qt::ElideRight);
    header()->setStretchLastSection(false);
    header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header()->setSectionsMovable(false);
    header()->setHighlightSections(false);
    header()->setMinimumSectionSize(40);
    const auto refit = [this] { fit(); };
    connect(model, &QAbstractItemModel::rowsInserted, this, refit, Qt::QueuedConnection);
    connect(model, &QAbstractItemModel::modelReset, this, refit, Qt::QueuedConnection);
    connect(model, &QAbstractItemModel::dataChanged, this, refit, Qt::QueuedConnection);
    fit();
}

int PlainTable::currentRow() const
{
    return currentIndex().isValid() ? currentIndex().row() : -1;
}

void PlainTable::selectRow(int row)
{
    setCurrentIndex(model()->index(row, 0));
}

void PlainTable::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    fit();
}

/// Every column as wide as what is seen of it asks for; the stretched one takes the rest.
void PlainTable::fit()
{
    int used = 0;
    for (int column = 0; column < model()->columnCount(); ++column) {
        if (column != m_stretched && !isColumnHidden(column)) {
            const int wanted = std::max(sizeHintForColumn(column), header()->sectionSizeHint(column)) + 8;
            header()->resizeSection(column, std::min(wanted, std::max(60, width() / 3)));
            used += header()->sectionSize(column);
        }
    }
    header()->setStretchLastSection(isColumnHidden(m_stretched)); // a row is chosen as a whole, up to the edge
    if (!isColumnHidden(m_stretched)) {
        header()->resizeSection(m_stretched, std::max(80, viewport()->width() - used));
    }
}

} // namespace studio
