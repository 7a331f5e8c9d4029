// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

class QTreeWidgetItem;

namespace studio {

struct Reference;

/// Paints the rows of ReferencesPeek: the line's number, its text, and the use in it emphasised. Main thread.
class ReferenceDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static void describe(QTreeWidgetItem *row, int index, const Reference &reference);
    static int indexOf(const QTreeWidgetItem *row); ///< -1 for a file's row

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace studio
