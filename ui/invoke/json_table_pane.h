// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <memory>

class QLabel;
class QTableView;

namespace studio {

class JsonOutline;
class JsonTableModel;

/// The array of objects in a JSON document as a table, below a note of what it leaves out. Its values can be copied.
/// Main thread.
class JsonTablePane : public QWidget
{
    Q_OBJECT

public:
    explicit JsonTablePane(QWidget *parent = nullptr);

    void setOutline(const std::shared_ptr<const JsonOutline> &outline); ///< null for none; fills nothing yet
    [[nodiscard]] bool hasTable() const { return m_line >= 0; }
    void fill(); ///< before it is shown; cheap where it is filled already
    [[nodiscard]] QTableView *view() const { return m_view; }

Q_SIGNALS:
    void copied(const QString &what); ///< a sentence

private:
    void fitColumns();
    void copyCell();

    std::shared_ptr<const JsonOutline> m_outline;
    qint64 m_line = -1; ///< of the array that is a table; -1 for none
    QLabel *m_note;
    JsonTableModel *m_model;
    QTableView *m_view;
};

} // namespace studio
