// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

namespace studio {

/// A table of rows without a grid, as the panes show one: whole rows are chosen, one column takes the room that is
/// left, rows are 22 pixels high. Main thread.
class PlainTable : public QTreeView
{
    Q_OBJECT

public:
    /// `stretched` is the column that grows. The model stays its owner's.
    PlainTable(QAbstractItemModel *model, int stretched, QWidget *parent = nullptr);

    [[nodiscard]] int currentRow() const; ///< -1 for none
    void selectRow(int row);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    int m_stretched;
};

} // namespace studio
