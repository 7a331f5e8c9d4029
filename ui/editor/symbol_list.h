// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLineEdit;
class QTreeWidget;

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
    /// Below `area`, in global coordinates. `current` is chosen first.
    void showAt(const QRect &area, int current);

Q_SIGNALS:
    void chosen(int index); ///< in the order of add()
    void closed();          ///< also after chosen()

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void filter(const QString &typed);
    void choose();

    QLineEdit *m_filter;
    QTreeWidget *m_list;
};

} // namespace studio
