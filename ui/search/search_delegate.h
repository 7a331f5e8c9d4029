// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace studio {

struct LineMatch;

/// A row of SearchModel: a file with the number of its matches, or a line with the match emphasised, and struck out
/// before what it becomes. Main thread.
class SearchDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

Q_SIGNALS:
    void expansionClicked(const QModelIndex &file);

private:
    void paintFile(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index, QRect room) const;
    void paintMatch(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index, QRect room) const;
};

} // namespace studio
