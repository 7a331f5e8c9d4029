// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/reference_delegate.h"

#include "ui/common/theme.h"
#include "ui/editor/references_peek.h"

#include <QApplication>
#include <QPainter>
#include <QTreeWidgetItem>

#include <algorithm>

namespace studio {

namespace {

// Of a row, beside its text.
constexpr int indexRole = Qt::UserRole;
constexpr int useRole = Qt::UserRole + 1; ///< begin and length in the text

constexpr int referenceRowHeight = 22;

} // namespace

void ReferenceDelegate::describe(QTreeWidgetItem *row, int index, const Reference &reference)
{
    const auto head = static_cast<int>(row->text(0).size() - reference.line.size());
    row->setData(0, indexRole, index);
    row->setData(0, useRole, QPoint(head + reference.from, reference.length));
}

int ReferenceDelegate::indexOf(const QTreeWidgetItem *row)
{
    const QVariant index = row ? row->data(0, indexRole) : QVariant();
    return index.isValid() ? index.toInt() : -1;
}

void ReferenceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QVariant use = index.data(useRole);
    if (!use.isValid()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem plain = option;
    initStyleOption(&plain, index);
    const QString text = plain.text;
    const QStyle *const style = plain.widget ? plain.widget->style() : QApplication::style();
    const QRect area = style->subElementRect(QStyle::SE_ItemViewItemText, &plain, plain.widget);
    const QPoint range = use.toPoint();
    const QString before = text.left(range.x());
    const QString word = text.mid(range.x(), range.y());
    const QFontMetrics metrics(plain.font);
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, plain.widget) + 1;
    QColor tint = Theme::current().warning;
    tint.setAlpha(70);
    painter->save();
    plain.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &plain, painter, plain.widget);
    QRect mark = area.adjusted(margin + metrics.horizontalAdvance(before), 2, 0, -2);
    mark.setRight(std::min(area.right(), mark.left() + metrics.horizontalAdvance(word)));
    if (mark.width() > 1) {
        painter->fillRect(mark, tint);
    }
    const bool isSelected = plain.state.testFlag(QStyle::State_Selected);
    painter->setFont(plain.font);
    painter->setPen(plain.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(area.adjusted(margin, 0, -margin, 0), static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft),
                      metrics.elidedText(text, Qt::ElideRight, area.width() - 2 * margin));
    painter->restore();
}

QSize ReferenceDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width(), std::max(size.height(), referenceRowHeight)};
}

} // namespace studio
