// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/execution.h"

#include <QAbstractTableModel>

namespace studio {

/// The records of calls, newest first, as far as they were loaded.
class ExecutionsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { State, Answer, Time, Start, Code, Id, When, Request, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void setExecutions(const QList<Execution> &executions);
    void append(const QList<Execution> &older);
    /// Puts in one that is new, or in the place of what it was.
    void put(const Execution &execution);
    [[nodiscard]] const Execution &at(int row) const { return m_rows.at(row); }
    [[nodiscard]] int rowOf(const QString &id) const; ///< -1 for none

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<Execution> m_rows;
};

} // namespace studio
