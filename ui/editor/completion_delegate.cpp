// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/completion_delegate.h"

#include "core/lsp/lsp_values.h"
#include "ui/common/theme.h"
#include "ui/editor/completion_model.h"

#include <QPainter>

namespace studio {

namespace {

constexpr int padding = 6;
constexpr int gap = 8;

struct KindMark
{
    QString letter;
    QColor colour;
};

KindMark markOf(lsp::CompletionKind kind, const Theme &theme)
{
    using Kind = lsp::CompletionKind;
    switch (kind) {
    case Kind::Method:
    case Kind::Function:
    case Kind::Constructor:
        return {QStringLiteral("f"), theme.information};
    case Kind::Field:
    case Kind::Property:
    case Kind::Variable:
    case Kind::Value:
        return {QStringLiteral("v"), theme.success};
    case Kind::Class:
    case Kind::Struct:
    case Kind::Interface:
    case Kind::Enum:
    case Kind::TypeParameter:
        return {QStringLiteral("T"), theme.warning};
    case Kind::Module:
    case Kind::File:
    case Kind::Folder:
        return {QStringLiteral("m"), theme.muted};
    case Kind::Constant:
    case Kind::EnumMember:
        return {QStringLiteral("c"), theme.success};
    case Kind::Keyword:
        return {QStringLiteral("k"), theme.accent};
    case Kind::Snippet:
        return {QStringLiteral("s"), theme.accent};
    default:
        return {QStringLiteral("·"), theme.muted};
    }
}

} // namespace

QSize CompletionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    Q_UNUSED(index)
    return {0, option.fontMetrics.height() + padding};
}

void CompletionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->fillRect(option.rect, isSelected ? option.palette.color(QPalette::Highlight) : theme.surface);
    const QColor text = isSelected ? option.palette.color(QPalette::HighlightedText) : theme.text;
    const QColor muted = isSelected ? text : theme.muted;
    QRect rest = option.rect.adjusted(padding, 0, -padding, 0);

    const KindMark mark =
        markOf(static_cast<lsp::CompletionKind>(index.data(CompletionModel::KindRole).toInt()), theme);
    const int markWidth = option.fontMetrics.horizontalAdvance(QLatin1Char('m'));
    painter->setPen(isSelected ? text : mark.colour);
    painter->drawText(QRect(rest.left(), rest.top(), markWidth, rest.height()), Qt::AlignCenter, mark.letter);
    rest.setLeft(rest.left() + markWidth + gap);

    QFont font = option.font;
    font.setStrikeOut(index.data(CompletionModel::DeprecatedRole).toBool());
    painter->setFont(font);
    painter->setPen(text);
    const QString label =
        option.fontMetrics.elidedText(index.data(CompletionModel::LabelRole).toString(), Qt::ElideRight, rest.width());
    painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft, label);
    rest.setLeft(rest.left() + option.fontMetrics.horizontalAdvance(label));

    painter->setFont(option.font);
    painter->setPen(muted);
    const QString detail = option.fontMetrics.elidedText(index.data(CompletionModel::DetailRole).toString(),
                                                         Qt::ElideRight, std::max(rest.width(), 0));
    painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft, detail);
    rest.setLeft(rest.left() + option.fontMetrics.horizontalAdvance(detail) + 2 * gap);
    if (rest.width() > 4 * markWidth) {
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignRight,
                          option.fontMetrics.elidedText(index.data(CompletionModel::DescriptionRole).toString(),
                                                        Qt::ElideMiddle, rest.width()));
    }
    painter->restore();
}

} // namespace studio
