// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/list_keys.h"

#include <QFrame>

class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace studio {

/// A list of names to choose one from, which typing makes shorter. By mouse or keyboard: Up, Down, Enter, Escape.
/// Deletes itself when it closes. Main thread.
class SymbolList final : public QFrame
{
    Q_OBJECT

public:
    /// `name` is for a screen reader: what is listed.
    SymbolList(const QString &name, QWidget *parent);

    /// `kind` is shown beside it; `depth` as indentation while nothing is typed.
    void add(const QString &text, const QString &kind, int depth = 0);
    void setWaiting(const QString &sentence); ///< instead of rows, until fill()
    void fill(int current);                   ///< those that were added since are shown, as far as they are meant
    /// Below `area`, in global coordinates. `current` is chosen first.
    void showAt(const QRect &area, int current);

Q_SIGNALS:
    void chosen(int index); ///< in the order of add()
    void closed();          ///< also after chosen()

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void fitRows();
    void select(int row);
    void filter(const QString &typed);
    void choose();

    QLineEdit *m_filter;
    QTreeWidget *m_list;
    ListKeys m_keys;
    QTreeWidgetItem *m_waiting = nullptr; ///< the sentence; the list owns it
};

} // namespace studio
