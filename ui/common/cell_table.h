// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>

namespace studio {

/// Rows of values that are edited in place: a cell opens as soon as it is the current one; Tab goes from cell to cell
/// and out of the table at its end; Delete asks to remove the row. Main thread.
class CellTable : public QTableWidget
{
    Q_OBJECT

public:
    /// `name` is for screen readers.
    CellTable(const QString &name, const QStringList &columns, QWidget *parent = nullptr);

    /// The next one becomes current without being opened: a key that is pressed again would end in its editor.
    void takeRow(int row);

Q_SIGNALS:
    void removeRequested(int row);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint) override;
};

} // namespace studio
