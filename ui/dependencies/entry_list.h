// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace studio {

/// A note, a list of entries, and below it a row in which one is added or the current one is removed, also by Delete.
/// Who owns it fills the list and the row. Main thread.
class EntryList : public QWidget
{
    Q_OBJECT

public:
    EntryList(const QString &name, const QStringList &columns, QWidget *parent = nullptr);

    [[nodiscard]] QTreeWidget *list() const { return m_list; }
    void addField(QWidget *field, int stretch = 0); ///< before the buttons
    void setNote(const QString &text);
    void setCanAdd(bool canAdd);
    void add(); ///< as the button does

Q_SIGNALS:
    void addRequested();
    void removeRequested(QTreeWidgetItem *item);

private:
    void removeCurrent();

    QTreeWidget *m_list;
    QLabel *m_note;
    QHBoxLayout *m_row;
    QPushButton *m_add;
    QPushButton *m_remove;
    int m_fields = 0;
};

} // namespace studio
