// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QList>

#include <algorithm>

namespace studio {

/// A table of values of one kind, in pages. What a cell shows is the derived model's; a column is one of its
/// enumerators.
template <typename Row> class RowsModel : public QAbstractTableModel
{
public:
    RowsModel(int columns, QObject *parent) : QAbstractTableModel(parent), m_columns(columns) {}

    /// Where nothing changed, what is chosen stays chosen.
    void setRows(const QList<Row> &rows)
    {
        if (rows != m_rows) {
            beginResetModel();
            m_rows = rows;
            endResetModel();
        }
    }
    void append(const QList<Row> &more)
    {
        if (!more.isEmpty()) {
            beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(more.size()) - 1);
            m_rows += more;
            endInsertRows();
        }
    }
    [[nodiscard]] const Row &at(int row) const { return m_rows.at(row); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : m_columns;
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        return checkIndex(index, CheckIndexOption::IndexIsValid) ? cell(m_rows.at(index.row()), index.column(), role)
                                                                 : QVariant();
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
            return {};
        }
        return section == 0 ? QStringLiteral("  ") + title(section) : title(section); // where the rows begin
    }

protected:
    [[nodiscard]] virtual QVariant cell(const Row &row, int column, int role) const = 0;
    [[nodiscard]] virtual QString title(int column) const = 0;

    /// The first row whose member has this value; -1 for none.
    template <typename Member, typename Value> [[nodiscard]] int find(Member member, const Value &value) const
    {
        const auto found = std::ranges::find(m_rows, value, member);
        return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
    }
    QList<Row> &rows() { return m_rows; }

private:
    QList<Row> m_rows;
    int m_columns;
};

} // namespace studio
