// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QAction;
class QLineEdit;
class QTreeWidget;

namespace studio {

/// Finds an action by the words of its name, in any order; Enter triggers it. Main thread.
class ActionFinder : public QDialog
{
    Q_OBJECT

public:
    ActionFinder(QList<QAction *> actions, QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show(const QString &words);
    void trigger();

    QList<QAction *> m_actions;
    QLineEdit *m_words;
    QTreeWidget *m_list;
};

} // namespace studio
