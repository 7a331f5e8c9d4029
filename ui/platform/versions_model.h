// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <QAbstractTableModel>

namespace studio {

/// The versions of one app, newest first, in pages.
class VersionsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Number, State, Published, Note, Target, Size, Digest, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void setVersions(const QList<Version> &versions);
    void append(const QList<Version> &older);
    [[nodiscard]] const Version &at(int row) const { return m_rows.at(row); }
    [[nodiscard]] int rowOf(int number) const; ///< -1 for none

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<Version> m_rows;
};

} // namespace studio
