// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <QAbstractTableModel>

namespace studio {

/// The apps of an organization, by name.
class AppsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Active, Target, Tier, Limits, Updated, Description, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void setApps(const QList<App> &apps);
    void setCurrent(const AppId &id); ///< the one that the other panes show, in bold
    [[nodiscard]] const App &at(int row) const { return m_rows.at(row); }
    [[nodiscard]] int rowOf(const AppId &id) const; ///< -1 for none

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<App> m_rows;
    AppId m_current;
};

} // namespace studio
