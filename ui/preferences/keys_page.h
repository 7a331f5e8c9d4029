// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QKeySequenceEdit;
class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace studio {

class KeyBindings;

/// The actions with their keys; those of the one that is chosen are changed below. Main thread.
class KeysPage : public QWidget
{
    Q_OBJECT

public:
    explicit KeysPage(KeyBindings *keys, QWidget *parent = nullptr); ///< which outlives it

    /// Shows those whose name or keys have all the words; whether there are any.
    bool filter(const QStringList &words);

Q_SIGNALS:
    void refused(const QString &sentence);

private:
    void fill();
    void showCurrent();
    void showTaken();
    void take(const QKeySequence &keys);
    [[nodiscard]] QAction *current() const;
    static void showKeys(QTreeWidgetItem *row, const QAction *action, bool isSet);

    KeyBindings *m_keys;
    QTreeWidget *m_list;
    QKeySequenceEdit *m_edit;
    QLabel *m_taken;
    QPushButton *m_set;
    QPushButton *m_remove;
    QPushButton *m_reset;
};

} // namespace studio
