// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/number_item.h"

#include <QTreeWidget>

namespace studio {

bool NumberItem::operator<(const QTreeWidgetItem &other) const
{
    const int column = treeWidget() ? treeWidget()->sortColumn() : 0;
    const QVariant own = data(column, numberRole);
    return own.isValid() ? own.toDouble() < other.data(column, numberRole).toDouble()
                         : text(column).localeAwareCompare(other.text(column)) < 0;
}

void NumberItem::setNumber(int column, double number, const QString &text)
{
    setText(column, text);
    setData(column, numberRole, number);
    setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
}

} // namespace studio
