// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/noted_delegate.h"

#include "ui/common/theme.h"

#include <QAbstractItemView>
#include <QPainter>

namespace studio {

namespace {

constexpr int rowMargin = 2;  ///< pixels above and below
constexpr int textMargin = 3; ///< left and right, as the style has it

QString notesOf(const QModelIndex &index)
{
    return index.siblingAtColumn(0).data(NotedDelegate::notesRole).toString();
}

bool isLastColumn(const QModelIndex &index)
{
    return index.column() == index.model()->columnCount(index.parent()) - 1;
}

} // namespace

/// The notes are drawn with the last column, over the backgrounds of all.
void NotedDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString notes = notesOf(index);
    const auto *const view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (notes.isEmpty() || !view) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem whole = option;
    initStyleOption(&whole, index);
    const QString name = whole.text;
    // The rectangle of the text depends on there being one.
    const QStyle *const style = view->style();
    const QRect text =
        style->subElementRect(QStyle::SE_ItemViewItemText, &whole, view).adjusted(textMargin, 0, -textMargin, 0);
    whole.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &whole, painter, view);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QColor selected = whole.palette.color(QPalette::Normal, QPalette::HighlightedText);
    const int height = whole.fontMetrics.height();
    const int top = option.rect.top() + (option.rect.height() - 2 * height) / 2;
    const auto draw = [&](const QString &line, const QRect &at, Qt::Alignment alignment, const QColor &colour) {
        painter->setPen(colour);
        painter->drawText(at, static_cast<int>(alignment) | Qt::TextSingleLine,
                          whole.fontMetrics.elidedText(line, Qt::ElideRight, at.width()));
    };
    painter->save();
    painter->setFont(whole.font);
    draw(name, {text.left(), top, text.width(), height},
         (whole.displayAlignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter,
         isSelected ? selected : whole.palette.color(QPalette::Normal, QPalette::Text));
    if (isLastColumn(index)) {
        const int left =
            index.column() == 0 ? text.left() : view->visualRect(index.siblingAtColumn(0)).left() + textMargin;
        draw(notes, {left, top + height, option.rect.right() - textMargin - left, height},
             Qt::AlignLeft | Qt::AlignVCenter, isSelected ? selected : Theme::current().muted);
    }
    painter->restore();
}

/// On the line of the texts.
void NotedDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                         const QModelIndex &index) const
{
    QStyledItemDelegate::updateEditorGeometry(editor, option, index);
    if (!notesOf(index).isEmpty()) {
        editor->setGeometry(option.rect.adjusted(0, 0, 0, -option.rect.height() / 2));
    }
}

QSize NotedDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    if (!notesOf(index).isEmpty()) {
        size.setHeight(std::max(size.height(), 2 * option.fontMetrics.height() + 2 * rowMargin));
    }
    return size;
}

} // namespace studio
