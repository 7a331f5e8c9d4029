// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <memory>

namespace studio {

class JsonOutline;

/// An array of objects as a table: a row for each, a column for each key that the first of them have, in the order in
/// which they come. Cells are read when they are seen. Main thread.
class JsonTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// The line of the array that is a table: the document, or the first member of it that is one. -1 for none.
    [[nodiscard]] static qint64 tableIn(const JsonOutline &outline);

    /// Null for none. False where it is shown already.
    bool setArray(std::shared_ptr<const JsonOutline> outline, qint64 line);
    [[nodiscard]] qint64 elementCount() const { return m_count; }   ///< of which the first are rows
    [[nodiscard]] QString cellText(const QModelIndex &index) const; ///< all of it

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void readColumns();
    [[nodiscard]] qint64 cellLine(const QModelIndex &index) const; ///< -1: the object has no such member

    std::shared_ptr<const JsonOutline> m_outline;
    qint64 m_line = 0;
    qint64 m_count = 0;
    QList<QByteArray> m_columns; ///< keys as they stand there; an empty one for elements that are no objects
};

constexpr qint64 maxTableRows = 100'000;

} // namespace studio
