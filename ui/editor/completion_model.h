// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"

#include <QAbstractListModel>

namespace studio {

/// The completions that fit what is typed, the best first. Main thread.
class CompletionModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { LabelRole = Qt::UserRole, DetailRole, DescriptionRole, KindRole, DeprecatedRole };

    using QAbstractListModel::QAbstractListModel;

    void setItems(QList<lsp::CompletionItem> items);
    [[nodiscard]] const QString &typed() const { return m_typed; }
    void setTyped(const QString &typed);                      ///< what stands before the caret of the name
    void setResolved(int row, const lsp::CompletionItem &of); ///< the same item with more of it
    [[nodiscard]] const lsp::CompletionItem &item(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<lsp::CompletionItem> m_items;
    QList<int> m_order; ///< indexes of m_items
    QString m_typed;
};

} // namespace studio
