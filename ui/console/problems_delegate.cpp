// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/problems_delegate.h"

#include "core/base/error.h"
#include "core/model/diagnostic.h"
#include "ui/common/icons.h"
#include "ui/console/problems_model.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace studio {

namespace {

constexpr int rowHeight = 22;
constexpr int rowPadding = 8;
constexpr int iconSize = 16;

const char *iconName(ProblemsModel::RowKind kind, Severity severity)
{
    switch (kind) {
    case ProblemsModel::RowKind::Suggestion:
        return "quickopen";
    case ProblemsModel::RowKind::Span:
    case ProblemsModel::RowKind::Macro:
        return "go-jump";
    case ProblemsModel::RowKind::Note:
        return "dialog-information";
    case ProblemsModel::RowKind::Group:
    case ProblemsModel::RowKind::Problem:
        break;
    }
    switch (severity) {
    case Severity::Error:
        return "dialog-error";
    case Severity::Warning:
        return "dialog-warning";
    case Severity::Note:
        break;
    }
    return "dialog-information";
}

/// Draws at the right end of `room` and takes that much from it.
void drawAtEnd(QPainter *painter, QRect &room, const QString &text, Qt::TextElideMode mode, int most)
{
    if (text.isEmpty()) {
        return;
    }
    const QString shown = painter->fontMetrics().elidedText(text, mode, most);
    const int width = painter->fontMetrics().horizontalAdvance(shown);
    painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, shown);
    room.setRight(room.right() - width - 2 * rowPadding);
}

} // namespace

void ProblemsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem panel = option;
    const QStyle *const style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &panel, painter, option.widget);

    painter->save();
    QFont font = option.font;
    font.setBold(static_cast<ProblemsModel::RowKind>(index.data(ProblemsModel::KindRole).toInt()) ==
                 ProblemsModel::RowKind::Group);
    painter->setFont(font);
    QRect room = option.rect.adjusted(rowPadding, 0, -rowPadding, 0);
    const auto severity = static_cast<Severity>(index.data(ProblemsModel::SeverityRole).toInt());
    const auto kind = static_cast<ProblemsModel::RowKind>(index.data(ProblemsModel::KindRole).toInt());
    icon(iconName(kind, severity))
        .paint(painter, QRect(room.left(), room.center().y() - iconSize / 2 + 1, iconSize, iconSize));
    room.setLeft(room.left() + iconSize + rowPadding);

    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QPalette::ColorRole strong = selected ? QPalette::HighlightedText : QPalette::Text;
    painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::PlaceholderText));
    const int third = room.width() * 2 / 5;
    drawAtEnd(painter, room, index.data(ProblemsModel::PlaceRole).toString(), Qt::ElideMiddle, third);
    drawAtEnd(painter, room, index.data(ProblemsModel::CodeRole).toString(), Qt::ElideRight, third / 2);
    painter->setPen(option.palette.color(strong));
    const QString message = index.data(ProblemsModel::MessageRole).toString().simplified();
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(message, Qt::ElideRight, room.width()));
    painter->restore();
}

QSize ProblemsDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {100, std::max(rowHeight, option.fontMetrics.height() + 4)};
}

} // namespace studio
