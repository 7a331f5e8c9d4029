// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <utility>

class QLabel;

namespace studio {

class CellTable;

/// A name and a value of the query or the headers; what is not enabled is kept but not sent.
struct Pair
{
    QString name;
    QString value;
    bool enabled = true;

    bool operator==(const Pair &) const = default;
};

/// Edits pairs in place. There is always one empty row at the end to type into; Delete removes a row. The table is made
/// when it is first shown. Main thread.
class PairsTable : public QWidget
{
    Q_OBJECT

public:
    /// `hint` is the muted line below, while there are no pairs, and the tip of the header.
    PairsTable(const QString &nameTitle, const QString &hint, QWidget *parent = nullptr);

    /// What is offered while a name, or a value of this name, is typed.
    struct Hints
    {
        std::function<QStringList()> names;
        std::function<QStringList(const QString &name)> values;
    };
    void setHints(Hints hints) { m_hints = std::move(hints); }

    void setPairs(const QList<Pair> &pairs);
    [[nodiscard]] QList<Pair> pairs() const; ///< without the empty ones
    [[nodiscard]] QList<Pair> enabledPairs() const;

Q_SIGNALS:
    void changed();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeTable();
    void fill(const QList<Pair> &pairs);
    void addRow(const Pair &pair);
    void keepEmptyRow();
    void showHint();
    void removeRow(int row);

    Hints m_hints;
    QString m_nameTitle;
    QString m_hint;
    QList<Pair> m_pairs; ///< while there is no table
    CellTable *m_table = nullptr;
    QLabel *m_hintLine = nullptr; ///< with the table
    bool m_filling = false;
};

} // namespace studio
