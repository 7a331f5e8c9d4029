// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeWidgetItem>

namespace studio {

/// A row of a table whose figures are sorted by their value, and its texts as people sort them. Main thread.
class NumberItem : public QTreeWidgetItem
{
public:
    static constexpr int numberRole = Qt::UserRole + 1; ///< double

    using QTreeWidgetItem::QTreeWidgetItem;

    bool operator<(const QTreeWidgetItem &other) const override;
    void setNumber(int column, double number, const QString &text); ///< aligned to the right
};

} // namespace studio
