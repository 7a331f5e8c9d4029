// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/completion_model.h"

#include "core/lsp/completion_filter.h"

namespace studio {

void CompletionModel::setItems(QList<lsp::CompletionItem> items)
{
    beginResetModel();
    m_items = std::move(items);
    m_order = lsp::fittingItems(m_items, m_typed);
    endResetModel();
}

void CompletionModel::setTyped(const QString &typed)
{
    beginResetModel();
    m_typed = typed;
    m_order = lsp::fittingItems(m_items, m_typed);
    endResetModel();
}

void CompletionModel::setResolved(int row, const lsp::CompletionItem &of)
{
    lsp::CompletionItem &known = m_items[m_order.at(row)];
    known.documentation = of.documentation;
    known.additionalEdits = of.additionalEdits;
    if (!of.detail.isEmpty()) {
        known.detail = of.detail;
    }
}

const lsp::CompletionItem &CompletionModel::item(int row) const
{
    return m_items.at(m_order.at(row));
}

int CompletionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

QVariant CompletionModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_order.size()) {
        return {};
    }
    const lsp::CompletionItem &one = item(index.row());
    switch (role) {
    case LabelRole:
        return one.label;
    case Qt::AccessibleTextRole:
        return QString(one.label + u' ' + one.labelDetail + u' ' + one.labelDescription).simplified();
    case DetailRole:
        return one.labelDetail;
    case DescriptionRole:
        return one.labelDescription.isEmpty() ? one.detail : one.labelDescription;
    case KindRole:
        return static_cast<int>(one.kind);
    case DeprecatedRole:
        return one.isDeprecated;
    default:
        return {};
    }
}

} // namespace studio
