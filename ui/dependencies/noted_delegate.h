// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace studio {

/// Draws a second, muted line below the texts of a row that has one, over all columns of a QTreeView. All is elided.
class NotedDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int notesRole = Qt::UserRole + 1; ///< QString, of column 0

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace studio
